// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/http_transfer.h"

#include "core/downloads/internal/http_errors.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ctime>
#include <memory>
#include <mutex>

namespace descant::downloads {
namespace {

constexpr long kRedirects = 8;
constexpr long kStallBytesPerSecond = 64;
constexpr int kPollMilliseconds = 50;
constexpr std::size_t kMostHeaders = 200;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct TextDeleter {
    void operator()(char* text) const { curl_free(text); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

void initialise()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// Writing to a connection that TLS finds closed raises SIGPIPE, which would end the program.
class WithoutPipeSignal {
public:
    WithoutPipeSignal()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        m_wasPending = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~WithoutPipeSignal()
    {
        const timespec now{0, 0};
        if (!m_wasPending)
            sigtimedwait(&m_pipe, nullptr, &now);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

private:
    sigset_t m_pipe{}, m_before{};
    bool m_wasPending = false;
};

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter; });
    return lower;
}

/// One request on its way.
class Transfer {
public:
    Transfer(const HttpRequest& request, const HttpReceiver& receiver) : m_request(request), m_receiver(receiver) { }
    tl::expected<HttpAnswer, HttpFailure> run(const std::stop_token& stop);

private:
    void prepare();
    void addHeader(const std::string& line);
    CURLcode perform(const std::stop_token& stop);
    void takeHeader(std::string_view line);
    bool take(std::span<const char> bytes);
    bool begin();
    HttpFailure failureOf(CURLcode code);

    template <typename Value> void set(CURLoption option, Value value)
    {
        curl_easy_setopt(m_easy.get(), option, value);
    }
    static std::size_t onHeader(char* data, std::size_t, std::size_t size, void* self)
    {
        static_cast<Transfer*>(self)->takeHeader({data, size});
        return size;
    }
    static std::size_t onBytes(char* data, std::size_t, std::size_t size, void* self)
    {
        return static_cast<Transfer*>(self)->take({data, size}) ? size : CURL_WRITEFUNC_ERROR;
    }

    const HttpRequest& m_request;
    const HttpReceiver& m_receiver;
    Easy m_easy;
    std::unique_ptr<curl_slist, ListDeleter> m_headers;
    char m_problem[CURL_ERROR_SIZE] = {};
    HttpAnswer m_answer;
    bool m_begun = false;
    std::optional<Error> m_refused; ///< by the receiver
};

void Transfer::prepare()
{
    const bool secure = lowered(m_request.url).starts_with("https:");
    set(CURLOPT_URL, m_request.url.c_str());
    set(CURLOPT_USERAGENT, "descant/" DESCANT_VERSION);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    set(CURLOPT_FOLLOWLOCATION, m_request.redirects == HttpRequest::Redirects::Follow ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, kRedirects);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_request.patience.connectTimeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(m_request.patience.stallTimeout.count()));
    set(CURLOPT_ERRORBUFFER, m_problem);
    set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &Transfer::onBytes);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    if (m_request.method == HttpRequest::Method::Head)
        set(CURLOPT_NOBODY, 1L);
    // Packed on the way, neither sizes nor ranges would be those of the file.
    addHeader("Accept-Encoding: identity");
    if (m_request.from > 0) {
        set(CURLOPT_RANGE, fmt::format("{}-", m_request.from).c_str());
        if (!m_request.ifRange.empty())
            addHeader("If-Range: " + m_request.ifRange);
    }
    set(CURLOPT_HTTPHEADER, m_headers.get());
}

void Transfer::addHeader(const std::string& line)
{
    m_headers.reset(curl_slist_append(m_headers.release(), line.c_str()));
}

void Transfer::takeHeader(std::string_view line)
{
    if (line.starts_with("HTTP/")) {
        m_answer.headers.clear();
        return;
    }
    if (trimmed(line).empty()) {
        curl_easy_getinfo(m_easy.get(), CURLINFO_RESPONSE_CODE, &m_answer.status);
        return;
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && m_answer.headers.size() < kMostHeaders)
        m_answer.headers[lowered(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
}

bool Transfer::begin()
{
    if (m_begun)
        return true;
    m_begun = true;
    if (m_answer.status != 200 && m_answer.status != 206) {
        m_refused = std::get<Error>(failureOfStatus(m_answer.status, m_request.url).failure);
        return false;
    }
    if (Result<void> accepted = m_receiver.begun(m_answer); !accepted)
        m_refused = std::move(accepted.error());
    return !m_refused;
}

bool Transfer::take(std::span<const char> bytes)
{
    if (!begin())
        return false;
    if (Result<void> taken = m_receiver.bytes(bytes); !taken)
        m_refused = std::move(taken.error());
    return !m_refused;
}

/// The transfer in slices, so that a stop is heard while nothing comes.
CURLcode Transfer::perform(const std::stop_token& stop)
{
    const std::unique_ptr<CURLM, MultiDeleter> multi(curl_multi_init());
    if (!multi || curl_multi_add_handle(multi.get(), m_easy.get()) != CURLM_OK)
        return CURLE_OUT_OF_MEMORY;
    CURLcode result = CURLE_OK;
    int running = 1;
    while (running > 0 && !stop.stop_requested()) {
        if (curl_multi_perform(multi.get(), &running) != CURLM_OK)
            result = CURLE_FAILED_INIT, running = 0;
        else if (running > 0)
            curl_multi_poll(multi.get(), nullptr, 0, kPollMilliseconds, nullptr);
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE)
            result = message->data.result;
    }
    // Looking a name up cannot be interrupted: its thread is left to itself rather than waited for.
    if (stop.stop_requested())
        set(CURLOPT_QUICK_EXIT, 1L);
    curl_multi_remove_handle(multi.get(), m_easy.get());
    return result;
}

HttpFailure Transfer::failureOf(CURLcode code)
{
    if (code != CURLE_HTTP_RETURNED_ERROR)
        return failureOfTransfer(code, m_problem, m_request);
    HttpFailure failure = failureOfStatus(m_answer.status, m_request.url);
    curl_off_t seconds = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_RETRY_AFTER, &seconds);
    failure.wait = std::chrono::seconds(std::clamp<curl_off_t>(seconds, 0, 3600));
    failure.contentRange = m_answer.header("content-range");
    return failure;
}

tl::expected<HttpAnswer, HttpFailure> Transfer::run(const std::stop_token& stop)
{
    using Again = HttpFailure::Again;
    m_easy.reset(curl_easy_init());
    if (!m_easy)
        return tl::unexpected(HttpFailure(Error{ErrorCode::OutOfMemory, m_request.url, {}}, Again::No));
    prepare();
    const WithoutPipeSignal guard;
    const CURLcode code = perform(stop);
    if (m_refused)
        return tl::unexpected(HttpFailure(std::move(*m_refused), Again::No));
    if (stop.stop_requested())
        return tl::unexpected(HttpFailure(Cancelled{}, Again::No));
    if (code != CURLE_OK)
        return tl::unexpected(failureOf(code));
    // A file of no bytes has a head all the same.
    if (m_request.method == HttpRequest::Method::Get && !begin())
        return tl::unexpected(HttpFailure(std::move(*m_refused), Again::No));
    return std::move(m_answer);
}

} // namespace

std::string HttpAnswer::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::optional<std::uint64_t> HttpAnswer::bytes() const
{
    const std::string text = header("content-length");
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

tl::expected<HttpAnswer, HttpFailure> transfer(const HttpRequest& request, const HttpReceiver& receiver,
                                               const std::stop_token& stop)
{
    initialise();
    return Transfer(request, receiver).run(stop);
}

Result<void> checkAddress(const std::string& url)
{
    initialise();
    const std::unique_ptr<CURLU, UrlDeleter> parsed(curl_url());
    const auto part = [&](CURLUPart which) {
        char* text = nullptr;
        curl_url_get(parsed.get(), which, &text, 0);
        const std::unique_ptr<char, TextDeleter> owned(text);
        return std::string(text ? text : "");
    };
    if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return fail(ErrorCode::UsageWrong, "the address", "it is no address of the web",
                    "write it as https://server/path");
    if (!part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty())
        return fail(ErrorCode::UsageWrong, "the address", "it holds a name or a password",
                    "leave them out: they would be written into files");
    const std::string scheme = part(CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return fail(ErrorCode::UsageWrong, url, "only http and https are fetched", "write it as https://server/path");
    return {};
}

} // namespace descant::downloads
