// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the layout: LAVIS, runners/runner_iter.py; torch/optim/adamw.py; UNILM, beats/BEATs.py.
#include "core/base/disk_space.h"
#include "core/base/file.h"
#include "core/inference/random_models/lavis_tensors.h"
#include "core/inference/random_models/made_tokenizer.h"
#include "core/inference/random_models/random_model.h"
#include "core/inference/random_models/random_weights.h"
#include "core/inference/random_models/torch_checkpoint.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kRoot = "checkpoint_best";
constexpr std::int64_t kPositions = 512;
constexpr int kSteps = 1000; ///< that the training is said to have taken

/// Tells how much of all numbers is made.
class Told {
public:
    Told(const ProgressSink& progress, std::uint64_t total) : m_progress(progress), m_total(total) { }
    void operator()(std::size_t bytes)
    {
        report(m_progress, "Making weights", static_cast<double>(m_done) / static_cast<double>(m_total));
        m_done += bytes;
    }

private:
    const ProgressSink& m_progress;
    std::uint64_t m_total;
    std::uint64_t m_done = 0;
};

TorchCheckpoint::FillPart positions()
{
    return [](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
        std::vector<std::int64_t> all(kPositions);
        for (std::int64_t place = 0; place < kPositions; ++place)
            all[static_cast<std::size_t>(place)] = place;
        const auto bytes = std::as_bytes(std::span(all)).subspan(from, target.size());
        std::copy(bytes.begin(), bytes.end(), target.begin());
        return {};
    };
}

TorchCheckpoint::FillPart numbersOf(const LavisTensor& tensor, std::uint64_t seed, Told& told)
{
    if (tensor.ours.empty())
        return positions();
    return [random = RandomTensor(tensor.ours, tensor.oursShape, seed), first = tensor.first, type = tensor.type,
            &told](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
        told(target.size());
        random.fill(first + from / elementSize(type), type, target);
        return {};
    };
}

void addStateDict(TorchCheckpoint& file, const std::vector<LavisTensor>& tensors, std::uint64_t seed, Told& told)
{
    std::map<std::string, std::string> storages;
    file.beginOrderedDictionary();
    for (const LavisTensor& tensor : tensors) {
        std::string& storage = storages[tensor.name];
        storage = tensor.sharesWith.empty()
            ? file.storage(tensor.type, tensor.elements(), numbersOf(tensor, seed, told))
            : storages.at(tensor.sharesWith);
        file.value(tensor.name);
        file.tensor(tensor.type, tensor.shape, storage);
    }
    file.endOrderedDictionary();
}

/// AdamW's state of one parameter, which nobody needs who does not go on training.
void addMoments(TorchCheckpoint& file, const LavisTensor& tensor)
{
    file.beginDictionary();
    file.value("step");
    file.tensor(ElementType::F32, {}, file.storage(ElementType::F32, 1, {}));
    for (const char* moment : {"exp_avg", "exp_avg_sq"}) {
        file.value(moment);
        file.tensor(ElementType::F32, tensor.shape, file.storage(ElementType::F32, tensor.elements(), {}));
    }
    file.endDictionary();
}

/// What is decayed comes first: matrices, then the rest.
void addOptimizer(TorchCheckpoint& file, const std::vector<LavisTensor>& tensors)
{
    std::vector<LavisTensor> trained;
    std::copy_if(tensors.begin(), tensors.end(), std::back_inserter(trained),
                 [](const LavisTensor& tensor) { return tensor.isTrained(); });
    const auto middle = std::stable_partition(trained.begin(), trained.end(),
                                              [](const LavisTensor& tensor) { return tensor.shape.size() >= 2; });
    file.beginDictionary();
    file.value("state");
    file.beginDictionary();
    for (std::size_t number = 0; number < trained.size(); ++number) {
        file.value(number);
        addMoments(file, trained[number]);
    }
    file.endDictionary();
    const auto decayed = static_cast<std::size_t>(middle - trained.begin());
    json first = json::array(), last = json::array();
    for (std::size_t number = 0; number < trained.size(); ++number)
        (number < decayed ? first : last).push_back(number);
    file.value("param_groups");
    file.value(json::array({{{"weight_decay", 0.05}, {"lr", 1e-5}, {"params", first}},
                            {{"weight_decay", 0.0}, {"lr", 1e-5}, {"params", last}}}));
    file.endDictionary();
}

json authorsConfig(const Architecture& a)
{
    json model = {{"arch",
                   a.variant == Variant::Separate     ? "blip2_t5_separate"
                       : a.variant == Variant::Visual ? "blip2_t5"
                                                      : "blip2_t5_multimodal"},
                  {"num_vis_query_token", a.qformer.visualQueries},
                  {"num_aud_query_token", a.qformer.audioQueries},
                  {"cross_attention_freq", a.qformer.crossAttentionFrequency},
                  {"prompt", "a video of"},
                  {"lora", a.lora.has_value()}};
    if (a.lora) {
        model["lora_r"] = a.lora->rank;
        model["lora_alpha"] = a.lora->alpha;
    }
    return {{"model", model}, {"run", {{"runner", "runner_iter"}}}, {"datasets", {{"msrvtt_caption", json::object()}}}};
}

json beatsConfig(const BeatsShape& beats)
{
    return {{"embed_dim", beats.embed},
            {"encoder_embed_dim", beats.hidden},
            {"encoder_layers", beats.layers},
            {"encoder_attention_heads", beats.heads},
            {"encoder_ffn_embed_dim", beats.mlp},
            {"input_patch_size", beats.patch},
            {"conv_pos", beats.convPos},
            {"conv_pos_groups", beats.convPosGroups},
            {"num_buckets", beats.numBuckets},
            {"max_distance", beats.maxDistance},
            {"layer_norm_first", false},
            {"deep_norm", true},
            {"gru_rel_pos", true}};
}

std::uint64_t bytesOf(const std::vector<LavisTensor>& tensors)
{
    std::uint64_t bytes = 0;
    for (const LavisTensor& tensor : tensors) {
        if (tensor.sharesWith.empty())
            bytes += tensor.elements() * elementSize(tensor.type);
    }
    return bytes;
}

Result<void> makeRoom(const fs::path& file, std::uint64_t bytes)
{
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), folder, ErrorCode::FileNotWritable));
    return checkSpace(folder, bytes);
}

} // namespace

Outcome<void> writeRandomAuthorsFile(const fs::path& path, const RandomModel& model, std::stop_token stop,
                                     const ProgressSink& progress)
{
    if (model.architecture.variant == Variant::Audio)
        return fail(ErrorCode::NotSupported, path.string(), "the authors have no model that only hears");
    const std::vector<LavisTensor> tensors = lavisTensors(model.architecture);
    DESCANT_CHECK(makeRoom(path, bytesOf(tensors)));
    Told told(progress, bytesOf(tensors));
    TorchCheckpoint file;
    file.beginDictionary();
    file.value("model");
    addStateDict(file, tensors, model.seed, told);
    file.value("optimizer");
    addOptimizer(file, tensors);
    file.value("config");
    file.value(authorsConfig(model.architecture));
    file.value("scaler");
    file.value(nullptr);
    file.value("iters");
    file.value(kSteps);
    file.endDictionary();
    DESCANT_CHECK(file.write(path, kRoot, stop));
    DESCANT_CHECK(writeFileAtomically(fs::absolute(path).parent_path() / "spiece.model",
                                      madeTokenizer(model.architecture.t5.vocab)));
    return {};
}

Outcome<void> writeRandomBeatsFile(const fs::path& path, const RandomModel& model, std::stop_token stop,
                                   const ProgressSink& progress)
{
    Architecture hearing = model.architecture;
    if (!hearing.hears())
        hearing.variant = Variant::Multimodal;
    std::vector<LavisTensor> tensors = lavisTensors(hearing);
    const std::string prefix = "audio_encoder.";
    // Between equal widths BEATs has no projection; nobody could tell ours from its weights then.
    const bool projects = hearing.beats.embed != hearing.beats.hidden;
    std::erase_if(tensors, [&](const LavisTensor& tensor) {
        return !tensor.name.starts_with(prefix)
            || (!projects && tensor.name.starts_with(prefix + "post_extract_proj."));
    });
    for (LavisTensor& tensor : tensors) {
        tensor.name.erase(0, prefix.size());
        tensor.sharesWith.erase(0, std::min(tensor.sharesWith.size(), prefix.size()));
        tensor.type = model.type;
    }
    DESCANT_CHECK(makeRoom(path, bytesOf(tensors)));
    Told told(progress, bytesOf(tensors));
    TorchCheckpoint file;
    file.beginDictionary();
    file.value("cfg");
    file.value(beatsConfig(hearing.beats));
    file.value("model");
    addStateDict(file, tensors, model.seed, told);
    file.endDictionary();
    return file.write(path, "BEATs", stop);
}

} // namespace descant::inference
