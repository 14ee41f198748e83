// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/pickle_document.h"
#include "core/inference/checkpoints/tensor_source.h"
#include "core/inference/checkpoints/zip_archive.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <set>

namespace descant::inference {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestPickle = std::uint64_t(64) << 20;
constexpr std::int64_t kLongestDimension = std::int64_t(1) << 31;
constexpr int kDeepestSettings = 32;
constexpr std::size_t kMostSettings = 100'000;

std::optional<ElementType> elementTypeOf(const std::string& storage)
{
    static const std::map<std::string, ElementType> types{
        {"FloatStorage", ElementType::F32}, {"HalfStorage", ElementType::F16}, {"BFloat16Storage", ElementType::BF16},
        {"LongStorage", ElementType::I64},  {"IntStorage", ElementType::I32},  {"ByteStorage", ElementType::U8},
        {"BoolStorage", ElementType::Bool}};
    const auto found = types.find(storage);
    return found == types.end() ? std::nullopt : std::optional(found->second);
}

/// Where a tensor lies in an entry of the archive. In elements.
struct Place {
    const ZipEntry* entry = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t extent = 0; ///< from its first to behind its last element
    std::vector<std::int64_t> strides;
    bool contiguous = true;
    bool operator==(const Place&) const = default;
};

/// Counts through the elements of a tensor in row-major order and tells where each lies.
class Walk {
public:
    Walk(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides, std::uint64_t first)
        : m_shape(shape), m_strides(strides), m_index(shape.size(), 0)
    {
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            const auto length = static_cast<std::uint64_t>(shape[axis]);
            m_index[axis] = static_cast<std::int64_t>(first % length);
            first /= length;
        }
    }
    std::uint64_t place() const
    {
        std::int64_t place = 0;
        for (std::size_t axis = 0; axis < m_index.size(); ++axis)
            place += m_index[axis] * m_strides[axis];
        return static_cast<std::uint64_t>(place);
    }
    void next()
    {
        for (std::size_t axis = m_index.size(); axis-- > 0;) {
            if (++m_index[axis] < m_shape[axis])
                return;
            m_index[axis] = 0;
        }
    }

private:
    const std::vector<std::int64_t>& m_shape;
    const std::vector<std::int64_t>& m_strides;
    std::vector<std::int64_t> m_index;
};

/// The number of elements of a tensor; nothing when no weight is of such a shape.
std::optional<std::uint64_t> countOf(const PickleValue& tensor)
{
    std::uint64_t count = 1;
    for (const std::int64_t length : tensor.shape) {
        if (length > kLongestDimension || __builtin_mul_overflow(count, static_cast<std::uint64_t>(length), &count))
            return std::nullopt;
    }
    return count;
}

/// The number of elements from a tensor's first to its last, that one included; nothing when it cannot be.
std::optional<std::uint64_t> extentOf(const PickleValue& tensor)
{
    std::uint64_t extent = 1;
    for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
        const auto length = static_cast<std::uint64_t>(tensor.shape[axis]);
        if (length == 0)
            return 0;
        std::uint64_t reach = 0;
        if (__builtin_mul_overflow(length - 1, static_cast<std::uint64_t>(tensor.strides[axis]), &reach)
            || __builtin_add_overflow(extent, reach, &extent))
            return std::nullopt;
    }
    return extent;
}

bool isContiguous(const PickleValue& tensor)
{
    if (std::find(tensor.shape.begin(), tensor.shape.end(), 0) != tensor.shape.end())
        return true;
    std::int64_t stride = 1; // cannot overflow: the number of elements was checked
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
        if (tensor.shape[axis] != 1 && tensor.strides[axis] != stride)
            return false;
        stride *= tensor.shape[axis];
    }
    return true;
}

class TorchSource : public TensorSource {
public:
    static Result<std::unique_ptr<TensorSource>> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const override { return m_archive->path(); }
    const std::vector<SourceTensor>& tensors() const override { return m_tensors; }
    Result<void> readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const override;
    bool sharesBytes(std::size_t one, std::size_t other) const override
    {
        return m_tensors[one].type == m_tensors[other].type && m_tensors[one].shape == m_tensors[other].shape
            && m_places[one] == m_places[other];
    }
    const json& settings() const override { return m_settings; }

private:
    Result<void> readModel(const PickleDocument& document, const std::string& root);
    Result<void> addTensor(const PickleDocument& document, const std::string& name, const PickleValue& value,
                           const std::string& root);
    Result<void> gather(const SourceTensor& tensor, const Place& place, std::uint64_t first,
                        std::span<std::byte> target) const;

    std::optional<ZipArchive> m_archive;
    std::vector<SourceTensor> m_tensors;
    std::vector<Place> m_places;
    json m_settings = json::object();
};

tl::unexpected<Error> invalid(const std::filesystem::path& path, std::string what)
{
    return fail(ErrorCode::CheckpointInvalid, path.string(), std::move(what));
}

/// The folder inside the archive: it has the name that the file had when it was saved.
Result<std::string> rootOf(const ZipArchive& archive)
{
    std::optional<std::string> root;
    for (const auto& [name, entry] : archive.entries()) {
        const std::string_view pickle = "data.pkl";
        if (name != pickle && !name.ends_with("/data.pkl"))
            continue;
        if (root)
            return invalid(archive.path(), "it holds two checkpoints");
        root = name.substr(0, name.size() - pickle.size());
    }
    if (!root)
        return invalid(archive.path(), "it is a zip archive, but torch.save did not write it: there is no data.pkl");
    if (archive.find(*root + "constants.pkl") != nullptr)
        return invalid(archive.path(), "it is a TorchScript program, not a checkpoint");
    return *root;
}

Result<std::string> textOf(const ZipArchive& archive, const ZipEntry& entry, std::uint64_t most)
{
    if (entry.bytes > most)
        return invalid(archive.path(), fmt::format("\"{}\" in it is larger than is allowed", entry.name));
    std::string text(entry.bytes, '\0');
    DESCANT_CHECK(archive.read(entry, 0, std::as_writable_bytes(std::span(text))));
    return text;
}

/// Plain values of a pickle as JSON. What is not plain (tensors, a value inside itself) is left out.
json plain(const PickleDocument& document, const PickleValue& value, int depth, std::size_t& left)
{
    if (depth > kDeepestSettings || left == 0)
        return nullptr;
    --left;
    switch (value.kind) {
    case PickleKind::Boolean:
        return value.integer != 0;
    case PickleKind::Integer:
        return value.integer;
    case PickleKind::Real:
        return value.real;
    case PickleKind::Text:
        return value.text;
    case PickleKind::List:
    case PickleKind::Tuple: {
        json list = json::array();
        for (const std::size_t member : value.members)
            list.push_back(plain(document, document.at(member), depth + 1, left));
        return list;
    }
    case PickleKind::Dictionary: {
        json object = json::object();
        for (std::size_t index = 0; index + 1 < value.members.size(); index += 2) {
            if (const PickleValue& key = document.at(value.members[index]); key.kind == PickleKind::Text)
                object[key.text] = plain(document, document.at(value.members[index + 1]), depth + 1, left);
        }
        return object;
    }
    default:
        return nullptr;
    }
}

Result<std::unique_ptr<TensorSource>> TorchSource::open(const std::filesystem::path& path)
{
    auto source = std::make_unique<TorchSource>();
    DESCANT_TRY(source->m_archive, ZipArchive::open(path));
    const ZipArchive& archive = *source->m_archive;
    DESCANT_TRY(const std::string root, rootOf(archive));
    if (const ZipEntry* order = archive.find(root + "byteorder")) {
        DESCANT_TRY(const std::string text, textOf(archive, *order, 64));
        if (text != "little")
            return invalid(path, "its numbers are big-endian: save it again on a little-endian machine");
    }
    DESCANT_TRY(const std::string pickle, textOf(archive, *archive.find(root + "data.pkl"), kLargestPickle));
    DESCANT_TRY(const PickleDocument document, readPickle(std::as_bytes(std::span(pickle)), path.string()));
    for (const char* name : {"config", "cfg"}) {
        std::size_t left = kMostSettings;
        if (const PickleValue* settings = document.member(document.top(), name))
            source->m_settings = plain(document, *settings, 0, left);
    }
    if (!source->m_settings.is_object())
        source->m_settings = json::object();
    DESCANT_CHECK(source->readModel(document, root));
    return source;
}

Result<void> TorchSource::readModel(const PickleDocument& document, const std::string& root)
{
    const PickleValue* model = document.member(document.top(), "model");
    if (model == nullptr)
        model = &document.top();
    if (model->kind != PickleKind::Dictionary)
        return invalid(path(), "it holds no state dict");
    std::set<std::string> names;
    for (std::size_t index = 0; index + 1 < model->members.size(); index += 2) {
        const PickleValue& key = document.at(model->members[index]);
        if (key.kind != PickleKind::Text)
            return invalid(path(), "a key of its state dict is no text");
        if (!names.insert(key.text).second)
            return fail(ErrorCode::CheckpointHostile, path().string(), fmt::format("\"{}\" is in it twice", key.text));
        DESCANT_CHECK(addTensor(document, key.text, document.at(model->members[index + 1]), root));
    }
    if (m_tensors.empty())
        return invalid(path(), "its state dict is empty");
    return {};
}

Result<void> TorchSource::addTensor(const PickleDocument& document, const std::string& name, const PickleValue& value,
                                    const std::string& root)
{
    if (value.kind != PickleKind::Tensor)
        return invalid(path(), fmt::format("\"{}\" in its state dict is no tensor", name));
    const PickleValue& storage = document.at(value.members.front());
    const std::optional<ElementType> type = elementTypeOf(storage.type);
    if (!type)
        return invalid(path(), fmt::format("\"{}\" is of type {}, which weights never are", name, storage.type));
    const ZipEntry* entry = m_archive->find(root + "data/" + storage.text);
    if (entry == nullptr)
        return invalid(path(), fmt::format("the numbers of \"{}\" are missing", name));
    const auto count = static_cast<std::uint64_t>(storage.integer);
    if (entry->bytes % elementSize(*type) != 0 || entry->bytes / elementSize(*type) != count)
        return invalid(path(), fmt::format("the numbers of \"{}\" have another length than is said", name));
    const std::optional<std::uint64_t> extent = extentOf(value);
    const auto offset = static_cast<std::uint64_t>(value.offset);
    if (!extent || offset > count || *extent > count - offset)
        return invalid(path(), fmt::format("\"{}\" reaches outside its numbers", name));
    // What uses its numbers several times could be of any size without the file being so.
    if (const std::optional<std::uint64_t> elements = countOf(value); !elements || *elements > count)
        return invalid(path(), fmt::format("\"{}\" has more elements than numbers", name));
    SourceTensor tensor{name, *type, value.shape};
    m_places.push_back({entry, offset, *extent, value.strides, isContiguous(value)});
    m_tensors.push_back(std::move(tensor));
    return {};
}

Result<void> TorchSource::readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const
{
    const SourceTensor& tensor = m_tensors[number];
    const Place& place = m_places[number];
    const std::size_t size = elementSize(tensor.type);
    if (from > tensor.bytes() || target.size() > tensor.bytes() - from || from % size != 0 || target.size() % size != 0)
        return fail(ErrorCode::Internal, tensor.name, "reading reaches outside the tensor");
    if (place.contiguous)
        return m_archive->read(*place.entry, place.offset * size + from, target);
    return target.empty() ? Result<void>() : gather(tensor, place, from / size, target);
}

/// A part of a transposed or sliced tensor, laid out row-major. Reads all that lies between its outermost elements.
Result<void> TorchSource::gather(const SourceTensor& tensor, const Place& place, std::uint64_t first,
                                 std::span<std::byte> target) const
{
    const std::size_t size = elementSize(tensor.type);
    const std::size_t count = target.size() / size;
    std::uint64_t lowest = place.extent, highest = 0;
    Walk measured(tensor.shape, place.strides, first);
    for (std::size_t number = 0; number < count; ++number, measured.next()) {
        lowest = std::min(lowest, measured.place());
        highest = std::max(highest, measured.place());
    }
    std::vector<std::byte> stored((highest - lowest + 1) * size);
    DESCANT_CHECK(m_archive->read(*place.entry, (place.offset + lowest) * size, stored));
    Walk walk(tensor.shape, place.strides, first);
    for (std::size_t number = 0; number < count; ++number, walk.next())
        std::memcpy(target.data() + number * size, stored.data() + (walk.place() - lowest) * size, size);
    return {};
}

} // namespace

Result<std::unique_ptr<TensorSource>> openTorchSource(const std::filesystem::path& path)
{
    try {
        return TorchSource::open(path);
    } catch (const std::exception& problem) {
        return invalid(path, problem.what());
    }
}

} // namespace descant::inference
