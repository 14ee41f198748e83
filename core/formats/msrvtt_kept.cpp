// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/msrvtt_kept.h"

#include <simdjson.h>

namespace descant::formats {

namespace dom = simdjson::dom;

struct KeptReader::Parser {
    dom::parser parser;
};

KeptReader::KeptReader() : m_parser(std::make_unique<Parser>()) { }
KeptReader::~KeptReader() = default;

namespace {

/// A number or text as JSON.
std::string jsonOf(const dom::object& object, const char* name)
{
    dom::element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS)
        return {};
    return value.is_string() || value.is_int64() || value.is_uint64() ? simdjson::minify(value) : std::string();
}

} // namespace

KeptNames KeptReader::read(const std::string& extra)
{
    KeptNames names;
    dom::element whole;
    if (extra.empty() || m_parser->parser.parse(extra).get(whole) != simdjson::SUCCESS)
        return names;
    dom::object video, sentence;
    if (whole["video"].get(video) == simdjson::SUCCESS) {
        std::string_view id;
        if (video.at_key("video_id").get(id) == simdjson::SUCCESS)
            names.videoId = id;
        names.videoNumber = jsonOf(video, "id");
    }
    if (whole["sentence"].get(sentence) == simdjson::SUCCESS) {
        names.sentenceNumber = jsonOf(sentence, "sen_id");
        names.hasMore = sentence.size() > (sentence.at_key("sen_id").error() == simdjson::SUCCESS ? 1U : 0U);
    }
    return names;
}

} // namespace descant::formats
