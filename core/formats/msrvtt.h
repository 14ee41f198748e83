// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/exchange.h"

#include <tl/expected.hpp>

namespace descant::formats {

/// MSR-VTT JSON (Xu et al. 2016): {"info": …, "videos": […], "sentences": […]}. One video of the file is one segment of
/// the project; segments of one stretch of one medium are one video with several sentences, unless they came as several
/// videos or belong to several splits. Names and numbers of an import go out again while they are free. Where the name
/// of a file would not lead an import back to it, the video has a member "descant" with the medium's id in the project,
/// its fingerprint, and its path when it lies under the folder of the corpus; an import goes by it first.

/// Writes the file, whole or not at all. NothingToExport when no segment fits the options; ProjectExists when `path` is
/// a project.
Result<ExportReport> exportMsrvtt(const project::ProjectView& document, const std::filesystem::path& path,
                                  const ExportOptions& options = {});

/// Reads a file against the project, piece by piece; as importCorpus(). What makes it fail: not the format, a wrong
/// type, NaN, a duplicate id or key, an unknown category, an end before its start, a sentence for an undeclared video,
/// a name that leaves the folder or fits several files of the project. Media that are not in the project yet are added
/// as missing; `options.mediaFolder` is where the clips "<video_id>.mp4" are looked for (default: beside the file);
/// `options.ids` are names of videos, `options.split` is for videos without one. A sentence is known again by its
/// video and "sen_id": one that the file has changed changes here too, unless somebody here has changed it. Times that
/// do not fit the length of the file are those of the film that it was cut from: the segment is the whole file, with a
/// warning, and an export gives the times back.
tl::expected<ImportSummary, ImportFailure> importMsrvtt(const project::ProjectView& document,
                                                        const std::filesystem::path& path, const ImportOptions& options,
                                                        project::ChangeSink& changes);

} // namespace descant::formats
