// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/window_services.h"

#include <filesystem>

namespace descant::desktop {

/// The real services of the window, wired from core. `programFolder` is where the executable stands.
ui::WindowServices makeServices(const std::filesystem::path& programFolder);

} // namespace descant::desktop
