// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/model_package.h"
#include "core/inference/random_access_file.h"
#include "core/inference/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kPiece = std::uint64_t(4) << 20; ///< a multiple of every element size

/// A floating-point number is finite when its exponent bits are not all ones. Without a branch, so that the compiler
/// looks at many numbers at once.
template <typename Bits> bool allFinite(std::span<const std::byte> bytes, Bits exponent)
{
    bool found = false;
    for (std::size_t place = 0; place + sizeof(Bits) <= bytes.size(); place += sizeof(Bits)) {
        Bits bits;
        std::memcpy(&bits, bytes.data() + place, sizeof bits);
        found |= static_cast<Bits>(bits & exponent) == exponent;
    }
    return !found;
}

bool isFinite(ElementType type, std::span<const std::byte> bytes)
{
    switch (type) {
    case ElementType::F32:
        return allFinite<std::uint32_t>(bytes, 0x7f800000u);
    case ElementType::F16:
        return allFinite<std::uint16_t>(bytes, 0x7c00u);
    case ElementType::BF16:
        return allFinite<std::uint16_t>(bytes, 0x7f80u);
    default:
        return true;
    }
}

/// Reads files in pieces from their start to their end, hashes them and tells how far it is.
class Reader {
public:
    Reader(std::uint64_t total, const std::stop_token& stop, const ProgressSink& progress)
        : m_total(total), m_stop(stop), m_progress(progress)
    {
    }
    Outcome<void> open(const fs::path& path)
    {
        DESCANT_TRY(m_file, RandomAccessFile::open(path));
        m_place = 0;
        m_hash = {};
        return {};
    }
    /// The next so many bytes, in pieces.
    Outcome<void> read(std::uint64_t bytes, const std::function<void(std::span<const std::byte>)>& look)
    {
        for (std::uint64_t left = bytes; left > 0;) {
            if (m_stop.stop_requested())
                return cancelled();
            report(m_progress, "Checking " + m_file.path().filename().string(),
                   static_cast<double>(m_done) / static_cast<double>(m_total));
            m_buffer.resize(std::min(kPiece, left));
            DESCANT_CHECK(m_file.read(m_place, m_buffer));
            m_hash.add(m_buffer.data(), m_buffer.size());
            look(m_buffer);
            m_place += m_buffer.size();
            m_done += m_buffer.size();
            left -= m_buffer.size();
        }
        return {};
    }
    std::uint64_t left() const { return m_file.size() - m_place; }
    std::string hash() { return m_hash.finish(); }

private:
    std::uint64_t m_total;
    const std::stop_token& m_stop;
    const ProgressSink& m_progress;
    RandomAccessFile m_file;
    Sha256 m_hash;
    std::vector<std::byte> m_buffer;
    std::uint64_t m_place = 0;
    std::uint64_t m_done = 0;
};

void ignore(std::span<const std::byte>) { }

/// Looks at every value of a weight file on the way through it. `items` gets the tensors that no arithmetic can use.
Outcome<void> readWeights(Reader& reader, const SafetensorsFile& file, std::vector<std::string>& items)
{
    if (!file.tensors().empty())
        DESCANT_CHECK(reader.read(file.tensors().front().offset, ignore));
    for (const TensorEntry& entry : file.tensors()) {
        bool finite = true;
        DESCANT_CHECK(reader.read(
            entry.bytes, [&](std::span<const std::byte> piece) { finite = finite && isFinite(entry.type, piece); }));
        const bool used = keptName(entry.name) != entry.name || !isIgnorableTensor(entry.name);
        if (used && !finite)
            items.push_back(fmt::format("{}: has values that are not finite", entry.name));
    }
    return {};
}

const SafetensorsFile* weightsNamed(const ModelPackage& package, const std::string& name)
{
    const auto found = std::find_if(package.weightFiles().begin(), package.weightFiles().end(),
                                    [&](const SafetensorsFile& file) { return file.path().filename() == name; });
    return found == package.weightFiles().end() ? nullptr : &*found;
}

/// The files that the manifest lists, and weight files that it does not.
std::vector<PackageFile> filesOf(const ModelPackage& package)
{
    std::vector<PackageFile> files = package.files();
    for (const SafetensorsFile& weights : package.weightFiles()) {
        const std::string name = weights.path().filename().string();
        if (std::none_of(files.begin(), files.end(), [&](const PackageFile& file) { return file.name == name; }))
            files.push_back({name, 0, {}});
    }
    return files;
}

/// What is wrong with a package, one item a problem.
struct Findings {
    std::vector<std::string> changed, unusable;
};

/// Reads each file once.
Outcome<Findings> readFiles(const ModelPackage& package, const std::vector<PackageFile>& files, std::uint64_t total,
                            const std::stop_token& stop, const ProgressSink& progress)
{
    Findings found;
    Reader reader(total, stop, progress);
    for (const PackageFile& file : files) {
        DESCANT_CHECK(reader.open(package.folder() / file.name));
        if (file.bytes != 0 && reader.left() != file.bytes) {
            found.changed.push_back(fmt::format("{}: {} bytes instead of {}", file.name, reader.left(), file.bytes));
            continue;
        }
        if (const SafetensorsFile* weights = weightsNamed(package, file.name))
            DESCANT_CHECK(readWeights(reader, *weights, found.unusable));
        DESCANT_CHECK(reader.read(reader.left(), ignore));
        if (const std::string hash = reader.hash(); !file.sha256.empty() && hash != file.sha256)
            found.changed.push_back(fmt::format("{}: SHA-256 {} instead of {}", file.name, hash, file.sha256));
    }
    return found;
}

/// What a change of would not be noticed.
void warnOfUnhashed(const ModelPackage& package, std::vector<std::string>& warnings)
{
    std::vector<std::string> names = {package.tokenizerFile().filename().string()};
    for (const SafetensorsFile& file : package.weightFiles())
        names.push_back(file.path().filename().string());
    for (const std::string& name : names) {
        const bool hashed = std::any_of(package.files().begin(), package.files().end(), [&](const PackageFile& file) {
            return file.name == name && !file.sha256.empty();
        });
        if (!hashed)
            warnings.push_back(fmt::format("{} has no hash for {}, whose changes go unnoticed", kManifestName, name));
    }
}

Result<void> checkTokenizer(const ModelPackage& package, std::vector<std::string>& warnings)
{
    const std::int64_t vocabulary = package.architecture().t5.vocab;
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(package.tokenizerFile(), vocabulary));
    if (std::string doubt = tokenizer.doubtAbout(vocabulary); !doubt.empty())
        warnings.push_back(std::move(doubt));
    return {};
}

} // namespace

Outcome<PackageVerification> verifyPackage(const fs::path& folder, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const ModelPackage package, ModelPackage::open(folder));
    PackageVerification seen;
    const std::vector<PackageFile> files = filesOf(package);
    std::uint64_t total = 0;
    for (const PackageFile& file : files) {
        std::error_code problem;
        total += fs::file_size(folder / file.name, problem);
        if (problem)
            return fail(ErrorCode::FileNotReadable, (folder / file.name).string(), problem.message());
    }
    DESCANT_TRY(const Findings found, readFiles(package, files, total, stop, progress));
    if (!found.changed.empty())
        return fail(Error{ErrorCode::HashMismatch,
                          folder.string(),
                          fmt::format("{} of its files differ", found.changed.size()),
                          {},
                          found.changed});
    warnOfUnhashed(package, seen.warnings);
    DESCANT_CHECK(checkTokenizer(package, seen.warnings));
    DESCANT_CHECK(package.checkSharedTensors(stop));
    if (!found.unusable.empty())
        return fail(
            Error{ErrorCode::CheckpointInvalid, folder.string(), "some values are not finite", {}, found.unusable});
    seen.files = package.files().size();
    seen.tensors = package.tensors().size();
    for (const PackageFile& file : package.files())
        seen.bytes += fs::file_size(folder / file.name);
    return seen;
}

} // namespace descant::inference
