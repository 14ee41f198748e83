// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/inference/model_package.h"
#include "core/training/clip_source.h"

#include <filesystem>
#include <string>
#include <vector>

namespace descant::workflows {

/// A stretch of a file and everything that people said about it.
struct CorpusClip {
    std::filesystem::path file;
    TimeRange range;
    std::string split; ///< train, validate, test, or empty
    std::vector<std::string> captions;
};

/// The clips of a corpus (any format that `import` reads, told by its content) in the order of the media, then of time;
/// `mediaFolder` is where their files lie. Drafts and rejected texts of Descant's own formats are left out.
/// FormatInvalid with one item for each thing that is wrong; CorpusInvalid for a file without captions.
Result<std::vector<CorpusClip>> readCorpus(const std::filesystem::path& file, const std::filesystem::path& mediaFolder);

/// Those of a split; an empty name: all.
std::vector<CorpusClip> clipsOfSplit(const std::vector<CorpusClip>& clips, const std::string& split);

/// Clips of a corpus as a trainer asks for them: decoded, brought to the package's size, sound at 16 kHz. A clip whose
/// times do not fit into its file is the whole file: corpora such as MSR-VTT give the times in the film that it was cut
/// from.
class CorpusClips : public training::ClipSource {
public:
    CorpusClips(std::vector<CorpusClip> clips, const inference::ModelPackage& package)
        : m_clips(std::move(clips)), m_package(&package)
    {
    }

    std::int64_t size() const override { return std::ssize(m_clips); }
    std::string fingerprint() const override;
    std::string nameOf(std::int64_t index) const override { return at(index).file.filename().string(); }
    training::ClipTexts texts(std::int64_t index) const override { return {at(index).captions, {}, {}}; }
    Outcome<training::ClipMedia> media(std::int64_t index, std::stop_token stop) override;

private:
    const CorpusClip& at(std::int64_t index) const { return m_clips[static_cast<std::size_t>(index)]; }

    std::vector<CorpusClip> m_clips;
    const inference::ModelPackage* m_package;
};

} // namespace descant::workflows
