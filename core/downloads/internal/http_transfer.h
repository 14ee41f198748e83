// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloads/download.h"

#include <map>
#include <span>

namespace descant::downloads {

struct HttpRequest {
    enum class Method { Get, Head } method = Method::Get;
    std::string url;
    enum class Redirects { Follow, Show } redirects = Redirects::Follow;
    std::uint64_t from = 0; ///< first byte that is wanted
    std::string ifRange;    ///< the rest only if the file is still this one; empty: in any case
    Patience patience;
};

/// The head of an answer, after all redirects that were followed. Names of headers are in lower case.
struct HttpAnswer {
    using Headers = std::map<std::string, std::string>;
    long status = 0;
    Headers headers;

    std::string header(const std::string& name) const;
    /// Content-Length, where there is a sensible one.
    std::optional<std::uint64_t> bytes() const;
};

/// Where an answer goes. An error ends the transfer and comes back from it.
struct HttpReceiver {
    std::function<Result<void>(const HttpAnswer&)> begun; ///< once, before the first byte; only for 200 and 206
    std::function<Result<void>(std::span<const char>)> bytes;
};

/// Why there is no answer, and whether another attempt may help.
struct HttpFailure {
    enum class Again { No, Perhaps, OnceReachable };
    Failure failure;
    Again again = Again::No;
    long status = 0;              ///< that refused it; 0 = none
    std::string contentRange;     ///< of a 416
    std::chrono::seconds wait{0}; ///< that the server asks for

    HttpFailure(Failure what, Again mayHelp) : failure(std::move(what)), again(mayHelp) { }
};

/// One request with its redirects. Blocks; returns within about 100 ms of a stop.
tl::expected<HttpAnswer, HttpFailure> transfer(const HttpRequest& request, const HttpReceiver& receiver,
                                               const std::stop_token& stop);

/// UsageWrong unless it is an http or https address without a name and password.
Result<void> checkAddress(const std::string& url);

} // namespace descant::downloads
