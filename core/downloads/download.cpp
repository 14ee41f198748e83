// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/download.h"

#include "core/base/sha256.h"
#include "core/downloads/internal/attempts.h"
#include "core/downloads/internal/content_range.h"
#include "core/downloads/internal/part_file.h"

#include <fmt/format.h>

#include <utility>

namespace descant::downloads {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kReportEvery = std::chrono::milliseconds(100);

/// One file on its way to the disk.
class Download {
public:
    Download(const DownloadRequest& request, PartFile part, const std::stop_token& stop, const ProgressSink& progress)
        : m_request(request), m_part(std::move(part)), m_stop(stop), m_progress(progress), m_total(request.bytes)
    {
    }
    Outcome<Downloaded> run();

private:
    Outcome<void> prepare();
    Outcome<void> receiveAll();
    std::optional<HttpFailure> receive();
    bool isComplete() const { return m_total && m_part.bytes() == *m_total; }
    bool mayGoOn() const;
    std::string ifRange() const;
    Result<void> begin(const HttpAnswer& answer);
    Result<void> beginRest(const HttpAnswer& answer);
    Result<void> beginAnew(const HttpAnswer& answer);
    Result<void> acceptTotal(std::optional<std::uint64_t> total);
    Result<void> take(std::span<const char> bytes);
    std::optional<HttpFailure> afterRefusal(HttpFailure failure);
    Outcome<Downloaded> finish();
    void tell();

    const DownloadRequest& m_request;
    PartFile m_part;
    const std::stop_token& m_stop;
    const ProgressSink& m_progress;
    std::optional<std::uint64_t> m_total; ///< promised by the caller, else by the server
    std::uint64_t m_received = 0;
    std::uint64_t m_most = 0;     ///< bytes that were there at once; starting anew is no progress until there are more
    bool m_answered = false;      ///< by a server, at least once
    bool m_startAnew = false;     ///< the rest that came does not fit what is there
    bool m_holdsOldBytes = false; ///< of an earlier run, which may be of another version
    Clock::time_point m_started = Clock::now(), m_told;
};

/// Bytes that are there may be gone on with if a hash judges the whole, or if the server can be asked for that version.
bool Download::mayGoOn() const
{
    if (m_part.bytes() == 0 || m_part.bytes() > m_total.value_or(m_request.atMost))
        return false;
    const Origin& origin = m_part.origin();
    if (!m_request.sha256.empty())
        return origin.sha256 == m_request.sha256 || origin.url == m_request.url;
    return origin.url == m_request.url && !origin.validator().empty();
}

/// Validators of one server mean nothing to another.
std::string Download::ifRange() const
{
    return m_part.origin().url == m_request.url ? m_part.origin().validator() : std::string();
}

Outcome<void> Download::prepare()
{
    if (!mayGoOn()) {
        DESCANT_CHECK(m_part.restart());
    } else {
        DESCANT_CHECK(m_part.rehash(m_stop, m_progress));
        m_holdsOldBytes = true;
        m_most = m_part.bytes();
    }
    if (m_total)
        DESCANT_CHECK(checkSpace(m_request.target.parent_path(), *m_total - m_part.bytes(), m_request.freeSpace));
    return {};
}

Result<void> Download::acceptTotal(std::optional<std::uint64_t> total)
{
    if (!total)
        return {};
    if (m_request.bytes && *total != *m_request.bytes)
        return fail(ErrorCode::DownloadDamaged, m_request.url,
                    fmt::format("the server has {} bytes in place of {}", *total, *m_request.bytes));
    if (*total > m_request.atMost)
        return fail(
            ErrorCode::DownloadDamaged, m_request.url,
            fmt::format("the server has {} bytes, more than the {} that are allowed", *total, m_request.atMost));
    m_total = total;
    return checkSpace(m_request.target.parent_path(), *total - m_part.bytes(), m_request.freeSpace);
}

Result<void> Download::beginRest(const HttpAnswer& answer)
{
    const std::optional<ContentRange> range = parseContentRange(answer.header("content-range"));
    m_startAnew = !range || range->first != m_part.bytes()
        || (range->total && m_total && range->total != m_total && !m_request.bytes);
    if (m_startAnew)
        return fail(ErrorCode::DownloadDamaged, m_request.url, "the server gives another part than it was asked for");
    return acceptTotal(range->total);
}

Result<void> Download::beginAnew(const HttpAnswer& answer)
{
    DESCANT_CHECK(m_part.restart());
    m_holdsOldBytes = false;
    if (!m_request.bytes)
        m_total.reset();
    DESCANT_CHECK(acceptTotal(answer.bytes()));
    return m_part.remember({m_request.url, answer.header("etag"), answer.header("last-modified"), m_request.sha256});
}

Result<void> Download::begin(const HttpAnswer& answer)
{
    m_answered = true;
    return answer.status == 206 ? beginRest(answer) : beginAnew(answer);
}

Result<void> Download::take(std::span<const char> bytes)
{
    const std::uint64_t limit = m_total.value_or(m_request.atMost);
    if (bytes.size() > limit - m_part.bytes())
        return fail(ErrorCode::DownloadDamaged, m_request.url,
                    fmt::format("the server sends more than {} bytes", limit));
    Result<void> appended = m_part.append(bytes);
    if (!appended && appended.error().code == ErrorCode::DiskFull)
        appended.error().detail = m_total ? fmt::format("{} of {} bytes are there and kept", m_part.bytes(), *m_total)
                                          : fmt::format("{} bytes are there and kept", m_part.bytes());
    m_received += appended ? bytes.size() : 0;
    tell();
    return appended;
}

void Download::tell()
{
    const Clock::time_point now = Clock::now();
    if (now - m_told < kReportEvery)
        return;
    m_told = now;
    const double seconds = std::chrono::duration<double>(now - m_started).count();
    const double rate = seconds > 0 ? static_cast<double>(m_received) / 1e6 / seconds : 0;
    const double part = static_cast<double>(m_part.bytes());
    report(m_progress,
           fmt::format("Downloading {}: {:.1f} MB{}, {:.1f} MB/s", m_request.target.filename().string(), part / 1e6,
                       m_total ? fmt::format(" of {:.1f} MB", static_cast<double>(*m_total) / 1e6) : "", rate),
           m_total && *m_total > 0 ? part / static_cast<double>(*m_total) : -1.0);
}

/// A range that cannot be satisfied: the whole is there, or the file became shorter and is fetched anew.
std::optional<HttpFailure> Download::afterRefusal(HttpFailure failure)
{
    if (failure.status != 416 || m_part.bytes() == 0)
        return failure;
    const std::optional<ContentRange> range = parseContentRange(failure.contentRange);
    if (range && range->total == m_part.bytes() && (!m_total || m_total == range->total)) {
        m_total = range->total;
        return std::nullopt;
    }
    m_startAnew = true;
    return failure;
}

/// One attempt; nothing when the file is complete.
std::optional<HttpFailure> Download::receive()
{
    if (m_part.bytes() > 0 && !mayGoOn()) {
        if (Result<void> emptied = m_part.restart(); !emptied)
            return HttpFailure(std::move(emptied.error()), HttpFailure::Again::No);
    }
    HttpRequest request;
    request.url = m_request.url;
    request.from = m_part.bytes();
    request.ifRange = request.from > 0 ? ifRange() : std::string();
    request.patience = m_request.patience;
    HttpReceiver receiver;
    receiver.begun = [this](const HttpAnswer& answer) { return begin(answer); };
    receiver.bytes = [this](std::span<const char> bytes) { return take(bytes); };
    m_startAnew = false;
    const auto answer = transfer(request, receiver, m_stop);
    if (!answer)
        return afterRefusal(answer.error());
    if (m_total && m_part.bytes() < *m_total)
        return HttpFailure(Error{ErrorCode::DownloadFailed, m_request.url,
                                 fmt::format("it ended after {} of {} bytes", m_part.bytes(), *m_total)},
                           HttpFailure::Again::Perhaps);
    return std::nullopt;
}

Outcome<void> Download::receiveAll()
{
    Attempts attempts(m_request.patience, m_stop);
    bool startedAnew = false;
    while (!isComplete() || m_part.bytes() == 0) {
        std::optional<HttpFailure> failure = receive();
        if (!failure)
            break;
        if (m_answered || failure->status != 0)
            attempts.reached();
        // Once: a server that cannot give parts gives the whole.
        if (m_startAnew && !std::exchange(startedAnew, true)) {
            DESCANT_CHECK(m_part.restart());
            continue;
        }
        const std::uint64_t gained = m_part.bytes() > m_most ? m_part.bytes() - m_most : 0;
        m_most += gained;
        const Attempts::Next next = attempts.after(*failure, gained);
        if (next == Attempts::Next::Stopped)
            return cancelled();
        if (next == Attempts::Next::GiveUp)
            return fail(std::move(failure->failure));
    }
    return {};
}

Outcome<Downloaded> Download::run()
{
    DESCANT_CHECK(prepare());
    while (true) {
        DESCANT_CHECK(receiveAll());
        Outcome<Downloaded> finished = finish();
        // What was there from before may be of another version of the file; what came just now is not.
        if (finished || !std::exchange(m_holdsOldBytes, false) || isCancelled(finished.error())
            || std::get<Error>(finished.error()).code != ErrorCode::DownloadDamaged)
            return finished;
        DESCANT_CHECK(m_part.restart());
    }
}

Outcome<Downloaded> Download::finish()
{
    Downloaded done{m_part.bytes(), m_received, m_part.finishHash()};
    if (!m_request.sha256.empty() && done.sha256 != m_request.sha256) {
        if (!m_holdsOldBytes)
            m_part.discard();
        return fail(ErrorCode::DownloadDamaged, m_request.url,
                    fmt::format("its SHA-256 is {} in place of {}", done.sha256, m_request.sha256));
    }
    DESCANT_CHECK(m_part.publish());
    return done;
}

/// Whether the target is there already and right, as far as anything is promised; its hash where one was.
Outcome<std::optional<Downloaded>> alreadyThere(const DownloadRequest& request, const std::stop_token& stop,
                                                const ProgressSink& progress)
{
    std::error_code problem;
    const fs::file_status status = fs::status(request.target, problem);
    if (fs::is_directory(status))
        return fail(ErrorCode::FileNotWritable, request.target.string(), "it is a folder", "choose another folder");
    if (!fs::is_regular_file(status) || (!request.bytes && request.sha256.empty()))
        return std::nullopt;
    const std::uint64_t bytes = fs::file_size(request.target, problem);
    if (problem || (request.bytes && bytes != *request.bytes))
        return std::nullopt;
    if (request.sha256.empty())
        return Downloaded{bytes, 0, {}};
    report(progress, "Checking " + request.target.filename().string(), -1.0);
    DESCANT_TRY(std::string hash, sha256OfFile(request.target, stop));
    if (hash != request.sha256)
        return std::nullopt;
    return Downloaded{bytes, 0, std::move(hash)};
}

} // namespace

Outcome<Downloaded> download(const DownloadRequest& wish, const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_CHECK(checkAddress(wish.url));
    DownloadRequest request = wish;
    std::error_code problem;
    request.target = fs::absolute(wish.target, problem);
    DESCANT_TRY(PartFile part, PartFile::open(request.target));
    DESCANT_TRY(std::optional<Downloaded> there, alreadyThere(request, stop, progress));
    if (there) {
        part.discard();
        return *std::move(there);
    }
    return Download(request, std::move(part), stop, progress).run();
}

fs::path partOf(const fs::path& target) { return target.string() + ".part"; }

std::uint64_t bytesOfPart(const fs::path& target)
{
    std::error_code problem;
    const std::uintmax_t bytes = fs::file_size(partOf(target), problem);
    return problem ? 0 : bytes;
}

} // namespace descant::downloads
