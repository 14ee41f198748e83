// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/document.h"

#include <nlohmann/json.hpp>

namespace descant::project {

/// Values and steps as JSON, for the journal. Times are microseconds. Reading is strict: what is missing or of a wrong
/// type is ProjectDamaged.

nlohmann::json toJson(const Entity& entity);
nlohmann::json toJson(const Step& step);
Result<Entity> entityFromJson(const nlohmann::json& json);
Result<Step> stepFromJson(const nlohmann::json& json);

} // namespace descant::project
