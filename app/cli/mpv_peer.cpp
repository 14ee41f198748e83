// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/mpv_peer.h"

#include "app/cli/program_runner.h"

#include "core/base/identifier.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>

namespace descant::cli {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
constexpr auto kPatience = 30s;

tl::unexpected<Error> noAnswer() { return fail(ErrorCode::Internal, "mpv", "the program to compare with does not answer"); }

} // namespace

Outcome<std::shared_ptr<MpvPeer>> MpvPeer::start(const std::filesystem::path& media, std::stop_token stop)
{
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(ignored);
    std::shared_ptr<MpvPeer> peer(new MpvPeer(folder / ("descant-mpv-" + newIdentifier())));
    DESCANT_TRY(peer->m_process,
                startProgram({"mpv", "--no-config", "--no-terminal", "--idle=yes", "--pause", "--no-audio", "--vo=null",
                              "--keep-open=yes", "--input-ipc-server=" + peer->m_socketPath.string()}));
    DESCANT_CHECK(peer->connect(stop));
    const nlohmann::json load{{"command", {"loadfile", std::filesystem::absolute(media).string()}}};
    DESCANT_CHECK(peer->command(load.dump(), stop));
    return peer;
}

MpvPeer::~MpvPeer()
{
    if (m_socket >= 0)
        close(m_socket);
    if (m_process > 0) {
        kill(m_process, SIGTERM);
        waitpid(m_process, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove(m_socketPath, ignored);
}

Outcome<void> MpvPeer::connect(std::stop_token stop)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = m_socketPath.string();
    if (path.size() >= sizeof address.sun_path)
        return fail(ErrorCode::Internal, path, "the name of the socket is too long");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    m_socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const Clock::time_point begin = Clock::now();
    while (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (stop.stop_requested())
            return cancelled();
        if (Clock::now() - begin > kPatience)
            return noAnswer();
        std::this_thread::sleep_for(5ms);
    }
    return {};
}

Outcome<void> MpvPeer::awaitPicture(std::stop_token stop)
{
    const Clock::time_point begin = Clock::now();
    while (Clock::now() - begin < kPatience) {
        if (stop.stop_requested())
            return cancelled();
        for (std::size_t end = m_unread.find('\n'); end != std::string::npos; end = m_unread.find('\n')) {
            const bool shown = m_unread.substr(0, end).find("\"playback-restart\"") != std::string::npos;
            m_unread.erase(0, end + 1);
            if (shown)
                return {};
        }
        pollfd waiting{m_socket, POLLIN, 0};
        char bytes[4096];
        if (poll(&waiting, 1, 100) <= 0)
            continue;
        const ssize_t read = recv(m_socket, bytes, sizeof bytes, 0);
        if (read <= 0)
            return noAnswer();
        m_unread.append(bytes, static_cast<std::size_t>(read));
    }
    return noAnswer();
}

Outcome<double> MpvPeer::command(const std::string& json, std::stop_token stop)
{
    const std::string line = json + "\n";
    const Clock::time_point begin = Clock::now();
    if (send(m_socket, line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size()))
        return noAnswer();
    DESCANT_CHECK(awaitPicture(std::move(stop)));
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Outcome<double> MpvPeer::seek(MediaTime time, SeekKind kind, std::stop_token stop)
{
    const std::string precision = kind == SeekKind::Exact ? "exact" : "keyframes";
    const nlohmann::json seek{{"command", {"seek", toSeconds(time), "absolute+" + precision}}};
    return command(seek.dump(), std::move(stop));
}

Outcome<double> MpvPeer::stepBack(std::stop_token stop)
{
    return command(R"({"command":["frame-back-step"]})", std::move(stop));
}

} // namespace descant::cli
