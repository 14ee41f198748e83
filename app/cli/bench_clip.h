// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench_lines.h"

#include <filesystem>
#include <memory>

namespace descant::cli {

/// The file that a line works on: the person's own, or a minute of picture and sound that is made and removed again.
class BenchClip {
public:
    static Outcome<std::shared_ptr<BenchClip>> get(const BenchSetting& setting, std::stop_token stop);
    ~BenchClip();
    BenchClip(const BenchClip&) = delete;
    BenchClip& operator=(const BenchClip&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    enum class Kept { Yes, No };
    BenchClip(std::filesystem::path path, Kept kept) : m_path(std::move(path)), m_kept(kept) { }

    std::filesystem::path m_path;
    Kept m_kept;
};

} // namespace descant::cli
