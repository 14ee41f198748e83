// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/inspected_sources.h"

namespace descant::desktop {
namespace {

std::vector<ui::BytesAt> toValues(const std::map<std::string, std::uint64_t>& bytes)
{
    std::vector<ui::BytesAt> values;
    for (const auto& [precision, count] : bytes)
        values.push_back({precision, count});
    return values;
}

ui::SourceValue toValue(const inference::FoundSource& found)
{
    return {found.path,    inference::sourceKindName(found.kind),
            found.variant, found.licence,
            found.bytes,   found.parameters,
            found.problem};
}

ui::MissingValue toValue(const inference::MissingPart& part)
{
    using Need = inference::MissingPart::Need;
    return {part.what, part.reason, part.advice,
            part.need == Need::Required ? ui::MissingValue::Need::Required : ui::MissingValue::Need::Optional,
            part.items};
}

ui::PlanValue toValue(const inference::PlannedPackage& plan)
{
    ui::PlanValue value;
    value.variant = inference::variantName(plan.architecture.variant);
    value.licence = plan.licence;
    value.parameters = plan.parameters.at("total");
    value.bytes = toValues(plan.bytes);
    value.memory = toValues(plan.memory);
    value.lora =
        plan.lora == inference::FoundSource::Lora::With ? ui::PlanValue::Lora::With : ui::PlanValue::Lora::Without;
    return value;
}

} // namespace

ui::InspectionValue toValue(const inference::SourcesInspection& inspection, const ui::PickedSources& sources)
{
    ui::InspectionValue value;
    value.sources = sources;
    for (const inference::FoundSource& found : inspection.found)
        value.found.push_back(toValue(found));
    for (const inference::MissingPart& part : inspection.missing)
        value.missing.push_back(toValue(part));
    if (inspection.plan)
        value.plan = toValue(*inspection.plan);
    value.state = inspection.isPackage() ? ui::InspectionValue::State::Package
        : inspection.isReady()           ? ui::InspectionValue::State::Ready
                                         : ui::InspectionValue::State::Incomplete;
    return value;
}

} // namespace descant::desktop
