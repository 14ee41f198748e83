// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_lines.h"
#include "app/cli/program_runner.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/metrics/reference_set.h"

#include <nlohmann/json.hpp>

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

/// What the peer does: the same tokens, the three scores, nothing else.
constexpr const char* kPeerProgram =
    "import json,sys\n"
    "from pycocoevalcap.bleu.bleu import Bleu\n"
    "from pycocoevalcap.rouge.rouge import Rouge\n"
    "from pycocoevalcap.cider.cider import Cider\n"
    "if len(sys.argv) > 1:\n"
    "    d = json.load(open(sys.argv[1]))\n"
    "    g = dict(enumerate(d['references'])); c = {i: [t] for i, t in enumerate(d['candidates'])}\n"
    "    Bleu(4).compute_score(g, c, verbose=0); Rouge().compute_score(g, c); Cider().compute_score(g, c)\n";

/// Tokenised captions whose words are as unevenly frequent as those of people, and a file of them for the peer.
class BenchCaptions {
public:
    std::vector<std::string> candidates;
    std::vector<std::vector<std::string>> references;

    BenchCaptions() : m_file(cacheFolder() / ("bench-captions-" + newIdentifier() + ".json"))
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

    fs::path m_file;
};

std::string python()
{
    const char* named = std::getenv("DESCANT_PYTHON");
    return named != nullptr && *named != '\0' ? named : "python3";
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
    return TimedRun([captions, file](std::stop_token token) -> Outcome<double> {
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(runProgram({python(), "-c", kPeerProgram, file.string()}, token));
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
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
        DESCANT_CHECK(set.score(captions->candidates));
        return {};
    });
    pair.peerName = "pycocoevalcap";
    DESCANT_TRY(pair.peer, peerFor(captions, stop));
    return pair;
}

Outcome<BenchPair> prepareAgain(const BenchSetting&, std::stop_token stop)
{
    const auto captions = std::make_shared<BenchCaptions>();
    DESCANT_TRY(metrics::ReferenceSet counted, metrics::ReferenceSet::of(captions->references));
    const auto set = std::make_shared<const metrics::ReferenceSet>(std::move(counted));
    BenchPair pair;
    pair.ours = timed([captions, set]() -> Result<void> {
        DESCANT_CHECK(set->score(captions->candidates));
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
