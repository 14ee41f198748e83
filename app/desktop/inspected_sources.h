// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/inspect_sources.h"
#include "ui/models/models_backend.h"

namespace descant::desktop {

/// What core found, as the window shows it.
ui::InspectionValue toValue(const inference::SourcesInspection& inspection, const ui::PickedSources& sources);

} // namespace descant::desktop
