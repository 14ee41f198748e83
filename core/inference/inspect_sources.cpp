// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/inspect_sources.h"

#include "core/inference/checkpoints/found_sources.h"
#include "core/inference/checkpoints/planned_package.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {

namespace fs = std::filesystem;

namespace {

using Need = MissingPart::Need;

constexpr const char* kBeatsAdvice = "add BEATs_iter3_plus_AS2M.pt if it is to learn to hear";
constexpr const char* kHubAdvice = "pick BLIP-2's hub folder (Salesforce/blip2-flan-t5-xl), and add this file to it";

/// Finds out what the sources come to together.
class Inspector {
public:
    explicit Inspector(SourcesInspection& inspection) : m_inspection(inspection) { }
    void add(const fs::path& path, std::initializer_list<SourceKind> wanted, const char* role);
    void plan();

private:
    const FoundSource* usable(SourceKind kind) const;
    std::size_t count(SourceKind kind) const;
    void miss(std::string what, std::string reason, std::string advice, Need need = Need::Required);
    std::optional<AssembleRequest> request();
    std::optional<AssembleRequest> hubRequest(const FoundSource& hub);
    bool isAmbiguous();
    void settle(AssembleRequest request);
    void checkTokenizer(PlannedPackage& planned);
    void mentionWhatWouldHelp(const PlannedPackage& planned);
    FoundSource* main(const AssembleRequest& request);

    SourcesInspection& m_inspection;
};

/// A part that was picked for a role takes the place of others of its kind.
void Inspector::add(const fs::path& path, std::initializer_list<SourceKind> wanted, const char* role)
{
    if (path.empty())
        return;
    FoundSource added = recogniseSource(path);
    if (!added.problem && std::find(wanted.begin(), wanted.end(), added.kind) == wanted.end())
        added.problem = Error{ErrorCode::InputInvalid, path.string(), fmt::format("this is no {}", role),
                              fmt::format("choose a {}", role)};
    std::erase_if(m_inspection.found, [&](const FoundSource& found) {
        return found.path == path
            || (!added.problem && found.kind != SourceKind::HubFolder && found.kind != SourceKind::Package
                && std::find(wanted.begin(), wanted.end(), found.kind) != wanted.end());
    });
    m_inspection.found.push_back(std::move(added));
}

const FoundSource* Inspector::usable(SourceKind kind) const
{
    const auto found = std::find_if(m_inspection.found.begin(), m_inspection.found.end(),
                                    [kind](const auto& one) { return one.kind == kind && !one.problem; });
    return found == m_inspection.found.end() ? nullptr : &*found;
}

std::size_t Inspector::count(SourceKind kind) const
{
    return static_cast<std::size_t>(
        std::count_if(m_inspection.found.begin(), m_inspection.found.end(),
                      [kind](const auto& one) { return one.kind == kind && !one.problem; }));
}

void Inspector::miss(std::string what, std::string reason, std::string advice, Need need)
{
    m_inspection.missing.push_back({std::move(what), std::move(reason), std::move(advice), need});
}

/// Several of a kind: only a person knows which is meant.
bool Inspector::isAmbiguous()
{
    constexpr std::pair<SourceKind, const char*> kKinds[] = {
        {SourceKind::Package, "model packages"},        {SourceKind::AuthorsFile, "training files"},
        {SourceKind::Weights, "files of weights"},      {SourceKind::HubFolder, "hub folders"},
        {SourceKind::TrainedPart, "trained Q-Formers"}, {SourceKind::Beats, "BEATs files"}};
    for (const auto& [kind, words] : kKinds) {
        if (count(kind) < 2)
            continue;
        miss("the choice", fmt::format("{} {} are here", count(kind), words), "pick the one that is meant");
        return true;
    }
    return false;
}

std::optional<AssembleRequest> Inspector::hubRequest(const FoundSource& hub)
{
    HubFolder from{hub.path, {}, {}};
    if (const FoundSource* beats = usable(SourceKind::Beats))
        from.beats = beats->path;
    for (const SourceKind kind : {SourceKind::TrainedPart, SourceKind::AuthorsFile, SourceKind::Weights}) {
        if (const FoundSource* trained = usable(kind); trained != nullptr && from.qformer.empty())
            from.qformer = trained->path;
    }
    std::error_code ignored;
    if (!fs::exists(hub.path / "config.json", ignored))
        miss("config.json", "the hub folder has none", "download it into the folder too");
    for (const std::string& shard : missingShards(hub.path))
        miss(shard, "a part of the weights that the index names", "download it into the folder too");
    if (!m_inspection.missing.empty())
        return std::nullopt;
    AssembleRequest request;
    request.from = from;
    return request;
}

/// What a package is made from: a whole thing if there is one, else the parts that belong together.
std::optional<AssembleRequest> Inspector::request()
{
    AssembleRequest request;
    if (const FoundSource* package = usable(SourceKind::Package)) {
        request.from = OwnWeights{package->path};
        request.choices.lora = LoraHandling::Keep;
        return request;
    }
    const FoundSource* hub = usable(SourceKind::HubFolder);
    const FoundSource* authors = usable(SourceKind::AuthorsFile);
    if (authors != nullptr && hub == nullptr) {
        request.from = AuthorsFile{authors->path};
        return request;
    }
    if (hub != nullptr)
        return hubRequest(*hub);
    if (const FoundSource* weights = usable(SourceKind::Weights)) {
        request.from = OwnWeights{weights->path};
        request.choices.lora = LoraHandling::Keep;
        return request;
    }
    if (usable(SourceKind::TrainedPart) != nullptr || usable(SourceKind::Beats) != nullptr
        || usable(SourceKind::Tokenizer) != nullptr)
        miss("BLIP-2 with Flan-T5", "what is here is only a part of a model", kHubAdvice);
    return std::nullopt;
}

FoundSource* Inspector::main(const AssembleRequest& request)
{
    const fs::path path = std::visit(
        [](const auto& from) {
            if constexpr (requires { from.blip2; })
                return from.blip2;
            else
                return from.path;
        },
        request.from);
    const auto found = std::find_if(m_inspection.found.begin(), m_inspection.found.end(),
                                    [&](const FoundSource& one) { return one.path == path; });
    return found == m_inspection.found.end() ? nullptr : &*found;
}

void Inspector::checkTokenizer(PlannedPackage& planned)
{
    if (const FoundSource* tokenizer = usable(SourceKind::Tokenizer))
        planned.request.tokenizer = tokenizer->path;
    std::error_code ignored;
    if (!fs::exists(planned.request.tokenizer, ignored)) {
        planned.request.tokenizer.clear();
        miss(kTokenizerName, "the tokenizer of Flan-T5 is not here",
             "add the spiece.model of google/flan-t5-xl or of Salesforce/blip2-flan-t5-xl");
        return;
    }
    if (const auto read = Tokenizer::load(planned.request.tokenizer, planned.architecture.t5.vocab); !read)
        miss("a spiece.model that fits", read.error().detail, adviceOf(read.error()));
}

void Inspector::mentionWhatWouldHelp(const PlannedPackage& planned)
{
    const auto* hub = std::get_if<HubFolder>(&planned.request.from);
    if (hub == nullptr)
        return;
    if (hub->beats.empty() && !planned.architecture.hears())
        miss("BEATs", "without it the model sees only", kBeatsAdvice, Need::Optional);
    if (hub->qformer.empty())
        miss("a trained Q-Former", "without one the model describes single pictures, as BLIP-2 does",
             "add a training file of the authors, or train one", Need::Optional);
}

void Inspector::settle(AssembleRequest request)
{
    auto planned = planPackage(request);
    if (planned) {
        FoundSource* source = main(request);
        if (planned->licence.empty() && source != nullptr)
            planned->licence = source->licence;
        checkTokenizer(*planned);
        mentionWhatWouldHelp(*planned);
        m_inspection.plan = *std::move(planned);
        return;
    }
    if (!planned.error().items.empty()) {
        for (MissingPart& part : missingParts(planned.error().items))
            m_inspection.missing.push_back(std::move(part));
    } else if (FoundSource* source = main(request)) {
        source->problem = std::move(planned.error());
    }
}

void Inspector::plan()
{
    if (isAmbiguous())
        return;
    if (auto wanted = request())
        settle(*std::move(wanted));
}

} // namespace

std::string sourceKindName(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Package:
        return "package";
    case SourceKind::Weights:
        return "weights";
    case SourceKind::AuthorsFile:
        return "authors";
    case SourceKind::TrainedPart:
        return "trained-part";
    case SourceKind::HubFolder:
        return "hub";
    case SourceKind::Beats:
        return "beats";
    case SourceKind::Tokenizer:
        return "tokenizer";
    case SourceKind::Unknown:
        break;
    }
    return "unknown";
}

bool SourcesInspection::isReady() const
{
    return plan.has_value()
        && std::none_of(missing.begin(), missing.end(), [](const auto& part) { return part.need == Need::Required; });
}

bool SourcesInspection::isPackage() const
{
    return found.size() == 1 && found.front().kind == SourceKind::Package && isReady();
}

Outcome<SourcesInspection> inspectSources(const fs::path& picked, const SourceAdditions& additions,
                                          const std::stop_token& stop)
{
    try {
        SourcesInspection inspection;
        inspection.picked = picked;
        DESCANT_TRY(inspection.found, findSources(picked, stop));
        if (inspection.found.empty())
            return fail(ErrorCode::PackageIncomplete, picked.string(), "there is no model here and no part of one",
                        "pick a folder or file with a model: a package, BLIP-2's hub folder, a training file");
        Inspector inspector(inspection);
        inspector.add(additions.beats, {SourceKind::Beats}, "BEATs file");
        inspector.add(additions.qformer, {SourceKind::TrainedPart, SourceKind::AuthorsFile, SourceKind::Weights},
                      "trained Q-Former");
        inspector.add(additions.tokenizer, {SourceKind::Tokenizer}, "spiece.model");
        inspector.plan();
        // Alone, what is wrong with it is all that there is to say.
        if (inspection.found.size() == 1 && inspection.found.front().problem)
            return fail(*inspection.found.front().problem);
        return inspection;
    } catch (const std::exception& problem) {
        return fail(ErrorCode::CheckpointInvalid, picked.string(), problem.what());
    }
}

} // namespace descant::inference
