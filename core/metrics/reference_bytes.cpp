// SPDX-License-Identifier: GPL-3.0-or-later
// The reference set as bytes, and back.
#include "core/metrics/reference_set.h"

#include <algorithm>
#include <cstring>

namespace descant::metrics {
namespace {

constexpr std::string_view kMark = "descant references 2\n";

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

/// What is kept, in order, beside the vocabulary and the runs.
template <typename Self, typename Visit> void ReferenceSet::visit(Self& self, const Visit& visit)
{
    visit(self.m_firstCaption);
    visit(self.m_captions);
    visit(self.m_words);
    for (auto& norms : self.m_norms)
        visit(norms);
}

std::string ReferenceSet::toBytes() const
{
    Writer writer;
    std::vector<char> letters;
    for (std::uint32_t number = 0; number < m_vocabulary.size(); ++number) {
        const std::string_view word = m_vocabulary.word(number);
        letters.insert(letters.end(), word.begin(), word.end());
        letters.push_back('\n');
    }
    writer(letters);
    visit(*this, [&writer](const auto& values) { writer(values); });
    for (const GramTable& table : m_grams)
        writer(table.grams());
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
    for (GramTable& table : set.m_grams) {
        std::vector<GramTable::Gram> grams;
        reader(grams);
        table = GramTable::of(grams);
    }
    if (!reader.whole || !reader.bytes.empty())
        return damaged;
    for (auto begin = letters.begin(); begin != letters.end();) {
        const auto end = std::find(begin, letters.end(), '\n');
        set.m_vocabulary.add(std::string_view(begin, end));
        begin = end == letters.end() ? end : end + 1;
    }
    set.makeRarities();
    return set;
}

} // namespace descant::metrics
