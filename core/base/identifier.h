// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace descant {

/// A new version 7 UUID (RFC 9562): unique everywhere, and later ones sort after earlier ones. Any thread.
std::string newIdentifier();

/// The time now in UTC as "2026-01-05T10:00:00.123Z".
std::string timestampNow();

} // namespace descant
