// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/torch_file_writer.h"

#include <algorithm>
#include <bit>
#include <map>
#include <span>

namespace descant::test {
namespace {

std::string littleEndian(std::uint64_t value, int size)
{
    std::string bytes;
    for (int index = 0; index < size; ++index)
        bytes += static_cast<char>(value >> (8 * index) & 0xff);
    return bytes;
}

std::size_t itemSize(const std::string& type)
{
    static const std::map<std::string, std::size_t> sizes{
        {"FloatStorage", 4}, {"HalfStorage", 2}, {"BFloat16Storage", 2}, {"LongStorage", 8}, {"DoubleStorage", 8}};
    const auto found = sizes.find(type);
    return found == sizes.end() ? 1 : found->second;
}

std::vector<std::int64_t> rowMajor(const std::vector<std::int64_t>& shape)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * shape[axis];
    return strides;
}

/// The tensor whose storage this one uses, and its number, which is the key of the storage.
std::pair<const TorchTensor*, std::size_t> storageOf(const TorchFile& file, std::size_t number)
{
    const std::string& name = file.tensors[number].sharesWith;
    for (std::size_t other = 0; !name.empty() && other < number; ++other) {
        if (file.tensors[other].name == name)
            return {&file.tensors[other], other};
    }
    return {&file.tensors[number], number};
}

void addTensor(PickleWriter& writer, const TorchFile& file, std::size_t number)
{
    const TorchTensor& tensor = file.tensors[number];
    const auto [owner, key] = storageOf(file, number);
    const auto count =
        tensor.claimedCount.value_or(static_cast<std::int64_t>(owner->bytes.size() / itemSize(owner->type)));
    writer.text(tensor.name).global("torch._utils", "_rebuild_tensor_v2").raw("(");
    writer.storage(owner->type, std::to_string(key), count).integer(tensor.offset).integers(tensor.shape);
    writer.integers(tensor.strides.empty() ? rowMajor(tensor.shape) : tensor.strides);
    writer.raw("\x89").orderedDict().raw("tR");
}

} // namespace

PickleWriter& PickleWriter::raw(std::string_view bytes)
{
    m_bytes += bytes;
    return *this;
}

PickleWriter& PickleWriter::text(std::string_view content)
{
    return raw("X").raw(littleEndian(content.size(), 4)).raw(content);
}

PickleWriter& PickleWriter::integer(std::int64_t value)
{
    if (value >= 0 && value < 256)
        return raw("K").raw(littleEndian(static_cast<std::uint64_t>(value), 1));
    if (value >= INT32_MIN && value <= INT32_MAX)
        return raw("J").raw(littleEndian(static_cast<std::uint64_t>(value), 4));
    return raw("\x8a\x08").raw(littleEndian(static_cast<std::uint64_t>(value), 8));
}

PickleWriter& PickleWriter::integers(const std::vector<std::int64_t>& values)
{
    raw("(");
    for (const std::int64_t value : values)
        integer(value);
    return raw("t");
}

PickleWriter& PickleWriter::global(const std::string& module, const std::string& name)
{
    return raw("c" + module + "\n" + name + "\n");
}

PickleWriter& PickleWriter::json(const nlohmann::json& value)
{
    if (value.is_object()) {
        raw("}(");
        for (const auto& [key, member] : value.items())
            text(key).json(member);
        return raw("u");
    }
    if (value.is_array()) {
        raw("](");
        for (const auto& member : value)
            json(member);
        return raw("e");
    }
    if (value.is_string())
        return text(value.get<std::string>());
    if (value.is_boolean())
        return raw(value.get<bool>() ? "\x88" : "\x89");
    if (value.is_number_integer())
        return integer(value.get<std::int64_t>());
    if (!value.is_number())
        return raw("N");
    std::string bytes = littleEndian(std::bit_cast<std::uint64_t>(value.get<double>()), 8);
    std::reverse(bytes.begin(), bytes.end());
    return raw("G").raw(bytes);
}

PickleWriter& PickleWriter::orderedDict() { return global("collections", "OrderedDict").raw(")R"); }

PickleWriter& PickleWriter::storage(const std::string& type, const std::string& key, std::int64_t count)
{
    return raw("(").text("storage").global("torch", type).text(key).text("cuda:0").integer(count).raw("tQ");
}

std::string torchPickle(const TorchFile& file)
{
    PickleWriter writer;
    const bool nested = file.nesting == TorchFile::Nesting::UnderModel;
    if (nested)
        writer.raw("}(").text("model");
    writer.orderedDict().raw("(");
    for (std::size_t number = 0; number < file.tensors.size(); ++number)
        addTensor(writer, file, number);
    writer.raw("u}").text("_metadata").orderedDict().raw("sb");
    if (nested && file.settings.is_object())
        writer.text(file.settingsName).json(file.settings);
    return writer.raw(nested ? "u" : "").pickle();
}

void writeTorchFile(const std::filesystem::path& path, const TorchFile& file, const ZipStyle& style)
{
    std::vector<ZipPart> parts{{file.root + "/data.pkl", torchPickle(file)}};
    if (!file.byteOrder.empty())
        parts.push_back({file.root + "/byteorder", file.byteOrder});
    for (std::size_t number = 0; number < file.tensors.size(); ++number) {
        if (file.tensors[number].sharesWith.empty())
            parts.push_back({file.root + "/data/" + std::to_string(number), file.tensors[number].bytes});
    }
    parts.push_back({file.root + "/version", "3\n"});
    parts.insert(parts.end(), file.moreParts.begin(), file.moreParts.end());
    writeZip(path, parts, style);
}

std::string floatBytes(const std::vector<float>& values)
{
    const auto bytes = std::as_bytes(std::span(values));
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace descant::test
