// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/image.h"
#include "core/base/progress.h"
#include "core/inference/model_package.h"
#include "core/inference/placement.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::inference {

/// A stretch of a medium as the model gets it. Frames of another size than the model's are resized by the package's
/// recipe (swscale-bilinear needs CaptionerOptions::resize). No frames or no sound: the model uses the sense that is
/// left.
struct CaptionInput {
    std::vector<Image> frames;
    Audio audio;          ///< any rate and channels, from the start of the stretch; only the model's window is heard
    std::string prompt;   ///< empty: the package's own
    std::string prefix;   ///< a beginning that every candidate continues, in the middle of a word if it ends there
    std::string cacheKey; ///< same key = same frames and sound; empty: nothing is remembered
};

struct CandidateToken {
    std::string text;          ///< with its leading space
    double logProbability = 0; ///< natural logarithm, as the search counted it
};

/// What a token rests on: weights over the frames and over steps of 0.16 s of sound (at the published patch size), all
/// together 1; and the part of it that is visual.
struct TokenEvidence {
    int token = 0;
    double visualShare = 0;
    std::vector<double> frames;
    std::vector<double> audio;
};

struct Candidate {
    std::string text;
    double score = 0;                    ///< total log-probability / length^length_penalty
    std::vector<std::int64_t> ids;       ///< without the start id, with the end id where it was reached
    std::vector<CandidateToken> tokens;  ///< without the end
    std::vector<TokenEvidence> evidence; ///< one a token, when wanted
};

enum class EvidenceWanted { No, Yes };

struct CaptionerOptions {
    std::string device = "cpu"; ///< "cpu", "cuda:N", or "auto" (a CUDA device where one works, else the CPU)
    std::optional<Precision> precision = Precision::Fp32; ///< nothing: what suits the device, the model and the memory
    ResizeFunction resize;                                ///< for recipes that this folder does not have
    /// What the machine offers; for tests. Empty: thisMachine.
    std::function<Machine(std::optional<int> cuda)> machine;
    std::size_t rememberedClips = 64;
};

/// A clip that a captioner has looked at and listened to, with its prompt and its prefix. Cheap to copy.
class EncodedClip {
public:
    struct Content;
    explicit EncodedClip(std::shared_ptr<const Content> content) : m_content(std::move(content)) { }
    const Content& content() const { return *m_content; }

private:
    std::shared_ptr<const Content> m_content;
};

/// A loaded model. Owned and used by one thread. What the encoders saw is remembered by cacheKey, so that another
/// proposal for the same stretch only decodes. Where memory runs out, fewer frames are looked at together, and then the
/// CPU does what a CUDA device could not; the log and placement() tell.
class Captioner {
public:
    /// Errors: those of the package, TokenizerInvalid, DeviceUnavailable, OutOfMemory.
    static Outcome<std::unique_ptr<Captioner>> load(const ModelPackage& package, const CaptionerOptions& options,
                                                    std::stop_token stop, const ProgressSink& progress);
    ~Captioner();

    /// At most settings.candidates, best first; of captions with the same text the best is kept, and where the search
    /// finds no more there are fewer. Each begins with the prefix as it was written. The score and the lengths count
    /// the whole caption. Stops within one frame (several, where they are small) or one token. Errors: InputInvalid
    /// (neither frames nor sound, bad settings), OutOfMemory, ModelFailed.
    Outcome<std::vector<Candidate>> propose(const CaptionInput& input, const GenerationSettings& settings,
                                            EvidenceWanted evidence, std::stop_token stop,
                                            const ProgressSink& progress);

    /// The two halves of a proposal, so that several clips can be described together: first each is encoded (its frames
    /// may be forgotten then), then the captions of all are written step by step, which takes less time than one after
    /// the other and gives the same. One outcome a clip; one that fails does not keep the others from theirs.
    Outcome<EncodedClip> encode(const CaptionInput& input, std::stop_token stop, const ProgressSink& progress);
    std::vector<Outcome<std::vector<Candidate>>> describe(std::span<const EncodedClip> clips,
                                                          const GenerationSettings& settings, EvidenceWanted evidence,
                                                          std::stop_token stop, const ProgressSink& progress);

    /// Whether frames and sound for this key may be left out of the next proposal.
    bool remembers(const std::string& cacheKey) const;
    const Architecture& architecture() const;
    const Preprocessing& preprocessing() const;
    const GenerationSettings& generation() const;
    /// "cpu" or "cuda:0": where the model really is.
    std::string device() const;
    /// How it is held there, why, and what had to give way for lack of memory; a proposal that runs out of memory
    /// changes it.
    const Placement& placement() const;
    /// Seconds of sound that the model hears from the start of a stretch.
    double windowSeconds() const;

private:
    struct State;
    explicit Captioner(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::inference
