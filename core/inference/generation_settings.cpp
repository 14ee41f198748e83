// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/generation_settings.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace descant::inference {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostBeams = 256;
constexpr std::int64_t kMostTokens = 4096;
constexpr double kMostPenalty = 100.0;

tl::unexpected<Error> invalid(const std::string& what)
{
    return fail(ErrorCode::InputInvalid, "generation settings", what);
}

Result<void> read(const json& object, const char* key, std::int64_t& value)
{
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    if (!found->is_number_integer())
        return invalid(fmt::format("\"{}\" is not a whole number", key));
    value = found->get<std::int64_t>();
    return {};
}

Result<void> read(const json& object, const char* key, double& value)
{
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    if (!found->is_number())
        return invalid(fmt::format("\"{}\" is not a number", key));
    value = found->get<double>();
    return {};
}

/// Groups of equal size, and a penalty that keeps them apart.
Result<void> checkGroups(const GenerationSettings& s)
{
    if (s.beamGroups < 1 || s.beamGroups > s.beams || s.beams % s.beamGroups != 0)
        return invalid(fmt::format("{} beams cannot be divided among {} groups", s.beams, s.beamGroups));
    if (!std::isfinite(s.diversityPenalty) || s.diversityPenalty < 0.0 || s.diversityPenalty > kMostPenalty)
        return invalid(fmt::format("the diversity penalty is outside 0 … {}", kMostPenalty));
    return {};
}

} // namespace

Result<GenerationSettings> generationFromJson(const json& root, const GenerationSettings& defaults)
{
    if (!root.is_object())
        return invalid("they are not an object");
    GenerationSettings s = defaults;
    DESCANT_CHECK(read(root, "beams", s.beams));
    DESCANT_CHECK(read(root, "max_new_tokens", s.maxNewTokens));
    DESCANT_CHECK(read(root, "min_length", s.minLength));
    DESCANT_CHECK(read(root, "length_penalty", s.lengthPenalty));
    DESCANT_CHECK(read(root, "repetition_penalty", s.repetitionPenalty));
    DESCANT_CHECK(read(root, "no_repeat_ngram", s.noRepeatNgram));
    DESCANT_CHECK(read(root, "beam_groups", s.beamGroups));
    DESCANT_CHECK(read(root, "diversity_penalty", s.diversityPenalty));
    if (const auto found = root.find("early_stopping"); found != root.end()) {
        if (!found->is_boolean() && *found != "never")
            return invalid("\"early_stopping\" is neither true, false nor \"never\"");
        s.earlyStopping = found->is_string() ? EarlyStopping::Never
            : found->get<bool>()             ? EarlyStopping::Yes
                                             : EarlyStopping::No;
    }
    if (const auto found = root.find("scorer"); found != root.end()) {
        if (*found != "old" && *found != "new")
            return invalid("\"scorer\" is neither old nor new");
        s.scorer = *found == "old" ? Scorer::Old : Scorer::New;
    }
    DESCANT_CHECK(checkGeneration(s));
    return s;
}

json generationToJson(const GenerationSettings& s)
{
    json written = {{"beams", s.beams},
                    {"max_new_tokens", s.maxNewTokens},
                    {"min_length", s.minLength},
                    {"length_penalty", s.lengthPenalty},
                    {"repetition_penalty", s.repetitionPenalty},
                    {"no_repeat_ngram", s.noRepeatNgram},
                    {"early_stopping", s.earlyStopping == EarlyStopping::Yes},
                    {"scorer", s.scorer == Scorer::Old ? "old" : "new"}};
    if (s.earlyStopping == EarlyStopping::Never)
        written["early_stopping"] = "never";
    if (s.beamGroups > 1) {
        written["beam_groups"] = s.beamGroups;
        written["diversity_penalty"] = s.diversityPenalty;
    }
    return written;
}

GenerationSettings holdingCandidates(GenerationSettings s)
{
    if (s.sampling || s.candidates <= s.beams)
        return s;
    const std::int64_t groups = std::max<std::int64_t>(1, s.beamGroups);
    s.beams = (s.candidates + groups - 1) / groups * groups;
    return s;
}

Result<void> checkGeneration(const GenerationSettings& s)
{
    if (s.beams < 1 || s.beams > kMostBeams)
        return invalid(fmt::format("beams are {}, outside 1 … {}", s.beams, kMostBeams));
    if (s.maxNewTokens < 1 || s.maxNewTokens > kMostTokens)
        return invalid(fmt::format("max-new-tokens is {}, outside 1 … {}", s.maxNewTokens, kMostTokens));
    if (s.minLength < 0 || s.noRepeatNgram < 0)
        return invalid("a length is negative");
    if (!std::isfinite(s.lengthPenalty) || std::abs(s.lengthPenalty) > kMostPenalty)
        return invalid("the length penalty is outside -100 … 100");
    if (!std::isfinite(s.repetitionPenalty) || s.repetitionPenalty <= 0.0)
        return invalid("the repetition penalty is not above 0");
    DESCANT_CHECK(checkGroups(s));
    if (s.candidates < 1 || s.candidates > kMostBeams)
        return invalid(fmt::format("candidates are {}, outside 1 … {}", s.candidates, kMostBeams));
    if (!s.sampling && s.candidates > s.beams)
        return invalid("there are more candidates than beams");
    if (s.sampling && s.beamGroups > 1)
        return invalid("beam groups are for searching, not for drawing at random");
    if (s.sampling
        && (!std::isfinite(s.sampling->temperature) || s.sampling->temperature <= 0.0 || s.sampling->topK < 0
            || !(s.sampling->topP > 0.0) || s.sampling->topP > 1.0))
        return invalid("temperature must be above 0, top-k not negative, top-p above 0 and at most 1");
    return {};
}

} // namespace descant::inference
