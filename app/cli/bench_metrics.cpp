// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_lines.h"
#include "app/cli/program_runner.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/metrics/bleu.h"
#include "core/metrics/mean.h"
#include "core/metrics/reference_set.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>

namespace descant::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// The size of MSR-VTT's test split.
constexpr std::size_t kSegments = 2990, kReferences = 20;
constexpr std::size_t kVocabulary = 6000, kPhrases = 10000;

/// How far a score may be from the peer's: with equal work it is nearer.
constexpr double kEqual = 1e-9;

/// What the peer does: the same tokens in memory, the three scores of the set and of each segment, nothing else. It
/// times itself, so that starting Python and reading the file are not counted.
constexpr const char* kPeerProgram =
    "import json,sys,time\n"
    "from pycocoevalcap.bleu.bleu import Bleu\n"
    "from pycocoevalcap.rouge.rouge import Rouge\n"
    "from pycocoevalcap.cider.cider import Cider\n"
    "if len(sys.argv) > 1:\n"
    "    d = json.load(open(sys.argv[1]))\n"
    "    g = dict(enumerate(d['references'])); c = {i: [t] for i, t in enumerate(d['candidates'])}\n"
    "    start = time.perf_counter()\n"
    "    bleu, _ = Bleu(4).compute_score(g, c, verbose=0)\n"
    "    rouge, _ = Rouge().compute_score(g, c); cider, _ = Cider().compute_score(g, c)\n"
    "    ms = 1000 * (time.perf_counter() - start)\n"
    "    scores = [float(score) for score in [*bleu, rouge, cider]]\n"
    "    json.dump({'ms': ms, 'scores': scores}, open(sys.argv[2], 'w'))\n";

/// Tokenised captions whose words are as unevenly frequent as those of people, and a file of them for the peer, beside
/// which it puts its answer.
class BenchCaptions {
public:
    std::vector<std::string> candidates;
    std::vector<std::vector<std::string>> references;

    BenchCaptions()
        : m_file(cacheFolder() / ("bench-captions-" + newIdentifier() + ".json")), m_answer(m_file.string() + ".scores")
    {
        std::mt19937_64 random(20);
        for (std::size_t segment = 0; segment < kSegments; ++segment) {
            candidates.push_back(caption(random));
            for (std::size_t reference = 0; reference < kReferences; ++reference) {
                auto& texts = reference == 0 ? references.emplace_back() : references.back();
                texts.push_back(caption(random));
            }
        }
    }
    ~BenchCaptions()
    {
        std::error_code ignored; // in the cache folder, where it may stay
        fs::remove(m_file, ignored);
        fs::remove(m_answer, ignored);
    }
    BenchCaptions(const BenchCaptions&) = delete;
    BenchCaptions& operator=(const BenchCaptions&) = delete;

    Result<fs::path> file() const
    {
        std::error_code ignored; // writing says what is wrong
        fs::create_directories(m_file.parent_path(), ignored);
        DESCANT_CHECK(
            writeFileAtomically(m_file, nlohmann::json{{"candidates", candidates}, {"references", references}}.dump()));
        return m_file;
    }
    const fs::path& answer() const { return m_answer; }

private:
    /// Low numbers often, high ones seldom, as words of a language are (evenly over their logarithm).
    static std::size_t drawn(std::mt19937_64& random, std::size_t count)
    {
        const double share = static_cast<double>(random() >> 11) * 0x1p-53;
        return static_cast<std::size_t>(std::pow(static_cast<double>(count), share));
    }

    /// People use the same turns of phrase again: a caption is two to five of them.
    static std::string caption(std::mt19937_64& random)
    {
        std::string text;
        const std::size_t phrases = 2 + random() % 4;
        for (std::size_t phrase = 0; phrase < phrases; ++phrase) {
            std::mt19937_64 words(drawn(random, kPhrases));
            for (int word = 0; word < 3; ++word)
                text += (text.empty() ? "w" : " w") + std::to_string(drawn(words, kVocabulary));
        }
        return text;
    }

    fs::path m_file, m_answer;
};

std::string python()
{
    const char* named = std::getenv("DESCANT_PYTHON");
    return named != nullptr && *named != '\0' ? named : "python3";
}

/// BLEU-1 to BLEU-4, ROUGE-L and CIDEr-D of the whole set.
using SetScores = std::vector<double>;

Result<SetScores> scoresOf(const metrics::ReferenceSet& set, const std::vector<std::string>& candidates)
{
    DESCANT_TRY(const std::vector<metrics::SegmentScore> segments, set.score(candidates));
    metrics::BleuCounts counts;
    std::vector<double> rouge, cider;
    for (const metrics::SegmentScore& segment : segments) {
        counts += segment.counts;
        rouge.push_back(segment.rougeL);
        cider.push_back(segment.ciderD);
    }
    const auto bleu = metrics::bleuOf(counts);
    SetScores scores(bleu.begin(), bleu.end());
    scores.insert(scores.end(), {metrics::meanOf(rouge), metrics::meanOf(cider)});
    return scores;
}

/// The milliseconds that the peer took; an error where its scores are not ours, for then the work was not equal.
Result<double> answerOf(const fs::path& file, const SetScores& ours)
{
    constexpr std::size_t kLargestAnswer = 10000;
    const auto refused = [](const char* why) { return fail(ErrorCode::Internal, "pycocoevalcap", why); };
    DESCANT_TRY(const std::string text, readFile(file, kLargestAnswer));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const auto isNumber = [](const auto& value) { return value.is_number(); };
    if (!json.is_object() || !json.contains("scores") || !std::ranges::all_of(json["scores"], isNumber)
        || !json.contains("ms") || !isNumber(json["ms"]))
        return refused("it gave no scores");
    const auto scores = json["scores"].get<SetScores>();
    const auto isEqual = [](double one, double other) { return std::abs(one - other) <= kEqual; };
    if (!std::ranges::equal(scores, ours, isEqual))
        return refused("its scores are not ours");
    return json["ms"].get<double>();
}

/// Nothing where Python or pycocoevalcap is not installed.
Outcome<TimedRun> peerFor(std::shared_ptr<BenchCaptions> captions, std::stop_token stop)
{
    const Outcome<void> there = runProgram({python(), "-c", kPeerProgram}, stop);
    if (stop.stop_requested())
        return cancelled();
    if (!there)
        return TimedRun{};
    DESCANT_TRY(const fs::path file, captions->file());
    DESCANT_TRY(const metrics::ReferenceSet set, metrics::ReferenceSet::of(captions->references));
    DESCANT_TRY(const SetScores scores, scoresOf(set, captions->candidates));
    return TimedRun([captions, file, scores](std::stop_token token) -> Outcome<double> {
        DESCANT_CHECK(runProgram({python(), "-c", kPeerProgram, file.string(), captions->answer().string()}, token));
        DESCANT_TRY(const double time, answerOf(captions->answer(), scores));
        return time;
    });
}

template <typename Work> TimedRun timed(Work work)
{
    return [work](std::stop_token) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(work());
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    };
}

Outcome<BenchPair> prepareFirst(const BenchSetting&, std::stop_token stop)
{
    const auto captions = std::make_shared<BenchCaptions>();
    BenchPair pair;
    pair.ours = timed([captions]() -> Result<void> {
        DESCANT_TRY(const metrics::ReferenceSet set, metrics::ReferenceSet::of(captions->references));
        DESCANT_CHECK(scoresOf(set, captions->candidates));
        return {};
    });
    pair.peerName = "pycocoevalcap";
    DESCANT_TRY(pair.peer, peerFor(captions, stop));
    return pair;
}

/// The references are counted already, as they are when a second model is judged; the peer has no such state.
Outcome<BenchPair> prepareAgain(const BenchSetting&, std::stop_token stop)
{
    const auto captions = std::make_shared<BenchCaptions>();
    DESCANT_TRY(metrics::ReferenceSet counted, metrics::ReferenceSet::of(captions->references));
    const auto set = std::make_shared<const metrics::ReferenceSet>(std::move(counted));
    BenchPair pair;
    pair.ours = timed([captions, set]() -> Result<void> {
        DESCANT_CHECK(scoresOf(*set, captions->candidates));
        return {};
    });
    pair.peerName = "pycocoevalcap";
    DESCANT_TRY(pair.peer, peerFor(captions, stop));
    return pair;
}

} // namespace

std::vector<BenchLine> metricLines()
{
    return {{"metrics", false, prepareFirst}, {"metrics-again", false, prepareAgain}};
}

} // namespace descant::cli
