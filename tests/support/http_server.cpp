// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>

namespace descant::test {
namespace {

constexpr int kPollMilliseconds = 20;

bool sendAll(int connection, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// The head of a request; empty when the other side goes away before its end.
std::string receiveHead(int connection, const std::stop_token& stop)
{
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos && !stop.stop_requested()) {
        pollfd waiting{connection, POLLIN, 0};
        if (::poll(&waiting, 1, kPollMilliseconds) == 0)
            continue;
        char buffer[4096];
        const ssize_t count = ::recv(connection, buffer, sizeof buffer, 0);
        if (count <= 0)
            return {};
        head.append(buffer, static_cast<std::size_t>(count));
    }
    return head;
}

HttpServerRequest parsed(const std::string& head)
{
    HttpServerRequest request;
    std::istringstream lines(head);
    lines >> request.method >> request.path;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line != "\r") {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos)
            continue;
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char letter) { return std::tolower(letter); });
        request.headers[name] = line.substr(colon + 2, line.size() - colon - 3);
    }
    return request;
}

std::string headOf(const HttpServerReply& reply)
{
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Answer\r\nConnection: close\r\n";
    if (reply.length == HttpServerReply::Length::Said)
        head += "Content-Length: " + std::to_string(reply.claimedLength.value_or(reply.body.size())) + "\r\n";
    for (const auto& [name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

/// Until the other side goes away or the server does.
void stall(int connection, const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        pollfd waiting{connection, POLLIN, 0};
        char buffer[64];
        if (::poll(&waiting, 1, kPollMilliseconds) > 0 && ::recv(connection, buffer, sizeof buffer, 0) <= 0)
            return;
    }
}

} // namespace

std::string HttpServerRequest::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

HttpServer::HttpServer(Handler handler) : m_handler(std::move(handler))
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(m_socket, 16) != 0
        || ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no port of this computer can be listened to");
    m_port = ntohs(address.sin_port);
    m_accepting = std::jthread([this](const std::stop_token& stop) { acceptAll(stop); });
}

HttpServer::~HttpServer()
{
    m_accepting = {};
    m_connections.clear();
    ::close(m_socket);
}

std::string HttpServer::url(const std::string& path) const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + path;
}

std::vector<HttpServerRequest> HttpServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void HttpServer::acceptAll(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        pollfd waiting{m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, kPollMilliseconds) <= 0)
            continue;
        const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0)
            m_connections.emplace_back([this, connection](const std::stop_token& own) { serve(connection, own); });
    }
}

void HttpServer::serve(int connection, const std::stop_token& stop)
{
    if (const std::string head = receiveHead(connection, stop); !head.empty()) {
        const HttpServerRequest request = parsed(head);
        HttpServerReply reply;
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
            reply = m_handler(request);
        }
        std::string_view body = request.method == "HEAD" ? std::string_view() : std::string_view(reply.body);
        if (reply.ending != HttpServerReply::Ending::Whole)
            body = body.substr(0, reply.endingAfter);
        if (sendAll(connection, headOf(reply)) && sendAll(connection, body)
            && reply.ending == HttpServerReply::Ending::Stall)
            stall(connection, stop);
    }
    // What is still on its way must arrive: closing at once could take it back.
    ::shutdown(connection, SHUT_WR);
    stall(connection, stop);
    ::close(connection);
}

HttpServerReply fileReply(const HttpServerRequest& request, const std::string& bytes, const std::string& etag)
{
    HttpServerReply reply;
    reply.headers = {{"ETag", etag}, {"Accept-Ranges", "bytes"}};
    reply.body = bytes;
    const std::string range = request.header("range"), ifRange = request.header("if-range");
    if (!range.starts_with("bytes=") || (!ifRange.empty() && ifRange != etag))
        return reply;
    const std::size_t from = std::stoull(range.substr(6));
    const std::string total = std::to_string(bytes.size());
    if (from >= bytes.size()) {
        reply.status = 416;
        reply.body.clear();
        reply.headers.emplace_back("Content-Range", "bytes */" + total);
        return reply;
    }
    reply.status = 206;
    reply.body = bytes.substr(from);
    reply.headers.emplace_back("Content-Range",
                               "bytes " + std::to_string(from) + "-" + std::to_string(bytes.size() - 1) + "/" + total);
    return reply;
}

} // namespace descant::test
