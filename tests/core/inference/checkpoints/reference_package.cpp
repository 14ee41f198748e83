// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/checkpoints/reference_package.h"

#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/paths.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <cmath>

namespace descant::test {

using namespace inference;
namespace fs = std::filesystem;

namespace {

constexpr double kRelative = 1e-4;

} // namespace

fs::path referenceFile(const std::string& name) { return dataFile("reference/" + name); }

void assembleReference(const fs::path& folder, decltype(AssembleRequest::from) from, LoraHandling lora,
                       std::optional<nlohmann::json> architecture, const fs::path& tokenizer)
{
    AssembleRequest request;
    request.from = std::move(from);
    request.tokenizer = tokenizer.empty() ? writtenFile(folder.string() + ".spiece.model", tinyTokenizer()) : tokenizer;
    request.architecture = std::move(architecture);
    request.choices.lora = lora;
    request.out = folder;
    const auto made = assemblePackage(request, {}, {});
    ASSERT_TRUE(made) << describe(std::get<Error>(made.error()));
}

void extractTensors(const fs::path& from, const fs::path& to, const std::map<std::string, std::string>& names)
{
    const auto file = SafetensorsFile::open(from);
    ASSERT_TRUE(file) << describe(file.error());
    std::vector<TensorToWrite> tensors;
    for (const auto& [theirs, ours] : names) {
        const TensorEntry* entry = file->find(theirs);
        ASSERT_NE(entry, nullptr) << theirs;
        tensors.push_back({ours, entry->type, entry->shape,
                           [&file, entry](std::span<std::byte> target) { return file->read(*entry, target); }});
    }
    ASSERT_TRUE(writeSafetensors(to, std::move(tensors)));
}

ComponentRequest componentRequest(const fs::path& package, const std::string& component, const fs::path& inputs)
{
    ComponentRequest request;
    request.package = package;
    request.component = component;
    request.inputs = inputs;
    request.outputs = package.string() + ".out.safetensors";
    return request;
}

void runOrFail(const ComponentRequest& request)
{
    const auto done = runComponent(request, {}, {});
    ASSERT_TRUE(done) << describe(std::get<Error>(done.error()));
}

NamedFloats readFloats(const fs::path& path)
{
    NamedFloats tensors;
    const auto file = SafetensorsFile::open(path);
    EXPECT_TRUE(file) << path;
    if (!file)
        return tensors;
    for (const TensorEntry& entry : file->tensors()) {
        if (entry.type != ElementType::F32)
            continue;
        std::vector<float>& values = tensors[entry.name];
        values.resize(static_cast<std::size_t>(entry.elements()));
        EXPECT_TRUE(file->read(entry, std::as_writable_bytes(std::span(values))));
    }
    return tensors;
}

void expectClose(const NamedFloats& found, const NamedFloats& expected)
{
    for (const auto& [name, values] : expected) {
        const auto ours = found.find(name);
        ASSERT_NE(ours, found.end()) << name;
        ASSERT_EQ(ours->second.size(), values.size()) << name;
        double largest = 0, difference = 0;
        for (std::size_t at = 0; at < values.size(); ++at) {
            largest = std::max<double>(largest, std::abs(values[at]));
            difference = std::max<double>(difference, std::abs(ours->second[at] - values[at]));
        }
        EXPECT_LE(difference, kRelative * largest) << name;
    }
}

} // namespace descant::test
