// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"
#include "core/formats/internal/export_source.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace descant::formats {

/// What stands in a row or sample that is about one clip, for training sets that are read clip by clip: Hugging Face
/// folders and WebDataset shards.

/// How a format calls two of the members.
struct ClipRecordNames {
    const char* captions; ///< the list of texts
    const char* language; ///< of all of them; "mul" where they differ
};
constexpr ClipRecordNames kHfNames{"captions", "language"};
constexpr ClipRecordNames kShardNames{"caption", "lang"};

/// The clip with the same members of the same types every time: readers take the columns of the first rows for those of
/// all. `more` are the columns that imports kept beside. `file`: the one that was cut for the clip, if any.
nlohmann::ordered_json clipRecord(const ExportSource& source, const ExportClip& clip, const ClipFile* file,
                                  const ClipRecordNames& names, const std::vector<std::string>& more);

/// Where a record was found.
struct ClipRecordPlace {
    std::size_t line = 0;
    std::string file;  ///< the media file that goes with it, as a name below the corpus; empty where it has none
    std::string clip;  ///< what it is called where the record does not say
    std::string split; ///< of where it lies
};

/// Gives the captions of a record to the sink, problems included.
void takeClipRecord(const nlohmann::json& record, const ClipRecordPlace& place, CorpusSink& sink);

/// The split that a file or folder name speaks of: "train", "validate", "test", or nothing.
std::string splitInName(const std::string& name);
/// As training sets call a split; those of no split go to "train".
std::string splitFolder(const std::string& split);

/// Hands everything on, with the name of a file before each problem.
class NamedSink : public CorpusSink {
public:
    NamedSink(CorpusSink& sink, std::string name) : m_sink(sink), m_name(std::move(name)) { }
    void caption(CorpusCaption caption) override { m_sink.caption(std::move(caption)); }
    void clip(std::size_t line, const std::string& file) override { m_sink.clip(line, file); }
    bool knowsFile(const std::string& file) override { return m_sink.knowsFile(file); }
    void fileMembers(nlohmann::json members) override { m_sink.fileMembers(std::move(members)); }
    void error(std::size_t line, std::string message) override { m_sink.error(line, m_name + ": " + message); }
    void warning(std::size_t line, std::string message) override { m_sink.warning(line, m_name + ": " + message); }

private:
    CorpusSink& m_sink;
    std::string m_name;
};

} // namespace descant::formats
