// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"
#include "core/workflows/release_manifest.h"

#include <algorithm>

namespace descant::workflows {

namespace fs = std::filesystem;

Outcome<std::vector<ReleaseFile>> filesIn(const fs::path& folder, const std::string& leftOut,
                                          const std::stop_token& stop)
{
    std::vector<ReleaseFile> files;
    std::error_code problem;
    for (fs::recursive_directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        const std::string path = at->path().lexically_relative(folder).generic_string();
        std::error_code unknown;
        const fs::file_status status = at->symlink_status(unknown);
        if (fs::is_directory(status) || path == leftOut)
            continue;
        if (!fs::is_regular_file(status)) {
            files.push_back({path, 0, {}}); // a link or a device: nothing that a release is made of
            continue;
        }
        DESCANT_TRY(const std::string hash, sha256OfFile(at->path(), stop));
        files.push_back({path, at->file_size(unknown), hash});
    }
    if (problem)
        return fail(ErrorCode::FileNotReadable, folder.string(), problem.message());
    std::sort(files.begin(), files.end(),
              [](const ReleaseFile& one, const ReleaseFile& other) { return one.path < other.path; });
    return files;
}

Outcome<ReleaseCheck> verifyRelease(const fs::path& folder, const std::stop_token& stop)
{
    DESCANT_TRY(const ReleaseManifest manifest, readManifest(folder));
    DESCANT_TRY(const std::vector<ReleaseFile> there, filesIn(folder, kManifestFile, stop));
    std::map<std::string, const ReleaseFile*> found;
    for (const ReleaseFile& file : there)
        found.emplace(file.path, &file);
    ReleaseCheck check{manifest.files.size(), {}};
    for (const ReleaseFile& file : manifest.files) {
        const auto at = found.find(file.path);
        if (at == found.end())
            check.problems.push_back(file.path + ": it is missing");
        else if (*at->second != file)
            check.problems.push_back(file.path + ": it was changed");
        if (at != found.end())
            found.erase(at);
    }
    for (const auto& [path, file] : found)
        check.problems.push_back(path + ": it is not part of the release");
    if (!manifest.splits.file.empty()
        && std::none_of(manifest.files.begin(), manifest.files.end(), [&](const ReleaseFile& file) {
               return file.path == manifest.splits.file && file.sha256 == manifest.splits.sha256;
           }))
        check.problems.push_back(manifest.splits.file + ": its hash is not that of the splits");
    return check;
}

} // namespace descant::workflows
