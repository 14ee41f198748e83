// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tokenizer.h"

#include "core/base/file.h"

#include <fmt/format.h>
#include <sentencepiece_processor.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace descant::inference {
namespace {

constexpr std::size_t kLargestFile = std::size_t(64) << 20;
constexpr std::int64_t kExtraIds = 100;
/// T5 has 128 words more than pieces: the extra ids, and 28 up to a round number. Small models have some hundred, where
/// the vocabulary came out smaller than it was planned.
constexpr std::int64_t kDoubtfulSurplus = 1000;
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kSpaceMark = "\xe2\x96\x81"; // U+2581

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t place = text.find(from); place != std::string::npos; place = text.find(from, place + to.size()))
        text.replace(place, from.size(), to);
}

/// The reference's clean-up: no space before punctuation and English contractions.
std::string cleanedUp(std::string text)
{
    constexpr std::pair<std::string_view, std::string_view> kReplacements[] = {
        {" .", "."},     {" ?", "?"},   {" !", "!"},   {" ,", ","},     {" ' ", "'"},
        {" n't", "n't"}, {" 'm", "'m"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}};
    for (const auto& [from, to] : kReplacements)
        replaceAll(text, from, to);
    return text;
}

} // namespace

struct Tokenizer::State {
    sentencepiece::SentencePieceProcessor processor;
    std::int64_t vocabulary = 0;

    std::int64_t pieces() const { return processor.GetPieceSize(); }

    /// The id of a special string at the beginning of `text`, and its length.
    std::optional<std::pair<std::int64_t, std::size_t>> specialAt(std::string_view text) const
    {
        for (const auto& [name, id] :
             {std::pair<std::string_view, std::int64_t>{"<pad>", kPad}, {"</s>", kEnd}, {"<unk>", kUnknown}}) {
            if (text.starts_with(name))
                return std::pair(id, name.size());
        }
        constexpr std::string_view kExtra = "<extra_id_";
        if (!text.starts_with(kExtra))
            return std::nullopt;
        const std::string_view rest = text.substr(kExtra.size());
        std::int64_t number = -1;
        const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        const auto digits = static_cast<std::size_t>(end - rest.data());
        const bool canonical = problem == std::errc() && rest[0] != '-' && (rest[0] != '0' || digits == 1);
        if (!canonical || number >= kExtraIds || digits >= rest.size() || rest[digits] != '>')
            return std::nullopt;
        const std::int64_t id = pieces() + kExtraIds - 1 - number;
        if (id >= vocabulary)
            return std::nullopt;
        return std::pair(id, kExtra.size() + digits + 1);
    }

    /// What an id writes of a normalised text.
    std::string textOf(int id) const
    {
        if (processor.IsControl(id) || processor.IsUnknown(id) || processor.IsUnused(id))
            return {};
        const std::string& piece = processor.IdToPiece(id);
        if (!processor.IsByte(id))
            return piece;
        unsigned int byte = 0; // "<0x0A>"
        std::from_chars(piece.data() + 3, piece.data() + 5, byte, 16);
        return std::string(1, static_cast<char>(byte));
    }

    void encodePlain(std::string_view text, std::vector<std::int64_t>& ids) const
    {
        std::vector<int> found;
        if (!text.empty() && processor.Encode(std::string(text), &found).ok())
            ids.insert(ids.end(), found.begin(), found.end());
    }
};

Tokenizer::Tokenizer(std::unique_ptr<State> state) : m_state(std::move(state)) { }
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& path, std::int64_t vocabulary)
{
    DESCANT_TRY(const std::string bytes, readFile(path, kLargestFile));
    auto state = std::make_unique<State>();
    state->vocabulary = vocabulary;
    try {
        if (const auto status = state->processor.LoadFromSerializedProto(bytes); !status.ok())
            return fail(ErrorCode::TokenizerInvalid, path.string(), "it is not a sentencepiece model");
    } catch (const std::exception& problem) {
        return fail(ErrorCode::TokenizerInvalid, path.string(), problem.what());
    }
    const auto& processor = state->processor;
    if (state->pieces() < 4 || processor.PieceToId("</s>") != kEnd || processor.unk_id() != kUnknown)
        return fail(ErrorCode::TokenizerInvalid, path.string(),
                    "its special pieces are not those of T5: <pad> 0, </s> 1, <unk> 2");
    if (state->pieces() > vocabulary)
        return fail(ErrorCode::TokenizerInvalid, path.string(),
                    fmt::format("it has {} pieces, but the model only {} words", state->pieces(), vocabulary));
    return Tokenizer(std::move(state));
}

std::vector<std::int64_t> Tokenizer::encode(const std::string& text) const
{
    std::vector<std::int64_t> ids;
    const std::string_view view = text;
    std::size_t start = 0;
    for (std::size_t place = view.find('<'); place != std::string_view::npos;) {
        const auto special = m_state->specialAt(view.substr(place));
        if (special) {
            m_state->encodePlain(view.substr(start, place - start), ids);
            ids.push_back(special->first);
            start = place + special->second;
        }
        place = view.find('<', special ? start : place + 1);
    }
    m_state->encodePlain(view.substr(start), ids);
    ids.push_back(kEnd);
    return ids;
}

std::string Tokenizer::beginning(const std::string& text) const
{
    std::vector<std::string> written;
    if (!m_state->processor.Encode(text, &written).ok() || written.empty())
        return {};
    std::string normalised;
    for (const std::string& piece : written) {
        const int id = m_state->processor.PieceToId(piece);
        normalised += m_state->processor.IsByte(id) ? m_state->textOf(id) : piece;
    }
    // The normaliser drops spaces at the end: there one tells that the last word is whole.
    if (text.find_last_not_of(kSpaces) + 1 < text.size())
        normalised += kSpaceMark;
    return normalised;
}

std::vector<std::string> Tokenizer::pieceTexts() const
{
    std::vector<std::string> texts;
    for (int id = 0; id < m_state->processor.GetPieceSize(); ++id)
        texts.push_back(m_state->textOf(id));
    return texts;
}

std::string Tokenizer::shown(std::string normalised)
{
    replaceAll(normalised, kSpaceMark, " ");
    std::string text = cleanedUp(std::move(normalised));
    text.erase(text.find_last_not_of(kSpaces) + 1);
    return text;
}

std::string Tokenizer::decode(std::span<const std::int64_t> ids) const
{
    std::vector<int> plain;
    for (const std::int64_t id : ids) {
        if (id > kUnknown && id < m_state->pieces())
            plain.push_back(static_cast<int>(id));
    }
    std::string text;
    if (!m_state->processor.Decode(plain, &text).ok())
        return {};
    return cleanedUp(std::move(text));
}

std::string Tokenizer::piece(std::int64_t id) const
{
    if (id <= kUnknown || id >= m_state->pieces())
        return {};
    std::string text = m_state->processor.IdToPiece(static_cast<int>(id));
    replaceAll(text, kSpaceMark, " ");
    return text;
}

std::int64_t Tokenizer::pieces() const { return m_state->pieces(); }

std::string Tokenizer::doubtAbout(std::int64_t vocabulary) const
{
    if (vocabulary - pieces() < kDoubtfulSurplus)
        return {};
    return fmt::format("the tokenizer has only {} pieces for the model's {} words: it may be another model's", pieces(),
                       vocabulary);
}

} // namespace descant::inference
