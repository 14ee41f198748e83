// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/vocabulary.h"

#include <sentencepiece_trainer.h>

#include <fmt/format.h>

namespace descant::training {

namespace {

/// Sentences in memory, one after the other.
class Sentences : public sentencepiece::SentenceIterator {
public:
    explicit Sentences(const std::vector<std::string>& sentences) : m_sentences(&sentences) { }
    bool done() const override { return m_next >= m_sentences->size(); }
    void Next() override { ++m_next; }
    const std::string& value() const override { return (*m_sentences)[m_next]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    const std::vector<std::string>* m_sentences;
    std::size_t m_next = 0;
};

} // namespace

Result<std::string> learnVocabulary(const std::vector<std::string>& sentences, int pieces)
{
    const std::string arguments = fmt::format(
        "--model_type=unigram --vocab_size={} --pad_id=0 --eos_id=1 --unk_id=2 --bos_id=-1 --character_coverage=1.0 "
        "--hard_vocab_limit=false --num_threads=1 --minloglevel=2", pieces);
    std::string model;
    Sentences iterator(sentences);
    const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &iterator, &model);
    if (!status.ok())
        return fail(ErrorCode::TrainingFailed, "vocabulary", status.ToString());
    return model;
}

} // namespace descant::training
