// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>

namespace descant::formats {

/// A finite number, or the text of one: some copies of corpora hold numbers as texts. The same in every locale.
std::optional<double> numberOf(const nlohmann::json& value);

/// An identifier as text: a text, or a whole number. Nothing for every other type.
std::optional<std::string> identifierOf(const nlohmann::json& value);

/// What is left of an object when the known members are taken away.
nlohmann::json without(nlohmann::json object, std::initializer_list<const char*> known);

/// What an import kept, as an object; an empty one where there is none. Project files may hold anything.
nlohmann::json extraObject(const std::string& text);

/// The member of that name where it is a text, else `otherwise`.
template <typename Json> std::string textMember(const Json& object, const char* name, std::string otherwise = {})
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->template get<std::string>() : otherwise;
}

/// The member of that name where it is an object, else an empty one.
template <typename Json> Json objectMember(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : Json::object();
}

} // namespace descant::formats
