// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_package.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;
using namespace descant::inference;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "descant-model.json");
    fuzz::fileWith("", "spiece.model");
    fuzz::require(!ModelPackage::open(path.parent_path()), "a package without weights is refused");

    const nlohmann::json json = nlohmann::json::parse(data, data + size, nullptr, false);
    if (!json.is_object())
        return 0;
    if (const auto architecture = architectureFromJson(json.value("architecture", nlohmann::json::object())))
        fuzz::require(!expectedTensors(*architecture).empty(), "an architecture that is accepted has tensors");
    if (const auto preprocessing = preprocessingFromJson(json.value("preprocessing", nlohmann::json::object()))) {
        const auto again = preprocessingFromJson(preprocessingToJson(*preprocessing));
        fuzz::require(again && *again == *preprocessing, "preprocessing that is accepted can be written and read");
    }
    (void)generationFromJson(json.value("generation", nlohmann::json::object()));
    return 0;
}
