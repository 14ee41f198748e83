// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/model_captioning.h"

namespace descant::desktop {

void ModelCaptioning::setModel(const std::filesystem::path& folder, Described described)
{
    m_service.setModel(folder, std::move(described));
}

std::function<void()> ModelCaptioning::propose(const project::Medium& medium, const project::Segment& segment,
                                               ProgressSink progress, Done done)
{
    workflows::CaptionRequest request;
    request.media = medium.path;
    request.fingerprint = medium.fingerprint;
    request.range = segment.range;
    return m_service.propose(std::move(request), std::move(progress), std::move(done));
}

} // namespace descant::desktop
