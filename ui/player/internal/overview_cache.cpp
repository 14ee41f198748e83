// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/overview_cache.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "ui/timeline/timeline_values.h"

#include <QBuffer>

#include <cstring>
#include <system_error>

namespace descant::ui {

namespace {

constexpr std::size_t kMostPeaksBytes = 64U << 20U; // 46 hours
constexpr std::size_t kMostThumbnailBytes = 1U << 20U;
constexpr char kPeaksMagic[8] = {'d', 's', 'c', 'p', 'e', 'a', 'k', '1'};

void keep(const std::filesystem::path& path, std::string_view bytes)
{
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (const Result<void> written = writeFileAtomically(path, bytes); !written)
        log::debug("not cached: {}", describe(written.error()));
}

} // namespace

OverviewCache::OverviewCache(const std::string& fingerprint)
{
    if (!fingerprint.empty())
        m_folder = cacheFolder() / "overview" / sha256Of(fingerprint).substr(0, 32);
}

std::optional<std::vector<SoundExtent>> OverviewCache::peaks() const
{
    if (m_folder.empty())
        return std::nullopt;
    const Result<std::string> bytes = readFile(m_folder / "peaks", kMostPeaksBytes);
    if (!bytes || bytes->size() < sizeof(kPeaksMagic)
        || std::memcmp(bytes->data(), kPeaksMagic, sizeof(kPeaksMagic)) != 0
        || (bytes->size() - sizeof(kPeaksMagic)) % sizeof(SoundExtent) != 0)
        return std::nullopt;
    std::vector<SoundExtent> peaks((bytes->size() - sizeof(kPeaksMagic)) / sizeof(SoundExtent));
    if (!peaks.empty())
        std::memcpy(peaks.data(), bytes->data() + sizeof(kPeaksMagic), peaks.size() * sizeof(SoundExtent));
    return peaks;
}

void OverviewCache::keepPeaks(const std::vector<SoundExtent>& peaks) const
{
    if (m_folder.empty())
        return;
    std::string bytes(kPeaksMagic, sizeof(kPeaksMagic));
    bytes.append(reinterpret_cast<const char*>(peaks.data()), peaks.size() * sizeof(SoundExtent));
    keep(m_folder / "peaks", bytes);
}

std::filesystem::path OverviewCache::thumbnailPath(MediaTime time, int height, Good good) const
{
    const char* ending = good == Good::Always ? "-exact.jpg" : "-near.jpg";
    return m_folder / (std::to_string(time.count()) + "-" + std::to_string(height) + ending);
}

std::optional<QImage> OverviewCache::read(const std::filesystem::path& path) const
{
    const Result<std::string> bytes = readFile(path, kMostThumbnailBytes);
    if (!bytes)
        return std::nullopt;
    const QImage picture =
        QImage::fromData(QByteArray::fromRawData(bytes->data(), static_cast<qsizetype>(bytes->size())), "JPG");
    return picture.isNull() ? std::nullopt : std::optional(picture);
}

std::optional<OverviewCache::Thumbnail> OverviewCache::thumbnail(MediaTime time, int height, MediaTime spacing) const
{
    if (m_folder.empty())
        return std::nullopt;
    if (const std::optional<QImage> exact = read(thumbnailPath(time, height, Good::Always)))
        return Thumbnail{*exact, MediaTime{0}};
    if (spacing < kCoarsestSpacing)
        return std::nullopt;
    if (const std::optional<QImage> near = read(thumbnailPath(time, height, Good::Wide)))
        return Thumbnail{*near, kCoarsestSpacing / 4};
    return std::nullopt;
}

void OverviewCache::keepThumbnail(MediaTime time, int height, const Thumbnail& thumbnail) const
{
    if (m_folder.empty())
        return;
    const Good good = isNearEnough(thumbnail.farOff, kFinestSpacing) ? Good::Always : Good::Wide;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (buffer.open(QIODevice::WriteOnly) && thumbnail.picture.save(&buffer, "JPG", 85))
        keep(thumbnailPath(time, height, good), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace descant::ui
