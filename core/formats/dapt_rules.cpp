// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/dapt.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace descant::formats {
namespace {

using Refuse = std::function<void(pugi::xml_node, std::string)>;

void checkAgents(pugi::xml_node element, const std::set<std::string>& declared, const Refuse& refuse)
{
    for (const std::string& id : daptWords(element.attribute("ttm:agent").value())) {
        if (!declared.contains(id))
            refuse(element, "the agent \"" + id + "\" is not declared in the head");
    }
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_element)
            checkAgents(child, declared, refuse);
    }
}

void checkParameters(pugi::xml_node root, const Refuse& refuse)
{
    if (std::string_view(root.attribute("ttp:timeBase").as_string("media")) != "media")
        refuse(root, "\"ttp:timeBase\" must be media");
    for (const char* name : {"ttp:profile", "ttp:clockMode", "ttp:dropMode", "ttp:markerMode", "ttp:subFrameRate"}) {
        if (root.attribute(name))
            refuse(root, std::string("\"") + name + "\" is not allowed in DAPT");
    }
}

} // namespace

std::vector<std::string> daptWords(const char* list)
{
    std::istringstream words(list);
    return {std::istream_iterator<std::string>(words), {}};
}

void checkDaptRules(pugi::xml_node root, const Refuse& refuse)
{
    if (!isLanguageTag(root.attribute("xml:lang").value()))
        refuse(root, "\"xml:lang\" must name a language");
    const std::set<std::string> types{"originalTranscript", "translatedTranscript", "preRecording", "asRecorded"};
    if (!types.contains(root.attribute("daptm:scriptType").value()))
        refuse(root,
               "\"daptm:scriptType\" must be originalTranscript, translatedTranscript, preRecording or asRecorded");
    const auto represents = daptWords(root.attribute("daptm:scriptRepresents").value());
    if (represents.empty() || !std::all_of(represents.begin(), represents.end(), isDaptDescriptor))
        refuse(root, "\"daptm:scriptRepresents\" must list content descriptors");
    checkParameters(root, refuse);
    std::set<std::string> agents;
    for (const pugi::xml_node agent : root.child("head").child("metadata").children("ttm:agent"))
        agents.insert(agent.attribute("xml:id").value());
    checkAgents(root.child("body"), agents, refuse);
}

} // namespace descant::formats
