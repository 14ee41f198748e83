// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/zip_file_writer.h"

#include <nlohmann/json.hpp>

namespace descant::test {

/// Writes pickles of protocol 2 by hand, opcode by opcode, so that they can be wrong too.
class PickleWriter {
public:
    PickleWriter& raw(std::string_view bytes);
    PickleWriter& text(std::string_view content);
    PickleWriter& integer(std::int64_t value);
    PickleWriter& integers(const std::vector<std::int64_t>& values); ///< as a tuple
    PickleWriter& global(const std::string& module, const std::string& name);
    PickleWriter& json(const nlohmann::json& value);
    /// An empty OrderedDict, to be filled.
    PickleWriter& orderedDict();
    PickleWriter& storage(const std::string& type, const std::string& key, std::int64_t count);
    /// What PROTO begins and STOP ends.
    std::string pickle() const { return "\x80\x02" + m_bytes + "."; }

private:
    std::string m_bytes;
};

/// A tensor of a state dict.
struct TorchTensor {
    std::string name;
    std::string type = "FloatStorage";
    std::vector<std::int64_t> shape = {};
    std::string bytes = {};                        ///< of its storage
    std::string sharesWith = {};                   ///< an earlier tensor, whose storage it takes in place of its own
    std::int64_t offset = 0;                       ///< in elements
    std::vector<std::int64_t> strides = {};        ///< in elements; empty: row-major
    std::optional<std::int64_t> claimedCount = {}; ///< of its storage, in place of the true one
};

/// What torch.save is given.
struct TorchFile {
    std::vector<TorchTensor> tensors = {};
    nlohmann::json settings = {}; ///< beside the model, when it is an object
    std::string settingsName = "config";
    enum class Nesting { UnderModel, Bare } nesting = Nesting::UnderModel;
    std::string root = "checkpoint_best";
    std::string byteOrder = "little"; ///< empty: no such entry
    std::vector<ZipPart> moreParts = {};
};

std::string torchPickle(const TorchFile& file);
void writeTorchFile(const std::filesystem::path& path, const TorchFile& file, const ZipStyle& style = {});

/// The bytes of numbers, as a storage holds them.
std::string floatBytes(const std::vector<float>& values);

} // namespace descant::test
