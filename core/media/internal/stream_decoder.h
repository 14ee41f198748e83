// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace descant::media {

/// Decodes one stream of a file, frame after frame from where its input stands. What cannot be decoded is left out:
/// what follows it may be whole again.
class StreamDecoder {
public:
    /// `input` is the open file; UnsupportedCodec when this FFmpeg cannot decode the stream.
    static Result<StreamDecoder> make(const std::filesystem::path& path, InputPointer input, int stream);

    AVFormatContext& input() const { return *m_input; }
    AVCodecContext& codec() const { return *m_codec; }
    const AVStream& stream() const { return *m_input->streams[m_stream]; }
    /// What comes after a packet: more of them, or the end, as if the file ended there, until startHere().
    enum class After { More, End };
    /// Is shown each packet before it is decoded, and may change it.
    void onPacket(std::function<After(AVPacket&)> look) { m_look = std::move(look); }

    /// The next frame in the order of presentation; none at the end of the file.
    Outcome<FramePointer> next(std::stop_token stop);
    /// How many packets could not be decoded so far.
    std::int64_t failures() const { return m_failures; }
    /// To be called after the input was moved.
    void startHere();
    /// Back to the very first packet, by opening the file again: not every container can be sought in.
    Result<void> startAtFront();

private:
    StreamDecoder() = default;
    /// Gives the decoder one more packet, or at the end of the file the order to hand out what it still holds.
    void feed();
    After send(AVPacket& packet);
    void sendEnd();

    std::filesystem::path m_path;
    InputPointer m_input;
    CodecPointer m_codec;
    PacketPointer m_packet = newPacket();
    int m_stream = -1;
    std::int64_t m_failures = 0;
    bool m_flushed = false;
    std::function<After(AVPacket&)> m_look;
};

} // namespace descant::media
