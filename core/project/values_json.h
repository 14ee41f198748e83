// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/document.h"

#include <nlohmann/json.hpp>

namespace descant::project {

/// Values and steps as JSON, for the journal. Times are microseconds. Reading is strict: what is missing or of a wrong
/// type is ProjectDamaged.

nlohmann::json toJson(const Entity& entity);
/// A step as JSON, change by change: as one value an import of a million captions would take gigabytes.
std::string journalText(const Step& step);
/// False when the value would come back from the journal as another one: text that is not UTF-8, a number that is not
/// finite. Nothing of that kind may enter a document.
bool canBeJournalled(const Entity& entity);
Result<Entity> entityFromJson(const nlohmann::json& json);
Result<Step> stepFromJson(const nlohmann::json& json);

} // namespace descant::project
