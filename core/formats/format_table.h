// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace descant::formats {

/// How exact a format holds the times of a stretch.
enum class TimePrecision { None, Seconds, Milliseconds, Exact };
/// Which languages a format can tell apart.
enum class LanguageRoom { None, EnglishAndChinese, All };
/// What PATH of an export is.
enum class ExportShape { OneFile, FileForEachMedium, Folder };
/// Where files that were cut for the clips of an export lie: beside it, inside its folder, or packed into its files.
enum class ClipPlace { Beside, Inside, Packed };

/// A format, and what Descant can do with it; the base of the loss report.
struct FormatCapability {
    std::string_view name{}; ///< as --format takes it
    std::string_view title{};
    bool imports = false;
    bool exports = false;
    ExportShape shape = ExportShape::OneFile;
    TimePrecision times = TimePrecision::None;
    LanguageRoom languages = LanguageRoom::None;
    std::size_t captionsPerClip = 0; ///< 0 = as many as there are
    bool status = false;
    bool split = false;
    bool tier = false;
    bool lineBreaks = false; ///< captions of several lines
    bool proposals = false;
    bool modelFirst = false; ///< what a model proposes comes before what people wrote
    bool emptyTexts = false; ///< segments that nobody has described yet
    bool wholeFiles = false; ///< says "the whole file" without its length
    bool folders = false;    ///< tells media of the same name in different folders apart
    ClipPlace clips = ClipPlace::Beside;
};

const std::vector<FormatCapability>& formatTable();
/// The format of that name, or nothing.
const FormatCapability* findFormat(std::string_view name);
/// The names that can be read, or written, with commas between.
enum class FormatUse { Import, Export };
std::string formatNames(FormatUse use);

} // namespace descant::formats
