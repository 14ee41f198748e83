// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/propose_options.h"
#include "app/cli/whole_number.h"

#include "core/media/shots.h"

#include <algorithm>

namespace descant::cli {

namespace {

std::string deviceProblem(const std::string& name)
{
    const bool numbered = name.starts_with("cuda:") && name.size() > 5 && name.size() < 8
        && std::all_of(name.begin() + 5, name.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
    return name == "auto" || name == "cpu" || name == "cuda" || numbered ? "" : name + " is not auto, cpu or cuda:0";
}

void addSearchOptions(CLI::App* command, ProposeOptions& options)
{
    command->add_option("--candidates", options.candidates, "At most so many captions a segment, no two alike")
        ->check(CLI::Range(1, 64));
    command->add_option("--beams", options.beams, "Width of the search; 1 is greedy")->check(CLI::Range(1, 64));
    CLI::Option* groups = command
                              ->add_option("--diverse,--beam-groups", options.beamGroups,
                                           "Divide the beams among so many groups that avoid each other's words")
                              ->check(CLI::Range(1, 64));
    command
        ->add_option("--diversity,--diversity-penalty", options.diversityPenalty,
                     "What a word costs that an earlier group chose")
        ->check(CLI::Range(0.0, 100.0));
    command->add_flag("--sample", options.sample, "Draw at random in place of searching")->excludes(groups);
    command->add_option("--temperature", options.sampling.temperature, "With --sample")->check(CLI::Range(0.01, 100.0));
    command->add_option("--top-k", options.sampling.topK, "With --sample: only the likeliest so many")
        ->check(CLI::Range(0, 1 << 20));
    command->add_option("--top-p", options.sampling.topP, "With --sample: only the likeliest with this share")
        ->check(CLI::Range(0.001, 1.0));
    command->add_option("--seed", options.sampling.seed, "With --sample: the same seed gives the same captions")
        ->check(wholeNumber());
}

} // namespace

void addProposeOptions(CLI::App* command, ProposeOptions& options)
{
    command->add_option("MEDIA", options.media, "The files to describe")->required();
    command->add_option("--model", options.model, "The model package (default: the active one, else the demo model)");
    command->add_option("--project", options.project, "Keep the proposals in this project too");
    addStretchOptions(command, options.stretch);
    CLI::Option* every = command->add_option("--every", options.every, "A segment every so many seconds");
    every->check(CLI::Range(0.2, 1e6));
    command->add_flag("--shots", options.shots, "A segment for each shot")->excludes(every);
    addSearchOptions(command, options);
    command->add_option("--prefix", options.prefix,
                        "A beginning that every caption continues, inside a word or behind it");
    command->add_option("--batch", options.batch, "Write the captions of so many segments together")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command->add_option("--prompt", options.prompt, "The prompt (default: the package's)");
    command->add_option("--variant", options.variant, "multimodal, visual (no sound) or audio (no picture)")
        ->check(CLI::IsMember({"multimodal", "separate", "visual", "audio"}));
    command->add_option("--device", options.device, "auto, cpu or cuda:0")
        ->check(CLI::Validator(deviceProblem, "DEVICE"))
        ->capture_default_str();
    command->add_option("--precision", options.precision, "auto, fp32, bf16 or int8")
        ->check(CLI::IsMember({"auto", "fp32", "bf16", "int8"}))
        ->capture_default_str();
    command->add_flag("--evidence", options.evidence, "Tell for each word which frames and sounds it rests on");
}

Result<workflows::CaptionWish> wishOf(const ProposeOptions& options)
{
    workflows::CaptionWish wish;
    wish.beams = options.beams;
    wish.candidates = options.candidates;
    wish.beamGroups = options.beamGroups;
    wish.diversityPenalty = options.diversityPenalty;
    wish.prompt = options.prompt;
    wish.prefix = options.prefix;
    wish.evidence = options.evidence ? inference::EvidenceWanted::Yes : inference::EvidenceWanted::No;
    if (options.sample)
        wish.sampling = options.sampling;
    if (options.beams && options.candidates && *options.candidates > *options.beams && !options.sample)
        return fail(ErrorCode::UsageWrong, "--candidates", "there can be no more candidates than beams");
    if (!options.variant.empty()) {
        DESCANT_TRY(const inference::Variant variant, inference::variantFromName(options.variant));
        if (variant == inference::Variant::Visual)
            wish.senses = workflows::Senses::SightOnly;
        else if (variant == inference::Variant::Audio)
            wish.senses = workflows::Senses::HearingOnly;
    }
    return wish;
}

namespace {

/// What lies of each shot in the stretch that is meant.
Outcome<std::vector<TimeRange>> shotsWithin(const std::string& media, TimeRange whole, const Context& context)
{
    DESCANT_TRY(const std::vector<media::Shot> shots, media::findShots(media, context.stop, context.progress));
    std::vector<TimeRange> stretches;
    for (const media::Shot& shot : shots) {
        const TimeRange part{std::max(shot.range.start, whole.start), std::min(shot.range.end, whole.end)};
        if (part.start < part.end)
            stretches.push_back(part);
    }
    return stretches;
}

} // namespace

Outcome<std::vector<TimeRange>> stretchesOf(const std::string& media, const ProposeOptions& options,
                                            const Context& context)
{
    DESCANT_TRY(const TimeRange whole, stretchOf(media, options.stretch, context.stop));
    if (options.shots)
        return shotsWithin(media, whole, context);
    if (!options.every)
        return std::vector<TimeRange>{whole};
    std::vector<TimeRange> stretches;
    const MediaTime step = fromSeconds(*options.every);
    for (MediaTime start = whole.start; start < whole.end; start += step)
        stretches.push_back({start, std::min(start + step, whole.end)});
    // A rest too short to say something about belongs to the stretch before it.
    if (stretches.size() > 1 && stretches.back().length() < step / 4) {
        stretches.pop_back();
        stretches.back().end = whole.end;
    }
    return stretches;
}

} // namespace descant::cli
