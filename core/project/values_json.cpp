// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/values_json.h"

#include <fmt/compile.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace descant::project {
namespace {

using nlohmann::json;

std::int64_t ticks(MediaTime time) { return time.count(); }

/// nlohmann::json would make a whole number of 1e300 too, whatever comes of it.
template <typename Number> Number wholeFrom(const json& value)
{
    const bool isLarge = value.is_number_unsigned();
    if (!value.is_number_integer() || !(isLarge ? std::in_range<Number>(value.get<std::uint64_t>())
                                                : std::in_range<Number>(value.get<std::int64_t>())))
        throw std::invalid_argument("a whole number is wanted that is not too large");
    return value.get<Number>();
}

std::vector<std::int64_t> wholesFrom(const json& values)
{
    std::vector<std::int64_t> numbers;
    for (const json& value : values)
        numbers.push_back(wholeFrom<std::int64_t>(value));
    return numbers;
}

MediaTime timeOf(const json& object, const char* name) { return MediaTime(wholeFrom<std::int64_t>(object.at(name))); }
std::string textOf(const json& object, const char* name) { return object.at(name).get<std::string>(); }

template <typename Value>
Value required(std::optional<Value> value)
{
    if (!value)
        throw std::invalid_argument("an unknown word");
    return *value;
}

json valueJson(const Medium& m)
{
    return {{"kind", "medium"}, {"id", m.id}, {"name", m.name}, {"path", m.path}, {"fingerprint", m.fingerprint},
            {"duration", ticks(m.duration)}, {"width", m.width}, {"height", m.height}, {"video", m.hasVideo},
            {"audio", m.hasAudio}, {"extra", m.extra}};
}

json valueJson(const Segment& s)
{
    return {{"kind", "segment"}, {"id", s.id}, {"medium", s.mediumId}, {"start", ticks(s.range.start)},
            {"end", ticks(s.range.end)}, {"text", s.text}, {"status", nameOf(s.status)}, {"language", s.language},
            {"tier", s.tier}, {"split", s.split}, {"extra", s.extra}};
}

json valueJson(const Proposal& p)
{
    json tokens = json::array();
    for (const ProposalToken& token : p.tokens)
        tokens.push_back({token.text, token.logProbability});
    json evidence = json::array();
    for (const ProposalEvidence& e : p.evidence)
        evidence.push_back({{"token", e.token}, {"visual", e.visualShare}, {"frames", e.frames}, {"audio", e.audio}});
    return {{"kind", "proposal"}, {"id", p.id}, {"segment", p.segmentId}, {"rank", p.rank}, {"text", p.text},
            {"score", p.score}, {"model", p.modelName}, {"version", p.modelVersion}, {"hash", p.modelHash},
            {"settings", p.settings}, {"frames", p.framesSeen}, {"heard", ticks(p.audioHeard)},
            {"tokens", std::move(tokens)}, {"evidence", std::move(evidence)}, {"state", nameOf(p.state)},
            {"created", p.created}};
}

json valueJson(const Reading& r)
{
    return {{"kind", "reading"}, {"id", r.id}, {"medium", r.mediumId}, {"segment", r.segmentId},
            {"says", nameOf(r.kind)}, {"start", ticks(r.range.start)}, {"end", ticks(r.range.end)}, {"text", r.text},
            {"status", nameOf(r.status)}, {"language", r.language}, {"tier", r.tier}, {"person", r.person},
            {"base", r.base}, {"package", r.package}, {"state", nameOf(r.state)}, {"created", r.created}};
}

Medium mediumFrom(const json& j)
{
    Medium m;
    m.id = textOf(j, "id");
    m.name = textOf(j, "name");
    m.path = textOf(j, "path");
    m.fingerprint = textOf(j, "fingerprint");
    m.duration = timeOf(j, "duration");
    m.width = wholeFrom<int>(j.at("width"));
    m.height = wholeFrom<int>(j.at("height"));
    m.hasVideo = j.at("video").get<bool>();
    m.hasAudio = j.at("audio").get<bool>();
    m.extra = textOf(j, "extra");
    return m;
}

Segment segmentFrom(const json& j)
{
    Segment s;
    s.id = textOf(j, "id");
    s.mediumId = textOf(j, "medium");
    s.range = {timeOf(j, "start"), timeOf(j, "end")};
    s.text = textOf(j, "text");
    s.status = required(segmentStatusFrom(textOf(j, "status")));
    s.language = textOf(j, "language");
    s.tier = textOf(j, "tier");
    s.split = textOf(j, "split");
    s.extra = textOf(j, "extra");
    return s;
}

Proposal proposalFrom(const json& j)
{
    Proposal p;
    p.id = textOf(j, "id");
    p.segmentId = textOf(j, "segment");
    p.rank = wholeFrom<int>(j.at("rank"));
    p.text = textOf(j, "text");
    p.score = j.at("score").get<double>();
    p.modelName = textOf(j, "model");
    p.modelVersion = textOf(j, "version");
    p.modelHash = textOf(j, "hash");
    p.settings = textOf(j, "settings");
    p.framesSeen = wholesFrom(j.at("frames"));
    p.audioHeard = timeOf(j, "heard");
    for (const json& token : j.at("tokens"))
        p.tokens.push_back({token.at(0).get<std::string>(), token.at(1).get<double>()});
    for (const json& e : j.at("evidence"))
        p.evidence.push_back({wholeFrom<int>(e.at("token")), e.at("visual").get<double>(),
                              e.at("frames").get<std::vector<double>>(), e.at("audio").get<std::vector<double>>()});
    p.state = required(proposalStateFrom(textOf(j, "state")));
    p.created = textOf(j, "created");
    return p;
}

Reading readingFrom(const json& j)
{
    Reading r;
    r.id = textOf(j, "id");
    r.mediumId = textOf(j, "medium");
    r.segmentId = textOf(j, "segment");
    r.kind = required(readingKindFrom(textOf(j, "says")));
    r.range = {timeOf(j, "start"), timeOf(j, "end")};
    r.text = textOf(j, "text");
    r.status = required(segmentStatusFrom(textOf(j, "status")));
    r.language = textOf(j, "language");
    r.tier = textOf(j, "tier");
    r.person = textOf(j, "person");
    r.base = textOf(j, "base");
    r.package = textOf(j, "package");
    r.state = required(readingStateFrom(textOf(j, "state")));
    r.created = textOf(j, "created");
    return r;
}

Entity entityFrom(const json& j)
{
    switch (required(entityKindFrom(textOf(j, "kind")))) {
    case EntityKind::Medium:
        return mediumFrom(j);
    case EntityKind::Segment:
        return segmentFrom(j);
    case EntityKind::Proposal:
        return proposalFrom(j);
    case EntityKind::Reading:
        return readingFrom(j);
    }
    throw std::invalid_argument("an unknown kind");
}

/// Writes an object's members, in the order of their names as nlohmann::json has them.
class ObjectWriter {
public:
    explicit ObjectWriter(std::string& out) : m_out(out) { m_out += '{'; }

    void text(std::string_view name, std::string_view value)
    {
        begin(name);
        m_is = appendJsonString(m_out, value) == TextIs::Utf8 ? m_is : TextIs::Broken;
    }
    void number(std::string_view name, std::int64_t value)
    {
        begin(name);
        fmt::format_to(std::back_inserter(m_out), FMT_COMPILE("{}"), value);
    }
    void truth(std::string_view name, bool value)
    {
        begin(name);
        m_out += value ? "true" : "false";
    }
    TextIs end()
    {
        m_out += '}';
        return m_is;
    }

private:
    void begin(std::string_view name)
    {
        if (m_out.back() != '{')
            m_out += ',';
        m_out += '"';
        m_out += name;
        m_out += "\":";
    }

    std::string& m_out;
    TextIs m_is = TextIs::Utf8;
};

TextIs append(std::string& out, const Medium& m)
{
    ObjectWriter object(out);
    object.truth("audio", m.hasAudio);
    object.number("duration", ticks(m.duration));
    object.text("extra", m.extra);
    object.text("fingerprint", m.fingerprint);
    object.number("height", m.height);
    object.text("id", m.id);
    object.text("kind", "medium");
    object.text("name", m.name);
    object.text("path", m.path);
    object.truth("video", m.hasVideo);
    object.number("width", m.width);
    return object.end();
}

TextIs append(std::string& out, const Segment& s)
{
    ObjectWriter object(out);
    object.number("end", ticks(s.range.end));
    object.text("extra", s.extra);
    object.text("id", s.id);
    object.text("kind", "segment");
    object.text("language", s.language);
    object.text("medium", s.mediumId);
    object.text("split", s.split);
    object.number("start", ticks(s.range.start));
    object.text("status", nameOf(s.status));
    object.text("text", s.text);
    object.text("tier", s.tier);
    return object.end();
}

/// The kinds that come by the million have a way of their own above.
template <typename Value> TextIs append(std::string& out, const Value& value)
{
    const json object = valueJson(value);
    out += object.dump(-1, ' ', false, json::error_handler_t::replace);
    return canBeJournalled(value) ? TextIs::Utf8 : TextIs::Broken;
}

TextIs append(std::string& out, const std::optional<Entity>& entity)
{
    if (entity)
        return std::visit([&](const auto& value) { return append(out, value); }, *entity);
    out += "null";
    return TextIs::Utf8;
}

std::optional<Entity> optionalFrom(const json& j)
{
    return j.is_null() ? std::nullopt : std::optional<Entity>(entityFrom(j));
}

} // namespace

json toJson(const Entity& entity)
{
    return std::visit([](const auto& value) { return valueJson(value); }, entity);
}

TextIs appendJson(std::string& out, const Change& change)
{
    out += "{\"after\":";
    const TextIs after = append(out, change.after);
    out += ",\"before\":";
    const TextIs before = append(out, change.before);
    out += '}';
    return after == TextIs::Utf8 ? before : after;
}

std::string journalText(const Step& step)
{
    std::string text = "{\"changes\":[";
    for (const Change& change : step.changes) {
        text += &change == &step.changes.front() ? "" : ",";
        appendJson(text, change);
    }
    const json others{{"id", step.id},         {"name", step.name},     {"time", step.time},
                      {"person", step.person}, {"undoes", step.undoes}, {"merge", step.mergeKey}};
    return text + "]," + others.dump(-1, ' ', false, json::error_handler_t::replace).substr(1);
}

bool canBeJournalled(const Entity& entity)
try {
    if (const auto* proposal = std::get_if<Proposal>(&entity)) {
        const auto finite = [](double number) { return std::isfinite(number); };
        bool allFinite = finite(proposal->score);
        for (const ProposalToken& token : proposal->tokens)
            allFinite = allFinite && finite(token.logProbability);
        for (const ProposalEvidence& evidence : proposal->evidence)
            allFinite = allFinite && finite(evidence.visualShare) && std::all_of(evidence.frames.begin(), evidence.frames.end(), finite)
                && std::all_of(evidence.audio.begin(), evidence.audio.end(), finite);
        if (!allFinite)
            return false;
    }
    (void)toJson(entity).dump();   // strict about UTF-8: throws
    return true;
} catch (const std::exception&) {
    return false;
}

Result<Entity> entityFromJson(const json& j)
try {
    return entityFrom(j);
} catch (const std::exception& problem) {
    return fail(ErrorCode::ProjectDamaged, "journal", problem.what());
}

Result<std::vector<Change>> changesFromJson(const json& j)
try {
    std::vector<Change> changes;
    for (const json& change : j)
        changes.push_back({optionalFrom(change.at("before")), optionalFrom(change.at("after"))});
    return changes;
} catch (const std::exception& problem) {
    return fail(ErrorCode::ProjectDamaged, "journal", problem.what());
}

Result<Step> stepFromJson(const json& j)
try {
    DESCANT_TRY(std::vector<Change> changes, changesFromJson(j.at("changes")));
    return Step{textOf(j, "id"),     textOf(j, "name"),  textOf(j, "time"),    textOf(j, "person"),
                textOf(j, "undoes"), textOf(j, "merge"), std::move(changes)};
} catch (const std::exception& problem) {
    return fail(ErrorCode::ProjectDamaged, "journal", problem.what());
}

} // namespace descant::project
