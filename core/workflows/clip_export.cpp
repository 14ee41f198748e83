// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/clip_export.h"

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/media/clip_cutter.h"
#include "core/project/clip_range.h"
#include "core/workflows/clip_manifest.h"
#include "core/workflows/open_media.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace descant::workflows {

namespace fs = std::filesystem;

using formats::ExportedClip;
using project::Medium;

namespace {

constexpr std::size_t kMostWorkers = 16;
constexpr std::size_t kUsualWorkers = 4;  ///< each keeps decoded pictures of its own
constexpr std::size_t kLongestName = 180; ///< bytes; file systems hold 255, and endings come behind
constexpr std::array kEndings{".mp4", ".mkv", ".wav", ".mp3", ".m4a", ".mka"};

std::size_t workersFor(std::size_t wanted, std::size_t clips)
{
    const std::size_t machine = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kUsualWorkers);
    return std::clamp<std::size_t>(wanted == 0 ? machine : wanted, 1,
                                   std::min(kMostWorkers, std::max<std::size_t>(clips, 1)));
}

/// A clip's name as that of a file: ids of corpora may hold anything.
std::string fileStem(const std::string& id)
{
    std::string stem;
    for (const char c : id.substr(0, kLongestName)) {
        const auto byte = static_cast<unsigned char>(c);
        stem += byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' ? '_' : c;
    }
    while (!stem.empty() && (static_cast<unsigned char>(stem.back()) & 0xc0) == 0x80 && id.size() > kLongestName)
        stem.pop_back(); // not in the middle of a character
    if (stem.empty() || stem.front() == '.')
        stem.insert(0, "_");
    return stem;
}

/// The same for all names of one file.
std::string plainPath(const fs::path& path)
{
    std::error_code problem;
    const fs::path plain = fs::weakly_canonical(path, problem);
    return problem ? path.string() : plain.string();
}

/// A medium with the file that it is now.
struct Source {
    Medium medium; ///< as the project has it
    std::once_flag looked;
    MediaTime duration{0};
    std::string fingerprint;
    std::optional<Error> problem; ///< none of its clips can be cut
    std::size_t clipsLost = 0;
};

struct Task {
    const ExportedClip* clip = nullptr;
    Source* source = nullptr;
    std::string stem; ///< below the folder
};

/// Errors that have nothing to do with the one clip.
bool endsEverything(const Error& error)
{
    return error.code == ErrorCode::DiskFull || error.code == ErrorCode::FileNotWritable
        || error.code == ErrorCode::OutOfMemory;
}

class ClipExport {
public:
    ClipExport(ClipManifest& manifest, const ClipExportOptions& options) : m_manifest(manifest), m_options(options) { }

    void plan(const project::ProjectView& project, const std::vector<ExportedClip>& clips);
    Outcome<ClipExportReport> run(const std::stop_token& stop, const ProgressSink& progress);

private:
    void work();
    Outcome<void> look(Source& source);
    Outcome<void> cut(const Task& task);
    Result<void> checkFree(const Task& task) const;
    Outcome<const ClipEntry*> usable(const Task& task, TimeRange range);
    void take(const ClipEntry& entry);
    void fault(const Task& task, const Failure& failure);
    std::string modeName() const { return m_options.mode == ClipMode::Copy ? "copy" : "encode"; }

    ClipManifest& m_manifest;
    const ClipExportOptions& m_options;
    std::map<std::string, std::unique_ptr<Source>> m_sources;
    std::unordered_set<std::string> m_mediaPaths; ///< of all media of the project
    std::vector<Task> m_tasks;
    std::vector<std::string> m_order;
    std::atomic<std::size_t> m_next{0}, m_done{0};
    std::stop_source m_stop;
    std::mutex m_mutex; ///< of what follows
    std::condition_variable m_changed;
    std::size_t m_running = 0;
    std::optional<Error> m_failure;
    ClipExportReport m_report;
};

void ClipExport::plan(const project::ProjectView& project, const std::vector<ExportedClip>& clips)
{
    for (const Medium* medium : project.media())
        m_mediaPaths.insert(plainPath(medium->path));
    std::unordered_set<std::string> stems;
    std::unordered_map<std::string, TimeRange> ids;
    for (const ExportedClip& clip : clips) {
        const Medium* medium = project.medium(clip.mediumId);
        if (medium == nullptr)
            continue;
        if (const auto [known, isNew] = ids.emplace(clip.id, clip.range); !isNew) {
            if (known->second != clip.range)
                m_report.problems.push_back({clip.id, "another stretch has the same name in this format", 1});
            continue;
        }
        auto& source = m_sources[clip.mediumId];
        if (!source) {
            source = std::make_unique<Source>();
            source->medium = *medium;
        }
        const std::string plain = (fs::path(clip.folder) / fileStem(clip.id)).generic_string();
        std::string stem = plain;
        for (int number = 2; !stems.insert(stem).second; ++number)
            stem = fmt::format("{}-{}", plain, number);
        m_tasks.push_back({&clip, source.get(), stem});
        m_order.push_back(clip.id);
    }
}

Outcome<ClipExportReport> ClipExport::run(const std::stop_token& stop, const ProgressSink& progress)
{
    const std::stop_callback passOn(stop, [this] { m_stop.request_stop(); });
    std::vector<std::jthread> workers;
    m_running = workersFor(m_options.workers, m_tasks.size());
    for (std::size_t i = m_running; i > 0; --i)
        workers.emplace_back([this] { work(); });
    for (std::unique_lock lock(m_mutex); m_running > 0;) {
        m_changed.wait_for(lock, std::chrono::milliseconds(100));
        const std::size_t done = m_done;
        lock.unlock();
        report(progress, fmt::format("Cutting clips: {} of {}", done, m_tasks.size()),
               m_tasks.empty() ? 1.0 : static_cast<double>(done) / static_cast<double>(m_tasks.size()));
        lock.lock();
    }
    workers.clear();
    // Also after a failure: what was cut is cut.
    const Result<void> listed = m_manifest.finish(m_order);
    if (m_failure)
        return fail(*m_failure);
    if (stop.stop_requested())
        return cancelled();
    DESCANT_CHECK(listed);
    for (const auto& [id, source] : m_sources) {
        if (source->problem)
            m_report.problems.push_back({source->medium.name, describe(*source->problem), source->clipsLost});
    }
    m_report.folder = m_options.folder;
    return std::move(m_report);
}

void ClipExport::work()
{
    while (!m_stop.stop_requested()) {
        const std::size_t number = m_next++;
        if (number >= m_tasks.size())
            break;
        const Task& task = m_tasks[number];
        if (const Outcome<void> made = cut(task); !made)
            fault(task, made.error());
        ++m_done;
        m_changed.notify_one();
    }
    const std::lock_guard lock(m_mutex);
    --m_running;
    m_changed.notify_one();
}

void ClipExport::fault(const Task& task, const Failure& failure)
{
    const Error* const error = std::get_if<Error>(&failure);
    if (error == nullptr)
        return;
    const std::lock_guard lock(m_mutex);
    if (endsEverything(*error)) {
        if (!m_failure)
            m_failure = *error;
        m_stop.request_stop();
    } else if (task.source->problem) {
        ++task.source->clipsLost;
    } else {
        m_report.problems.push_back({task.clip->id, describe(*error), 1});
    }
}

/// What the file is now, once for all of its clips.
Outcome<void> ClipExport::look(Source& source)
{
    std::optional<Failure> failure;
    std::call_once(source.looked, [&] {
        const auto found = readMedium(source.medium.path, m_stop.get_token());
        if (!found) {
            failure = found.error();
            if (const Error* const error = std::get_if<Error>(&*failure))
                source.problem = *error;
            return;
        }
        source.duration = found->duration;
        source.fingerprint = found->fingerprint;
        if (!source.medium.fingerprint.empty() && source.medium.fingerprint != found->fingerprint)
            source.problem = {ErrorCode::FileChanged, source.medium.path, "it is not the file that was described",
                              "find the medium again, or add this file as another one"};
    });
    if (failure && isCancelled(*failure))
        return cancelled();
    if (source.problem)
        return fail(*source.problem);
    return {};
}

/// The entry of a clip that need not be cut again.
Outcome<const ClipEntry*> ClipExport::usable(const Task& task, TimeRange range)
{
    const ClipEntry* const entry = m_manifest.find(task.clip->id);
    const bool fits = entry != nullptr && entry->fingerprint == task.source->fingerprint && entry->wanted == range
        && entry->asked == modeName() && fs::path(entry->file).replace_extension() == fs::path(task.stem);
    if (!fits)
        return nullptr;
    const fs::path file = m_options.folder / entry->file;
    std::error_code problem;
    const auto bytes = fs::file_size(file, problem);
    if (problem || bytes != entry->bytes)
        return nullptr;
    DESCANT_TRY(const std::string hash, sha256OfFile(file, m_stop.get_token()));
    return hash == entry->sha256 ? entry : nullptr;
}

/// A file that is not ours is never written over: it may be the very film that is cut.
Result<void> ClipExport::checkFree(const Task& task) const
{
    const bool isOurs = m_manifest.isOurs(task.stem);
    for (const char* ending : kEndings) {
        const fs::path path = m_options.folder / (task.stem + ending);
        std::error_code problem;
        if (!fs::exists(fs::symlink_status(path, problem)))
            continue;
        if (!isOurs || m_mediaPaths.contains(plainPath(path)))
            return fail(ErrorCode::ProjectExists, path.string(), "it is no clip of an export",
                        "export to another place, or move the file away");
    }
    return {};
}

Outcome<void> ClipExport::cut(const Task& task)
{
    DESCANT_CHECK(look(*task.source));
    const TimeRange range = project::rangeInFile(task.clip->range, task.source->duration);
    DESCANT_TRY(const ClipEntry* const known, usable(task, range));
    if (known != nullptr) {
        take(*known);
        const std::lock_guard lock(m_mutex);
        ++m_report.kept;
        return {};
    }
    DESCANT_CHECK(checkFree(task));
    DESCANT_CHECK(m_manifest.begin(task.clip->id, task.stem));
    std::error_code gone;
    for (const char* ending : kEndings) // of an earlier export with another ending
        fs::remove(m_options.folder / (task.stem + ending), gone);
    media::CutOrder order{task.source->medium.path, range, m_options.folder / task.stem};
    order.mode = m_options.mode == ClipMode::Copy ? media::CutMode::Copy : media::CutMode::Encode;
    DESCANT_TRY(const media::CutClip clip, media::cutClip(order, m_stop.get_token()));
    ClipEntry entry;
    entry.clip = task.clip->id;
    entry.source = task.source->medium.name;
    entry.fingerprint = task.source->fingerprint;
    entry.wanted = range;
    entry.held = clip.held;
    entry.asked = modeName();
    entry.file = task.stem + clip.path.extension().string();
    entry.mode = clip.mode == media::CutMode::Copy ? "copy" : "encode";
    entry.frames = clip.frames;
    entry.bytes = fs::file_size(clip.path, gone);
    DESCANT_TRY(entry.sha256, sha256OfFile(clip.path, m_stop.get_token()));
    DESCANT_CHECK(m_manifest.add(entry));
    take(entry);
    const std::lock_guard lock(m_mutex);
    ++m_report.cut;
    m_report.encoded += entry.mode != entry.asked ? 1 : 0;
    return {};
}

void ClipExport::take(const ClipEntry& entry)
{
    const std::lock_guard lock(m_mutex);
    m_report.bytes += entry.bytes;
    m_report.files[entry.clip] = {m_options.folder / entry.file, entry.file, entry.held};
}

Result<void> makeFolders(const fs::path& folder, const std::vector<ExportedClip>& clips)
{
    std::unordered_set<std::string> names{""};
    for (const ExportedClip& clip : clips)
        names.insert(clip.folder);
    for (const std::string& name : names) {
        const fs::path one = name.empty() ? folder : folder / name;
        std::error_code problem;
        fs::create_directories(one, problem);
        if (problem == std::errc::no_space_on_device)
            return fail(ErrorCode::DiskFull, one.string());
        if (problem)
            return fail(ErrorCode::FileNotWritable, one.string(), problem.message());
    }
    return {};
}

} // namespace

Outcome<ClipExportReport> exportClips(const project::ProjectView& project, const std::vector<ExportedClip>& clips,
                                      const ClipExportOptions& options, const std::stop_token& stop,
                                      const ProgressSink& progress)
{
    if (stop.stop_requested())
        return cancelled();
    DESCANT_CHECK(makeFolders(options.folder, clips));
    DESCANT_TRY(ClipManifest manifest, ClipManifest::open(options.folder));
    ClipExport work(manifest, options);
    work.plan(project, clips);
    return work.run(stop, progress);
}

} // namespace descant::workflows
