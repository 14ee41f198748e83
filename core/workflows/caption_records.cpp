// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_records.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <optional>
#include <unordered_set>

namespace descant::workflows {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kDeepest = 32;

/// Follows the text and keeps what may be a caption or an id; the order of keys is that of the file.
class RecordReader : public nlohmann::json_sax<json> {
public:
    CaptionRecords found;
    std::string problem;

    bool null() override { return other(); }
    bool boolean(bool) override { return other(); }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t value, const string_t&) override
    {
        return std::isfinite(value) ? other() : refuse("a number is out of range");
    }
    bool string(string_t& value) override { return text(value); }
    bool binary(binary_t&) override { return refuse("it is not JSON text"); }

    bool start_object(std::size_t) override
    {
        if (isPairValue() || isPairElement())
            m_pairIsObject = true;
        if (isRecordPlace())
            m_record = CaptionRecord{m_levels.size() == 1 ? std::string() : m_levels.front().key, {}};
        return enter(Level::Object);
    }

    bool end_object() override
    {
        m_levels.pop_back();
        if (m_record && isRecordPlace()) {
            found.records.push_back(std::move(*m_record));
            m_record.reset();
        }
        return closePair();
    }

    bool start_array(std::size_t) override
    {
        if (isPairElement())
            pair().isOther = true;
        return enter(Level::Array);
    }

    bool end_array() override
    {
        m_levels.pop_back();
        return closePair();
    }

    bool key(string_t& name) override
    {
        Level& level = m_levels.back();
        if (!level.keys.insert(name).second)
            return refuse("the key \"" + name + "\" stands twice in one object");
        level.key = name;
        if (m_levels.size() == 1)
            found.pairs.push_back({name, {}, false});
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override
    {
        return refuse(error.what());
    }

private:
    struct Level {
        enum Kind { Object, Array } kind;
        std::string key;
        std::unordered_set<std::string> keys;
    };

    bool refuse(std::string why)
    {
        problem = std::move(why);
        return false;
    }

    bool enter(Level::Kind kind)
    {
        m_levels.push_back({kind, {}, {}});
        return m_levels.size() <= kDeepest || refuse("it is nested too deeply");
    }

    CaptionPair& pair() { return found.pairs.back(); }
    bool isPairValue() const { return m_levels.size() == 1 && m_levels[0].kind == Level::Object; }
    bool isPairElement() const
    {
        return m_levels.size() == 2 && m_levels[0].kind == Level::Object && m_levels[1].kind == Level::Array;
    }
    /// Whether an object that begins or has ended here is an element of a list.
    bool isRecordPlace() const { return isPairElement() || (m_levels.size() == 1 && m_levels[0].kind == Level::Array); }
    std::size_t recordDepth() const
    {
        return m_record && m_record->list.empty() && m_levels[0].kind == Level::Array ? 2 : 3;
    }

    /// The member of the record at hand that a value belongs to, or null.
    std::vector<std::string>* member()
    {
        if (!m_record)
            return nullptr;
        const std::size_t depth = recordDepth();
        const bool inMember =
            m_levels.size() == depth || (m_levels.size() == depth + 1 && m_levels.back().kind == Level::Array);
        return inMember ? &m_record->members[m_levels[depth - 1].key] : nullptr;
    }

    bool text(const std::string& value)
    {
        if (isPairValue() || isPairElement())
            pair().texts.push_back(value);
        else if (auto* values = member())
            values->push_back(value);
        return true;
    }

    bool number(const std::string& value)
    {
        if (auto* values = member())
            values->push_back(value);
        return other();
    }

    bool other()
    {
        if (isPairValue() || isPairElement())
            pair().isOther = true;
        return true;
    }

    bool closePair()
    {
        if (m_levels.size() == 1 && m_pairIsObject) {
            pair().isOther = true;
            m_pairIsObject = false;
        }
        return true;
    }

    std::vector<Level> m_levels;
    std::optional<CaptionRecord> m_record;
    bool m_pairIsObject = false;
};

} // namespace

Result<CaptionRecords> readCaptionRecords(const fs::path& file)
{
    std::error_code problem;
    if (!fs::exists(file, problem))
        return fail(ErrorCode::FileNotFound, file.string());
    std::ifstream stream(file, std::ios::binary);
    if (!stream || fs::is_directory(file, problem))
        return fail(ErrorCode::FileNotReadable, file.string());
    RecordReader reader;
    if (!json::sax_parse(stream, &reader))
        return fail(ErrorCode::FormatInvalid, file.string(), reader.problem);
    return std::move(reader.found);
}

} // namespace descant::workflows
