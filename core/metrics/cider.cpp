// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/cider.h"

#include "core/metrics/mean.h"
#include "core/metrics/reference_set.h"

namespace descant::metrics {
namespace {

std::string joined(const Words& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace

Result<CiderScore> ciderD(const std::vector<JudgedCaption>& captions)
{
    std::vector<std::string> candidates;
    std::vector<std::vector<std::string>> references;
    for (const JudgedCaption& caption : captions) {
        candidates.push_back(joined(caption.candidate));
        std::vector<std::string>& texts = references.emplace_back();
        for (const Words& words : caption.references)
            texts.push_back(joined(words));
    }
    DESCANT_TRY(const ReferenceSet set, ReferenceSet::of(references));
    DESCANT_TRY(const std::vector<SegmentScore> scores, set.score(candidates));
    CiderScore score;
    for (const SegmentScore& segment : scores)
        score.segments.push_back(segment.ciderD);
    score.mean = meanOf(score.segments);
    return score;
}

} // namespace descant::metrics
