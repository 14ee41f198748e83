// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/fingerprint.h"

#include "core/base/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace descant::media {

Result<std::string> fingerprintOf(const std::filesystem::path& path, const AVFormatContext& input)
{
    constexpr std::uintmax_t kPiece = 64 * 1024;
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    std::ifstream file(path, std::ios::binary);
    if (problem || !file)
        return fail(ErrorCode::FileNotReadable, path.string());
    Sha256 hash;
    const auto addText = [&](const std::string& text) { hash.add(text.data(), text.size()); };
    addText(fmt::format("descant 1 {};", size));
    std::vector<char> piece(kPiece);
    for (const std::uintmax_t at : {std::uintmax_t{0}, size / 2, size > kPiece ? size - kPiece : 0}) {
        file.clear();
        file.seekg(static_cast<std::streamoff>(at));
        file.read(piece.data(), static_cast<std::streamsize>(std::min(kPiece, size)));
        hash.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        const AVCodecParameters& stream = *input.streams[i]->codecpar;
        addText(fmt::format("{} {} {}x{} {};", static_cast<int>(stream.codec_type), avcodec_get_name(stream.codec_id),
                            stream.width, stream.height, stream.sample_rate));
    }
    return hash.finish();
}

} // namespace descant::media
