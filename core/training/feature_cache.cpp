// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/feature_cache.h"

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/inference/networks/beats.h"
#include "core/inference/networks/model_inputs.h"
#include "core/inference/networks/vit.h"

#include <ATen/core/grad_mode.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include <optional>

namespace descant::training {

using inference::AudioWindow;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;
constexpr std::size_t kLargestIndex = 1 << 28;
constexpr std::int64_t kIndexEvery = 100; ///< clips

/// Changes when anything does that the features depend on.
Outcome<std::string> keyOf(const Encoders& encoders, const ClipSource& source, const std::stop_token& stop)
{
    Sha256 hash;
    const auto add = [&](const std::string& text) { hash.add(text.data(), text.size() + 1); };
    for (const auto& [name, tensor] : encoders.weights->all()) {
        if (stop.stop_requested())
            return cancelled();
        const bool encodes = name.starts_with("vision_model.") || name.starts_with("audio_encoder.");
        if (!encodes || name.starts_with("vision_model.post_layernorm."))
            continue;
        add(name);
        const at::Tensor whole = tensor.detach().contiguous();
        hash.add(whole.const_data_ptr(), whole.nbytes());
    }
    add(inference::architectureToJson(encoders.architecture).dump());
    add(inference::preprocessingToJson(encoders.preprocessing).dump());
    add(source.fingerprint());
    return hash.finish();
}

bool hasRoom(const fs::path& path, std::int64_t bytes)
{
    std::error_code ignored;
    return fs::file_size(path, ignored) == static_cast<std::uintmax_t>(bytes);
}

/// Room for all features on the disk: a mapped file that grows into a full disk would end the program.
Result<void> reserve(const fs::path& path, std::int64_t bytes)
{
    std::error_code ignored;
    fs::remove(path, ignored);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotWritable));
    const int problem = ::posix_fallocate(file, 0, bytes);
    ::close(file);
    if (problem == 0)
        return {};
    fs::remove(path, ignored);
    return fail(errorFromErrno(problem, path, ErrorCode::FileNotWritable));
}

/// What was written into a mapped tensor is on the disk.
Result<void> flush(const at::Tensor& mappedOne, const fs::path& path)
{
    if (mappedOne.defined() && ::msync(mappedOne.data_ptr(), mappedOne.nbytes(), MS_SYNC) != 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotWritable));
    return {};
}

/// Encodes clip after clip into the mapped files, and keeps count in index.json.
class Encoding {
public:
    Encoding(const Encoders& encoders, ClipSource& source, const fs::path& folder)
        : m_encoders(encoders), m_source(source), m_folder(folder)
    {
    }

    Outcome<FeatureCache> run(const std::stop_token& stop, const ProgressSink& progress)
    {
        DESCANT_CHECK(begin(stop));
        for (std::int64_t index = m_done; index < m_source.size(); ++index) {
            auto encoded = encode(index, stop);
            if (!encoded) {
                DESCANT_CHECK(saveIndex());
                return fail(std::move(encoded.error()));
            }
            m_done = index + 1;
            report(progress, fmt::format("Encoding clip {} of {}", m_done, m_source.size()),
                   static_cast<double>(m_done) / static_cast<double>(m_source.size()));
            if (m_done % kIndexEvery == 0 || m_done == m_source.size())
                DESCANT_CHECK(saveIndex());
        }
        DESCANT_CHECK(refuseWhereNothingIsLeft());
        return std::move(m_cache);
    }

private:
    Outcome<void> begin(const std::stop_token& stop)
    {
        DESCANT_TRY(m_key, keyOf(m_encoders, m_source, stop));
        const inference::Architecture& a = m_encoders.architecture;
        const std::int64_t clips = m_source.size();
        if (clips == 0)
            return fail(ErrorCode::CorpusInvalid, "the corpus", "there is no clip to learn from");
        m_cache.hasPicture.resize(static_cast<std::size_t>(clips));
        m_cache.heardTokens.resize(static_cast<std::size_t>(clips));
        for (std::int64_t index = 0; index < clips; ++index)
            m_cache.texts.push_back(m_source.texts(index));
        if (a.sees()) {
            DESCANT_TRY(m_cache.seen, mapped(seenFile(), {clips, a.frames * a.frameTokens(), a.vit.hidden}));
        }
        if (a.hears()) {
            DESCANT_TRY(const AudioWindow window, audioWindow({}, a, m_encoders.preprocessing));
            const std::int64_t tokens = window.fbank.size(1) / a.beats.patch * a.bandsPerStep();
            DESCANT_TRY(m_cache.heard, mapped(heardFile(), {clips, tokens, a.beats.hidden}));
        }
        readIndex();
        // Until it is written again: what it says of the files is true no longer when their first clip is encoded anew.
        if (m_done == 0)
            forgetIndex();
        return {};
    }

    /// The features of all clips, in a file. A file that was not there has none of what the index counts.
    Result<at::Tensor> mapped(const fs::path& path, at::IntArrayRef shape) const
    {
        const std::int64_t count = c10::multiply_integers(shape);
        if (!hasRoom(path, count * 2)) {
            forgetIndex();
            DESCANT_CHECK(reserve(path, count * 2));
        }
        return at::from_file(path.string(), true, count, at::TensorOptions(at::kHalf)).view(shape);
    }

    Outcome<void> encode(std::int64_t index, const std::stop_token& stop)
    {
        auto media = m_source.media(index, stop);
        if (!media && isCancelled(media.error()))
            return cancelled();
        if (!media) {
            m_cache.skipped.push_back({m_source.nameOf(index), std::get<Error>(media.error())});
            return {};
        }
        const auto position = static_cast<std::size_t>(index);
        m_cache.hasPicture[position] = m_cache.seen.defined() && !media->frames.empty();
        if (m_cache.hasPicture[position]) {
            DESCANT_TRY(const at::Tensor tokens, see(media->frames, stop));
            m_cache.seen.select(0, index).copy_(tokens);
        }
        if (m_cache.heard.defined() && !media->waveform.empty()) {
            DESCANT_TRY(m_cache.heardTokens[position], hear(std::move(media->waveform), index));
        }
        return {};
    }

    /// [frames · tokens, hidden]. Fewer frames than the model takes stand several times, evenly: attention, which knows
    /// no order of frames, then sees the same. Frame by frame, so that it can be stopped and needs little memory.
    Outcome<at::Tensor> see(const std::vector<Image>& frames, const std::stop_token& stop) const
    {
        const inference::Vit vit(*m_encoders.weights, m_encoders.architecture.vit);
        std::vector<at::Tensor> tokens;
        for (const Image& frame : frames) {
            if (stop.stop_requested())
                return cancelled();
            tokens.push_back(vit.blocks(inference::pixelValues({frame}, m_encoders.preprocessing)));
        }
        const std::int64_t wanted = m_encoders.architecture.frames;
        const at::Tensor order = at::arange(wanted, at::kLong) * std::ssize(tokens) / wanted;
        return at::cat(tokens).index_select(0, order.to(at::kLong)).flatten(0, 1);
    }

    Result<std::int64_t> hear(std::vector<float> waveform, std::int64_t index)
    {
        const inference::Beats beats(*m_encoders.weights, m_encoders.architecture.beats);
        DESCANT_TRY(const AudioWindow window,
                    audioWindow(std::move(waveform), m_encoders.architecture, m_encoders.preprocessing));
        const at::Tensor tokens = beats.blocks(window.fbank, window.sampleMask).squeeze(0);
        m_cache.heard.select(0, index).copy_(tokens);
        return window.keyMask.defined() ? window.keyMask.sum().item<std::int64_t>() : tokens.size(0);
    }

    fs::path indexFile() const { return m_folder / "index.json"; }
    fs::path seenFile() const { return m_folder / "seen.half"; }
    fs::path heardFile() const { return m_folder / "heard.half"; }

    void forgetIndex() const
    {
        std::error_code ignored;
        fs::remove(indexFile(), ignored);
    }

    /// The features first: the index must not count what a power cut could still take.
    Result<void> saveIndex() const
    {
        DESCANT_CHECK(flush(m_cache.seen, seenFile()));
        DESCANT_CHECK(flush(m_cache.heard, heardFile()));
        json skipped = json::array();
        for (const SkippedClip& clip : m_cache.skipped)
            skipped.push_back({clip.name, errorName(clip.error.code), clip.error.subject, clip.error.detail});
        const json index{{"format", kFormat},
                         {"key", m_key},
                         {"done", m_done},
                         {"pictures", m_cache.hasPicture},
                         {"heard_tokens", m_cache.heardTokens},
                         {"skipped", std::move(skipped)}};
        return writeFileAtomically(indexFile(), index.dump());
    }

    /// What an earlier run did, if it was of the same kind; else nothing is done yet.
    void readIndex()
    {
        const auto text = readFile(indexFile(), kLargestIndex);
        const json index = text ? json::parse(*text, nullptr, false) : json();
        try {
            if (!index.is_object() || index.at("format") != kFormat || index.at("key") != m_key)
                return;
            const auto pictures = index.at("pictures").get<std::vector<bool>>();
            const auto heard = index.at("heard_tokens").get<std::vector<std::int64_t>>();
            const auto done = index.at("done").get<std::int64_t>();
            std::vector<SkippedClip> skipped;
            for (const json& clip : index.at("skipped"))
                skipped.push_back({clip.at(0), {codeNamed(clip.at(1)), clip.at(2), clip.at(3)}});
            if (pictures.size() != m_cache.hasPicture.size() || heard.size() != pictures.size() || done < 0
                || done > m_source.size())
                return;
            m_cache.hasPicture = pictures;
            m_cache.heardTokens = heard;
            m_cache.skipped = std::move(skipped);
            m_done = done;
        } catch (const json::exception&) {
            // A damaged index only costs the time to encode again.
        }
    }

    static ErrorCode codeNamed(const std::string& name)
    {
        for (const ErrorCode code : allErrorCodes())
            if (errorName(code) == name)
                return code;
        return ErrorCode::Internal;
    }

    Outcome<void> refuseWhereNothingIsLeft() const
    {
        if (std::ssize(m_cache.skipped) < m_source.size())
            return {};
        Error error{ErrorCode::CorpusInvalid, "the corpus", "none of its clips could be read", {}, {}};
        for (const SkippedClip& clip : m_cache.skipped)
            error.items.push_back(describe(clip.error));
        return fail(std::move(error));
    }

    const Encoders& m_encoders;
    ClipSource& m_source;
    fs::path m_folder;
    std::string m_key;
    FeatureCache m_cache;
    std::int64_t m_done = 0;
};

} // namespace

Outcome<FeatureCache> cacheFeatures(const Encoders& encoders, ClipSource& source, const fs::path& folder,
                                    std::stop_token stop, const ProgressSink& progress)
try {
    fs::create_directories(folder);
    const at::NoGradGuard noGrad;
    return Encoding(encoders, source, folder).run(stop, progress);
} catch (const fs::filesystem_error& problem) {
    return fail(errorFromErrno(problem.code().value(), folder, ErrorCode::FileNotWritable));
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, folder.string(), std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
