// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/internal/eaf.h"
#include "core/formats/internal/export_source.h"

#include <map>
#include <string>
#include <vector>

namespace descant::formats {

/// An annotation that is to be written.
struct EafPlaced {
    const ExportCaption* caption = nullptr;
    TimeRange range; ///< in milliseconds, on the document's time line
    std::string id;
};

/// A tier that annotations are put on.
struct EafRow {
    EafTier tier;
    MediaTime lastEnd{-1};           ///< of the annotation that was put there last
    std::vector<std::size_t> placed; ///< in EafPlaces::placed()
};

/// Finds a tier for each caption of a medium: the one that it came from while it still fits there, else the first of
/// its kind with room, else a new one. Annotations of a tier must not overlap.
class EafPlaces {
public:
    EafPlaces(pugi::xml_node root, const ExportSource& source);

    /// In the order of time; at least one. Moves the document's time line where it begins after the first of them.
    void placeAll(const std::vector<ExportCaption>& captions);

    const std::vector<EafPlaced>& placed() const { return m_placed; }
    const std::vector<EafRow>& rows() const { return m_rows; }

private:
    EafRow& rowFor(const EafPlaced& placed);
    bool hasOwnLanguage(const EafPlaced& placed) const;
    EafRow& newRow(const std::string& tierName, const std::string& language);
    std::string languageId(const std::string& language);

    pugi::xml_node m_root;
    const ExportSource& m_source;
    std::vector<EafRow> m_rows;
    std::vector<EafPlaced> m_placed;
    std::map<std::string, std::size_t> m_oddLanguages;
};

} // namespace descant::formats
