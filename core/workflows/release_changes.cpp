// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/release_changes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace descant::workflows {

using nlohmann::ordered_json;

namespace {

constexpr std::size_t kExamples = 5;

using CaptionsById = std::unordered_map<std::string, const ReleaseCaption*>;

CaptionsById byId(const std::vector<ReleaseCaption>& captions)
{
    CaptionsById found;
    for (const ReleaseCaption& caption : captions)
        found.emplace(caption.id, &caption);
    return found;
}

/// Names of the media of `captions` that `others` have not, each once.
std::vector<std::string> mediaOnlyIn(const std::vector<ReleaseCaption>& captions,
                                     const std::vector<ReleaseCaption>& others)
{
    std::unordered_set<std::string> known;
    for (const ReleaseCaption& caption : others)
        known.insert(caption.mediumId);
    std::vector<std::string> names;
    for (const ReleaseCaption& caption : captions) {
        if (known.insert(caption.mediumId).second)
            names.push_back(caption.mediumName);
    }
    return names;
}

ordered_json captionJson(const ReleaseCaption& caption)
{
    return {{"id", caption.id},
            {"file", caption.mediumName},
            {"start", toSeconds(caption.range.start)},
            {"end", toSeconds(caption.range.end)},
            {"text", caption.text},
            {"split", caption.split},
            {"status", caption.status}};
}

ordered_json captionsJson(const std::vector<ReleaseCaption>& captions)
{
    ordered_json list = ordered_json::array();
    for (const ReleaseCaption& caption : captions)
        list.push_back(captionJson(caption));
    return list;
}

using ValueOf = std::function<ordered_json(const ReleaseCaption&)>;

ordered_json changedJson(const std::vector<ChangedCaption>& changed, const ValueOf& valueOf)
{
    ordered_json list = ordered_json::array();
    for (const ChangedCaption& one : changed)
        list.push_back({{"id", one.after.id},
                        {"file", one.after.mediumName},
                        {"before", valueOf(one.before)},
                        {"after", valueOf(one.after)}});
    return list;
}

ordered_json rangeOf(const ReleaseCaption& caption)
{
    return {toSeconds(caption.range.start), toSeconds(caption.range.end)};
}

/// In one line, and with nothing in it that Markdown takes for its own.
std::string quoted(const std::string& text)
{
    std::string plain;
    for (const char c : text) {
        if (c == '\n' || c == '\r')
            plain += ' ';
        else if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos)
            plain += std::string("\\") + c;
        else
            plain += c;
    }
    return "“" + plain + "”";
}

std::string placeOf(const ReleaseCaption& caption)
{
    return fmt::format("{}, {} to {} s", quoted(caption.mediumName), formatSeconds(caption.range.start),
                       formatSeconds(caption.range.end));
}

template <typename Value>
std::string examples(const std::string& title, const std::vector<Value>& values,
                     const std::function<std::string(const Value&)>& inWords)
{
    if (values.empty())
        return {};
    std::string text = fmt::format("\n## {} ({})\n\n", title, values.size());
    for (std::size_t i = 0; i < std::min(kExamples, values.size()); ++i)
        text += "- " + inWords(values[i]) + "\n";
    if (values.size() > kExamples)
        text += fmt::format("- … and {} more, in changes.json\n", values.size() - kExamples);
    return text;
}

} // namespace

ReleaseChanges changesBetween(const std::vector<ReleaseCaption>& before, const std::vector<ReleaseCaption>& after)
{
    const CaptionsById earlier = byId(before), later = byId(after);
    ReleaseChanges changes;
    for (const ReleaseCaption& now : after) {
        const auto found = earlier.find(now.id);
        if (found == earlier.end()) {
            changes.added.push_back(now);
            continue;
        }
        const ReleaseCaption& then = *found->second;
        const ChangedCaption both{then, now};
        if (then.text != now.text)
            changes.text.push_back(both);
        if (then.range != now.range)
            changes.range.push_back(both);
        if (then.split != now.split)
            changes.split.push_back(both);
        if (then.status != now.status)
            changes.status.push_back(both);
        const bool same =
            then.text == now.text && then.range == now.range && then.split == now.split && then.status == now.status;
        changes.unchanged += same ? 1 : 0;
    }
    for (const ReleaseCaption& then : before) {
        if (!later.contains(then.id))
            changes.removed.push_back(then);
    }
    changes.mediaAdded = mediaOnlyIn(after, before);
    changes.mediaRemoved = mediaOnlyIn(before, after);
    return changes;
}

std::string changesJson(const ReleaseChanges& changes)
{
    const ordered_json json{
        {"media_added", changes.mediaAdded},
        {"media_removed", changes.mediaRemoved},
        {"added", captionsJson(changes.added)},
        {"removed", captionsJson(changes.removed)},
        {"text", changedJson(changes.text, [](const ReleaseCaption& caption) { return caption.text; })},
        {"range", changedJson(changes.range, rangeOf)},
        {"split", changedJson(changes.split, [](const ReleaseCaption& caption) { return caption.split; })},
        {"status", changedJson(changes.status, [](const ReleaseCaption& caption) { return caption.status; })},
        {"unchanged", changes.unchanged}};
    return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string changesMarkdown(const ReleaseChanges& changes, const std::string& before, const std::string& after)
{
    std::string text = fmt::format("# Changes from {} to {}\n\n{} captions are unchanged.\n", quoted(before),
                                   quoted(after), changes.unchanged);
    const std::function<std::string(const std::string&)> name = quoted;
    const std::function<std::string(const ReleaseCaption&)> whole = [](const ReleaseCaption& caption) {
        return placeOf(caption) + ": " + quoted(caption.text);
    };
    const auto change = [](std::string (*valueOf)(const ReleaseCaption&)) {
        return std::function<std::string(const ChangedCaption&)>([valueOf](const ChangedCaption& both) {
            return placeOf(both.after) + ": " + valueOf(both.before) + " → " + valueOf(both.after);
        });
    };
    text += examples("Media added", changes.mediaAdded, name);
    text += examples("Media removed", changes.mediaRemoved, name);
    text += examples("Captions added", changes.added, whole);
    text += examples("Captions removed", changes.removed, whole);
    text += examples("Text changed", changes.text, change([](const ReleaseCaption& c) { return quoted(c.text); }));
    text += examples("Range changed", changes.range, change([](const ReleaseCaption& c) {
                         return formatSeconds(c.range.start) + " to " + formatSeconds(c.range.end) + " s";
                     }));
    text += examples("Split changed", changes.split, change([](const ReleaseCaption& c) { return c.split; }));
    text += examples("Status changed", changes.status, change([](const ReleaseCaption& c) { return c.status; }));
    return text;
}

} // namespace descant::workflows
