// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_lines.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 32;

/// Counts lines while nlohmann's parser reads: an input iterator that knows how far it is.
class LineCounter {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    LineCounter(const char* at, std::size_t* line) : m_at(at), m_line(line) {}
    reference operator*() const { return *m_at; }
    LineCounter& operator++()
    {
        *m_line += *m_at == '\n' ? 1 : 0;
        ++m_at;
        return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(const LineCounter& other) const { return m_at == other.m_at; }
    bool operator!=(const LineCounter& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    std::size_t* m_line;
};

/// Builds nothing: looks for what the plain parser lets pass, and remembers where elements begin.
class Inspector : public nlohmann::json_sax<json> {
public:
    explicit Inspector(const std::size_t& line) : m_line(line) {}

    std::map<std::string, std::vector<std::size_t>> linesOf;
    ImportProblem problem;

    bool null() override { return element(); }
    bool boolean(bool) override { return element(); }
    bool number_integer(number_integer_t) override { return element(); }
    bool number_unsigned(number_unsigned_t) override { return element(); }
    bool number_float(number_float_t value, const string_t&) override
    {
        return std::isfinite(value) ? element() : refuse("a number is out of range");
    }
    bool string(string_t&) override { return element(); }
    bool binary(binary_t&) override { return refuse("it is not JSON text"); }

    bool start_object(std::size_t) override { return element() && enter(); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return element() && enter(); }
    bool end_array() override { return leave(); }

    bool key(string_t& name) override
    {
        if (!m_keys.back().insert(name).second)
            return refuse("the key \"" + name + "\" stands twice in one object");
        if (m_keys.size() == 1)
            m_member = name;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override
    {
        return refuse(error.what());
    }

private:
    bool refuse(std::string message)
    {
        problem = {m_line, std::move(message)};
        return false;
    }

    bool element()
    {
        // Depth 2 is inside an array that is a member of the outer object.
        if (m_keys.size() == 2)
            linesOf[m_member].push_back(m_line);
        return true;
    }

    bool enter()
    {
        m_keys.emplace_back();
        return m_keys.size() <= kDeepest || refuse("it is nested too deeply");
    }

    bool leave()
    {
        m_keys.pop_back();
        return true;
    }

    const std::size_t& m_line;
    std::vector<std::set<std::string>> m_keys;
    std::string m_member;
};

} // namespace

tl::expected<JsonWithLines, ImportProblem> parseJsonWithLines(const std::string& text)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    const std::size_t begin = text.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0 ? kByteOrderMark.size() : 0;
    std::size_t line = 1;
    Inspector inspector(line);
    const LineCounter first(text.data() + begin, &line);
    const LineCounter last(text.data() + text.size(), &line);
    if (!json::sax_parse(first, last, &inspector))
        return tl::unexpected(inspector.problem);
    JsonWithLines parsed{json::parse(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), nullptr, false), {}};
    parsed.linesOf = std::move(inspector.linesOf);
    return parsed;
}

} // namespace descant::formats
