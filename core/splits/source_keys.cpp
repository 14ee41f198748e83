// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/source_keys.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace descant::splits {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kYouTubeIdLength = 11;
constexpr std::string_view kYouTube = "youtube:";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isIdCharacter(char c) { return isDigit(c) || isUpper(c) || isLower(c) || c == '-' || c == '_'; }

/// An id that is one letter again and again stands in examples, for no video.
bool isYouTubeId(std::string_view text)
{
    return text.size() == kYouTubeIdLength && std::all_of(text.begin(), text.end(), isIdCharacter)
        && text.find_first_not_of(text[0]) != std::string_view::npos;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// An address in its parts; what comes after '#' is left out.
struct Address {
    std::string host; ///< lower case, without "www." and port
    std::string_view path, query;
};

std::optional<Address> addressOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || scheme == 0)
        return std::nullopt;
    std::string_view rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find('#'));
    Address address;
    if (const std::size_t query = rest.find('?'); query != std::string_view::npos) {
        address.query = rest.substr(query + 1);
        rest = rest.substr(0, query);
    }
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    address.path = rest.substr(slash);
    std::string_view host = rest.substr(0, slash);
    host = host.substr(0, host.find(':'));
    address.host = lowered(host);
    if (address.host.starts_with("www."))
        address.host.erase(0, 4);
    return address.host.empty() ? std::nullopt : std::optional(std::move(address));
}

bool isYouTubeHost(const std::string& host)
{
    static const std::set<std::string> kHosts{"youtube.com", "m.youtube.com", "music.youtube.com",
                                              "youtube-nocookie.com"};
    return kHosts.contains(host);
}

std::optional<std::string> idAtStart(std::string_view text)
{
    const std::string_view id = text.substr(0, kYouTubeIdLength);
    const bool ends = text.size() <= kYouTubeIdLength || !isIdCharacter(text[kYouTubeIdLength]);
    return isYouTubeId(id) && ends ? std::optional(std::string(id)) : std::nullopt;
}

std::optional<std::string> idInQuery(std::string_view query)
{
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        if (query.substr(0, end).starts_with("v="))
            return idAtStart(query.substr(2, end - 2));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return std::nullopt;
}

MediumKey youTubeKey(const std::string& id) { return {std::string(kYouTube) + id, "the same YouTube video " + id}; }

std::optional<MediumKey> keyOfUrl(std::string_view url)
{
    if (const auto id = youTubeIdIn(url))
        return youTubeKey(*id);
    const auto address = addressOf(url);
    const bool isVideoOfNoId = address && (isYouTubeHost(address->host) || address->host == "youtu.be");
    if (const auto plain = isVideoOfNoId ? std::nullopt : plainUrl(url))
        return MediumKey{"url:" + *plain, "the same address " + *plain};
    return std::nullopt;
}

std::string_view textMember(const dom::object& object, std::string_view name)
{
    std::string_view text;
    return object.at_key(name).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

/// "<id>_<six digits>_<six digits>", as VATEX names its clips.
std::optional<std::string> idOfVatexName(std::string_view name)
{
    if (name.size() != kYouTubeIdLength + 14 || name[kYouTubeIdLength] != '_' || name[kYouTubeIdLength + 7] != '_')
        return std::nullopt;
    const std::string_view times = name.substr(kYouTubeIdLength + 1);
    if (!std::all_of(times.begin(), times.end(), [](char c) { return isDigit(c) || c == '_'; }))
        return std::nullopt;
    return idAtStart(name.substr(0, kYouTubeIdLength));
}

/// Ids that stand in a file's name by itself, in forms that nobody writes by chance: VATEX's, ActivityNet's "v_<id>",
/// "Title [<id>]" of download tools, and the id alone where it looks drawn at random.
std::optional<std::string> idInName(std::string_view stem)
{
    if (const auto id = idOfVatexName(stem))
        return id;
    const auto looksDrawn = [](std::string_view id) {
        return std::any_of(id.begin(), id.end(), isUpper) && std::any_of(id.begin(), id.end(), isLower)
            && std::any_of(id.begin(), id.end(), [](char c) { return !isUpper(c) && !isLower(c); });
    };
    if (stem.starts_with("v_") && isYouTubeId(stem.substr(2)) && stem.size() == kYouTubeIdLength + 2)
        return std::string(stem.substr(2));
    if (isYouTubeId(stem) && looksDrawn(stem))
        return std::string(stem);
    const std::size_t open = stem.rfind('[');
    if (open != std::string_view::npos && stem.ends_with(']') && stem.size() == open + kYouTubeIdLength + 2
        && isYouTubeId(stem.substr(open + 1, kYouTubeIdLength)))
        return std::string(stem.substr(open + 1, kYouTubeIdLength));
    return std::nullopt;
}

/// Members in which corpora say where a clip comes from.
void addKeysOfMembers(const dom::object& members, std::vector<MediumKey>& keys)
{
    for (const char* name : {"url", "video_url", "source_url", "youtube_url"}) {
        if (auto key = keyOfUrl(textMember(members, name)))
            keys.push_back(*std::move(key));
    }
    for (const char* name : {"youtube_id", "youtubeID", "yt_id", "ytid"}) {
        if (const std::string_view id = textMember(members, name); isYouTubeId(id))
            keys.push_back(youTubeKey(std::string(id)));
    }
    for (const char* name : {"source_file", "original_file"}) {
        if (const std::string file(textMember(members, name)); !file.empty())
            keys.push_back({"file:" + file, "the same original file " + file});
    }
    if (const std::string print(textMember(members, "source_fingerprint")); !print.empty())
        keys.push_back({"fingerprint:" + print, "the same original file"});
}

/// In the object and in those in it, down to the second level.
void addKeysBelow(const dom::object& object, int levels, std::vector<MediumKey>& keys)
{
    addKeysOfMembers(object, keys);
    for (const dom::key_value_pair& member : object) {
        dom::object inner;
        if (levels > 0 && member.value.get(inner) == simdjson::SUCCESS)
            addKeysBelow(inner, levels - 1, keys);
    }
}

/// What imports kept of captions, a million times in a large corpus.
class ExtraReader {
public:
    std::vector<MediumKey> keysOf(const std::string& text)
    {
        std::vector<MediumKey> keys;
        dom::object extra, from;
        if (m_parser.parse(text).get(extra) != simdjson::SUCCESS)
            return keys;
        addKeysBelow(extra, 2, keys);
        if (extra.at_key("from").get(from) != simdjson::SUCCESS)
            return keys;
        if (const auto id = idOfVatexName(textMember(from, "clip")))
            keys.push_back(youTubeKey(*id));
        return keys;
    }

private:
    dom::parser m_parser;
};

} // namespace

std::optional<std::string> youTubeIdIn(std::string_view url)
{
    const auto address = addressOf(url);
    if (!address)
        return std::nullopt;
    if (address->host == "youtu.be")
        return address->path.empty() ? std::nullopt : idAtStart(address->path.substr(1));
    if (!isYouTubeHost(address->host))
        return std::nullopt;
    for (const std::string_view folder : {"/embed/", "/shorts/", "/live/", "/v/", "/e/"}) {
        if (address->path.starts_with(folder))
            return idAtStart(address->path.substr(folder.size()));
    }
    return idInQuery(address->query);
}

std::optional<std::string> plainUrl(std::string_view url)
{
    const auto address = addressOf(url);
    if (!address)
        return std::nullopt;
    std::string_view path = address->path;
    while (path.ends_with('/'))
        path.remove_suffix(1);
    std::string plain = address->host + std::string(path);
    if (!address->query.empty())
        plain += "?" + std::string(address->query);
    return plain;
}

std::vector<MediumKey> sourceKeys(const project::ProjectView& document, const project::Medium& medium)
{
    thread_local ExtraReader reader; // its memory is made once
    std::vector<MediumKey> keys;
    std::set<std::string> known;
    const auto add = [&](MediumKey key) {
        if (known.insert(key.value).second)
            keys.push_back(std::move(key));
    };
    for (const project::Segment* segment : document.segmentsOf(medium.id)) {
        if (segment->extra.empty())
            continue;
        for (MediumKey& key : reader.keysOf(segment->extra))
            add(std::move(key));
    }
    if (!medium.extra.empty()) {
        for (MediumKey& key : reader.keysOf(medium.extra))
            add(std::move(key));
    }
    if (const auto id = idInName(std::filesystem::path(medium.name).stem().string()))
        add(youTubeKey(*id));
    if (!medium.fingerprint.empty())
        add({"fingerprint:" + medium.fingerprint, "the same bytes"});
    if (!medium.path.empty())
        add({"path:" + medium.path, "the same path " + medium.path});
    return keys;
}

std::string anchorKey(const project::Medium& medium, const std::vector<MediumKey>& sources)
{
    for (const MediumKey& key : sources) {
        if (!key.value.starts_with("path:"))
            return key.value;
    }
    return "name:" + medium.name;
}

} // namespace descant::splits
