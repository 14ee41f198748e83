// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/sample_shards.h"

#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/formats/internal/tar_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

/// The same order for the same keys, and no source in a row.
std::uint64_t orderOf(const std::string& key)
{
    constexpr std::size_t kHexDigits = 16;
    return std::stoull(sha256Of(key).substr(0, kHexDigits), nullptr, 16);
}

Result<void> addSample(TarWriter& tar, const Sample& sample)
{
    DESCANT_CHECK(tar.add(sample.key + ".json", sample.json));
    DESCANT_CHECK(tar.add(sample.key + ".txt", sample.text));
    if (!sample.file.empty())
        DESCANT_CHECK(tar.addFile(sample.key + sample.file.extension().string(), sample.file));
    return {};
}

} // namespace

SampleShards::SampleShards(ExportSource& source, fs::path folder) : m_source(source), m_folder(std::move(folder)) { }

Result<void> SampleShards::put(const std::string& text)
{
    const std::uint64_t size = text.size();
    const bool written = std::fwrite(&size, sizeof size, 1, m_waiting.get()) == 1
        && std::fwrite(text.data(), 1, text.size(), m_waiting.get()) == text.size();
    if (!written)
        return fail(errorFromErrno(errno, m_folder, ErrorCode::FileNotWritable));
    return {};
}

Result<std::string> SampleShards::get()
{
    std::uint64_t size = 0;
    std::string text;
    bool read = std::fread(&size, sizeof size, 1, m_waiting.get()) == 1;
    if (read) {
        text.resize(size);
        read = std::fread(text.data(), 1, size, m_waiting.get()) == size;
    }
    if (!read)
        return fail(errorFromErrno(errno, m_folder, ErrorCode::FileNotReadable));
    return text;
}

/// On the disk that the shards go to: the one for passing files may be memory.
Result<void> SampleShards::openWaiting()
{
    std::error_code problem;
    fs::create_directories(m_folder, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), m_folder, ErrorCode::FileNotWritable));
    const fs::path path = m_folder / ("." + newIdentifier() + ".part");
    m_waiting.reset(std::fopen(path.c_str(), "w+bx"));
    if (!m_waiting)
        return fail(errorFromErrno(errno, m_folder, ErrorCode::FileNotWritable));
    fs::remove(path, problem); // gone with the program, however it ends
    return {};
}

Result<void> SampleShards::add(const Sample& sample)
{
    std::vector<Place>& places = m_places[sample.split];
    if (m_source.options().mode == ExportMode::TryOnly)
        return {};
    if (!m_waiting)
        DESCANT_CHECK(openWaiting());
    places.push_back({orderOf(sample.key), std::ftell(m_waiting.get())});
    for (const std::string& text : {sample.key, sample.split, sample.json, sample.text, sample.file.string()})
        DESCANT_CHECK(put(text));
    return {};
}

Result<Sample> SampleShards::sampleAt(const Place& place)
{
    if (std::fseek(m_waiting.get(), place.offset, SEEK_SET) != 0)
        return fail(errorFromErrno(errno, m_folder, ErrorCode::FileNotReadable));
    Sample sample;
    DESCANT_TRY(sample.key, get());
    DESCANT_TRY(sample.split, get());
    DESCANT_TRY(sample.json, get());
    DESCANT_TRY(sample.text, get());
    DESCANT_TRY(sample.file, get());
    return sample;
}

fs::path SampleShards::shardPath(const std::string& split, std::size_t number) const
{
    return m_folder / fmt::format("corpus-{}-{:06}.tar", split, number);
}

Result<void> SampleShards::finish()
{
    const bool writes = m_source.options().mode == ExportMode::Write;
    for (auto& [split, places] : m_places) {
        if (!writes)
            m_source.countFile(shardPath(split, 0));
        else
            DESCANT_CHECK(writeSplit(split, std::move(places)));
    }
    return {};
}

Result<void> SampleShards::writeSplit(const std::string& split, std::vector<Place> places)
{
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return std::tie(a.order, a.offset) < std::tie(b.order, b.offset); });
    std::optional<TarWriter> tar;
    std::size_t shards = 0;
    for (const Place& place : places) {
        DESCANT_TRY(const Sample sample, sampleAt(place));
        if (tar && tar->bytes() >= m_source.options().shardBytes) {
            DESCANT_CHECK(tar->commit());
            tar.reset();
        }
        if (!tar) {
            const fs::path path = shardPath(split, shards++);
            DESCANT_TRY(TarWriter made, TarWriter::create(path));
            tar.emplace(std::move(made));
            m_source.countFile(path);
        }
        DESCANT_CHECK(addSample(*tar, sample));
    }
    if (tar)
        DESCANT_CHECK(tar->commit());
    std::error_code gone;
    for (std::size_t number = shards; fs::remove(shardPath(split, number), gone); ++number) { }
    return {};
}

} // namespace descant::formats
