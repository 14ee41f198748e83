// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "core/splits/assignment.h"
#include "core/splits/split_record.h"

#include <string>

namespace descant::test {

/// What a test says of a medium; everything else is made up and different for each.
struct MadeMedium {
    std::string name;
    std::string source; ///< a YouTube id, as MSR-VTT keeps it; empty = none
    std::string split;  ///< of its one segment; it has none where this is "-"
};

/// A document that media are added to one after another, as imports do.
class SplitDocument {
public:
    /// The new medium's id.
    std::string add(const MadeMedium& made);
    /// Writes an assignment into the document, as a plan does.
    void plan(const splits::Assignment& assignment);
    void setSplit(const std::string& mediumId, const std::string& split);
    std::string splitOf(const std::string& mediumId) const;

    project::Document document;

private:
    void change(project::Change change);
};

} // namespace descant::test
