// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace descant::cli {

enum class SeekKind { Exact, Keyframe };

/// The player mpv, paused on a file, without window and sound, told over its socket which picture to show: the peer of
/// our seeks. Owns the process and ends it. Times are milliseconds from the command to the picture being there.
class MpvPeer {
public:
    /// Internal when mpv does not start or answer.
    static Outcome<std::shared_ptr<MpvPeer>> start(const std::filesystem::path& media, std::stop_token stop);
    ~MpvPeer();
    MpvPeer(const MpvPeer&) = delete;
    MpvPeer& operator=(const MpvPeer&) = delete;

    Outcome<double> seek(MediaTime time, SeekKind kind, std::stop_token stop);
    Outcome<double> stepBack(std::stop_token stop);

private:
    explicit MpvPeer(std::filesystem::path socketPath) : m_socketPath(std::move(socketPath)) { }
    Outcome<void> connect(std::stop_token stop);
    /// Sends the command and waits until the picture that it leads to is there.
    Outcome<double> command(const std::string& json, std::stop_token stop);
    Outcome<void> awaitPicture(std::stop_token stop);

    std::filesystem::path m_socketPath;
    pid_t m_process = -1;
    int m_socket = -1;
    std::string m_unread;
};

} // namespace descant::cli
