// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/model_fetch.h"

#include "core/base/file.h"
#include "core/downloads/remote_file.h"
#include "core/inference/checkpoints/tensor_source.h"
#include "core/workflows/model_library.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace descant::workflows {

namespace fs = std::filesystem;
using downloads::Downloaded;
using downloads::DownloadRequest;
using downloads::RemoteFile;
using inference::PublishedFile;
using inference::PublishedItem;

namespace {

constexpr const char* kWeightsName = "model.safetensors";
constexpr std::uint64_t kMostIndexBytes = std::uint64_t(64) << 20;

tl::unexpected<Error> unknownItem(const std::string& id)
{
    std::vector<std::string> ids;
    for (const PublishedItem& item : inference::publishedItems())
        ids.push_back(item.id);
    return fail(ErrorCode::UsageWrong, id, "there is no such item",
                fmt::format("choose from {}", fmt::join(ids, ", ")));
}

std::uint64_t bytesThere(const FetchFile& file)
{
    std::error_code problem;
    const std::uintmax_t bytes = fs::file_size(file.target, problem);
    if (!problem && file.bytes && bytes == *file.bytes)
        return bytes;
    return std::min(downloads::bytesOfPart(file.target), file.bytes.value_or(0));
}

/// Whether a name from an index may become a file here and a part of an address: what hubs call their weights.
bool isNameOfWeights(const std::string& name)
{
    const auto isPlain = [](unsigned char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
            || letter == '.' || letter == '_' || letter == '-';
    };
    return name.ends_with(".safetensors") && !name.starts_with('.') && std::all_of(name.begin(), name.end(), isPlain);
}

/// Finds out, item by item, which files there are.
class Planner {
public:
    Planner(const FetchRequest& request, const std::stop_token& stop, const ProgressSink& progress)
        : m_request(request), m_stop(stop), m_progress(progress)
    {
        m_plan.request = request;
        while (m_request.baseUrl.ends_with('/'))
            m_request.baseUrl.pop_back();
    }

    Outcome<void> add(const PublishedItem& item)
    {
        for (const PublishedFile& file : item.files) {
            DESCANT_TRY(const bool found, add(item, file));
            if (!found && file.need == PublishedFile::Need::Weights) {
                DESCANT_CHECK(addRequired(item, {file.repository, kWeightsName}));
            } else if (!found && file.need == PublishedFile::Need::Required) {
                return notThere(file);
            } else if (found && file.need == PublishedFile::Need::Weights) {
                DESCANT_CHECK(addShards(item, file));
            }
        }
        return {};
    }

    Result<FetchPlan> finish()
    {
        for (FetchFile& file : m_plan.files) {
            file.there = bytesThere(file);
            m_plan.bytes += file.bytes.value_or(0);
            m_plan.missing += file.bytes.value_or(0) - file.there;
        }
        DESCANT_CHECK(checkSpace(m_request.folder, m_plan.missing, m_request.freeSpace));
        return std::move(m_plan);
    }

private:
    std::string urlOf(const PublishedFile& file) const
    {
        const auto revision = m_revisions.find(file.repository);
        return fmt::format("{}/{}/resolve/{}/{}", m_request.baseUrl, file.repository,
                           revision == m_revisions.end() ? "main" : revision->second, file.name);
    }

    tl::unexpected<Error> notThere(const PublishedFile& file) const
    {
        return fail(ErrorCode::DownloadRefused, urlOf(file), "it is not there: the server answers 404",
                    "check the address, or see whether it was moved");
    }

    /// Whether the server has it.
    Outcome<bool> add(const PublishedItem& item, const PublishedFile& file)
    {
        report(m_progress, "Asking for " + file.name, -1.0);
        FetchFile wanted{item.id, urlOf(file), m_request.folder / item.id / file.name, {}, file.sha256, 0};
        DESCANT_TRY(const std::optional<RemoteFile> remote, downloads::inspect(wanted.url, m_request.patience, m_stop));
        if (!remote)
            return false;
        DESCANT_CHECK(checkKnown(file, *remote, wanted.url));
        wanted.bytes = file.bytes > 0 ? std::optional(file.bytes) : remote->bytes;
        if (wanted.sha256.empty())
            wanted.sha256 = remote->sha256;
        // All files of a repository from one version of it, whatever happens there meanwhile.
        if (!remote->commit.empty())
            m_revisions.emplace(file.repository, remote->commit);
        m_plan.files.push_back(std::move(wanted));
        return true;
    }

    Result<void> checkKnown(const PublishedFile& file, const RemoteFile& remote, const std::string& url) const
    {
        const bool otherHash = !file.sha256.empty() && !remote.sha256.empty() && remote.sha256 != file.sha256;
        const bool otherSize = file.bytes > 0 && remote.bytes && *remote.bytes != file.bytes;
        if (otherHash || otherSize)
            return fail(ErrorCode::DownloadDamaged, url, "the server has another file than the one that is known",
                        "use another server with --base-url");
        return {};
    }

    Outcome<void> addRequired(const PublishedItem& item, const PublishedFile& file)
    {
        DESCANT_TRY(const bool found, add(item, file));
        if (!found)
            return notThere(file);
        return {};
    }

    /// The index is fetched at once: only it knows which files follow.
    Outcome<void> addShards(const PublishedItem& item, const PublishedFile& indexFile)
    {
        const FetchFile index = m_plan.files.back();
        DownloadRequest wanted{index.url,       index.target,       index.bytes,        index.sha256,
                               kMostIndexBytes, m_request.patience, m_request.freeSpace};
        if (index.bytes.value_or(0) > kMostIndexBytes)
            return fail(ErrorCode::DownloadDamaged, index.url, "an index of weights is never that large");
        DESCANT_CHECK(downloads::download(wanted, m_stop, m_progress));
        DESCANT_TRY(const std::set<std::string> shards, inference::shardsOfIndex(wanted.target));
        for (const std::string& shard : shards) {
            if (!isNameOfWeights(shard))
                return fail(ErrorCode::CheckpointHostile, wanted.target.string(),
                            fmt::format("\"{}\" is no name of a file with weights", shard));
            DESCANT_CHECK(addRequired(item, {indexFile.repository, shard}));
        }
        return {};
    }

    FetchRequest m_request;
    const std::stop_token& m_stop;
    const ProgressSink& m_progress;
    std::map<std::string, std::string> m_revisions; ///< of repositories whose hub told it
    FetchPlan m_plan;
};

} // namespace

fs::path downloadsFolder() { return dataFolder() / "downloads"; }

Outcome<FetchPlan> planFetch(const FetchRequest& request, const std::stop_token& stop, const ProgressSink& progress)
{
    if (request.baseUrl.find_first_of("?# ") != std::string::npos)
        return fail(ErrorCode::UsageWrong, request.baseUrl, "a mirror's address has no ?, # or blank in it",
                    "write it as https://server/path");
    Planner planner(request, stop, progress);
    for (const std::string& id : std::set<std::string>(request.items.begin(), request.items.end())) {
        const PublishedItem* item = inference::publishedItem(id);
        if (item == nullptr)
            return unknownItem(id);
        DESCANT_CHECK(planner.add(*item));
    }
    DESCANT_TRY(FetchPlan plan, planner.finish());
    return plan;
}

Outcome<std::vector<FetchedFile>> fetchFiles(const FetchPlan& plan, const std::stop_token& stop,
                                             const ProgressSink& progress)
{
    std::vector<FetchedFile> fetched;
    std::uint64_t before = 0;
    for (const FetchFile& file : plan.files) {
        const std::uint64_t bytes = file.bytes.value_or(0);
        const auto overAll = [&](const Progress& one) {
            const double done = static_cast<double>(before) + std::max(one.fraction, 0.0) * static_cast<double>(bytes);
            report(progress, one.what, plan.bytes > 0 ? done / static_cast<double>(plan.bytes) : -1.0);
        };
        DownloadRequest wanted{file.url, file.target, file.bytes, file.sha256};
        wanted.patience = plan.request.patience;
        wanted.freeSpace = plan.request.freeSpace;
        DESCANT_TRY(Downloaded done, downloads::download(wanted, stop, overAll));
        fetched.push_back({file, std::move(done)});
        before += bytes;
    }
    return fetched;
}

std::optional<inference::AssembleRequest> assemblyOf(const PublishedItem& item, const fs::path& folder)
{
    inference::AssembleRequest request;
    const fs::path here = folder / item.id;
    const PublishedItem& beats = *inference::publishedItem("beats");
    const fs::path beatsFile = folder / beats.id / beats.files.front().name;
    std::error_code ignored;
    switch (item.kind) {
    case PublishedItem::Kind::Beats:
        return std::nullopt;
    case PublishedItem::Kind::HubFolder:
        request.from = inference::HubFolder{here, fs::exists(beatsFile, ignored) ? beatsFile : fs::path(), {}};
        break;
    case PublishedItem::Kind::AuthorsFile:
        request.from = inference::AuthorsFile{here / item.files.front().name};
        request.tokenizer = here / item.files.back().name;
        break;
    }
    request.out = libraryFolder() / item.id;
    return request;
}

} // namespace descant::workflows
