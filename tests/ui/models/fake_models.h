// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <condition_variable>
#include <mutex>

namespace descant::ui::test {

/// Models without files: answers what it is told to, and remembers what it was asked. Long work waits for letGo() when
/// `pace` says so. Safe from several threads; tests change it while nothing runs.
class FakeModels : public ModelsBackend {
public:
    FakeModels();
    ModelShelf onShelf;
    std::filesystem::path active = "/models/demo";
    std::optional<Error> trouble; ///< of activating, inspecting and long work
    InspectionValue inspection;
    std::vector<Download> offered;
    enum class Pace { AtOnce, WhenLet } pace = Pace::AtOnce;
    /// Lets the long work that waits end.
    void letGo();
    /// What was done, in order: "activate /models/big", "assemble big as bf16 into …".
    std::vector<std::string> done() const;

    std::filesystem::path activeFolder() override;
    ModelShelf shelf() override;
    Result<std::filesystem::path> activate(const std::filesystem::path& folder) override;
    Result<std::filesystem::path> activatePrevious() override;
    Outcome<std::string> verify(const std::filesystem::path& folder, std::stop_token stop,
                                const ProgressSink& progress) override;
    Result<void> remove(const std::filesystem::path& folder) override;
    Outcome<InspectionValue> inspect(const PickedSources& sources, std::stop_token stop) override;
    Outcome<std::filesystem::path> assemble(const AssemblyWish& wish, std::stop_token stop,
                                            const ProgressSink& progress) override;
    std::vector<Download> downloads() override;
    Outcome<std::filesystem::path> download(const std::string& id, std::stop_token stop,
                                            const ProgressSink& progress) override;

private:
    void note(const std::string& what);
    Outcome<void> work(const std::stop_token& stop, const ProgressSink& progress);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<std::string> m_done;
    int m_let = 0;
};

/// A model as the shelf has it.
ModelValue fakeModel(const std::string& name, ModelValue::Keeping keeping = ModelValue::Keeping::MayBeDeleted);
/// A training file from which a package can be made.
InspectionValue readyInspection();

} // namespace descant::ui::test
