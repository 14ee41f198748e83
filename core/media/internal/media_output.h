// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

namespace descant::media {

/// A media file that is written, whole or not at all: it has its name only after finish(). One thread.
class MediaOutput {
public:
    /// `container` is FFmpeg's name of the format. FileNotWritable, DiskFull, EncodingFailed.
    static Result<MediaOutput> create(const std::filesystem::path& path, const char* container);
    MediaOutput(MediaOutput&&) noexcept = default;
    MediaOutput& operator=(MediaOutput&&) = delete;
    ~MediaOutput();

    const std::filesystem::path& path() const { return m_path; }
    /// True when the container wants the coders' headers at its front.
    bool wantsGlobalHeader() const { return (m_output->oformat->flags & AVFMT_GLOBALHEADER) != 0; }
    /// True when a time before 0 is a time that is not shown (edit lists).
    bool hidesBeforeZero() const { return (m_output->oformat->flags & AVFMT_TS_NEGATIVE) != 0; }
    /// Owned by the output.
    Result<AVStream*> addStream();
    /// After the last stream, before the first packet.
    Result<void> begin();
    /// Takes what the packet holds; its times are in `timeBase`.
    Result<void> write(AVPacket& packet, AVRational timeBase, const AVStream& stream);
    Result<void> finish();
    /// What a result of FFmpeg below zero means for this file.
    Error error(int code) const;

private:
    struct FreeOutput {
        void operator()(AVFormatContext* output) const;
    };
    MediaOutput() = default;

    std::filesystem::path m_path, m_part;
    std::unique_ptr<AVFormatContext, FreeOutput> m_output;
};

/// How the picture is to be turned for showing, and what language the sound has.
void copyPresentation(const AVStream& from, AVStream& to);

} // namespace descant::media
