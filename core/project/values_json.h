// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_text.h"
#include "core/base/result.h"
#include "core/project/document.h"

#include <nlohmann/json.hpp>

namespace descant::project {

/// Values and steps as JSON, for the journal. Times are microseconds. Reading is strict: what is missing or of a wrong
/// type is ProjectDamaged.

nlohmann::json toJson(const Entity& entity);
/// Appends a change as toJson() has its two values, and says whether they will come back as they are: see
/// canBeJournalled(). Fast for what comes by the million.
TextIs appendJson(std::string& out, const Change& change);
Result<std::vector<Change>> changesFromJson(const nlohmann::json& json);
/// A step as JSON, change by change.
std::string journalText(const Step& step);
/// False when the value would come back from the journal as another one: text that is not UTF-8, a number that is not
/// finite. Nothing of that kind may enter a document.
bool canBeJournalled(const Entity& entity);
Result<Entity> entityFromJson(const nlohmann::json& json);
Result<Step> stepFromJson(const nlohmann::json& json);

} // namespace descant::project
