// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/preprocessing.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace descant::inference {

using nlohmann::json;

std::string resizeRecipeName(ResizeRecipe recipe)
{
    return recipe == ResizeRecipe::SwscaleBilinear ? "swscale-bilinear" : "pillow-bicubic";
}

Result<ResizeRecipe> resizeRecipeFromName(const std::string& name)
{
    for (const ResizeRecipe recipe : {ResizeRecipe::SwscaleBilinear, ResizeRecipe::PillowBicubic}) {
        if (resizeRecipeName(recipe) == name)
            return recipe;
    }
    return fail(ErrorCode::InputInvalid, name, "it is no resize recipe", "use swscale-bilinear or pillow-bicubic");
}

namespace {

constexpr std::int64_t kLongestWindow = std::int64_t(kModelSampleRate) * 600;

tl::unexpected<Error> invalid(const std::string& what)
{
    return fail(ErrorCode::PackageInvalid, "preprocessing", what);
}

Result<std::array<double, 3>> channelValues(const json& object, const char* key, std::array<double, 3> values,
                                            double least)
{
    const auto found = object.find(key);
    if (found == object.end())
        return values;
    if (!found->is_array() || found->size() != 3)
        return invalid(fmt::format("\"{}\" is not a list of three numbers", key));
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const json& number = (*found)[channel];
        if (!number.is_number() || !std::isfinite(number.get<double>()) || number.get<double>() < least)
            return invalid(fmt::format("\"{}\" is not a list of three numbers", key));
        values[channel] = number.get<double>();
    }
    return values;
}

Result<std::int64_t> wholeNumber(const json& object, const char* key, std::int64_t value, std::int64_t most)
{
    const auto found = object.find(key);
    if (found == object.end())
        return value;
    if (!found->is_number_integer() || *found < 1 || *found > most)
        return invalid(fmt::format("\"audio.{}\" is not a number in 1 … {}", key, most));
    return found->get<std::int64_t>();
}

} // namespace

Result<Preprocessing> preprocessingFromJson(const json& root)
{
    Preprocessing p;
    if (!root.is_object())
        return invalid("it is not an object");
    if (const auto found = root.find("resize"); found != root.end()) {
        if (!found->is_string())
            return invalid("\"resize\" is not a name");
        DESCANT_TRY(p.resize, resizeRecipeFromName(found->get<std::string>()));
    }
    DESCANT_TRY(p.mean, channelValues(root, "mean", p.mean, -1e6));
    DESCANT_TRY(p.deviation, channelValues(root, "std", p.deviation, 1e-6));
    const json audio = root.value("audio", json::object());
    if (!audio.is_object())
        return invalid("\"audio\" is not an object");
    DESCANT_TRY(p.windowSamples, wholeNumber(audio, "window_samples", p.windowSamples, kLongestWindow));
    DESCANT_TRY(p.windowTokens, wholeNumber(audio, "tokens", p.windowTokens, kLongestWindow));
    if (const auto found = audio.find("key_mask"); found != audio.end()) {
        if (*found != "real" && *found != "all")
            return invalid("\"audio.key_mask\" is neither real nor all");
        p.keyMask = *found == "real" ? KeyMask::Real : KeyMask::All;
    }
    if (const auto found = audio.find("missing"); found != audio.end()) {
        if (*found != "leave-out" && *found != "authors")
            return invalid("\"audio.missing\" is neither leave-out nor authors");
        p.missingSound = *found == "authors" ? MissingSound::Authors : MissingSound::LeaveOut;
    }
    return p;
}

json preprocessingToJson(const Preprocessing& p)
{
    return {{"resize", resizeRecipeName(p.resize)},
            {"mean", p.mean},
            {"std", p.deviation},
            {"audio",
             {{"window_samples", p.windowSamples},
              {"tokens", p.windowTokens},
              {"key_mask", p.keyMask == KeyMask::Real ? "real" : "all"},
              {"missing", p.missingSound == MissingSound::Authors ? "authors" : "leave-out"}}}};
}

} // namespace descant::inference
