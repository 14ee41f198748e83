// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/captioner.h"
#include "core/project/values.h"
#include "core/workflows/clip_reading.h"

#include <map>
#include <memory>
#include <span>

namespace descant::workflows {

struct EngineOptions {
    std::string device = "auto";
    std::optional<inference::Precision> precision; ///< nothing: what suits the device, the model and the memory
};

/// How a caption is asked for; what is not set is the package's own.
struct CaptionWish {
    std::optional<std::int64_t> beams, candidates, beamGroups;
    std::optional<double> diversityPenalty;
    std::optional<inference::Sampling> sampling;
    std::string prompt;
    std::string prefix;
    Senses senses = Senses::All;
    inference::EvidenceWanted evidence = inference::EvidenceWanted::No;
};

struct SeenFrame {
    std::int64_t frame = 0;
    std::int64_t pts = 0;
    MediaTime time{0};
};

/// A stretch of a file that a caption is asked for.
struct Stretch {
    std::filesystem::path media;
    TimeRange range;
    std::string key; ///< same key = same frames and sound, which are remembered then; empty: nothing is
};

/// What a model says of a stretch, and what it saw and heard of it.
struct CaptionedStretch {
    std::filesystem::path media;
    TimeRange range;
    std::vector<SeenFrame> frames;
    MediaTime heard{0};
    std::vector<inference::Candidate> candidates;
};

/// A model at work on files, on the caller's thread (one at a time): reads a stretch, asks the model, tells what came.
class CaptionEngine {
public:
    /// Errors: those of ModelPackage::open and Captioner::load.
    static Outcome<CaptionEngine> load(const std::filesystem::path& folder, const EngineOptions& options,
                                       std::stop_token stop, const ProgressSink& progress);

    Outcome<CaptionedStretch> propose(const std::filesystem::path& media, TimeRange range, const CaptionWish& wish,
                                      std::stop_token stop, const ProgressSink& progress);
    /// The same; while the model remembers the stretch, the file is not read again. One key is for one kind of senses.
    Outcome<CaptionedStretch> propose(const Stretch& stretch, const CaptionWish& wish, std::stop_token stop,
                                      const ProgressSink& progress);
    /// The same for several stretches, whose captions are written together; they are those that each gets alone. One
    /// outcome a stretch: one that fails does not keep the others from theirs.
    std::vector<Outcome<CaptionedStretch>> propose(std::span<const Stretch> stretches, const CaptionWish& wish,
                                                   std::stop_token stop, const ProgressSink& progress);
    /// The same on a clip that was read before; nothing is read again while `cacheKey` is remembered.
    Outcome<std::vector<inference::Candidate>> proposeFor(const Clip& clip, const std::string& cacheKey,
                                                          const CaptionWish& wish, std::stop_token stop,
                                                          const ProgressSink& progress);

    const inference::ModelPackage& package() const { return m_package; }
    inference::Captioner& captioner() { return *m_captioner; }
    /// The package's way of decoding with what the wish changes.
    inference::GenerationSettings settingsFor(const CaptionWish& wish) const;

private:
    /// What the model was given of a stretch.
    struct Given {
        std::vector<SeenFrame> frames;
        MediaTime heard{0};
    };
    static Given givenOf(const Clip& clip);
    /// A stretch that was looked at and listened to; the captions are missing yet.
    struct Prepared {
        CaptionedStretch stretch;
        inference::EncodedClip clip;
    };
    Outcome<Prepared> prepare(const Stretch& stretch, const CaptionWish& wish, std::stop_token stop,
                              const ProgressSink& progress);

    CaptionEngine(inference::ModelPackage package, std::unique_ptr<inference::Captioner> captioner);

    inference::ModelPackage m_package;
    std::unique_ptr<inference::Captioner> m_captioner;
    std::map<std::string, Given> m_given; ///< by the keys that the model remembers
};

/// The candidates as a project keeps them, without a segment yet.
std::vector<project::Proposal> toProposals(const CaptionedStretch& stretch, const CaptionEngine& engine,
                                           const CaptionWish& wish);

} // namespace descant::workflows
