// SPDX-License-Identifier: GPL-3.0-or-later
// Opcodes: Python, Lib/pickletools.py. What torch.save makes of a tensor: torch/_utils.py and torch/serialization.py.
#include "core/inference/random_models/torch_checkpoint.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>

namespace descant::inference {
namespace {

std::string storageName(ElementType type)
{
    switch (type) {
    case ElementType::F16:
        return "HalfStorage";
    case ElementType::BF16:
        return "BFloat16Storage";
    case ElementType::I64:
        return "LongStorage";
    default:
        return "FloatStorage";
    }
}

} // namespace

void TorchCheckpoint::beginDictionary() { m_pickle += "}("; }
void TorchCheckpoint::endDictionary() { m_pickle += 'u'; }
void TorchCheckpoint::beginList() { m_pickle += "]("; }
void TorchCheckpoint::endList() { m_pickle += 'e'; }

void TorchCheckpoint::beginOrderedDictionary()
{
    global("collections", "OrderedDict");
    m_pickle += ")R(";
}

void TorchCheckpoint::endOrderedDictionary() { m_pickle += 'u'; }

void TorchCheckpoint::value(const nlohmann::json& plain)
{
    if (plain.is_object()) {
        beginDictionary();
        for (const auto& [key, member] : plain.items()) {
            text(key);
            value(member);
        }
        endDictionary();
    } else if (plain.is_array()) {
        beginList();
        for (const auto& member : plain)
            value(member);
        endList();
    } else if (plain.is_string()) {
        text(plain.get<std::string>());
    } else if (plain.is_boolean()) {
        m_pickle += plain.get<bool>() ? '\x88' : '\x89';
    } else if (plain.is_number_integer()) {
        integer(plain.get<std::int64_t>());
    } else if (plain.is_number()) {
        m_pickle += 'G';
        std::string bits;
        auto rest = std::bit_cast<std::uint64_t>(plain.get<double>());
        for (int byte = 0; byte < 8; ++byte, rest >>= 8)
            bits.insert(bits.begin(), static_cast<char>(rest & 0xff));
        m_pickle += bits;
    } else {
        m_pickle += 'N';
    }
}

std::string TorchCheckpoint::storage(ElementType type, std::uint64_t elements, FillPart fill)
{
    const std::string key = std::to_string(m_storages.size());
    m_storages.push_back({"data/" + key, elements * elementSize(type), std::move(fill)});
    m_elements.push_back(elements);
    return key;
}

void TorchCheckpoint::tensor(ElementType type, const std::vector<std::int64_t>& shape, const std::string& storage)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * shape[axis];
    global("torch._utils", "_rebuild_tensor_v2");
    m_pickle += "((";
    text("storage");
    global("torch", storageName(type));
    text(storage);
    text("cuda:0");
    integer(static_cast<std::int64_t>(m_elements[std::stoul(storage)]));
    m_pickle += "tQ";
    integer(0);
    integers(shape);
    integers(strides);
    m_pickle += '\x89'; // needs no gradient
    global("collections", "OrderedDict");
    m_pickle += ")RtR";
}

Outcome<void> TorchCheckpoint::write(const std::filesystem::path& path, const std::string& root,
                                     const std::stop_token& stop) const
{
    std::vector<ZipEntryToWrite> entries{zipText(root + "/data.pkl", m_pickle + '.'),
                                         zipText(root + "/byteorder", "little")};
    for (ZipEntryToWrite entry : m_storages) {
        entry.name = root + "/" + entry.name;
        entries.push_back(std::move(entry));
    }
    entries.push_back(zipText(root + "/version", "3\n"));
    return writeStoredZip(path, entries, stop);
}

void TorchCheckpoint::global(const char* module, const std::string& name)
{
    m_pickle += std::string("c") + module + "\n" + name + "\n";
}

void TorchCheckpoint::integers(const std::vector<std::int64_t>& values)
{
    m_pickle += '(';
    for (const std::int64_t value : values)
        integer(value);
    m_pickle += 't';
}

void TorchCheckpoint::number(std::uint64_t value, int size)
{
    for (int byte = 0; byte < size; ++byte, value >>= 8)
        m_pickle += static_cast<char>(value & 0xff);
}

void TorchCheckpoint::text(const std::string& content)
{
    m_pickle += 'X';
    number(content.size(), 4);
    m_pickle += content;
}

void TorchCheckpoint::integer(std::int64_t value)
{
    if (value >= 0 && value < 256) {
        m_pickle += 'K';
        number(static_cast<std::uint64_t>(value), 1);
    } else if (value >= INT32_MIN && value <= INT32_MAX) {
        m_pickle += 'J';
        number(static_cast<std::uint64_t>(value), 4);
    } else {
        m_pickle += "\x8a\x08";
        number(static_cast<std::uint64_t>(value), 8);
    }
}

} // namespace descant::inference
