// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace descant::formats {

/// Reads the members of a tar archive one after another and holds none of them. Only plain files are handed out; what
/// could harm is an error: links, devices, names that leave the folder. One thread.
class TarReader {
public:
    static Result<TarReader> open(const std::filesystem::path& path);
    TarReader(TarReader&&) noexcept;
    ~TarReader();

    struct Member {
        std::size_t number = 0; ///< 1 is the first of the archive
        std::string name;
        std::uint64_t bytes = 0;
    };
    /// The next plain file; nothing at the end. FormatInvalid for what is damaged, cut off or refused: then `number()`
    /// is the member that it is about.
    Result<std::optional<Member>> next();
    std::size_t number() const;
    /// What the member at hand holds; FormatInvalid where that is more than `limit` bytes.
    Result<std::string> read(std::size_t limit);

private:
    struct State;
    explicit TarReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Writes a tar archive, whole or not at all. Time, owner and rights of every member are the same, so that the same
/// content gives the same bytes. One thread.
class TarWriter {
public:
    static Result<TarWriter> create(const std::filesystem::path& path);
    TarWriter(TarWriter&&) noexcept;
    ~TarWriter();

    Result<void> add(const std::string& name, std::string_view content);
    Result<void> addFile(const std::string& name, const std::filesystem::path& file);
    /// Bytes so far.
    std::uint64_t bytes() const;
    Result<void> commit();

private:
    struct State;
    explicit TarWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::formats
