// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/model_assemble.h"
#include "app/cli/model_fetch.h"
#include "app/cli/model_inspect.h"
#include "app/cli/model_library.h"
#include "app/cli/model_random.h"
#include "app/cli/model_run.h"
#include "app/cli/output.h"

#include "core/inference/placement.h"

#include <fmt/format.h>

namespace descant::cli {

Outcome<Answer> showModel(const std::string& folder)
{
    DESCANT_TRY(const inference::ModelPackage package, inference::ModelPackage::open(folder));
    const nlohmann::json described = inference::describePackage(package);
    Answer answer;
    answer.json = Json::parse(described.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    // What the precision "auto" means for it on this machine, without a CUDA device.
    const auto placement = inference::place(package, {}, inference::thisMachine({}));
    answer.json["auto"] = placement
        ? Json{{"device", "cpu"},
               {"precision", inference::precisionName(placement->precision)},
               {"reason", placement->reason}}
        : Json{{"device", "cpu"}, {"precision", nullptr}, {"reason", placement.error().detail}};
    answer.text = fmt::format("{} {} ({}), {} frames of {} pixels\n{}", package.name(), package.version(),
                              inference::variantName(package.architecture().variant), package.architecture().frames,
                              package.architecture().imageSize, answer.json.dump(2));
    return answer;
}

namespace {

Outcome<Answer> verifyModel(const std::string& folder, const Context& context)
{
    DESCANT_TRY(const inference::PackageVerification found,
                inference::verifyPackage(folder, context.stop, context.progress));
    Answer answer;
    answer.json = {{"ok", true},
                   {"files", found.files},
                   {"tensors", found.tensors},
                   {"bytes", found.bytes},
                   {"warnings", found.warnings}};
    answer.text =
        fmt::format("{} is whole: {} files, {} tensors, {} bytes", folder, found.files, found.tensors, found.bytes);
    for (const std::string& warning : found.warnings)
        answer.text += "\nwarning: " + warning;
    return answer;
}

} // namespace

void addModel(CommandTable& table)
{
    CLI::App* group = table.group("model", "Look into, check, make and run model packages");
    auto folder = std::make_shared<std::string>();
    CLI::App* info = table.command(group, "info", "What a package is: size, parts, memory");
    info->add_option("DIR", *folder, "The package's folder")->required();
    table.onRun(info, [folder](const Context&) { return showModel(*folder); });
    CLI::App* verify = table.command(group, "verify", "Whether a package is whole: hashes, shapes, values");
    verify->add_option("DIR", *folder, "The package's folder")->required();
    table.onRun(verify, [folder](const Context& context) { return verifyModel(*folder, context); });
    addModelRun(table, group);
    addModelAssemble(table, group);
    addModelFetch(table, group);
    addModelActivate(table, group);
    addModelList(table, group);
    addModelRandom(table, group);
    addModelInspect(table, group);
}

} // namespace descant::cli
