// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/demo_world/world.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace descant::demo_world {

struct Sprite;

/// The pictures and sounds of the world, decoded into memory (about 60 MB). Immutable: any number of threads may
/// render from one catalogue.
class Catalogue {
public:
    Catalogue();
    ~Catalogue();
    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;

    const Sprite& picture(int thing, int picture) const;
    /// Mono, 16 kHz, silence cut off at both ends, all at the same level.
    const std::vector<float>& recording(int sound, int recording) const;

private:
    friend Result<Catalogue> loadCatalogue(const std::filesystem::path& root);
    std::vector<std::vector<Sprite>> m_pictures;
    std::vector<std::vector<std::vector<float>>> m_recordings;
};

/// Reads every picture and sound of world() below `root` (takes about a second). CatalogueMissing where the package is
/// not installed or a file of it is absent or damaged; the error's items name the files.
Result<Catalogue> loadCatalogue(const std::filesystem::path& root = world().root);

} // namespace descant::demo_world
