// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

#include <filesystem>
#include <functional>

namespace descant::test {

/// May change a packet (its times are those of the first file); false leaves it out.
using PacketEdit = std::function<bool(AVPacket& packet, AVMediaType type)>;

/// The same packets in another container, which the new name's ending says.
void remux(const std::filesystem::path& from, const std::filesystem::path& to, const PacketEdit& edit = {});
/// The same with the sound alone.
void remuxSound(const std::filesystem::path& from, const std::filesystem::path& to, const PacketEdit& edit = {});
/// Writes nonsense over what the packet holds.
void damage(AVPacket& packet);

} // namespace descant::test
