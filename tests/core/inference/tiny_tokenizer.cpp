// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/tiny_tokenizer.h"

#include <sentencepiece_trainer.h>

#include <stdexcept>
#include <vector>

namespace descant::test {
namespace {

class Sentences : public sentencepiece::SentenceIterator {
public:
    explicit Sentences(const std::vector<std::string>& sentences) : m_sentences(sentences) { }
    bool done() const override { return m_next == m_sentences.size(); }
    void Next() override { ++m_next; }
    const std::string& value() const override { return m_sentences[m_next]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    const std::vector<std::string>& m_sentences;
    std::size_t m_next = 0;
};

} // namespace

const std::string& tinyTokenizer()
{
    static const std::string bytes = [] {
        std::vector<std::string> sentences;
        for (const char* thing : {"cow", "rooster", "dog", "drum", "train"}) {
            for (const char* place : {"on the grass", "under the stars", "by the sea", "in a room"})
                sentences.push_back(std::string("a ") + thing + " stands " + place + ", and a video of it hums.");
        }
        std::string model;
        Sentences iterator(sentences);
        const auto status = sentencepiece::SentencePieceTrainer::Train(
            "--model_type=unigram --vocab_size=60 --hard_vocab_limit=false --pad_id=0 --eos_id=1 --unk_id=2 "
            "--bos_id=-1 "
            "--pad_piece=<pad> --eos_piece=</s> --unk_piece=<unk> --minloglevel=2 --num_threads=1",
            &iterator, &model);
        if (!status.ok())
            throw std::runtime_error("the test tokenizer could not be trained: " + status.ToString());
        return model;
    }();
    return bytes;
}

} // namespace descant::test
