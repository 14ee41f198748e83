// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/json_values.h"

#include <charconv>
#include <cmath>

namespace descant::formats {

using nlohmann::json;

std::optional<double> numberOf(const json& value)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const std::string& text = value.get_ref<const std::string&>();
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<std::string> identifierOf(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_integer())
        return value.dump();
    return std::nullopt;
}

json without(json object, std::initializer_list<const char*> known)
{
    for (const char* name : known)
        object.erase(name);
    return object;
}

json extraObject(const std::string& text)
{
    json extra = json::parse(text.empty() ? "{}" : text, nullptr, false);
    return extra.is_object() ? extra : json::object();
}

} // namespace descant::formats
