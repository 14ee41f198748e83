// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/models/fake_models.h"

namespace descant::ui::test {

namespace fs = std::filesystem;

ModelValue fakeModel(const std::string& name, ModelValue::Keeping keeping)
{
    ModelValue model;
    model.folder = "/models/" + name;
    model.name = name;
    model.version = "1";
    model.variant = "multimodal";
    model.licence = "MIT";
    model.source = {"made for a test"};
    model.scoreCard = "CIDEr-D 5.530";
    model.bytes = 8'100'000'000;
    model.parameters = 4'050'000'000;
    model.memory = {{"bf16", 8'600'000'000}, {"fp32", 16'500'000'000}};
    model.best = {"bf16", "there is room for it"};
    model.keeping = keeping;
    return model;
}

InspectionValue readyInspection()
{
    InspectionValue inspection;
    inspection.found = {{"/files/MSRVTT_best.pth", "authors", "multimodal", "", 10'000'000, 170'000, {}}};
    PlanValue plan;
    plan.variant = "multimodal";
    plan.parameters = 170'000;
    plan.bytes = {{"as-stored", 700'000}, {"bf16", 350'000}, {"fp32", 700'000}};
    plan.memory = {{"bf16", 315'000'000}, {"fp32", 316'000'000}};
    plan.lora = PlanValue::Lora::With;
    inspection.plan = plan;
    inspection.state = InspectionValue::State::Ready;
    return inspection;
}

FakeModels::FakeModels()
{
    onShelf.models = {fakeModel("demo", ModelValue::Keeping::Fixed), fakeModel("big")};
    onShelf.freeMemory = 10'000'000'000;
    onShelf.library = "/models";
    inspection = readyInspection();
}

void FakeModels::note(const std::string& what)
{
    const std::lock_guard lock(m_mutex);
    m_done.push_back(what);
}

std::vector<std::string> FakeModels::done() const
{
    const std::lock_guard lock(m_mutex);
    return m_done;
}

void FakeModels::letGo()
{
    const std::lock_guard lock(m_mutex);
    ++m_let;
    m_changed.notify_all();
}

Outcome<void> FakeModels::work(const std::stop_token& stop, const ProgressSink& progress)
{
    report(progress, "Copying weights", 0.5);
    if (pace == Pace::WhenLet) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return m_let > 0; });
        if (stop.stop_requested())
            return cancelled();
        --m_let;
    }
    if (trouble)
        return fail(*trouble);
    return {};
}

fs::path FakeModels::activeFolder() { return active; }

ModelShelf FakeModels::shelf()
{
    const std::lock_guard lock(m_mutex);
    return onShelf;
}

Result<fs::path> FakeModels::activate(const fs::path& folder)
{
    note("activate " + folder.string());
    if (trouble)
        return fail(*trouble);
    const std::lock_guard lock(m_mutex);
    onShelf.previous = active.filename().string();
    active = folder;
    return folder;
}

Result<fs::path> FakeModels::activatePrevious()
{
    note("activate previous");
    const std::lock_guard lock(m_mutex);
    active = "/models/" + onShelf.previous.value_or("demo");
    return active;
}

Outcome<std::string> FakeModels::verify(const fs::path& folder, std::stop_token stop, const ProgressSink& progress)
{
    note("verify " + folder.string());
    DESCANT_CHECK(work(stop, progress));
    return folder.filename().string() + " is whole";
}

Result<void> FakeModels::remove(const fs::path& folder)
{
    note("remove " + folder.string());
    const std::lock_guard lock(m_mutex);
    std::erase_if(onShelf.models, [&](const ModelValue& model) { return model.folder == folder; });
    return {};
}

Outcome<InspectionValue> FakeModels::inspect(const PickedSources& sources, std::stop_token stop)
{
    note("inspect " + sources.picked.string()
         + (sources.tokenizer.empty() ? "" : " with " + sources.tokenizer.string()));
    if (stop.stop_requested())
        return cancelled();
    if (trouble)
        return fail(*trouble);
    InspectionValue told = inspection;
    told.sources = sources;
    return told;
}

Outcome<fs::path> FakeModels::assemble(const AssemblyWish& wish, std::stop_token stop, const ProgressSink& progress)
{
    note("assemble " + wish.name + " as " + wish.dtype
         + (wish.lora == AssemblyWish::Lora::Keep ? ", LoRA kept" : ", LoRA merged"));
    DESCANT_CHECK(work(stop, progress));
    const std::lock_guard lock(m_mutex);
    onShelf.models.push_back(fakeModel(wish.name));
    return onShelf.models.back().folder;
}

std::vector<Download> FakeModels::downloads() { return offered; }

Outcome<fs::path> FakeModels::download(const std::string& id, std::stop_token stop, const ProgressSink& progress)
{
    note("download " + id);
    DESCANT_CHECK(work(stop, progress));
    return fs::path("/downloads/" + id);
}

} // namespace descant::ui::test
