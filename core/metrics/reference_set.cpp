// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/reference_set.h"

#include "core/metrics/candidate_scorer.h"
#include "core/metrics/word_split.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace descant::metrics {
namespace {

/// Whether blanks stand between words alone and no other white space is possible.
bool hasSingleBlanksOnly(std::string_view caption)
{
    const auto isPlain = [](char letter) { return letter >= ' ' && letter < 0x7f; };
    return !caption.empty() && caption.front() != ' ' && caption.back() != ' '
        && caption.find("  ") == std::string_view::npos && std::ranges::all_of(caption, isPlain);
}

std::size_t wordsIn(const std::vector<std::vector<std::string>>& segments)
{
    std::size_t words = 0;
    for (const auto& captions : segments) {
        for (const std::string& caption : captions)
            words += 1 + static_cast<std::size_t>(std::ranges::count(caption, ' '));
    }
    return words;
}

} // namespace

std::uint32_t ReferenceSet::addWord(std::string_view word)
{
    if (const auto known = m_wordNumbers.find(word); known != m_wordNumbers.end())
        return known->second;
    const auto number = static_cast<std::uint32_t>(m_words.size());
    m_words.emplace_back(word);
    m_wordNumbers.emplace(m_words.back(), number);
    return number;
}

/// The number of the run; counts the segment at hand where it has not had the run yet.
std::uint32_t ReferenceSet::addGram(std::uint32_t beginning, std::uint32_t word, Building& building)
{
    const std::uint32_t number = m_table.add(beginning, word);
    if (number == m_gramKeys.size()) {
        m_gramKeys.push_back((std::uint64_t{beginning} << 32) | word);
        m_segmentsWith.push_back(0);
        building.placeOf.push_back(0);
        building.segmentOf.push_back(GramTable::kNone);
    }
    if (building.segmentOf[number] != building.segment) {
        building.segmentOf[number] = building.segment;
        ++m_segmentsWith[number];
    }
    return number;
}

/// A run that stands several times in a caption is kept once, where it stands first.
void ReferenceSet::addGrams(const Words& words, Building& building)
{
    std::vector<std::uint32_t> beginnings(words.size(), GramTable::kNone);
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        const std::size_t first = m_grams.size();
        for (std::size_t at = 0; at + order < words.size(); ++at) {
            const std::uint32_t number = addGram(beginnings[at], words[at + order], building);
            beginnings[at] = number;
            const std::uint32_t place = building.placeOf[number];
            if (place >= first && place < m_grams.size() && m_grams[place].number == number) {
                ++m_grams[place].count;
                continue;
            }
            building.placeOf[number] = static_cast<std::uint32_t>(m_grams.size());
            m_grams.push_back({number, 1});
        }
        m_firstGram.push_back(static_cast<std::uint32_t>(m_grams.size()));
    }
}

void ReferenceSet::addCaption(std::string_view caption, Building& building)
{
    for (const std::string_view word : cutAtBlanks(caption))
        m_wordsOf.push_back(addWord(word));
    // Mostly both ways of cutting give the same words; then they are looked up once.
    Words words;
    if (hasSingleBlanksOnly(caption)) {
        words.assign(m_wordsOf.begin() + m_firstWord.back(), m_wordsOf.end());
    } else {
        for (const std::string_view word : cutAtWhiteSpace(caption))
            words.push_back(addWord(word));
    }
    m_firstWord.push_back(static_cast<std::uint32_t>(m_wordsOf.size()));
    m_lengths.push_back(static_cast<std::uint32_t>(words.size()));
    addGrams(words, building);
}

void ReferenceSet::weigh()
{
    const double all = std::log(static_cast<double>(segments()));
    m_rarity.resize(m_segmentsWith.size());
    std::vector<double> logs(segments() + 1);
    for (std::size_t count = 1; count < logs.size(); ++count)
        logs[count] = std::log(static_cast<double>(count));
    for (std::size_t gram = 0; gram < m_rarity.size(); ++gram)
        m_rarity[gram] = all - logs[std::min<std::size_t>(m_segmentsWith[gram], segments())];
    m_norms.resize(m_lengths.size());
    for (std::size_t list = 0; list + 1 < m_firstGram.size(); ++list) {
        double sum = 0;
        for (std::size_t gram = m_firstGram[list]; gram < m_firstGram[list + 1]; ++gram) {
            const double weight = m_grams[gram].count * m_rarity[m_grams[gram].number];
            sum += weight * weight;
        }
        m_norms[list / kGramOrders][list % kGramOrders] = std::sqrt(sum);
    }
}

Result<ReferenceSet> ReferenceSet::of(const std::vector<std::vector<std::string>>& segments)
{
    if (segments.empty())
        return fail(ErrorCode::InputInvalid, "the references", "there is no caption to judge");
    ReferenceSet set;
    Building building;
    const std::size_t words = wordsIn(segments);
    set.m_table = GramTable(words);
    set.m_grams.reserve(words * kGramOrders);
    for (std::size_t segment = 0; segment < segments.size(); ++segment) {
        building.segment = static_cast<std::uint32_t>(segment);
        if (segments[segment].empty())
            return fail(ErrorCode::InputInvalid, "the references", "a caption has no reference");
        for (const std::string& caption : segments[segment])
            set.addCaption(caption, building);
        set.m_firstCaption.push_back(static_cast<std::uint32_t>(set.m_lengths.size()));
    }
    set.weigh();
    return set;
}

std::vector<std::string> ReferenceSet::references(std::size_t segment) const
{
    std::vector<std::string> captions;
    for (std::size_t caption = m_firstCaption[segment]; caption < m_firstCaption[segment + 1]; ++caption) {
        std::string text;
        for (std::size_t word = m_firstWord[caption]; word < m_firstWord[caption + 1]; ++word)
            text += (word == m_firstWord[caption] ? "" : " ") + m_words[m_wordsOf[word]];
        captions.push_back(std::move(text));
    }
    return captions;
}

Result<std::vector<SegmentScore>> ReferenceSet::score(const std::vector<std::string>& candidates) const
{
    if (candidates.size() != segments())
        return fail(ErrorCode::InputInvalid, "the candidates", "there must be one for each segment of the references");
    CandidateScorer scorer(*this);
    std::vector<SegmentScore> scores;
    scores.reserve(candidates.size());
    for (std::size_t segment = 0; segment < candidates.size(); ++segment)
        scores.push_back(scorer.score(segment, candidates[segment]));
    return scores;
}

namespace {

constexpr std::string_view kMark = "descant references 1\n";

/// Sixty-four bits that tell damage: FNV-1a over whole words, then the bytes that are left.
std::uint64_t checksum(std::string_view bytes)
{
    std::uint64_t sum = 0xcbf29ce484222325ull;
    const auto mix = [&sum](std::uint64_t value) {
        sum = (sum ^ value) * 0x100000001b3ull;
        sum ^= sum >> 31;
    };
    for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data(), sizeof value);
        mix(value);
    }
    for (const char byte : bytes)
        mix(static_cast<unsigned char>(byte));
    return sum;
}

struct Writer {
    std::string bytes;

    template <typename Value> void operator()(const std::vector<Value>& values)
    {
        const std::uint64_t count = values.size();
        bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
        bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
    }
};

struct Reader {
    std::string_view bytes;
    bool whole = true;

    template <typename Value> void operator()(std::vector<Value>& values)
    {
        std::uint64_t count = 0;
        whole = whole && bytes.size() >= sizeof count;
        if (!whole)
            return;
        std::memcpy(&count, bytes.data(), sizeof count);
        bytes.remove_prefix(sizeof count);
        whole = count <= bytes.size() / sizeof(Value);
        if (!whole)
            return;
        values.resize(count);
        std::memcpy(static_cast<void*>(values.data()), bytes.data(), count * sizeof(Value));
        bytes.remove_prefix(count * sizeof(Value));
    }
};

} // namespace

/// What is kept, in order; the rest is made from it.
template <typename Self, typename Visit> void ReferenceSet::visit(Self& self, const Visit& visit)
{
    visit(self.m_firstCaption);
    visit(self.m_firstWord);
    visit(self.m_wordsOf);
    visit(self.m_lengths);
    visit(self.m_firstGram);
    visit(self.m_grams);
    visit(self.m_gramKeys);
    visit(self.m_segmentsWith);
}

std::string ReferenceSet::toBytes() const
{
    Writer writer;
    std::vector<char> letters;
    for (const std::string& word : m_words) {
        letters.insert(letters.end(), word.begin(), word.end());
        letters.push_back('\n');
    }
    writer(letters);
    visit(*this, [&writer](const auto& values) { writer(values); });
    const std::uint64_t sum = checksum(writer.bytes);
    std::string bytes(kMark);
    bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    return bytes + writer.bytes;
}

Result<ReferenceSet> ReferenceSet::fromBytes(std::string_view bytes)
{
    std::uint64_t sum = 0;
    const tl::unexpected<Error> damaged = fail(ErrorCode::FormatInvalid, "the kept references", "they are damaged");
    if (!bytes.starts_with(kMark) || bytes.size() < kMark.size() + sizeof sum)
        return damaged;
    std::memcpy(&sum, bytes.data() + kMark.size(), sizeof sum);
    Reader reader{bytes.substr(kMark.size() + sizeof sum)};
    if (checksum(reader.bytes) != sum)
        return damaged;
    ReferenceSet set;
    std::vector<char> letters;
    reader(letters);
    visit(set, [&reader](auto& values) { reader(values); });
    if (!reader.whole || !reader.bytes.empty())
        return damaged;
    for (auto begin = letters.begin(); begin != letters.end();) {
        const auto end = std::find(begin, letters.end(), '\n');
        set.addWord(std::string(begin, end));
        begin = end == letters.end() ? end : end + 1;
    }
    set.m_table = GramTable(set.m_gramKeys.size());
    for (const std::uint64_t key : set.m_gramKeys)
        set.m_table.add(static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(key));
    set.weigh();
    return set;
}

} // namespace descant::metrics
