// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/person_at_work.h"

#include "core/base/file.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <sstream>
#include <system_error>

namespace descant::workflows {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kLargest = 1 << 16;

std::string onOneLine(const std::string& name)
{
    std::istringstream words(name);
    std::string line;
    for (std::string word; words >> word;)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

Result<std::string> keptName(const fs::path& file)
{
    DESCANT_TRY(const std::string text, readFile(file, kLargest));
    const json document = json::parse(text, nullptr, false);
    const auto name = document.is_object() ? document.find("name") : document.end();
    if (name == document.end() || !name->is_string())
        return fail(ErrorCode::FormatInvalid, file.string(), "it holds no name", "say once more who you are");
    return onOneLine(name->get<std::string>());
}

} // namespace

fs::path personFile() { return configFolder() / "person.json"; }

std::string personAtWork(const std::string& given)
{
    if (const char* told = std::getenv("DESCANT_PERSON"); told != nullptr && *told != '\0')
        return onOneLine(told);
    std::error_code problem;
    if (!given.empty() || !fs::exists(personFile(), problem))
        return given;
    const auto name = keptName(personFile());
    if (!name)
        log::warning("{}", describe(name.error()));
    return name.value_or(std::string());
}

Result<void> setPersonAtWork(const std::string& name)
{
    const fs::path file = personFile();
    std::error_code problem;
    if (onOneLine(name).empty()) {
        fs::remove(file, problem);
        return problem ? fail(errorFromErrno(problem.value(), file, ErrorCode::FileNotWritable)) : Result<void>();
    }
    std::string text;
    try {
        text = json{{"format", 1}, {"name", onOneLine(name)}}.dump(2) + "\n";
    } catch (const json::exception&) {
        return fail(ErrorCode::InputInvalid, "the name", "it is not UTF-8", "write it in UTF-8");
    }
    fs::create_directories(file.parent_path(), problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), file.parent_path(), ErrorCode::FileNotWritable));
    return writeFileAtomically(file, text);
}

} // namespace descant::workflows
