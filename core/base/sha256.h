// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace descant {

/// SHA-256 (FIPS 180-4) of data that comes in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(const void* data, std::size_t bytes);
    /// Lower-case hexadecimal digest; call once, at the end.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string sha256Of(std::string_view bytes);
/// Of a file of any size; stops within a few milliseconds.
Outcome<std::string> sha256OfFile(const std::filesystem::path& path, const std::stop_token& stop = {});

} // namespace descant
