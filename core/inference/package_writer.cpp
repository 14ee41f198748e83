// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/disk_space.h"
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/inference/internal/folder_replacement.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/model_package.h"

#include <fmt/format.h>

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kWeightsName = "model.safetensors";

/// A folder that goes away unless it is kept.
class PartialFolder {
public:
    explicit PartialFolder(fs::path path) : m_path(std::move(path)) { }
    ~PartialFolder()
    {
        std::error_code problem;
        if (!m_path.empty())
            fs::remove_all(m_path, problem);
    }
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;
    const fs::path& path() const { return m_path; }
    void release() { m_path.clear(); }

private:
    fs::path m_path;
};

json manifestOf(const PackageDraft& draft)
{
    json manifest = draft.extra.is_object() ? draft.extra : json::object();
    manifest["format"] = kManifestFormat;
    manifest["name"] = draft.name;
    manifest["version"] = draft.version;
    manifest["licence"] = draft.licence;
    manifest["source"] = draft.source;
    manifest["architecture"] = architectureToJson(draft.architecture);
    manifest["preprocessing"] = preprocessingToJson(draft.preprocessing);
    manifest["prompt"] = draft.prompt;
    manifest["generation"] = generationToJson(draft.generation);
    manifest.erase("score_card");
    if (!draft.scoreCard.is_null())
        manifest["score_card"] = draft.scoreCard;
    return manifest;
}

json fileEntry(const char* name, const WrittenFile& file)
{
    return {{"name", name}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

/// Whether the folder may be put in place of what is there: nothing, an empty folder or a package.
bool mayReplace(const fs::path& folder)
{
    return !fs::exists(folder)
        || (fs::is_directory(folder) && (fs::is_empty(folder) || fs::exists(folder / kManifestName)));
}

std::uint64_t bytesOf(const PackageDraft& draft)
{
    std::uint64_t bytes = draft.tokenizer.size();
    for (const TensorToWrite& tensor : draft.tensors)
        bytes += tensor.bytes();
    return bytes;
}

Outcome<void> writeInto(const fs::path& folder, PackageDraft& draft, const std::stop_token& stop)
{
    json manifest = manifestOf(draft);
    DESCANT_TRY(const WrittenFile weights,
                writeHashedSafetensors(folder / kWeightsName, std::move(draft.tensors), {{"format", "pt"}}, stop));
    DESCANT_CHECK(writeFileAtomically(folder / kTokenizerName, draft.tokenizer));
    const WrittenFile tokenizer{draft.tokenizer.size(), sha256Of(draft.tokenizer)};
    manifest["files"] = json::array({fileEntry(kWeightsName, weights), fileEntry(kTokenizerName, tokenizer)});
    DESCANT_CHECK(writeFileAtomically(folder / kManifestName, manifest.dump(2) + "\n"));
    return {};
}

} // namespace

Outcome<void> writePackage(const fs::path& folder, PackageDraft draft, const std::stop_token& stop)
{
    try {
        // Without a trailing separator, so that the folder has a name and a parent.
        const fs::path target = fs::absolute(folder / "x").lexically_normal().parent_path();
        if (!mayReplace(target))
            return fail(ErrorCode::FileNotWritable, folder.string(), "there is something else of that name",
                        "choose an empty folder");
        std::map<std::string, std::vector<std::int64_t>> shapes;
        for (const TensorToWrite& tensor : draft.tensors)
            shapes[tensor.name] = tensor.shape;
        DESCANT_CHECK(checkTensors(draft.architecture, shapes, folder.string()));
        DESCANT_CHECK(checkWindow(draft.architecture, draft.preprocessing, folder.string()));
        fs::create_directories(target.parent_path());
        DESCANT_CHECK(checkSpace(target.parent_path(), bytesOf(draft)));
        PartialFolder partial(target.parent_path()
                              / fmt::format(".{}.{}.part", target.filename().string(), newIdentifier()));
        fs::create_directory(partial.path());
        DESCANT_CHECK(writeInto(partial.path(), draft, stop));
        DESCANT_CHECK(replaceFolder(partial.path(), target));
        partial.release();
        return {};
    } catch (const fs::filesystem_error& problem) {
        return fail(errorFromErrno(problem.code().value(), folder, ErrorCode::FileNotWritable));
    } catch (const std::exception& problem) {
        return fail(ErrorCode::FileNotWritable, folder.string(), problem.what());
    }
}

} // namespace descant::inference
