// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/safetensors_header.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>

namespace descant::inference {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTensors = 200'000;
constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kHighestRank = 8;
constexpr std::uint64_t kLargestNumber = std::uint64_t(1) << 48;

std::optional<ElementType> typeNamed(const std::string& name)
{
    for (const ElementType type : {ElementType::F32, ElementType::F16, ElementType::BF16, ElementType::I64,
                                   ElementType::I32, ElementType::U8, ElementType::Bool}) {
        if (elementName(type) == name)
            return type;
    }
    return std::nullopt;
}

/// Receives the JSON as events, so that duplicate names and odd numbers are seen before a parser could hide them.
class HeaderHandler : public nlohmann::json_sax<json> {
public:
    SafetensorsHeader header;
    std::string problem;

    bool null() override { return refuse("a null"); }
    bool boolean(bool) override { return refuse("a boolean"); }
    bool number_integer(number_integer_t) override { return refuse("a negative number"); }
    bool number_float(number_float_t, const string_t&) override { return refuse("a number that is not whole"); }
    bool binary(binary_t&) override { return refuse("binary data"); }

    bool number_unsigned(number_unsigned_t value) override
    {
        if (m_place != Place::List)
            return refuse("a number in the wrong place");
        if (value > kLargestNumber)
            return refuse("a number that is too large");
        m_numbers.push_back(value);
        return m_numbers.size() <= kHighestRank || refuse("a list that is too long");
    }

    bool string(string_t& value) override
    {
        if (m_place == Place::Metadata) {
            header.metadata[m_field] = value;
            return true;
        }
        if (m_place != Place::Tensor || m_field != "dtype")
            return refuse("a text in the wrong place");
        const auto type = typeNamed(value);
        if (!type)
            return complain(fmt::format("the type {} of \"{}\" is not supported", value, m_tensor.name));
        m_tensor.type = *type;
        return true;
    }

    bool start_object(std::size_t) override
    {
        if (m_place == Place::Outside) {
            m_place = Place::Root;
            return true;
        }
        if (m_place != Place::Root)
            return refuse("an object in the wrong place");
        m_place = m_name == "__metadata__" ? Place::Metadata : Place::Tensor;
        m_fields.clear();
        m_tensor = {};
        m_tensor.name = m_name;
        return true;
    }

    bool key(string_t& value) override
    {
        if (value.size() > kLongestName)
            return complain("a name is too long");
        std::set<std::string>& seen = m_place == Place::Root ? m_names : m_fields;
        if (!seen.insert(value).second)
            return complain(fmt::format("\"{}\" stands there twice", value));
        if (m_place == Place::Root) {
            m_name = value;
            return m_names.size() <= kMostTensors || complain("there are too many tensors");
        }
        m_field = value;
        if (m_place == Place::Tensor && value != "dtype" && value != "shape" && value != "data_offsets")
            return complain(fmt::format("\"{}\" has an unknown member \"{}\"", m_name, value));
        return true;
    }

    bool end_object() override
    {
        if (m_place == Place::Tensor && m_fields.size() != 3)
            return complain(fmt::format("\"{}\" lacks a member", m_name));
        if (m_place == Place::Tensor && !acceptTensor())
            return false;
        m_place = m_place == Place::Root ? Place::Outside : Place::Root;
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_place != Place::Tensor || m_field == "dtype")
            return refuse("a list in the wrong place");
        m_place = Place::List;
        m_numbers.clear();
        return true;
    }

    bool end_array() override
    {
        m_place = Place::Tensor;
        if (m_field == "shape")
            m_tensor.shape.assign(m_numbers.begin(), m_numbers.end());
        else if (m_numbers.size() != 2 || m_numbers[1] < m_numbers[0])
            return complain(fmt::format("\"{}\" has wrong offsets", m_name));
        else {
            m_tensor.offset = m_numbers[0];
            m_tensor.bytes = m_numbers[1] - m_numbers[0];
        }
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
    {
        return complain(fmt::format("the header is not valid JSON near byte {}", position));
    }

private:
    enum class Place { Outside, Root, Metadata, Tensor, List };

    bool complain(std::string what)
    {
        if (problem.empty())
            problem = std::move(what);
        return false;
    }
    bool refuse(const char* what) { return complain(fmt::format("the header has {}", what)); }

    bool acceptTensor()
    {
        std::uint64_t bytes = elementSize(m_tensor.type);
        // A dimension of 0 makes a tensor empty, but not its strides small.
        auto extent = static_cast<std::int64_t>(bytes);
        for (const std::int64_t dimension : m_tensor.shape) {
            bytes *= static_cast<std::uint64_t>(dimension);
            if (__builtin_mul_overflow(extent, std::max<std::int64_t>(1, dimension), &extent))
                return complain(fmt::format("the shape of \"{}\" is not possible", m_name));
        }
        if (bytes != m_tensor.bytes)
            return complain(fmt::format("the shape of \"{}\" does not fit its bytes", m_name));
        header.tensors.push_back(m_tensor);
        return true;
    }

    Place m_place = Place::Outside;
    std::string m_name;
    std::string m_field;
    TensorEntry m_tensor;
    std::set<std::string> m_names;
    std::set<std::string> m_fields;
    std::vector<std::uint64_t> m_numbers;
};

/// The tensors must cover the data from its first to its last byte, without gap or overlap.
std::string coverageProblem(const std::vector<TensorEntry>& tensors, std::uint64_t dataBytes)
{
    std::uint64_t next = 0;
    for (const TensorEntry& tensor : tensors) {
        if (tensor.offset != next)
            return fmt::format("\"{}\" leaves a gap or overlaps another tensor", tensor.name);
        next += tensor.bytes;
    }
    return next == dataBytes ? std::string() : std::string("the data is longer or shorter than its tensors");
}

} // namespace

tl::expected<SafetensorsHeader, std::string> parseSafetensorsHeader(std::string_view text, std::uint64_t dataBytes)
{
    if (text.empty() || text.front() != '{')
        return tl::unexpected<std::string>("the header does not begin with {");
    // The parser takes a NUL for the end of the text and would not look at what follows.
    if (text.find('\0') != std::string_view::npos)
        return tl::unexpected<std::string>("the header has a NUL");
    HeaderHandler handler;
    if (!json::sax_parse(text.begin(), text.end(), &handler))
        return tl::unexpected<std::string>(handler.problem.empty() ? "the header is not valid JSON" : handler.problem);
    std::stable_sort(handler.header.tensors.begin(), handler.header.tensors.end(), [](const auto& a, const auto& b) {
        return std::pair(a.offset, a.bytes) < std::pair(b.offset, b.bytes);
    });
    if (std::string problem = coverageProblem(handler.header.tensors, dataBytes); !problem.empty())
        return tl::unexpected<std::string>(std::move(problem));
    return std::move(handler.header);
}

} // namespace descant::inference
