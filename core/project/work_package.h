// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

namespace descant::project {

/// How much of the first pass a second annotator sees.
enum class PackageSight {
    Everything, ///< texts and verdicts as they are: the work goes on
    Ranges,     ///< the stretches without what was said of them: texts are written from scratch
    Media,      ///< the files alone: stretches and texts are made from scratch
};

enum class PackageProposals { Included, LeftOut };

/// Where a work package came from and for whom it is.
struct PackageOrigin {
    std::string id;
    std::string projectId; ///< of the project that gave it out, as storage keeps it
    std::string projectName;
    std::string baseStep; ///< id of the last step of that project; empty = it had none
    std::string person;   ///< who is to do it; empty = nobody was named
    std::string created;  ///< UTC time stamp
    PackageSight sight = PackageSight::Everything;
    bool operator==(const PackageOrigin&) const = default;
};

/// A segment of a package as the project had it when it was given out.
struct BaseVersion {
    std::string segmentId;
    std::string version;      ///< versionOf() the segment in the project
    std::string given;        ///< versionOf() it as the package began: another one where its text was withheld
    std::string proposals;    ///< proposalsVersion() in the project
    std::string split, extra; ///< of the segment in the project; empty where its text was withheld
    bool operator==(const BaseVersion&) const = default;
};

/// What a *.descant file is that was given out for work and what it holds now.
struct WorkPackage {
    PackageOrigin origin;
    std::vector<BaseVersion> bases;
    Document document;
    std::vector<Step> journal;
};

/// What a segment says, as a hash that is equal for equal stretches, texts, verdicts, languages and tracks. Split and
/// `extra` are the project's bookkeeping and do not count.
std::string versionOf(const Segment& segment);
/// The same of a reading, so that both can be compared.
std::string versionOf(const Reading& reading);
/// Which proposals a segment has and what was said of them.
std::string proposalsVersion(const Document& document, const std::string& segmentId);

struct PackageContent {
    std::vector<std::string> media;    ///< ids of the files that go in
    std::vector<std::string> segments; ///< ids of the segments that go in; their files go in too
    PackageProposals proposals = PackageProposals::Included;
};

/// A package of a part of the document, its journal one step. `origin` says everything but the id, which is made here.
/// What the sight withholds is in no part of the package: neither texts, verdicts and what was said of proposals, nor
/// proposals that go on from a person's words, nor `extra`, in which imports keep captions. ItemNotFound for unknown
/// ids, InputInvalid for nothing.
Result<WorkPackage> makePackage(const Document& document, PackageOrigin origin, const PackageContent& content);

std::string_view nameOf(PackageSight sight); ///< "everything", "ranges", "media"
std::optional<PackageSight> packageSightFrom(std::string_view name);

} // namespace descant::project
