// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/near_duplicates.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "core/media/probe.h"
#include "core/workflows/progress_part.h"

#include <fmt/format.h>

namespace descant::workflows {

namespace fs = std::filesystem;

using project::Medium;

namespace {

constexpr std::size_t kLargestSignature = std::size_t{64} << 20;
constexpr double kReadingShare = 0.95; ///< of the whole work

/// The signatures that there are, and whose they are.
struct Known {
    std::vector<media::Signature> signatures;
    std::vector<const Medium*> media;
};

std::string whyIn(const media::Alike& alike)
{
    const std::string mirror = alike.mirrored ? ", in a mirror" : "";
    if (alike.pictures > 0)
        return fmt::format("{:.0f} % of the pictures look the same{}", 100 * alike.pictures, mirror);
    return fmt::format("{:.0f} % of the sound is the same", 100 * alike.sound);
}

class Reader {
public:
    Reader(MediaReading reading, const std::stop_token& stop) : m_reading(reading), m_stop(stop) { }

    /// Nothing, with a reason, when it cannot be known.
    Outcome<void> read(const Medium& medium, const ProgressSink& progress, Known& known, NearDuplicates& found) const
    {
        DESCANT_TRY(const std::string fingerprint, fingerprintOf(medium));
        std::optional<media::Signature> signature;
        if (!fingerprint.empty())
            signature = m_cache.find(fingerprint);
        if (!signature) {
            auto reason = whyNot(medium);
            if (reason.empty()) {
                auto made = media::signatureOf(medium.path, m_stop, progress);
                if (!made && isCancelled(made.error()))
                    return cancelled();
                if (made)
                    signature = *std::move(made);
                else
                    reason = "it cannot be read: " + std::string(errorSentence(std::get<Error>(made.error()).code));
            }
            if (!signature) {
                found.partlyKnown.push_back({medium.id, medium.name, reason});
                return {};
            }
            if (!fingerprint.empty())
                m_cache.keep(fingerprint, *signature);
        }
        known.signatures.push_back(*std::move(signature));
        known.media.push_back(&medium);
        return {};
    }

private:
    /// A corpus names files that the project has not seen yet. Empty when it cannot be known.
    Outcome<std::string> fingerprintOf(const Medium& medium) const
    {
        if (!medium.fingerprint.empty() || m_reading == MediaReading::Never)
            return medium.fingerprint;
        auto info = media::probe(medium.path, m_stop);
        if (!info && isCancelled(info.error()))
            return cancelled();
        return info ? info->fingerprint : std::string();
    }

    std::string whyNot(const Medium& medium) const
    {
        std::error_code problem;
        if (medium.path.empty() || !fs::exists(medium.path, problem))
            return "the file is missing: it was grouped by what the project says of it";
        return m_reading == MediaReading::Never ? "it has not been looked through yet" : std::string();
    }

    SignatureCache m_cache{cacheFolder() / "signatures"};
    MediaReading m_reading;
    const std::stop_token& m_stop;
};

} // namespace

fs::path SignatureCache::fileOf(const std::string& fingerprint) const
{
    // A fingerprint comes from a project file, and so from anywhere.
    return m_folder / (sha256Of(fingerprint).substr(0, 32) + ".signature");
}

std::optional<media::Signature> SignatureCache::find(const std::string& fingerprint) const
{
    const auto bytes = readFile(fileOf(fingerprint), kLargestSignature);
    if (!bytes)
        return std::nullopt;
    auto signature = media::decodeSignature(*bytes);
    return signature ? std::optional(*std::move(signature)) : std::nullopt;
}

void SignatureCache::keep(const std::string& fingerprint, const media::Signature& signature) const
{
    std::error_code problem;
    fs::create_directories(m_folder, problem);
    // A cache that cannot be written costs time and nothing else.
    if (const auto written = writeFileAtomically(fileOf(fingerprint), media::encodeSignature(signature)); !written)
        log::warning("{}", describe(written.error()));
}

Outcome<NearDuplicates> findNearDuplicates(const project::ProjectView& document, MediaReading reading,
                                           const std::stop_token& stop, const ProgressSink& progress)
{
    const Reader reader(reading, stop);
    const std::vector<const Medium*> media = document.media();
    NearDuplicates found;
    Known known;
    for (std::size_t i = 0; i < media.size(); ++i) {
        if (stop.stop_requested())
            return cancelled();
        const double from = kReadingShare * static_cast<double>(i) / static_cast<double>(media.size());
        const double to = kReadingShare * static_cast<double>(i + 1) / static_cast<double>(media.size());
        report(progress, fmt::format("Looking through {}", media[i]->name), from);
        DESCANT_CHECK(reader.read(*media[i], partOf(progress, from, to), known, found));
    }
    DESCANT_TRY(const std::vector<media::Alike> pairs,
                media::findAlike(known.signatures, stop, partOf(progress, kReadingShare, 1.0)));
    for (const media::Alike& pair : pairs)
        found.links.push_back({known.media[pair.one]->id, known.media[pair.other]->id,
                               std::string(nameOf(splits::Criterion::NearDuplicate)), whyIn(pair)});
    return found;
}

} // namespace descant::workflows
