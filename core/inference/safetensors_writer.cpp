// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_writer.h"

#include "core/base/sha256.h"
#include "core/inference/internal/output_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kPiece = std::uint64_t(4) << 20; ///< a multiple of every element size

/// A file whose hash is made while it is written.
class HashedFile {
public:
    explicit HashedFile(const fs::path& target) : m_file(target) { }
    Result<void> write(std::span<const std::byte> bytes)
    {
        m_hash.add(bytes.data(), bytes.size());
        return m_file.write(bytes);
    }
    Result<WrittenFile> finish()
    {
        DESCANT_CHECK(m_file.finish());
        return WrittenFile{m_file.bytes(), m_hash.finish()};
    }

private:
    OutputFile m_file;
    Sha256 m_hash;
};

std::string headerOf(const std::vector<TensorToWrite>& tensors, const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::uint64_t end = offset + tensor.bytes();
        header[tensor.name] = {
            {"dtype", elementName(tensor.type)}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

/// `buffer` is kept between tensors, so that memory is asked for once.
Outcome<void> writeTensor(HashedFile& file, const TensorToWrite& tensor, std::vector<std::byte>& buffer,
                          const std::stop_token& stop)
{
    const std::uint64_t bytes = tensor.bytes();
    if (!tensor.fillPart) {
        buffer.resize(bytes);
        DESCANT_CHECK(tensor.fill(buffer));
    }
    for (std::uint64_t from = 0; from < bytes; from += kPiece) {
        if (stop.stop_requested())
            return cancelled();
        const std::uint64_t count = std::min(kPiece, bytes - from);
        if (!tensor.fillPart) {
            DESCANT_CHECK(file.write(std::span(buffer).subspan(from, count)));
            continue;
        }
        buffer.resize(count);
        DESCANT_CHECK(tensor.fillPart(from, buffer));
        DESCANT_CHECK(file.write(buffer));
    }
    return {};
}

} // namespace

std::uint64_t TensorToWrite::bytes() const
{
    std::uint64_t bytes = elementSize(type);
    for (const std::int64_t dimension : shape)
        bytes *= static_cast<std::uint64_t>(dimension);
    return bytes;
}

TensorToWrite tensorInParts(std::string name, ElementType type, std::vector<std::int64_t> shape,
                            std::function<Result<void>(std::uint64_t from, std::span<std::byte>)> fillPart)
{
    const auto whole = [fillPart](std::span<std::byte> target) { return fillPart(0, target); };
    return {std::move(name), type, std::move(shape), whole, fillPart};
}

void reportPieces(std::vector<TensorToWrite>& tensors, const ProgressSink& progress, const std::string& what)
{
    std::uint64_t total = 0;
    for (const TensorToWrite& tensor : tensors)
        total += tensor.bytes();
    const auto tell = [&progress, what, total, done = std::make_shared<std::uint64_t>(0)](std::uint64_t bytes) {
        report(progress, what, static_cast<double>(*done) / static_cast<double>(total));
        *done += bytes;
    };
    for (TensorToWrite& tensor : tensors) {
        tensor.fill = [fill = std::move(tensor.fill), tell](std::span<std::byte> target) {
            tell(target.size());
            return fill(target);
        };
        if (tensor.fillPart)
            tensor.fillPart = [fill = std::move(tensor.fillPart), tell](std::uint64_t from,
                                                                        std::span<std::byte> target) {
                tell(target.size());
                return fill(from, target);
            };
    }
}

Outcome<WrittenFile> writeHashedSafetensors(const fs::path& path, std::vector<TensorToWrite> tensors,
                                            const std::map<std::string, std::string>& metadata,
                                            const std::stop_token& stop)
{
    std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
        return std::pair(-static_cast<int>(elementSize(a.type)), a.name)
            < std::pair(-static_cast<int>(elementSize(b.type)), b.name);
    });
    for (std::size_t index = 1; index < tensors.size(); ++index) {
        if (tensors[index].name == tensors[index - 1].name)
            return fail(ErrorCode::Internal, tensors[index].name, "a tensor was given twice");
    }
    const std::string header = headerOf(tensors, metadata);
    const auto headerBytes = static_cast<std::uint64_t>(header.size());
    HashedFile file(path);
    DESCANT_CHECK(file.write(std::as_bytes(std::span(&headerBytes, 1))));
    DESCANT_CHECK(file.write(std::as_bytes(std::span(header))));
    std::vector<std::byte> buffer;
    for (const TensorToWrite& tensor : tensors) {
        if (stop.stop_requested())
            return cancelled();
        DESCANT_CHECK(writeTensor(file, tensor, buffer, stop));
    }
    DESCANT_TRY(WrittenFile written, file.finish());
    return written;
}

Result<void> writeSafetensors(const fs::path& path, std::vector<TensorToWrite> tensors,
                              const std::map<std::string, std::string>& metadata)
{
    const auto written = writeHashedSafetensors(path, std::move(tensors), metadata, {});
    if (!written) // nobody could stop it
        return fail(std::get<Error>(written.error()));
    return {};
}

} // namespace descant::inference
