// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/caption_writing.h"

#include "core/inference/internal/torch_guard.h"

#include <algorithm>
#include <set>

namespace descant::inference {
namespace {

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t\n");
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// All that the search finds is wanted of it: captions of one text are left out afterwards.
GenerationSettings searchSettings(GenerationSettings settings)
{
    if (!settings.sampling)
        settings.candidates = settings.beams;
    return settings;
}

bool isOutOfMemory(const Failure& failure)
{
    return !isCancelled(failure) && std::get<Error>(failure).code == ErrorCode::OutOfMemory;
}

} // namespace

std::vector<CaptionWriter::Written> CaptionWriter::write(std::span<const EncodedClip> clips,
                                                         const GenerationSettings& settings, EvidenceWanted wanted,
                                                         const std::stop_token& stop,
                                                         const ProgressSink& progress) const
{
    const std::size_t together = clipsAtOnce(settings);
    std::vector<Written> all;
    for (std::size_t first = 0; first < clips.size(); first += together) {
        const auto part = clips.subspan(first, std::min(together, clips.size() - first));
        std::vector<Written> written = writeTogether(part, settings, wanted, stop, progress);
        for (std::size_t index = 0; index < part.size(); ++index) {
            const bool tooMuch = part.size() > 1 && !written[index] && isOutOfMemory(written[index].error());
            all.push_back(tooMuch ? writeTogether(part.subspan(index, 1), settings, wanted, stop, progress).front()
                                  : std::move(written[index]));
        }
    }
    return all;
}

std::vector<CaptionWriter::Written> CaptionWriter::writeTogether(std::span<const EncodedClip> clips,
                                                                 const GenerationSettings& settings,
                                                                 EvidenceWanted wanted, const std::stop_token& stop,
                                                                 const ProgressSink& progress) const
{
    std::vector<EncodedText> texts;
    std::vector<PrefixConstraint> prefixes;
    for (const EncodedClip& clip : clips) {
        texts.push_back({clip.content().text, {}});
        prefixes.push_back(constraintFor(clip.content().prefix));
    }
    using Found = std::vector<Outcome<std::vector<Hypothesis>>>;
    const Outcome<Found> decoded = guarded("caption", [&]() -> Outcome<Found> {
        return decodeBatch(t5DecodingModel(m_t5, texts), m_vocabulary, searchSettings(settings), prefixes, stop,
                           progress);
    });
    std::vector<Written> written;
    for (std::size_t index = 0; index < clips.size(); ++index) {
        if (!decoded || !(*decoded)[index])
            written.push_back(fail(decoded ? (*decoded)[index].error() : decoded.error()));
        else
            written.push_back(guarded("caption", [&] {
                return candidatesOf(clips[index].content(), prefixes[index], *(*decoded)[index],
                                    static_cast<std::size_t>(settings.candidates), wanted, stop);
            }));
    }
    return written;
}

CaptionWriter::Written CaptionWriter::candidatesOf(const EncodedClip::Content& clip, const PrefixConstraint& prefix,
                                                   const std::vector<Hypothesis>& found, std::size_t most,
                                                   EvidenceWanted wanted, const std::stop_token& stop) const
{
    std::vector<Candidate> candidates;
    std::set<std::string> texts;
    for (const Hypothesis& hypothesis : found) {
        if (stop.stop_requested())
            return cancelled();
        Candidate candidate = candidateOf(clip, prefix, hypothesis);
        if (candidates.size() == most || !texts.insert(candidate.text).second)
            continue;
        if (wanted == EvidenceWanted::Yes)
            candidate.evidence = evidenceFor(clip, candidate);
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

PrefixConstraint CaptionWriter::constraintFor(const std::string& prefix) const
{
    std::string beginning = prefix.empty() ? std::string() : m_tokenizer.beginning(prefix);
    return beginning.empty() ? PrefixConstraint() : PrefixConstraint(m_pieces, std::move(beginning));
}

Candidate CaptionWriter::candidateOf(const EncodedClip::Content& clip, const PrefixConstraint& prefix,
                                     const Hypothesis& hypothesis) const
{
    Candidate candidate;
    // The person's own characters, which the model may know in another form only.
    candidate.text = prefix.fewestTokens() > 0 ? clip.prefix + Tokenizer::shown(prefix.continuation(hypothesis.ids))
                                               : trimmed(m_tokenizer.decode(hypothesis.ids));
    candidate.score = hypothesis.score;
    candidate.ids = hypothesis.ids;
    for (std::size_t index = 0; index < hypothesis.ids.size() && hypothesis.ids[index] != Tokenizer::kEnd; ++index)
        candidate.tokens.push_back({m_tokenizer.piece(hypothesis.ids[index]), hypothesis.logProbabilities[index]});
    return candidate;
}

std::vector<TokenEvidence> CaptionWriter::evidenceFor(const EncodedClip::Content& clip,
                                                      const Candidate& candidate) const
{
    std::vector<std::int64_t> ids = {kStartId};
    ids.insert(ids.end(), candidate.ids.begin(), candidate.ids.end() - 1);
    at::Tensor attention;
    m_t5.decode(idTensor(ids, clip.text.device()), clip.text, {}, 0.0, &attention);
    std::vector<TokenEvidence> evidence;
    for (std::size_t token = 0; token < candidate.tokens.size(); ++token)
        evidence.push_back(
            evidenceOf(static_cast<int>(token), attention[0][static_cast<std::int64_t>(token)], clip.views));
    return evidence;
}

} // namespace descant::inference
