// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/json_rows.h"

#include <cmath>
#include <iterator>
#include <sstream>
#include <unordered_set>
#include <utility>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 32;

/// What the library says of a text that is no JSON, without its own names; the line is counted here.
std::string inPlainWords(const nlohmann::detail::exception& error)
{
    constexpr std::size_t kLongest = 160;
    if (dynamic_cast<const json::out_of_range*>(&error) != nullptr)
        return "a number is out of range";
    std::string words = error.what();
    if (const auto end = words.rfind("syntax error while parsing "); end != std::string::npos)
        words = "it is not JSON: " + words.substr(end + std::string_view("syntax error while parsing ").size());
    return words.size() <= kLongest ? words : words.substr(0, kLongest) + "…";
}

/// Reads a stream's bytes and counts its lines.
class LineIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    LineIterator() = default;
    LineIterator(std::streambuf* bytes, std::size_t* line) : m_bytes(bytes), m_line(line) { }
    char operator*() const { return std::char_traits<char>::to_char_type(m_bytes->sgetc()); }
    LineIterator& operator++()
    {
        *m_line += m_bytes->sbumpc() == '\n' ? 1 : 0;
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const LineIterator& other) const { return atEnd() == other.atEnd(); }
    bool operator!=(const LineIterator& other) const { return atEnd() != other.atEnd(); }

private:
    bool atEnd() const { return m_bytes == nullptr || m_bytes->sgetc() == std::char_traits<char>::eof(); }

    std::streambuf* m_bytes = nullptr;
    std::size_t* m_line = nullptr;
};

/// Builds one piece after another.
class RowBuilder : public nlohmann::json_sax<json> {
public:
    RowBuilder(const std::size_t& line, const std::set<std::string>& byRows, const std::function<void(JsonRow)>& take)
        : m_line(line), m_byRows(byRows), m_take(take)
    {
    }

    ImportProblem problem;

    bool null() override { return scalar(json()); }
    bool boolean(bool value) override { return scalar(value); }
    bool number_integer(number_integer_t value) override { return scalar(value); }
    bool number_unsigned(number_unsigned_t value) override { return scalar(value); }
    bool number_float(number_float_t value, const string_t&) override
    {
        return std::isfinite(value) ? scalar(value) : refuse("a number is out of range");
    }
    bool string(string_t& value) override { return scalar(std::move(value)); }
    bool binary(binary_t&) override { return refuse("it is not JSON text"); }

    bool start_object(std::size_t) override { return enter(json::object()); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(json::array()); }
    bool end_array() override { return leave(); }

    bool key(string_t& name) override
    {
        const bool isNew = m_open.empty() ? m_members.insert(name).second : !m_open.back()->contains(name);
        if (!isNew)
            return refuse("the key \"" + name + "\" stands twice in one object");
        (m_open.empty() ? m_member : m_key) = std::move(name);
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override
    {
        return refuse(inPlainWords(error));
    }

private:
    enum class Top { None, Array, Object };

    bool refuse(std::string message)
    {
        problem = {m_line, std::move(message)};
        return false;
    }

    bool scalar(json value)
    {
        if (m_top == Top::None)
            return refuse("the outermost value must be an array or an object");
        if (m_open.empty())
            return give(std::move(value), m_line);
        place(std::move(value));
        return true;
    }

    bool enter(json container)
    {
        if (++m_depth > kDeepest)
            return refuse("it is nested too deeply");
        if (m_top == Top::None) {
            m_top = container.is_array() ? Top::Array : Top::Object;
            return true;
        }
        if (m_open.empty() && !m_inRows && m_top == Top::Object && container.is_array()
            && m_byRows.contains(m_member)) {
            m_inRows = true;
            m_hadRow = false;
            return true;
        }
        if (m_open.empty()) {
            m_piece = std::move(container);
            m_pieceLine = m_line;
            m_open.push_back(&m_piece);
        } else {
            m_open.push_back(place(std::move(container)));
        }
        return true;
    }

    bool leave()
    {
        --m_depth;
        if (m_open.empty()) {
            const bool wasEmpty = std::exchange(m_inRows, false) && !m_hadRow;
            return !wasEmpty || give(json::array(), m_line);
        }
        m_open.pop_back();
        return !m_open.empty() || give(std::move(m_piece), m_pieceLine);
    }

    /// Into the innermost open array or object.
    json* place(json value)
    {
        json& parent = *m_open.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        json& child = parent[m_key];
        child = std::move(value);
        return &child;
    }

    bool give(json value, std::size_t line)
    {
        m_hadRow = true;
        m_take(
            {m_top == Top::Object ? m_member : std::string(), m_top == Top::Array || m_inRows, line, std::move(value)});
        return true;
    }

    const std::size_t& m_line;
    const std::set<std::string>& m_byRows;
    const std::function<void(JsonRow)>& m_take;
    Top m_top = Top::None;
    bool m_inRows = false, m_hadRow = false;
    std::size_t m_depth = 0;
    std::unordered_set<std::string> m_members;
    std::string m_member, m_key;
    json m_piece;
    std::size_t m_pieceLine = 0;
    std::vector<json*> m_open; ///< from the piece inwards
};

/// The innermost thing: everything as one piece.
class WholeText {
public:
    tl::expected<json, std::string> parse(std::string_view text)
    {
        // One array around it makes the text the only element of the outer one.
        std::istringstream stream("[" + std::string(text) + "\n]");
        std::size_t count = 0;
        json whole;
        const auto problem = readJsonRows(stream, {}, [&](JsonRow row) {
            ++count;
            whole = std::move(row.value);
        });
        if (problem)
            return tl::unexpected(problem->message);
        if (count != 1)
            return tl::unexpected(std::string("it is not one JSON value"));
        return whole;
    }
};

} // namespace

std::optional<ImportProblem> readJsonRows(std::istream& stream, const std::set<std::string>& byRows,
                                          const std::function<void(JsonRow)>& take)
{
    std::size_t line = 1;
    RowBuilder builder(line, byRows, take);
    if (json::sax_parse(LineIterator(stream.rdbuf(), &line), LineIterator(), &builder))
        return std::nullopt;
    return builder.problem;
}

tl::expected<json, std::string> parseStrictly(std::string_view text) { return WholeText().parse(text); }

} // namespace descant::formats
