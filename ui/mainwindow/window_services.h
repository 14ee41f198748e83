// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/project/document.h"
#include "ui/corpora/corpora_backend.h"
#include "ui/mainwindow/captioning_backend.h"
#include "ui/models/models_backend.h"
#include "ui/releases/releases_backend.h"
#include "ui/scores/scores_backend.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace descant::ui {

/// What the window needs from the rest of the program; app/desktop brings the real ones, tests their own. Each
/// function is called beside the UI thread, never by two threads at once, and must not throw.
struct WindowServices {
    std::shared_ptr<CaptioningBackend> captioning;
    /// The models that are known, for the model manager; it has threads of its own (models_backend.h).
    std::shared_ptr<ModelsBackend> models;
    /// Judges captions, for the score view; on a thread of its own (scores_backend.h).
    std::shared_ptr<ScoresBackend> scores;
    /// Corpora in and out, in every format (corpora_backend.h).
    std::shared_ptr<CorporaBackend> corpora;
    /// Splits, and corpora to give away (releases_backend.h).
    std::shared_ptr<ReleasesBackend> releases;
    /// What a file is: length, picture size, sound, fingerprint; with a new id. Called by several threads at once.
    std::function<Result<project::Medium>(const std::filesystem::path&)> readMedium;
    /// A small picture that stands for a file.
    std::function<Result<Image>(const std::filesystem::path&)> thumbnail;
    /// The folder with the sample project's files; empty: none.
    std::string sampleFolder;
};

} // namespace descant::ui
