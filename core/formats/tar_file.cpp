// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/tar_file.h"

#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/media_index.h"

#include <archive.h>
#include <archive_entry.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <utility>
#include <vector>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::size_t kLongestName = 4096;
constexpr int kRights = 0644;

struct FreeReader {
    void operator()(archive* p) const { archive_read_free(p); }
};
struct FreeWriter {
    void operator()(archive* p) const { archive_write_free(p); }
};
struct FreeEntry {
    void operator()(archive_entry* p) const { archive_entry_free(p); }
};

std::string reasonOf(archive* from)
{
    const char* text = archive_error_string(from);
    return text ? text : "it is no tar archive";
}

} // namespace

struct TarReader::State {
    fs::path path;
    std::unique_ptr<archive, FreeReader> in;
    archive_entry* entry = nullptr; ///< owned by the archive
    std::size_t number = 0;
    std::string name;

    tl::unexpected<Error> refused(const std::string& why) const
    {
        return fail(ErrorCode::FormatInvalid, path.string(),
                    name.empty() ? why : fmt::format("the member \"{}\" {}", name, why));
    }
};

TarReader::TarReader(std::unique_ptr<State> state) : m_state(std::move(state)) { }
TarReader::TarReader(TarReader&&) noexcept = default;
TarReader::~TarReader() = default;

Result<TarReader> TarReader::open(const fs::path& path)
{
    auto state = std::make_unique<State>();
    state->path = path;
    state->in.reset(archive_read_new());
    if (!state->in)
        return fail(ErrorCode::OutOfMemory, path.string());
    // Nothing but tar: a shard is not compressed, and other containers hold other surprises.
    archive_read_support_format_tar(state->in.get());
    if (archive_read_open_filename(state->in.get(), path.c_str(), kBlock) != ARCHIVE_OK)
        return fail(ErrorCode::FormatInvalid, path.string(), reasonOf(state->in.get()));
    return TarReader(std::move(state));
}

std::size_t TarReader::number() const { return m_state->number; }

Result<std::optional<TarReader::Member>> TarReader::next()
{
    State& s = *m_state;
    while (true) {
        s.name.clear();
        ++s.number;
        const int code = archive_read_next_header(s.in.get(), &s.entry);
        if (code == ARCHIVE_EOF)
            return std::optional<Member>();
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return s.refused(reasonOf(s.in.get()));
        const char* name = archive_entry_pathname(s.entry);
        s.name = name ? name : "";
        while (s.name.starts_with("./"))
            s.name.erase(0, 2);
        if (s.name.empty() && archive_entry_filetype(s.entry) == AE_IFDIR)
            continue; // "./", as packers of folders write it
        if (s.name.empty() || s.name.size() > kLongestName || !isUtf8(s.name)) {
            s.name.clear();
            return s.refused(fmt::format("the name of member {} is not a text of UTF-8", s.number));
        }
        if (leavesTheFolder(s.name))
            return s.refused("leaves the folder");
        if (archive_entry_hardlink(s.entry) || archive_entry_symlink(s.entry))
            return s.refused("is a link");
        const auto type = archive_entry_filetype(s.entry);
        if (type == AE_IFDIR)
            continue;
        if (type != AE_IFREG)
            return s.refused("is a device or a pipe");
        if (archive_entry_size(s.entry) < 0)
            return s.refused("has no size");
        if (archive_entry_sparse_count(s.entry) > 0)
            return s.refused("is stored with holes, and may be larger than it seems");
        return std::optional<Member>({s.number, s.name, static_cast<std::uint64_t>(archive_entry_size(s.entry))});
    }
}

Result<std::string> TarReader::read(std::size_t limit)
{
    State& s = *m_state;
    if (static_cast<std::uint64_t>(archive_entry_size(s.entry)) > limit)
        return s.refused(fmt::format("is larger than {} bytes", limit));
    std::string content;
    std::array<char, kBlock> block;
    while (content.size() <= limit) {
        const la_ssize_t count = archive_read_data(s.in.get(), block.data(), block.size());
        if (count < 0)
            return s.refused("is cut off: " + reasonOf(s.in.get()));
        if (count == 0)
            return content;
        content.append(block.data(), static_cast<std::size_t>(count));
    }
    return s.refused(fmt::format("is larger than {} bytes", limit));
}

struct TarWriter::State {
    explicit State(AtomicFile target) : file(std::move(target)) { }

    /// libarchive hands its blocks here.
    static la_ssize_t take(archive*, void* state, const void* data, std::size_t size)
    {
        State& s = *static_cast<State*>(state);
        if (auto written = s.file.write({static_cast<const char*>(data), size}); !written) {
            s.failure = written.error();
            return -1;
        }
        s.bytes += size;
        return static_cast<la_ssize_t>(size);
    }

    tl::unexpected<Error> failed() const
    {
        return failure ? fail(*failure) : fail(ErrorCode::FileNotWritable, path.string(), reasonOf(out.get()));
    }

    Result<void> begin(const std::string& name, std::uint64_t size)
    {
        const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), kRights);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        archive_entry_set_mtime(entry.get(), 0, 0);
        archive_entry_set_uid(entry.get(), 0);
        archive_entry_set_gid(entry.get(), 0);
        if (archive_write_header(out.get(), entry.get()) != ARCHIVE_OK)
            return failed();
        return {};
    }

    Result<void> write(std::string_view content)
    {
        const la_ssize_t written = archive_write_data(out.get(), content.data(), content.size());
        if (written != static_cast<la_ssize_t>(content.size()))
            return failed();
        return {};
    }

    fs::path path;
    AtomicFile file;
    std::uint64_t bytes = 0;
    std::optional<Error> failure;
    std::unique_ptr<archive, FreeWriter> out; ///< goes first: it still writes when it is closed
};

TarWriter::TarWriter(std::unique_ptr<State> state) : m_state(std::move(state)) { }
TarWriter::TarWriter(TarWriter&&) noexcept = default;
TarWriter::~TarWriter() = default;

Result<TarWriter> TarWriter::create(const fs::path& path)
{
    DESCANT_TRY(AtomicFile file, AtomicFile::create(path));
    auto state = std::make_unique<State>(std::move(file));
    state->path = path;
    state->out.reset(archive_write_new());
    // USTAR, and PAX only where a name does not fit into that.
    const bool isReady = state->out && archive_write_set_format_pax_restricted(state->out.get()) == ARCHIVE_OK
        && archive_write_set_bytes_per_block(state->out.get(), kBlock) == ARCHIVE_OK
        && archive_write_set_bytes_in_last_block(state->out.get(), 1) == ARCHIVE_OK
        && archive_write_open(state->out.get(), state.get(), nullptr, State::take, nullptr) == ARCHIVE_OK;
    if (!isReady)
        return fail(ErrorCode::OutOfMemory, path.string());
    return TarWriter(std::move(state));
}

std::uint64_t TarWriter::bytes() const { return m_state->bytes; }

Result<void> TarWriter::add(const std::string& name, std::string_view content)
{
    DESCANT_CHECK(m_state->begin(name, content.size()));
    return m_state->write(content);
}

Result<void> TarWriter::addFile(const std::string& name, const fs::path& file)
{
    std::error_code problem;
    const auto size = fs::file_size(file, problem);
    std::ifstream stream(file, std::ios::binary);
    if (problem || !stream)
        return fail(errorFromErrno(problem ? problem.value() : errno, file, ErrorCode::FileNotReadable));
    DESCANT_CHECK(m_state->begin(name, size));
    std::vector<char> block(kBlock);
    for (std::uint64_t left = size; left > 0;) {
        const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left, block.size()));
        if (!stream.read(block.data(), wanted))
            return fail(ErrorCode::FileChanged, file.string());
        DESCANT_CHECK(m_state->write({block.data(), static_cast<std::size_t>(wanted)}));
        left -= static_cast<std::uint64_t>(wanted);
    }
    return {};
}

Result<void> TarWriter::commit()
{
    if (archive_write_close(m_state->out.get()) != ARCHIVE_OK)
        return m_state->failed();
    return m_state->file.commit();
}

} // namespace descant::formats
