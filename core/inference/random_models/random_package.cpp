// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_package.h"
#include "core/inference/random_models/made_tokenizer.h"
#include "core/inference/random_models/random_model.h"
#include "core/inference/random_models/random_weights.h"

namespace descant::inference {

Outcome<void> writeRandomPackage(const std::filesystem::path& folder, const RandomModel& model, std::stop_token stop,
                                 const ProgressSink& progress)
{
    PackageDraft draft;
    draft.name = "random";
    draft.version = std::to_string(model.seed);
    draft.licence = "CC0-1.0";
    draft.source = {"random numbers, never trained"};
    draft.architecture = model.architecture;
    draft.prompt = "a video of";
    draft.tensors = randomTensors(model.architecture, model.type, model.seed);
    draft.tokenizer = madeTokenizer(model.architecture.t5.vocab);
    reportPieces(draft.tensors, progress, "Making weights");
    return writePackage(folder, std::move(draft), stop);
}

} // namespace descant::inference
