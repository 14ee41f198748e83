// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_engine.h"

#include "core/base/identifier.h"
#include "core/workflows/progress_part.h"

#include <nlohmann/json.hpp>

namespace descant::workflows {
namespace {

constexpr double kReadingPart = 0.3;  ///< of what comes before the writing
constexpr double kEncodingPart = 0.9; ///< of a proposal's progress; the rest is writing

Result<Image> resizeForModel(ImageView image, int width, int height)
{
    return media::resizeSwscaleBilinear(image, {width, height});
}

inference::CaptionInput inputOf(const Clip& clip, const std::string& cacheKey, const CaptionWish& wish)
{
    inference::CaptionInput input;
    input.prompt = wish.prompt;
    input.prefix = wish.prefix;
    input.cacheKey = cacheKey;
    input.audio = clip.sound;
    for (const media::SampledFrame& frame : clip.pictures.frames)
        input.frames.push_back(frame.image);
    return input;
}

} // namespace

CaptionEngine::CaptionEngine(inference::ModelPackage package, std::unique_ptr<inference::Captioner> captioner)
    : m_package(std::move(package)), m_captioner(std::move(captioner))
{
}

Outcome<CaptionEngine> CaptionEngine::load(const std::filesystem::path& folder, const EngineOptions& options,
                                           std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(inference::ModelPackage package, inference::ModelPackage::open(folder));
    inference::CaptionerOptions wanted;
    wanted.device = options.device;
    wanted.precision = options.precision;
    wanted.resize = resizeForModel;
    DESCANT_TRY(std::unique_ptr<inference::Captioner> captioner,
                inference::Captioner::load(package, wanted, stop, progress));
    return CaptionEngine(std::move(package), std::move(captioner));
}

inference::GenerationSettings CaptionEngine::settingsFor(const CaptionWish& wish) const
{
    inference::GenerationSettings settings = m_captioner->generation();
    settings.candidates = wish.candidates.value_or(settings.candidates);
    settings.beams = wish.beams.value_or(settings.beams);
    settings.beamGroups = wish.sampling ? 1 : wish.beamGroups.value_or(settings.beamGroups);
    settings.diversityPenalty = wish.diversityPenalty.value_or(settings.diversityPenalty);
    // More candidates than beams are asked for by number alone: the search is widened to hold them.
    if (!wish.beams)
        settings = inference::holdingCandidates(settings);
    settings.sampling = wish.sampling;
    return settings;
}

Outcome<std::vector<inference::Candidate>> CaptionEngine::proposeFor(const Clip& clip, const std::string& cacheKey,
                                                                     const CaptionWish& wish, std::stop_token stop,
                                                                     const ProgressSink& progress)
{
    return m_captioner->propose(inputOf(clip, cacheKey, wish), settingsFor(wish), wish.evidence, stop, progress);
}

Outcome<CaptionedStretch> CaptionEngine::propose(const std::filesystem::path& media, TimeRange range,
                                                 const CaptionWish& wish, std::stop_token stop,
                                                 const ProgressSink& progress)
{
    return propose(Stretch{media, range, {}}, wish, stop, progress);
}

Outcome<CaptionedStretch> CaptionEngine::propose(const Stretch& stretch, const CaptionWish& wish, std::stop_token stop,
                                                 const ProgressSink& progress)
{
    return std::move(propose(std::span(&stretch, 1), wish, stop, progress).front());
}

std::vector<Outcome<CaptionedStretch>> CaptionEngine::propose(std::span<const Stretch> stretches,
                                                              const CaptionWish& wish, std::stop_token stop,
                                                              const ProgressSink& progress)
{
    const inference::GenerationSettings settings = settingsFor(wish);
    if (const Result<void> sensible = inference::checkGeneration(settings); !sensible)
        return std::vector<Outcome<CaptionedStretch>>(stretches.size(), fail(sensible.error()));
    std::vector<Outcome<CaptionedStretch>> all;
    std::vector<inference::EncodedClip> clips;
    std::vector<std::size_t> places; // of each clip among the stretches
    for (std::size_t index = 0; index < stretches.size(); ++index) {
        const double part = kEncodingPart / static_cast<double>(stretches.size());
        const double before = part * static_cast<double>(index);
        Outcome<Prepared> prepared = prepare(stretches[index], wish, stop, partOf(progress, before, before + part));
        if (!prepared) {
            all.emplace_back(fail(prepared.error()));
            continue;
        }
        all.emplace_back(std::move(prepared->stretch));
        clips.push_back(std::move(prepared->clip));
        places.push_back(index);
    }
    report(progress, "Writing", kEncodingPart);
    auto written = m_captioner->describe(clips, settings, wish.evidence, stop, partOf(progress, kEncodingPart, 1.0));
    for (std::size_t index = 0; index < written.size(); ++index) {
        if (written[index])
            all[places[index]]->candidates = *std::move(written[index]);
        else
            all[places[index]] = Outcome<CaptionedStretch>(fail(written[index].error()));
    }
    return all;
}

Outcome<CaptionEngine::Prepared> CaptionEngine::prepare(const Stretch& stretch, const CaptionWish& wish,
                                                        std::stop_token stop, const ProgressSink& progress)
{
    Clip clip;
    Given given;
    const auto known = m_given.find(stretch.key);
    if (known != m_given.end() && m_captioner->remembers(stretch.key)) {
        given = known->second;
    } else {
        DESCANT_TRY(clip,
                    readClip(stretch.media, stretch.range, m_package, m_captioner->windowSeconds(), wish.senses, stop,
                             partOf(progress, 0.0, kReadingPart)));
        given = givenOf(clip);
    }
    DESCANT_TRY(inference::EncodedClip encoded,
                m_captioner->encode(inputOf(clip, stretch.key, wish), stop, partOf(progress, kReadingPart, 1.0)));
    std::erase_if(m_given, [this](const auto& one) { return !m_captioner->remembers(one.first); });
    if (m_captioner->remembers(stretch.key))
        m_given[stretch.key] = given;
    return Prepared{{stretch.media, stretch.range, std::move(given.frames), given.heard, {}}, std::move(encoded)};
}

CaptionEngine::Given CaptionEngine::givenOf(const Clip& clip)
{
    Given given{{}, clip.sound.length()};
    for (const media::SampledFrame& frame : clip.pictures.frames)
        given.frames.push_back({frame.frame, frame.pts, frame.time});
    return given;
}

std::vector<project::Proposal> toProposals(const CaptionedStretch& stretch, const CaptionEngine& engine,
                                           const CaptionWish& wish)
{
    nlohmann::json settings = inference::generationToJson(engine.settingsFor(wish));
    settings["prompt"] = wish.prompt.empty() ? engine.package().prompt() : wish.prompt;
    if (!wish.prefix.empty())
        settings["prefix"] = wish.prefix;
    const std::string created = timestampNow(); // one for all: the proposals of a run are ordered by their rank
    std::vector<project::Proposal> proposals;
    for (const inference::Candidate& candidate : stretch.candidates) {
        project::Proposal proposal;
        proposal.id = newIdentifier();
        proposal.rank = static_cast<int>(proposals.size());
        proposal.text = candidate.text;
        proposal.score = candidate.score;
        proposal.modelName = engine.package().name();
        proposal.modelVersion = engine.package().version();
        proposal.modelHash = engine.package().sha256();
        proposal.settings = settings.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        proposal.audioHeard = stretch.heard;
        proposal.created = created;
        for (const SeenFrame& frame : stretch.frames)
            proposal.framesSeen.push_back(frame.frame);
        for (const inference::CandidateToken& token : candidate.tokens)
            proposal.tokens.push_back({token.text, token.logProbability});
        for (const inference::TokenEvidence& evidence : candidate.evidence)
            proposal.evidence.push_back({evidence.token, evidence.visualShare, evidence.frames, evidence.audio});
        proposals.push_back(std::move(proposal));
    }
    return proposals;
}

} // namespace descant::workflows
