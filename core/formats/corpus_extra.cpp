// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/corpus_extra.h"

#include "core/formats/internal/json_values.h"

namespace descant::formats {

using nlohmann::json;

CorpusExtra CorpusExtra::of(const project::Segment& segment)
{
    if (segment.extra.empty())
        return {};
    const json all = extraObject(segment.extra);
    const json from = objectMember(all, "from");
    CorpusExtra extra;
    extra.format = textMember(from, "format");
    extra.row = textMember(from, "row");
    extra.mark = textMember(from, "mark");
    // MSR-VTT keeps its video whole.
    extra.clip = textMember(from, "clip", textMember(objectMember(all, "video"), "video_id"));
    const json whole = from.value("whole", json(0));
    extra.wholeEnd = MediaTime{whole.is_number_integer() ? whole.get<std::int64_t>() : 0};
    extra.kept = objectMember(all, extra.format.c_str());
    return extra;
}

std::string CorpusExtra::text() const
{
    json from{{"format", format}};
    if (!clip.empty())
        from["clip"] = clip;
    if (!row.empty()) {
        from["row"] = row;
        from["mark"] = mark;
    }
    if (wholeEnd > MediaTime{0})
        from["whole"] = wholeEnd.count();
    json all{{"from", std::move(from)}};
    if (kept.is_object() && !kept.empty())
        all[format] = kept;
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace descant::formats
