// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/remote_file.h"

#include "core/downloads/internal/attempts.h"

#include <algorithm>
#include <charconv>

namespace descant::downloads {
namespace {

bool isHexadecimal(const std::string& text, std::size_t length)
{
    return text.size() == length && std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
           });
}

/// What a hub says in its own answer, before it redirects to where large files lie. The ETag of a large file is its
/// SHA-256; that of a small one is a name of git's, and no SHA-256.
void readHubHeaders(const HttpAnswer& answer, RemoteFile& file)
{
    std::string etag = answer.header("x-linked-etag");
    etag.erase(std::remove(etag.begin(), etag.end(), '"'), etag.end());
    if (isHexadecimal(etag, 64))
        file.sha256 = etag;
    const std::string commit = answer.header("x-repo-commit");
    if (isHexadecimal(commit, 40))
        file.commit = commit;
    const std::string size = answer.header("x-linked-size");
    std::uint64_t bytes = 0;
    const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), bytes);
    if (!size.empty() && problem == std::errc() && end == size.data() + size.size())
        file.bytes = bytes;
}

/// The answer, or nothing for 404, or an empty one where HEAD is not known: such a server may still give the file.
Outcome<std::optional<HttpAnswer>> headOf(const HttpRequest& request, Attempts& attempts, const std::stop_token& stop)
{
    while (true) {
        auto answer = transfer(request, {}, stop);
        if (answer)
            return *std::move(answer);
        HttpFailure& failure = answer.error();
        if (failure.status == 404)
            return std::nullopt;
        if (failure.status == 405 || failure.status == 501)
            return HttpAnswer{};
        if (attempts.after(failure, 0) != Attempts::Next::Again)
            return stop.stop_requested() ? cancelled() : fail(std::move(failure.failure));
    }
}

} // namespace

Outcome<std::optional<RemoteFile>> inspect(const std::string& url, const Patience& patience,
                                           const std::stop_token& stop)
{
    DESCANT_CHECK(checkAddress(url));
    HttpRequest request;
    request.method = HttpRequest::Method::Head;
    request.url = url;
    request.patience = patience;
    request.redirects = HttpRequest::Redirects::Show;
    Attempts attempts(patience, stop);
    DESCANT_TRY(const std::optional<HttpAnswer> first, headOf(request, attempts, stop));
    if (!first)
        return std::nullopt;
    RemoteFile file;
    readHubHeaders(*first, file);
    if (file.bytes)
        return file; // the hub has said it all, and where large files lie HEAD may be refused
    if (first->status < 300) {
        file.bytes = first->bytes();
        return file;
    }
    request.redirects = HttpRequest::Redirects::Follow;
    DESCANT_TRY(const std::optional<HttpAnswer> last, headOf(request, attempts, stop));
    if (!last)
        return std::nullopt;
    file.bytes = last->bytes();
    return file;
}

} // namespace descant::downloads
