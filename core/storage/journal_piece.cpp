// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/journal_piece.h"

#include "core/project/kept_json.h"
#include "core/project/values_json.h"

#include <zstd.h>

namespace descant::storage {

namespace {

constexpr std::size_t kLargest = std::size_t{1} << 28; // of one piece: a value may be long, but not beyond all measure

tl::unexpected<Error> damaged(std::string why) { return fail(ErrorCode::ProjectDamaged, "journal", std::move(why)); }

} // namespace

Result<void> JournalPiece::add(const project::Change& change)
{
    const project::Entity& entity = change.after ? *change.after : *change.before;
    if (project::holdsDeepJson(entity))
        return fail(ErrorCode::EditRefused, idOf(entity), "what was kept of it is nested too deeply");
    m_text += m_text.empty() ? '[' : ',';
    if (project::appendJson(m_text, change) == TextIs::Utf8)
        return {};
    return fail(ErrorCode::EditRefused, idOf(entity),
                "it holds text that is not UTF-8 or a number that is not finite");
}

std::string JournalPiece::take()
{
    m_text += ']';
    std::string bytes(ZSTD_compressBound(m_text.size()), '\0');
    // It fails for too small an output only.
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), m_text.data(), m_text.size(), 1));
    m_text.clear();
    return bytes;
}

Result<std::vector<project::Change>> JournalPiece::read(std::string_view bytes)
{
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargest)
        return damaged("a piece of it is no Zstandard frame of a size that is known");
    std::string text(size, '\0');
    const std::size_t got = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) != 0 || got != size)
        return damaged(std::string("a piece of it cannot be unpacked: ") + ZSTD_getErrorName(got));
    return project::changesFromJson(nlohmann::json::parse(text, nullptr, false));
}

} // namespace descant::storage
