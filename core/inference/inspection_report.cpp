// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/inspect_sources.h"

#include <nlohmann/json.hpp>

namespace descant::inference {
namespace {

using nlohmann::json;

json describeProblem(const Error& error)
{
    json described = {{"code", errorName(error.code)},
                      {"message", describe(error)},
                      {"subject", error.subject},
                      {"advice", adviceOf(error)}};
    if (!error.items.empty())
        described["keys"] = error.items;
    return described;
}

json describeSource(const FoundSource& found)
{
    return {{"path", found.path.string()},
            {"kind", sourceKindName(found.kind)},
            {"variant", found.variant.empty() ? json() : json(found.variant)},
            {"licence", found.licence.empty() ? json() : json(found.licence)},
            {"bytes", found.bytes},
            {"parameters", found.parameters},
            {"dtype", found.elements},
            {"lora", found.lora == FoundSource::Lora::With},
            {"problem", found.problem ? describeProblem(*found.problem) : json()}};
}

json describePart(const MissingPart& part)
{
    json described = {{"what", part.what},
                      {"reason", part.reason},
                      {"advice", part.advice},
                      {"required", part.need == MissingPart::Need::Required}};
    if (!part.items.empty())
        described["keys"] = part.items;
    return described;
}

json describePlan(const PlannedPackage& plan)
{
    return {{"variant", variantName(plan.architecture.variant)},
            {"architecture", architectureToJson(plan.architecture)},
            {"licence", plan.licence.empty() ? json() : json(plan.licence)},
            {"parameters", plan.parameters},
            {"bytes", plan.bytes},
            {"memory", plan.memory},
            {"lora", plan.lora == FoundSource::Lora::With}};
}

} // namespace

json describeInspection(const SourcesInspection& inspection)
{
    json described = {{"path", inspection.picked.string()},
                      {"found", json::array()},
                      {"missing", json::array()},
                      {"package", inspection.plan ? describePlan(*inspection.plan) : json()},
                      {"ready", inspection.isReady()}};
    for (const FoundSource& found : inspection.found)
        described["found"].push_back(describeSource(found));
    for (const MissingPart& part : inspection.missing)
        described["missing"].push_back(describePart(part));
    return described;
}

} // namespace descant::inference
