// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/project_view.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace descant::storage {

/// A part of a step's changes as the journal keeps it: a JSON array of changes, Zstandard (RFC 8878). What a million
/// captions have in common takes an eighth of the room, and less time than writing it would.
class JournalPiece {
public:
    /// EditRefused for a value that would come back as another one.
    Result<void> add(const project::Change& change);
    bool isFull() const { return m_text.size() >= kSize; }
    bool isEmpty() const { return m_text.empty(); }
    /// The bytes of the table; empty afterwards.
    std::string take();

    /// ProjectDamaged where the bytes are not what take() gave.
    static Result<std::vector<project::Change>> read(std::string_view bytes);

private:
    static constexpr std::size_t kSize = std::size_t{1} << 18;
    std::string m_text;
};

} // namespace descant::storage
