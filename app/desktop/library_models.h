// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

namespace descant::desktop {

/// The window's models: the packages of the model library, and what core can make of files. Without state.
class LibraryModels : public ui::ModelsBackend {
public:
    std::filesystem::path activeFolder() override;
    ui::ModelShelf shelf() override;
    Result<std::filesystem::path> activate(const std::filesystem::path& folder) override;
    Result<std::filesystem::path> activatePrevious() override;
    Outcome<std::string> verify(const std::filesystem::path& folder, std::stop_token stop,
                                const ProgressSink& progress) override;
    Result<void> remove(const std::filesystem::path& folder) override;
    Outcome<ui::InspectionValue> inspect(const ui::PickedSources& sources, std::stop_token stop) override;
    Outcome<std::filesystem::path> assemble(const ui::AssemblyWish& wish, std::stop_token stop,
                                            const ProgressSink& progress) override;
    std::vector<ui::Download> downloads() override;
    Outcome<std::filesystem::path> download(const std::string& id, std::stop_token stop,
                                            const ProgressSink& progress) override;
};

} // namespace descant::desktop
