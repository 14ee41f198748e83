// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/json_file.h"

#include "core/base/file.h"

#include <fmt/format.h>

namespace descant::inference {
namespace {

using nlohmann::json;

constexpr std::size_t kLargest = std::size_t(16) << 20;
/// Copying, merging and printing JSON recurse: what nests deeper would exhaust the stack.
constexpr int kDeepest = 64;

} // namespace

Result<json> readJson(const std::filesystem::path& path, ErrorCode invalid)
{
    DESCANT_TRY(const std::string text, readFile(path, kLargest));
    // The parser takes a NUL for the end of the text and would not look at what follows.
    if (text.find('\0') != std::string::npos)
        return fail(invalid, path.string(), "it is not valid JSON: it holds a NUL");
    try {
        const auto shallow = [](int depth, json::parse_event_t, json&) {
            if (depth > kDeepest)
                throw std::runtime_error("it nests too deeply");
            return true;
        };
        return json::parse(text, shallow);
    } catch (const std::exception& problem) {
        return fail(invalid, path.string(), fmt::format("it is not valid JSON: {}", problem.what()));
    }
}

} // namespace descant::inference
