// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace descant::test {

struct HttpServerRequest {
    std::string method, path;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string header(const std::string& name) const;
};

/// What the server sends, and how it misbehaves.
struct HttpServerReply {
    enum class Ending { Whole, BreakOff, Stall };
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::optional<std::uint64_t> claimedLength; ///< Content-Length in place of the true one
    enum class Length { Said, Unsaid } length = Length::Said;
    Ending ending = Ending::Whole;
    std::size_t endingAfter = 0; ///< bytes of the body before it breaks off or stalls
};

/// A web server on a port of this computer, on threads of its own, until it goes away. One request a connection.
class HttpServer {
public:
    using Handler = std::function<HttpServerReply(const HttpServerRequest&)>;
    /// The handler is called on the server's threads, one call at a time.
    explicit HttpServer(Handler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::string url(const std::string& path = "") const;
    /// What it was asked so far.
    std::vector<HttpServerRequest> requests() const;

private:
    void acceptAll(const std::stop_token& stop);
    void serve(int connection, const std::stop_token& stop);

    Handler m_handler;
    int m_socket = -1;
    int m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<HttpServerRequest> m_requests;
    std::vector<std::jthread> m_connections;
    std::jthread m_accepting;
};

/// A file as a good server gives it: ETag, ranges, If-Range, HEAD, 416.
HttpServerReply fileReply(const HttpServerRequest& request, const std::string& bytes,
                          const std::string& etag = "\"one\"");

} // namespace descant::test
