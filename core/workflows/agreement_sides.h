// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/work_package.h"
#include "core/workflows/agreement_report.h"

#include <string>
#include <vector>

namespace descant::workflows {

/// What somebody says of a stretch.
struct Said {
    std::string segmentId;
    TimeRange range;
    std::string text;
};

/// What both say of a medium.
struct Sides {
    const project::Medium* medium = nullptr;
    bool rangesGiven = false;
    std::vector<Said> first, second;
};

/// What two people say, or the project and a person, by the readings that a project holds; see AgreementWish. Where
/// the second worked on stretches that were given out, only these are taken of the first.
Sides sidesByReadings(const project::Document& document, const std::vector<project::Step>& journal,
                      const project::Medium& medium, const AgreementWish& wish);

/// What the project says, and what a work package does, merged or not.
Sides sidesByPackage(const project::Document& document, const project::WorkPackage& package,
                     const project::Medium& medium);

} // namespace descant::workflows
