// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/random_models/stored_zip_writer.h"
#include "core/inference/safetensors_reader.h"

#include <nlohmann/json_fwd.hpp>

namespace descant::inference {

/// Builds a file of torch.save: a pickle of protocol 2, written from left to right, and the numbers that it refers to.
/// Values and tensors stand where they are written: inside beginDictionary and endDictionary a key, then its value.
/// Owned by one thread.
class TorchCheckpoint {
public:
    using FillPart = std::function<Result<void>(std::uint64_t from, std::span<std::byte>)>;

    void beginDictionary();
    void endDictionary();
    /// A collections.OrderedDict, as state dicts are.
    void beginOrderedDictionary();
    void endOrderedDictionary();
    void beginList();
    void endList();
    void value(const nlohmann::json& plain);

    /// Numbers of their own; the key under which tensors refer to them. Without `fill` they are zeros that take no
    /// room.
    std::string storage(ElementType type, std::uint64_t elements, FillPart fill);
    /// A row-major tensor that begins with the first of these numbers.
    void tensor(ElementType type, const std::vector<std::int64_t>& shape, const std::string& storage);

    /// The file; its folder inside has the name `root`, as torch.save names it after the file it was saved to.
    Outcome<void> write(const std::filesystem::path& path, const std::string& root, const std::stop_token& stop) const;

private:
    void global(const char* module, const std::string& name);
    void integers(const std::vector<std::int64_t>& values);
    void number(std::uint64_t value, int size);
    void text(const std::string& content);
    void integer(std::int64_t value);

    std::string m_pickle = "\x80\x02";
    std::vector<ZipEntryToWrite> m_storages;
    std::vector<std::uint64_t> m_elements; ///< of each of them
};

} // namespace descant::inference
