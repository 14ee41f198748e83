// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_files.h"

#include "core/formats/corpus.h"
#include "core/workflows/caption_records.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

using Names = std::initializer_list<const char*>;

/// The first of the members that the record has; null for none.
const std::vector<std::string>* memberOf(const CaptionRecord& record, Names names)
{
    for (const char* name : names) {
        const auto found = record.members.find(name);
        if (found != record.members.end() && !found->second.empty())
            return &found->second;
    }
    return nullptr;
}

const std::vector<std::string>* idOf(const CaptionRecord& record)
{
    return memberOf(record, {"image_id", "video_id", "videoID", "video", "audio", "id"});
}

const std::vector<std::string>* captionsOf(const CaptionRecord& record)
{
    return memberOf(record, {"caption", "captions", "enCap"});
}

/// Lists that say which clips there are, and lists that hold captions.
bool declares(const CaptionRecord& record) { return record.list == "videos" || record.list == "images"; }
bool describes(const CaptionRecord& record)
{
    return record.list.empty() || record.list == "sentences" || record.list == "annotations";
}

/// Groups by id, in the order in which ids were first named.
class Groups {
public:
    CaptionGroup& of(const std::string& id)
    {
        const auto [found, isNew] = m_places.emplace(id, m_groups.size());
        if (isNew)
            m_groups.push_back({id, {}});
        return m_groups[found->second];
    }

    std::vector<CaptionGroup> take() { return std::move(m_groups); }

private:
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<CaptionGroup> m_groups;
};

tl::unexpected<Error> invalid(const fs::path& file, std::string detail)
{
    return fail(ErrorCode::FormatInvalid, file.string(), std::move(detail));
}

Result<std::vector<CaptionGroup>> groupsOfRecords(const fs::path& file, const std::vector<CaptionRecord>& records)
{
    Groups groups;
    for (const CaptionRecord& record : records) {
        const auto* id = declares(record) ? memberOf(record, {"video_id", "id"}) : nullptr;
        if (id != nullptr)
            groups.of(id->front());
    }
    for (const CaptionRecord& record : records) {
        if (!describes(record))
            continue;
        const auto* id = idOf(record);
        const auto* captions = captionsOf(record);
        if (id == nullptr || captions == nullptr)
            return invalid(file, "an element has no id or no caption");
        CaptionGroup& group = groups.of(id->front());
        group.captions.insert(group.captions.end(), captions->begin(), captions->end());
    }
    std::vector<CaptionGroup> all = groups.take();
    // A corpus may declare clips that nobody has described.
    std::erase_if(all, [](const CaptionGroup& group) { return group.captions.empty(); });
    return all;
}

Result<std::vector<CaptionGroup>> groupsOfPairs(const fs::path& file, std::vector<CaptionPair> pairs)
{
    std::vector<CaptionGroup> groups;
    for (CaptionPair& pair : pairs) {
        if (pair.isOther || pair.texts.empty())
            return invalid(file, "\"" + pair.name + "\" must have captions, which are texts");
        groups.push_back({std::move(pair.name), std::move(pair.texts)});
    }
    return groups;
}

Result<std::vector<CaptionGroup>> readGroups(const fs::path& file)
{
    DESCANT_TRY(CaptionRecords found, readCaptionRecords(file));
    if (std::ranges::any_of(found.records, describes))
        return groupsOfRecords(file, found.records);
    return groupsOfPairs(file, std::move(found.pairs));
}

/// The corpora that only `import` knows. Read here are those in which the order of what they declare counts, and the
/// one that has captions in two languages.
bool isOtherCorpus(std::string_view format)
{
    static constexpr std::array here{"msrvtt", "coco", "coco-results", "vatex"};
    return !format.empty() && std::ranges::find(here, format) == here.end();
}

Result<std::vector<CaptionGroup>> groupsOfCorpus(const fs::path& file, std::string_view format)
{
    auto clips = formats::readCaptions(file, format);
    if (!clips)
        return fail(std::move(clips.error().error)); // names the lines
    std::vector<CaptionGroup> groups;
    for (formats::ClipCaptions& clip : *clips)
        groups.push_back({std::move(clip.id), std::move(clip.captions)});
    return groups;
}

} // namespace

Result<std::vector<CaptionGroup>> readReferences(const fs::path& file)
{
    const std::string_view format = formats::detectFormat(file);
    DESCANT_TRY(std::vector<CaptionGroup> groups,
                isOtherCorpus(format) ? groupsOfCorpus(file, format) : readGroups(file));
    if (groups.empty())
        return invalid(file, "it holds no captions");
    return groups;
}

Result<std::vector<CaptionGroup>> readCandidates(const fs::path& file)
{
    DESCANT_TRY(std::vector<CaptionGroup> groups, readGroups(file));
    Error twice{ErrorCode::FormatInvalid, file.string(), {}, "leave one caption for each id", {}};
    for (const CaptionGroup& group : groups) {
        if (group.captions.size() > 1)
            twice.items.push_back(group.id + ": it has " + std::to_string(group.captions.size()) + " captions");
    }
    if (twice.items.empty())
        return groups;
    twice.detail = std::to_string(twice.items.size()) + " ids have several candidates, first " + twice.items.front();
    return fail(std::move(twice));
}

} // namespace descant::workflows
