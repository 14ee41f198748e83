// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the field numbers: sentencepiece, src/sentencepiece_model.proto; of the wire format: protobuf.dev.
#include "core/inference/random_models/made_tokenizer.h"

#include <algorithm>
#include <bit>
#include <string_view>
#include <vector>

namespace descant::inference {
namespace {

constexpr std::string_view kSpace = "\xe2\x96\x81";                                 // U+2581
constexpr std::int64_t kFewestPieces = 40, kMostPieces = 32000, kUnusedWords = 128; // the last two as T5

/// Writes a message of protocol buffers.
class Message {
public:
    Message& number(int field, std::uint64_t value)
    {
        return varint(static_cast<std::uint64_t>(field) << 3).varint(value);
    }
    Message& text(int field, std::string_view bytes)
    {
        varint(static_cast<std::uint64_t>(field) << 3 | 2).varint(bytes.size());
        m_bytes += bytes;
        return *this;
    }
    Message& real(int field, float value)
    {
        varint(static_cast<std::uint64_t>(field) << 3 | 5);
        auto bits = std::bit_cast<std::uint32_t>(value);
        for (int byte = 0; byte < 4; ++byte, bits >>= 8)
            m_bytes += static_cast<char>(bits & 0xff);
        return *this;
    }
    const std::string& bytes() const { return m_bytes; }

private:
    Message& varint(std::uint64_t value)
    {
        for (; value > 127; value >>= 7)
            m_bytes += static_cast<char>((value & 127) | 128);
        m_bytes += static_cast<char>(value);
        return *this;
    }
    std::string m_bytes;
};

enum class PieceType { Normal = 1, Unknown = 2, Control = 3 };

std::string piece(std::string_view text, float score, PieceType type)
{
    return Message().text(1, text).real(2, score).number(3, static_cast<std::uint64_t>(type)).bytes();
}

/// The word of this number: syllables are its digits to the base of 100.
std::string inventedWord(std::size_t number)
{
    constexpr std::string_view kConsonants = "bcdfghjklmnpqrstvwxz", kVowels = "aeiou";
    const std::size_t syllables = kConsonants.size() * kVowels.size();
    std::string word;
    std::size_t length = 1;
    for (std::size_t words = syllables; number >= words; words *= syllables, ++length)
        number -= words;
    for (; length > 0; --length, number /= syllables)
        word += {kConsonants[number % syllables / kVowels.size()], kVowels[number % kVowels.size()]};
    return word;
}

} // namespace

std::string madeTokenizer(std::int64_t vocabulary)
{
    const auto pieces = static_cast<std::size_t>(std::clamp(vocabulary - kUnusedWords, kFewestPieces, kMostPieces));
    Message model;
    model.text(1, piece("<pad>", 0, PieceType::Control));
    model.text(1, piece("</s>", 0, PieceType::Control));
    model.text(1, piece("<unk>", 0, PieceType::Unknown));
    std::size_t count = 3;
    const auto add = [&](std::string_view text, float score) {
        model.text(1, piece(text, score, PieceType::Normal));
        ++count;
    };
    add(kSpace, -6.0F);
    for (const char letter : std::string_view("abcdefghijklmnopqrstuvwxyz.,'!?-"))
        add(std::string_view(&letter, 1), -9.0F);
    for (std::size_t number = 0; count < pieces; ++number)
        add(std::string(kSpace) + inventedWord(number), -10.0F - static_cast<float>(number) * 1e-4F);
    Message trainer; // a unigram model; the ids of T5
    trainer.number(3, 1).number(4, count).number(40, 2).number(41, ~std::uint64_t(0)).number(42, 1).number(43, 0);
    trainer.text(45, "<unk>").text(47, "</s>").text(48, "<pad>");
    const Message normaliser = Message().text(1, "identity").number(3, 1).number(4, 1).number(5, 1);
    return model.text(2, trainer.bytes()).text(3, normaliser.bytes()).bytes();
}

} // namespace descant::inference
