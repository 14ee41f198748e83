// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/http_errors.h"

#include <curl/curl.h>
#include <fmt/format.h>

namespace descant::downloads {
namespace {

using Again = HttpFailure::Again;

struct StatusWords {
    long status;
    const char* what;
    const char* advice;
};

constexpr StatusWords kStatusWords[] = {
    {401, "it asks who is asking", "the file is not public there: use another address, or get it by hand"},
    {403, "it is not allowed", "accept its terms on the website and get it by hand, or use another address"},
    {404, "it is not there", "check the address, or see whether it was moved"},
    {407, "the proxy asks who is asking", "write name and password into the proxy's address in the environment"},
    {410, "it was taken away", "look for another address"},
    {416, "the server has no such part of it", "delete the .part file beside the target and run it again"},
    {429, "it was asked too often", "wait some minutes and run it again; it goes on where it stopped"},
    {451, "it may not be given out here for legal reasons", "look for another address"},
};

bool isPassing(long status)
{
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501 && status != 505);
}

/// A connection that could be made and broke, or was made too slowly.
bool isBreak(CURLcode code)
{
    switch (code) {
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_AGAIN:
    case CURLE_SSL_CONNECT_ERROR:
        return true;
    default:
        return false;
    }
}

bool isUnreachable(CURLcode code)
{
    return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_COULDNT_CONNECT;
}

bool isCertificate(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM
        || code == CURLE_SSL_ISSUER_ERROR;
}

std::string wordsFor(CURLcode code, const std::string& detail)
{
    switch (code) {
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
        return "the server broke off";
    case CURLE_OPERATION_TIMEDOUT:
        return "the server does not answer any more";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "the name of the server is not known here";
    case CURLE_COULDNT_RESOLVE_PROXY:
        return "the name of the proxy is not known here";
    case CURLE_COULDNT_CONNECT:
        return "the server cannot be reached";
    default:
        return detail.empty() ? curl_easy_strerror(code) : detail;
    }
}

} // namespace

HttpFailure failureOfStatus(long status, const std::string& url)
{
    const Again again = isPassing(status) ? Again::Perhaps : Again::No;
    Error error{ErrorCode::DownloadRefused, url, fmt::format("the server answers {}", status)};
    for (const StatusWords& words : kStatusWords) {
        if (words.status == status) {
            error.detail = fmt::format("{}: the server answers {}", words.what, status);
            error.advice = words.advice;
        }
    }
    if (status >= 500) {
        error.detail = fmt::format("the server is in trouble and answers {}", status);
        error.advice = "run it again later; it goes on where it stopped";
    }
    HttpFailure failure(std::move(error), again);
    failure.status = status;
    return failure;
}

HttpFailure failureOfTransfer(int number, const std::string& detail, const HttpRequest& request)
{
    const auto code = static_cast<CURLcode>(number);
    if (code == CURLE_TOO_MANY_REDIRECTS)
        return {Error{ErrorCode::DownloadRefused, request.url, "it is redirected in circles", "use another address"},
                Again::No};
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
        return {Error{ErrorCode::DownloadRefused, request.url,
                      "it is redirected to an address that is not safe to follow", "use another address"},
                Again::No};
    if (isCertificate(code))
        return {
            Error{ErrorCode::DownloadRefused, request.url, "the server's certificate cannot be trusted: " + detail,
                  "check the date of this computer and its certificates, and whether the network puts itself between"},
            Again::No};
    Error error{ErrorCode::DownloadFailed, request.url, wordsFor(code, detail)};
    if (isUnreachable(code))
        return {std::move(error), Again::OnceReachable};
    return {std::move(error), isBreak(code) ? Again::Perhaps : Again::No};
}

} // namespace descant::downloads
