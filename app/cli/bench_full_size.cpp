// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_full_size.h"

#include "app/cli/bench_clip.h"
#include "app/cli/model_random.h"
#include "app/cli/output.h"
#include "app/cli/part_clock.h"
#include "app/cli/peak_memory.h"
#include "app/cli/program_runner.h"

#include "core/base/identifier.h"
#include "core/base/log.h"
#include "core/inference/assemble_package.h"
#include "core/inference/random_models/random_model.h"
#include "core/workflows/caption_engine.h"

#include <fmt/format.h>

#include <chrono>

namespace descant::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using inference::ModelPackage;
using inference::Precision;

constexpr std::int64_t kBeams = 6, kMostTokens = 20;
constexpr double kClipSeconds = 10.0;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Files that go away in the end unless they are kept.
class MadeFiles {
public:
    MadeFiles(fs::path folder, bool keep) : m_folder(std::move(folder)), m_keep(keep) { }
    ~MadeFiles()
    {
        for (const fs::path& path : m_paths)
            remove(path);
        std::error_code notEmpty;
        if (!m_keep)
            fs::remove(m_folder, notEmpty);
    }
    MadeFiles(const MadeFiles&) = delete;
    MadeFiles& operator=(const MadeFiles&) = delete;

    /// FileNotWritable where somebody else's file has the name.
    Result<fs::path> add(const char* name)
    {
        std::error_code problem;
        if (fs::exists(m_folder / name, problem))
            return fail(ErrorCode::FileNotWritable, (m_folder / name).string(), "there is something of that name",
                        "choose an empty folder");
        return m_paths.emplace_back(m_folder / name);
    }
    /// Makes room before the end.
    void remove(const fs::path& path) const
    {
        std::error_code ignored;
        if (!m_keep)
            fs::remove_all(path, ignored);
    }

private:
    fs::path m_folder;
    bool m_keep;
    std::vector<fs::path> m_paths;
};

bool isOutOfMemory(const Failure& failure)
{
    const auto* error = std::get_if<Error>(&failure);
    return error != nullptr && error->code == ErrorCode::OutOfMemory;
}

std::uint64_t weightBytes(const ModelPackage& package, Precision precision)
{
    std::uint64_t bytes = 0;
    for (const inference::PackageTensor& tensor : package.tensors())
        bytes += inference::heldBytes(tensor, precision);
    return bytes;
}

class FullSizeBench {
public:
    FullSizeBench(const BenchSetting& setting, const Context& context) : m_setting(setting), m_context(context) { }

    /// Makes the model in both layouts and assembles each; the package that can see and hear.
    Outcome<fs::path> make(const FullSizeSetting& made, MadeFiles& files);
    Outcome<void> use(const fs::path& folder, const std::vector<std::string>& precisions);
    Json result() const;

private:
    using Work = std::function<Outcome<void>(Json& step)>;

    /// Runs a piece of work and remembers its time and memory; `false` where memory did not suffice.
    Outcome<bool> step(const std::string& name, const Work& work);
    Outcome<void> assemble(const std::string& name, inference::AssembleRequest request);
    Outcome<void> loadAndPropose(const ModelPackage& package, Precision precision);
    Outcome<void> propose(workflows::CaptionEngine& engine, Json& step);

    const BenchSetting& m_setting;
    const Context& m_context;
    Json m_steps = Json::array();
};

Outcome<bool> FullSizeBench::step(const std::string& name, const Work& work)
{
    report(m_context.progress, name, -1.0);
    Json measured{{"name", name}};
    forgetPeakMemory();
    const Clock::time_point start = Clock::now();
    const Outcome<void> done = work(measured);
    const double took = secondsSince(start);
    if (!done && !isOutOfMemory(done.error()))
        return fail(done.error());
    measured["seconds"] = took;
    measured["peak_bytes"] = peakMemory();
    if (!done)
        measured["error"] = describe(std::get<Error>(done.error()));
    // At once, since the rest may take long, or be stopped.
    log::info("{}: {:.2f} s, {:.2f} GB", name, took, 1e-9 * measured["peak_bytes"].get<double>());
    m_steps.push_back(std::move(measured));
    return done.has_value();
}

Outcome<void> FullSizeBench::assemble(const std::string& name, inference::AssembleRequest request)
{
    DESCANT_CHECK(step(name, [&](Json&) { return assemblePackage(request, m_context.stop, m_context.progress); }));
    return {};
}

Outcome<fs::path> FullSizeBench::make(const FullSizeSetting& made, MadeFiles& files)
{
    inference::RandomModel model;
    DESCANT_TRY(model.architecture, architectureLike(made.like));
    DESCANT_TRY(const fs::path hub, files.add("hub"));
    DESCANT_TRY(const fs::path beats, files.add("BEATs.pt"));
    DESCANT_TRY(const fs::path visual, files.add("package-of-hub"));
    DESCANT_TRY(const fs::path authors, files.add("authors"));
    DESCANT_TRY(const fs::path package, files.add("package"));
    const fs::path trained = authors / "random_best.pth";
    DESCANT_CHECK(step("make hub folder", [&](Json&) -> Outcome<void> {
        DESCANT_CHECK(writeRandomHubFolder(hub, model, m_context.stop, m_context.progress));
        return writeRandomBeatsFile(beats, model, m_context.stop, m_context.progress);
    }));
    DESCANT_CHECK(assemble("assemble hub folder", {inference::HubFolder{hub, beats, {}}, {}, {}, {}, {}, {}, visual}));
    files.remove(hub);
    files.remove(visual);
    DESCANT_CHECK(step("make training file", [&](Json&) {
        return writeRandomAuthorsFile(trained, model, m_context.stop, m_context.progress);
    }));
    // Head counts that are not the published ones cannot be told from shapes.
    inference::Architecture told = model.architecture;
    DESCANT_CHECK(assemble("assemble training file",
                           {inference::AuthorsFile{trained}, {}, architectureToJson(told), {}, {}, {}, package}));
    files.remove(authors);
    return package;
}

Outcome<void> FullSizeBench::use(const fs::path& folder, const std::vector<std::string>& precisions)
{
    DESCANT_TRY(const ModelPackage package, ModelPackage::open(folder));
    DESCANT_CHECK(step("verify", [&](Json&) -> Outcome<void> {
        DESCANT_CHECK(inference::verifyPackage(folder, m_context.stop, m_context.progress));
        return {};
    }));
    for (const std::string& name : precisions) {
        DESCANT_TRY(const Precision precision, inference::precisionFromName(name));
        // Right before, so that both find the same part of the file in memory.
        DESCANT_CHECK(step("cat", [&](Json&) -> Outcome<void> {
            for (const inference::SafetensorsFile& file : package.weightFiles())
                DESCANT_CHECK(runProgram({"cat", file.path().string()}, m_context.stop));
            return {};
        }));
        DESCANT_CHECK(loadAndPropose(package, precision));
    }
    return {};
}

Outcome<void> FullSizeBench::loadAndPropose(const ModelPackage& package, Precision precision)
{
    const std::string suffix = " " + inference::precisionName(precision);
    std::optional<workflows::CaptionEngine> engine;
    DESCANT_TRY(const bool loaded, step("load" + suffix, [&](Json& step) -> Outcome<void> {
                    step["weight_bytes"] = weightBytes(package, precision);
                    DESCANT_TRY(engine,
                                workflows::CaptionEngine::load(package.folder(), {"cpu", precision}, m_context.stop,
                                                               m_context.progress));
                    return {};
                }));
    if (!loaded)
        return {};
    DESCANT_CHECK(step("propose" + suffix, [&](Json& step) { return propose(*engine, step); }));
    return {};
}

Outcome<void> FullSizeBench::propose(workflows::CaptionEngine& engine, Json& step)
{
    DESCANT_TRY(const std::shared_ptr<BenchClip> media, BenchClip::get(m_setting, m_context.stop));
    PartClock clock(m_context.progress);
    const ProgressSink sink = clock.sink();
    report(sink, "Reading the clip", 0.0);
    DESCANT_TRY(const workflows::Clip clip,
                workflows::readClip(media->path(), {fromSeconds(0.0), fromSeconds(kClipSeconds)}, engine.package(),
                                    engine.captioner().windowSeconds(), workflows::Senses::All, m_context.stop, {}));
    inference::CaptionInput input;
    input.audio = clip.sound;
    for (const media::SampledFrame& frame : clip.pictures.frames)
        input.frames.push_back(frame.image);
    inference::GenerationSettings settings = engine.captioner().generation();
    settings.beams = kBeams;
    settings.maxNewTokens = kMostTokens;
    DESCANT_TRY(const std::vector<inference::Candidate> candidates,
                engine.captioner().propose(input, settings, inference::EvidenceWanted::No, m_context.stop, sink));
    step["frames"] = input.frames.size();
    step["audio_seconds"] = seconds(input.audio.length());
    step["tokens"] = candidates.empty() ? 0 : candidates.front().ids.size();
    step["text"] = candidates.empty() ? "" : candidates.front().text;
    step["parts"] = Json::array();
    for (const auto& [what, took] : clock.end())
        step["parts"].push_back({{"what", what}, {"seconds", took}});
    return {};
}

/// The first precision that could be loaded, against the last reading of the file before it.
Json FullSizeBench::result() const
{
    Json line{{"line", kFullSizeLine}, {"ours", nullptr}, {"peer", nullptr}, {"peer_name", "cat"},
              {"ratio", nullptr},      {"unit", "ms"},    {"runs", 1}};
    double read = 0.0;
    for (const Json& step : m_steps) {
        const double milliseconds = 1e3 * step["seconds"].get<double>();
        const std::string name = step["name"];
        if (name == "cat")
            read = milliseconds;
        if (!name.starts_with("load") || step.contains("error") || !line["ours"].is_null())
            continue;
        line["ours"] = milliseconds;
        line["peer"] = read;
        line["ratio"] = read / milliseconds;
    }
    line["steps"] = m_steps;
    return line;
}

} // namespace

Outcome<Json> measureFullSize(const FullSizeSetting& made, const BenchSetting& setting, const Context& context)
{
    FullSizeBench bench(setting, context);
    if (!setting.model.empty()) {
        DESCANT_CHECK(bench.use(setting.model, made.precisions));
        return bench.result();
    }
    const fs::path folder = made.folder.empty()
        ? fs::temp_directory_path() / fmt::format("descant-full-size-{}", newIdentifier())
        : fs::path(made.folder);
    MadeFiles files(folder, made.keep);
    DESCANT_TRY(const fs::path package, bench.make(made, files));
    DESCANT_CHECK(bench.use(package, made.precisions));
    return bench.result();
}

std::string fullSizeInWords(const Json& line)
{
    std::string text = "full-size";
    for (const Json& step : line["steps"]) {
        text += fmt::format("\n  {:<24} {:8.2f} s  {:7.2f} GB", step["name"].get<std::string>(),
                            step["seconds"].get<double>(), 1e-9 * step["peak_bytes"].get<double>());
        if (step.contains("weight_bytes"))
            text += fmt::format(" for {:.2f} GB of weights", 1e-9 * step["weight_bytes"].get<double>());
        if (step.contains("error"))
            text += "  " + step["error"].get<std::string>();
        if (step.contains("parts"))
            for (const Json& part : step["parts"])
                text += fmt::format("\n    {:<22} {:8.2f} s", part["what"].get<std::string>(),
                                    part["seconds"].get<double>());
    }
    return text;
}

} // namespace descant::cli
