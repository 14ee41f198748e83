// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <functional>
#include <string>
#include <unordered_map>

namespace descant::formats {

/// What a project holds of one medium, as a reader knows it again.
struct KnownMedium {
    std::unordered_multimap<std::string, std::string> clips;   ///< by caption: what the corpus calls its stretch
    std::unordered_map<std::string, std::string> segmentOfRow; ///< id by what the corpus calls the caption
};

/// The captions that a project has already, read medium by medium when they are first asked for; a corpus brings those
/// of one medium one after another. Not those of the import itself.
class KnownCaptions {
public:
    /// `enter` says what a segment is known by.
    using Enter = std::function<void(const project::Segment&, KnownMedium&)>;
    KnownCaptions(const project::ProjectView& document, Enter enter) : m_document(document), m_enter(std::move(enter))
    {
    }

    /// Stays until another medium is asked for.
    const KnownMedium& of(const std::string& mediumId);

private:
    const project::ProjectView& m_document;
    Enter m_enter;
    std::unordered_map<std::string, KnownMedium> m_media;
    std::size_t m_captions = 0;
};

} // namespace descant::formats
