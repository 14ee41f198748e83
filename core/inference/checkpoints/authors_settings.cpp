// SPDX-License-Identifier: GPL-3.0-or-later
// Source: the evaluation YAMLs of ABrimont/Multi-modal-BLIP-2 at commit 3d6b1ed6, one a data set.
#include "core/inference/checkpoints/authors_settings.h"

#include <algorithm>
#include <array>
#include <string>

namespace descant::inference {
namespace {

using nlohmann::json;

struct DataSet {
    const char* name; ///< stands in the names of its builders
    const char* prompt;
    int maxNewTokens;
    int minLength;
    double lengthPenalty;
    double repetitionPenalty;
    int windowSamples;
    int windowTokens;
    const char* keyMask;
};

constexpr std::array<DataSet, 3> kDataSets{{
    {"msrvtt", "a video of", 50, 5, 0.8, 1.15, 320250, 1000, "real"},
    {"vatex", "a video of", 50, 3, 0.7, 1.05, 160125, 496, "real"},
    {"audiocaps", "An audio of ", 32, 5, 1.3, 1.25, 160125, 496, "all"},
}};

const DataSet& dataSetOf(const json& config)
{
    const auto found = config.find("datasets");
    if (found != config.end() && found->is_object()) {
        for (const auto& [name, settings] : found->items()) {
            std::string lower = name;
            std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
            for (const DataSet& set : kDataSets) {
                if (lower.find(set.name) != std::string::npos)
                    return set;
            }
        }
    }
    return kDataSets.front();
}

} // namespace

json authorsManifest(const json& config)
{
    const DataSet& set = dataSetOf(config);
    std::string prompt = set.prompt;
    if (const auto model = config.find("model");
        model != config.end() && model->is_object() && model->contains("prompt") && (*model)["prompt"].is_string())
        prompt = (*model)["prompt"];
    return {
        {"prompt", prompt},
        {"preprocessing",
         {{"resize", "swscale-bilinear"},
          {"audio",
           {{"window_samples", set.windowSamples},
            {"tokens", set.windowTokens},
            {"key_mask", set.keyMask},
            {"missing", "authors"}}}}},
        {"generation",
         {{"beams", 6},
          {"max_new_tokens", set.maxNewTokens},
          {"min_length", set.minLength},
          {"length_penalty", set.lengthPenalty},
          {"repetition_penalty", set.repetitionPenalty},
          {"scorer", "old"}}},
        {"source", {"ABrimont/Multi-modal-BLIP-2"}}};
}

json hubManifest()
{
    return {{"preprocessing", {{"resize", "pillow-bicubic"}}},
            {"generation",
             {{"beams", 5},
              {"max_new_tokens", 30},
              {"min_length", 1},
              {"length_penalty", 1.0},
              {"repetition_penalty", 1.0},
              {"scorer", "new"}}},
            {"source", {"Salesforce/blip2-flan-t5-xl"}}};
}

} // namespace descant::inference
