// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_writer.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/base/sha256.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;

/// A file that appears under its name only when it is complete.
class PartialFile {
public:
    explicit PartialFile(const fs::path& target)
        : m_target(target),
          m_temporary(target.parent_path() / fmt::format(".{}.{}.part", target.filename().string(), newIdentifier())),
          m_descriptor(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644))
    {
    }
    ~PartialFile()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
            ::unlink(m_temporary.c_str());
        }
    }
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    Result<void> write(std::span<const std::byte> bytes)
    {
        if (m_descriptor < 0)
            return problem();
        m_hash.add(bytes.data(), bytes.size());
        m_written.bytes += bytes.size();
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return problem();
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
        return {};
    }

    Result<WrittenFile> finish()
    {
        if (::fsync(m_descriptor) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
            return problem();
        ::close(std::exchange(m_descriptor, -1));
        m_written.sha256 = m_hash.finish();
        return m_written;
    }

private:
    tl::unexpected<Error> problem() const { return fail(errorFromErrno(errno, m_target, ErrorCode::FileNotWritable)); }

    fs::path m_target;
    fs::path m_temporary;
    int m_descriptor;
    Sha256 m_hash;
    WrittenFile m_written;
};

std::uint64_t bytesOf(const TensorToWrite& tensor)
{
    std::uint64_t bytes = elementSize(tensor.type);
    for (const std::int64_t dimension : tensor.shape)
        bytes *= static_cast<std::uint64_t>(dimension);
    return bytes;
}

std::string headerOf(const std::vector<TensorToWrite>& tensors, const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::uint64_t end = offset + bytesOf(tensor);
        header[tensor.name] = {
            {"dtype", elementName(tensor.type)}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

} // namespace

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
    PartialFile file(path);
    DESCANT_CHECK(file.write(std::as_bytes(std::span(&headerBytes, 1))));
    DESCANT_CHECK(file.write(std::as_bytes(std::span(header))));
    std::vector<std::byte> buffer;
    for (const TensorToWrite& tensor : tensors) {
        if (stop.stop_requested())
            return cancelled();
        buffer.resize(bytesOf(tensor));
        DESCANT_CHECK(tensor.fill(buffer));
        DESCANT_CHECK(file.write(buffer));
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
