// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/known_captions.h"

namespace descant::formats {

const KnownMedium& KnownCaptions::of(const std::string& mediumId)
{
    constexpr std::size_t kMostCaptions = 50'000; // in memory, but for those of one medium
    static const KnownMedium kNothing;
    if (const auto found = m_media.find(mediumId); found != m_media.end())
        return found->second;
    if (m_document.medium(mediumId) == nullptr)
        return kNothing;
    if (m_captions > kMostCaptions) {
        m_media.clear();
        m_captions = 0;
    }
    KnownMedium& known = m_media[mediumId];
    for (const project::Segment* segment : m_document.segmentsOf(mediumId)) {
        m_enter(*segment, known);
        ++m_captions;
    }
    return known;
}

} // namespace descant::formats
