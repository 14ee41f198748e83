// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/captioning_service.h"
#include "ui/mainwindow/captioning_backend.h"

namespace descant::desktop {

/// The window's captioning, done by the real model.
class ModelCaptioning : public ui::CaptioningBackend {
public:
    void setModel(const std::filesystem::path& folder, Described described) override;
    std::function<void()> propose(const project::Medium& medium, const project::Segment& segment, ProgressSink progress,
                                  Done done) override;

private:
    workflows::CaptioningService m_service;
};

} // namespace descant::desktop
