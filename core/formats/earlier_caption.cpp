// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/earlier_caption.h"

#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_extra.h"

namespace descant::formats {

using project::Segment;

Again comparedWith(const Segment& before, const Segment& now)
{
    const std::string cameAs = CorpusExtra::of(before).mark;
    const std::string isHere = markOf(before.text, before.range, before.language);
    const bool unchangedInFile = !cameAs.empty() && cameAs == CorpusExtra::of(now).mark;
    const bool saysTheSame =
        onOneLine(before.text) == onOneLine(now.text) && before.range == now.range && before.language == now.language;
    if (saysTheSame || unchangedInFile || isHere == markOf(now.text, now.range, now.language))
        return Again::Same;
    return !cameAs.empty() && cameAs != isHere ? Again::BothChanged : Again::Changed;
}

} // namespace descant::formats
