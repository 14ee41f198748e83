// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/tensor_source.h"

#include "core/inference/checkpoints/pickle_document.h"

#include <algorithm>
#include <array>
#include <vector>

namespace descant::inference {
namespace {

// Where code is asked for, it is asked for early; numbers come later.
constexpr std::uint64_t kLookedAt = 1 << 20;

/// Why a file that begins like a pickle is refused: it asks for code, or it is of the old format.
tl::unexpected<Error> bareRefusal(const RandomAccessFile& file, const std::string& subject)
{
    std::vector<std::byte> beginning(std::min(file.size(), kLookedAt));
    DESCANT_CHECK(file.read(0, beginning));
    if (const auto document = readPickle(beginning, subject);
        !document && document.error().code == ErrorCode::CheckpointHostile)
        return tl::unexpected(document.error());
    return fail(ErrorCode::CheckpointInvalid, subject, "it is in the format that PyTorch wrote before 1.6",
                "load it with torch.load(weights_only=True) and save it again with torch.save");
}

} // namespace

std::uint64_t SourceTensor::elements() const
{
    std::uint64_t count = 1;
    for (const std::int64_t length : shape)
        count *= static_cast<std::uint64_t>(length);
    return count;
}

Result<void> TensorSource::read(std::size_t number, std::span<std::byte> target) const
{
    if (target.size() != tensors()[number].bytes())
        return fail(ErrorCode::Internal, tensors()[number].name, "the space for the tensor has the wrong size");
    return readPart(number, 0, target);
}

Result<std::unique_ptr<TensorSource>> openTensorSource(const std::filesystem::path& path)
{
    if (std::filesystem::is_directory(path))
        return openSafetensorsSource(path);
    DESCANT_TRY(const RandomAccessFile file, RandomAccessFile::open(path));
    std::array<char, 4> magic{};
    if (file.size() >= magic.size())
        DESCANT_CHECK(file.read(0, std::as_writable_bytes(std::span(magic))));
    if (std::string_view(magic.data(), 2) == "PK")
        return openTorchSource(path);
    if (magic[0] == '\x80')
        return bareRefusal(file, path.string());
    return openSafetensorsSource(path);
}

} // namespace descant::inference
