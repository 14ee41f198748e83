// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/propose_options.h"

#include "core/workflows/model_folder.h"
#include "core/workflows/project_work.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

using workflows::CaptionedStretch;
using workflows::CaptionEngine;
using workflows::CaptionWish;
using workflows::ProjectSession;

Json toJson(const inference::Candidate& candidate, inference::EvidenceWanted wanted)
{
    Json tokens = Json::array();
    for (const inference::CandidateToken& token : candidate.tokens)
        tokens.push_back({{"text", token.text}, {"logprob", token.logProbability}});
    Json json{
        {"text", candidate.text}, {"score", candidate.score}, {"ids", candidate.ids}, {"tokens", std::move(tokens)}};
    if (wanted == inference::EvidenceWanted::No)
        return json;
    json["evidence"] = Json::array();
    for (const inference::TokenEvidence& evidence : candidate.evidence)
        json["evidence"].push_back({{"token", evidence.token},
                                    {"visual_share", evidence.visualShare},
                                    {"frames", evidence.frames},
                                    {"audio", evidence.audio}});
    return json;
}

Json toJson(const CaptionedStretch& stretch, inference::EvidenceWanted wanted)
{
    Json frames = Json::array();
    for (const workflows::SeenFrame& frame : stretch.frames)
        frames.push_back({{"frame", frame.frame}, {"pts", frame.pts}, {"time", seconds(frame.time)}});
    Json candidates = Json::array();
    for (const inference::Candidate& candidate : stretch.candidates)
        candidates.push_back(toJson(candidate, wanted));
    return {{"media", stretch.media.string()},         {"start", seconds(stretch.range.start)},
            {"end", seconds(stretch.range.end)},       {"frames", std::move(frames)},
            {"audio_seconds", seconds(stretch.heard)}, {"candidates", std::move(candidates)}};
}

std::string inWords(const CaptionedStretch& stretch)
{
    std::string text = fmt::format("{}  {} to {} s", stretch.media.string(), formatSeconds(stretch.range.start),
                                   formatSeconds(stretch.range.end));
    for (const inference::Candidate& candidate : stretch.candidates)
        text += fmt::format("\n  {:7.3f}  {}", candidate.score, candidate.text);
    return text;
}

bool isEmpty(const Failure& failure)
{
    return !isCancelled(failure) && std::get<Error>(failure).code == ErrorCode::EmptyRange;
}

/// Describes the stretches of all files, some at a time; a file that fails does not keep the others from being
/// described.
class Run {
public:
    Run(CaptionEngine& engine, const ProposeOptions& options, const CaptionWish& wish, const Context& context)
        : m_engine(engine), m_options(options), m_wish(wish), m_context(context), m_ends(options.media.size())
    {
    }

    Outcome<void> describeAll()
    {
        for (std::size_t file = 0; file < m_options.media.size(); ++file) {
            const auto ranges = stretchesOf(m_options.media[file], m_options, m_context);
            if (!ranges && isCancelled(ranges.error()))
                return cancelled();
            if (!ranges)
                m_ends[file].failure = std::get<Error>(ranges.error());
            for (const TimeRange& range : ranges.value_or(std::vector<TimeRange>())) {
                if (m_ends[file].failure)
                    break;
                m_waiting.push_back({m_options.media[file], range, {}});
                m_files.push_back(file);
                if (m_waiting.size() >= static_cast<std::size_t>(m_options.batch))
                    DESCANT_CHECK(describeWaiting());
            }
        }
        DESCANT_CHECK(describeWaiting());
        tellFailures();
        return {};
    }

    std::vector<CaptionedStretch> stretches;
    std::vector<std::pair<std::string, Error>> failed;

private:
    /// How a file went so far.
    struct End {
        std::optional<Error> failure, empty;
        bool described = false;
    };

    Outcome<void> describeWaiting()
    {
        if (m_waiting.empty())
            return {};
        auto found = m_engine.propose(m_waiting, m_wish, m_context.stop, m_context.progress);
        for (std::size_t index = 0; index < found.size(); ++index) {
            if (!found[index] && isCancelled(found[index].error()))
                return cancelled();
            take(m_ends[m_files[index]], std::move(found[index]));
        }
        m_waiting.clear();
        m_files.clear();
        return {};
    }

    void take(End& end, Outcome<CaptionedStretch> stretch)
    {
        const bool chosenByUs = m_options.shots || m_options.every;
        if (end.failure)
            return; // what follows in a file that failed is not told
        if (stretch) {
            stretches.push_back(std::move(*stretch));
            end.described = true;
        } else if (chosenByUs && isEmpty(stretch.error())) {
            end.empty = std::get<Error>(stretch.error()); // a container may go on after picture and sound
        } else {
            end.failure = std::get<Error>(stretch.error());
        }
    }

    void tellFailures()
    {
        for (std::size_t file = 0; file < m_ends.size(); ++file) {
            const End& end = m_ends[file];
            const std::optional<Error>& reason = end.failure || end.described ? end.failure : end.empty;
            if (reason)
                failed.emplace_back(m_options.media[file], *reason);
        }
    }

    CaptionEngine& m_engine;
    const ProposeOptions& m_options;
    const CaptionWish& m_wish;
    const Context& m_context;
    std::vector<End> m_ends;                   ///< one a file
    std::vector<workflows::Stretch> m_waiting; ///< until there are enough of them
    std::vector<std::size_t> m_files;          ///< which file each of these is of
};

/// One error for all files that failed; each has its own in "failed".
Error errorOf(const std::vector<std::pair<std::string, Error>>& failed, std::size_t files)
{
    Error error = failed.front().second;
    if (failed.size() > 1) {
        error.detail = fmt::format("{} of {} files failed, first this one", failed.size(), files);
        error.subject = failed.front().first;
    }
    return error;
}

Answer answerOf(const Run& run, CaptionEngine& engine, const ProposeOptions& options, const CaptionWish& wish)
{
    const inference::ModelPackage& package = engine.package();
    Answer answer;
    answer.json = {
        {"model",
         {{"name", package.name()},
          {"version", package.version()},
          {"variant",
           options.variant.empty() ? inference::variantName(package.architecture().variant) : options.variant},
          {"sha256", package.sha256()}}},
        {"device", engine.captioner().device()},
        {"precision", inference::precisionName(engine.captioner().placement().precision)},
        {"segments", Json::array()}};
    for (const CaptionedStretch& stretch : run.stretches) {
        answer.json["segments"].push_back(toJson(stretch, wish.evidence));
        answer.text += (answer.text.empty() ? "" : "\n") + inWords(stretch);
    }
    for (const auto& [media, error] : run.failed) {
        answer.json["failed"].push_back({{"media", media}, {"error", errorToJson(error)}});
        if (run.failed.size() > 1)
            answer.text += fmt::format("{}{}  failed: {}", answer.text.empty() ? "" : "\n", media, describe(error));
    }
    if (!run.failed.empty())
        answer.error = errorOf(run.failed, options.media.size());
    return answer;
}

/// A package with both senses may use one of them; anything else that it is not, it cannot be.
Result<void> checkVariant(const std::string& wanted, const inference::Architecture& model)
{
    const std::string own = inference::variantName(model.variant);
    const bool possible =
        wanted.empty() || wanted == own || (wanted == "visual" && model.sees()) || (wanted == "audio" && model.hears());
    if (!possible)
        return fail(ErrorCode::UsageWrong, "--variant " + wanted, fmt::format("the package is {}", own),
                    "leave --variant out, or choose another package");
    return {};
}

Outcome<Answer> propose(const ProposeOptions& options, const Context& context)
{
    DESCANT_TRY(const CaptionWish wish, wishOf(options));
    std::unique_ptr<ProjectSession> session;
    if (!options.project.empty()) {
        DESCANT_TRY(session, ProjectSession::open(options.project));
    }
    std::filesystem::path folder = options.model;
    if (folder.empty()) {
        DESCANT_TRY(folder, workflows::defaultModelFolder());
    }
    workflows::EngineOptions wanted{options.device, {}};
    if (options.precision != "auto") {
        DESCANT_TRY(wanted.precision, inference::precisionFromName(options.precision));
    }
    DESCANT_TRY(CaptionEngine engine, CaptionEngine::load(folder, wanted, context.stop, context.progress));
    DESCANT_CHECK(checkVariant(options.variant, engine.package().architecture()));
    DESCANT_CHECK(inference::checkGeneration(engine.settingsFor(wish)));
    Run run(engine, options, wish, context);
    DESCANT_CHECK(run.describeAll());
    // Only now: a run that was cancelled leaves nothing behind.
    for (const CaptionedStretch& stretch : run.stretches) {
        if (session)
            DESCANT_CHECK(workflows::storeCaptions(*session, stretch, workflows::toProposals(stretch, engine, wish),
                                                   context.stop));
    }
    return answerOf(run, engine, options, wish);
}

} // namespace

void addPropose(CommandTable& table)
{
    CLI::App* command = table.command("propose", "Propose captions for files, or for stretches of them");
    auto options = std::make_shared<ProposeOptions>();
    addProposeOptions(command, *options);
    table.onRun(command, [options](const Context& context) { return propose(*options, context); });
}

} // namespace descant::cli
