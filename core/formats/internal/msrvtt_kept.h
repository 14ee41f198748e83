// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace descant::formats {

/// What an import of MSR-VTT kept with a segment, as an export asks for it in each of a million.
struct KeptNames {
    std::string videoId;        ///< "video_id"; empty for segments that were made here
    std::string videoNumber;    ///< "id" of the video as JSON; empty where there is none
    std::string sentenceNumber; ///< "sen_id" as JSON; empty where there is none
    bool hasMore = false;       ///< the sentence has other members
};

/// Reads Segment::extra. Project files may hold anything: what is not JSON says nothing.
class KeptReader {
public:
    KeptReader();
    ~KeptReader();
    KeptNames read(const std::string& extra);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace descant::formats
