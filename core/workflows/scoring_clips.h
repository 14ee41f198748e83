// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace descant::workflows {

/// A model whose proposals a project holds.
struct ScoringModel {
    std::string key; ///< name, version and hash of its weights: packages of the same weights may differ
    std::string name, version;
    std::size_t segments = 0; ///< that it proposed for
};

/// What can be chosen when a project is to be scored.
struct ScoringChoices {
    std::vector<ScoringModel> models;           ///< the one with most segments first
    std::vector<std::string> splits, languages; ///< that segments have, in order of the alphabet
    std::size_t segments = 0;
    std::size_t written = 0;  ///< segments with a text that was not rejected
    std::size_t approved = 0; ///< segments with an accepted or reviewed text
};

ScoringChoices scoringChoices(const project::Document& document);

/// Which model wrote a proposal: ScoringModel::key.
std::string modelKey(const project::Proposal& proposal);

/// The stretches of a document that were described, as scores need them: segments of one medium with the same range
/// are several captions of one clip, as long as their language and split are the same too. Borrows the document.
class ScoringClips {
public:
    struct Clip {
        const project::Medium* medium = nullptr;
        TimeRange range;
        std::vector<const project::Segment*> segments; ///< of the clip
        std::size_t stretch = 0;                       ///< number of its medium and range, among all of them
    };

    explicit ScoringClips(const project::Document& document);

    const std::vector<Clip>& clips() const { return m_clips; }
    /// What a model said of the clip in its newest run, of that the best; nullptr where it said nothing, or where the
    /// times have changed since. Segments of the same range in another language or split count.
    const project::Proposal* proposalFor(const Clip& clip, const std::string& model) const;
    /// Under which names files may speak of some of the clips, which are given as numbers in clips(): ids of segments,
    /// the names that corpora gave, and the medium's name with and without its ending where only one of its clips is
    /// among them. A name that fits several is left out.
    std::unordered_map<std::string, std::size_t> byName(const std::vector<std::size_t>& among) const;

private:
    void addStretch(const project::Medium& medium, const std::vector<const project::Segment*>& segments);

    const project::Document& m_document;
    std::vector<Clip> m_clips;
    std::vector<std::vector<const project::Segment*>> m_stretches;
};

} // namespace descant::workflows
