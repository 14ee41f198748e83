// SPDX-License-Identifier: GPL-3.0-or-later
// import(export(x)) = x, or the loss report counts what is missing: for random projects and every format.
#include "core/base/identifier.h"
#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

using namespace descant;
using namespace descant::formats;
using project::Document;
using project::Medium;
using project::Segment;
using project::SegmentStatus;

namespace {

constexpr MediaTime kLength{60'000'000};

const std::vector<std::string> kTexts{"a tram crosses a wet square",
                                      "she says \"no, never\"; then; leaves",
                                      "=1+1",
                                      "-5 degrees\tand, more",
                                      "@home & <away> --> there",
                                      "一个孩子在叠锡杯",
                                      "'quoted' caf\u00e9 \U0001F600",
                                      "two\nlines",
                                      "an empty line\n\nin between",
                                      "  blanks   everywhere ",
                                      "\\backslash / slash",
                                      "NOTE this",
                                      "{\"json\":[1]}"};

/// Signs of every kind: of other scripts, that go the other way, that join others, that break lines, that formats
/// quote.
std::string randomText(std::mt19937& random)
{
    static const std::vector<std::string> signs{"a",
                                                "Z",
                                                "7",
                                                " ",
                                                "\"",
                                                "'",
                                                ",",
                                                ";",
                                                "\t",
                                                "<",
                                                ">",
                                                "&",
                                                "-->",
                                                "{",
                                                "}",
                                                "\\",
                                                "#",
                                                "|",
                                                "\n",
                                                "\u00e9",
                                                "e\u0301",
                                                "\u0627",
                                                "\u05d0",
                                                "\u200f",
                                                "\u6f22",
                                                "\u3000",
                                                "\u00a0",
                                                "\ufeff",
                                                "\U0001F468\u200D\U0001F469",
                                                "]]>",
                                                "::",
                                                "%"};
    std::string text = "x"; // texts of blanks alone are none
    for (std::size_t i = random() % 30; i > 0; --i)
        text += signs[random() % signs.size()];
    return text + "y";
}

template <typename T> const T& oneOf(const std::vector<T>& values, std::mt19937& random)
{
    return values[random() % values.size()];
}

TimeRange randomRange(std::mt19937& random)
{
    if (random() % 3 == 0)
        return {MediaTime{0}, kLength};
    const std::int64_t unit = oneOf<std::int64_t>({1, 1000, 1'000'000}, random);
    const auto start =
        static_cast<std::int64_t>(random() % 40) * 1'000'000 + static_cast<std::int64_t>(random() % 900) * unit;
    const auto length = static_cast<std::int64_t>(random() % 900 + 1) * unit;
    const MediaTime end = std::min(MediaTime{start + length}, kLength);
    return {std::min(MediaTime{start}, end - MediaTime{unit}), end};
}

Document randomDocument(std::mt19937& random)
{
    project::Step step;
    step.id = newIdentifier();
    for (int m = 0; m < 3; ++m) {
        Medium medium = test::sampleMedium("clip " + std::to_string(m) + ".mp4", kLength);
        step.changes.push_back({std::nullopt, project::Entity(medium)});
        for (std::size_t i = random() % 6; i > 0; --i) {
            Segment segment;
            segment.id = newIdentifier();
            segment.mediumId = medium.id;
            segment.range = randomRange(random);
            segment.text = random() % 3 == 0 ? randomText(random) : oneOf(kTexts, random);
            segment.status = oneOf<SegmentStatus>(
                {SegmentStatus::Accepted, SegmentStatus::Accepted, SegmentStatus::Reviewed, SegmentStatus::Flagged},
                random);
            segment.language = oneOf<std::string>({"en", "en", "zh", "pt-BR"}, random);
            segment.tier = oneOf<std::string>({"", "", "sound"}, random);
            segment.split = oneOf<std::string>({"train", "test", ""}, random);
            step.changes.push_back({std::nullopt, project::Entity(segment)});
        }
    }
    Document document;
    EXPECT_TRUE(document.apply(step));
    return document;
}

std::string oneLine(const std::string& text)
{
    std::istringstream words(text);
    std::string line;
    for (std::string word; words >> word;)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

bool isWhole(const Segment& segment)
{
    return segment.range.start == MediaTime{0}
    && (segment.range.end == kLength || segment.range.end >= std::chrono::hours(24));
}

std::string without(std::string text, const std::string& what, const std::string& instead)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what))
        text.replace(at, what.size(), instead);
    return text;
}

/// A caption as the format can hold it, and how often each thing got lost on the way.
std::string heldBy(const FormatCapability& format, const Segment& segment, std::map<std::string, std::size_t>& lost)
{
    std::ostringstream held;
    const auto part = [&](bool holds, const std::string& what, const std::string& value, const std::string& otherwise) {
        held << '|' << (holds ? value : otherwise);
        if (!holds && value != otherwise)
            ++lost[what];
    };
    if (format.name == "vtt" || format.name == "srt")
        part(false, "blank-lines", segment.text, without(segment.text, "\n\n", "\n"));
    else
        part(format.lineBreaks, "line-breaks", segment.text, oneLine(segment.text));
    part(format.status, "status", std::string(nameOf(segment.status)), "accepted");
    part(format.languages != LanguageRoom::None, "language", segment.language, "en");
    part(format.split, "split", segment.split, "");
    part(format.tier, "tier", segment.tier, "");
    const auto times = [](TimeRange range) {
        return std::to_string(range.start.count()) + "-" + std::to_string(range.end.count());
    };
    TimeRange range = isWhole(segment) ? TimeRange{MediaTime{0}, kLength} : segment.range;
    if (format.times == TimePrecision::None) {
        part(false, "times", isWhole(segment) ? "" : "a stretch", "");
    } else if (format.times == TimePrecision::Milliseconds) {
        const auto rounded = [](MediaTime time) { return MediaTime{(time.count() + 500) / 1000 * 1000}; };
        TimeRange coarse{rounded(range.start), rounded(range.end)};
        coarse.end = std::max(coarse.end, coarse.start + MediaTime{1000});
        part(false, "rounding", times(range), times(coarse));
    } else {
        held << '|' << times(range);
    }
    return held.str();
}

std::vector<std::string> contentOf(const FormatCapability& format, const Document& document,
                                   std::map<std::string, std::size_t>& lost)
{
    std::vector<std::string> captions;
    for (const Medium* medium : document.media()) {
        for (const Segment* segment : document.segmentsOf(medium->id)) {
            const bool left = format.languages == LanguageRoom::EnglishAndChinese && segment->language != "en"
                && segment->language != "zh";
            if (left)
                ++lost["other-language"];
            else
                captions.push_back(heldBy(format, *segment, lost));
        }
    }
    std::sort(captions.begin(), captions.end());
    return captions;
}

/// Each file of an export goes into one new project.
Document importedAll(const FormatCapability& format, const ExportReport& report, const std::filesystem::path& out)
{
    Document document;
    const bool isFolder = format.shape == ExportShape::Folder;
    for (const std::filesystem::path& file : isFolder ? std::vector{out} : report.files) {
        if (file.stem().string().find("_gt") != std::string::npos)
            continue; // the same captions once more, for the evaluation
        const auto plan = importCorpus(document, format.name, file);
        EXPECT_TRUE(plan) << format.name << ": " << describe(plan.error().error);
        if (plan) {
            EXPECT_TRUE(document.apply(plan->step));
        }
    }
    return document;
}

ExportOptions everything()
{
    ExportOptions options;
    options.statuses = {SegmentStatus::Accepted, SegmentStatus::Reviewed, SegmentStatus::Flagged, SegmentStatus::Draft,
                        SegmentStatus::Rejected};
    return options;
}

class RoundTrip : public ::testing::TestWithParam<std::string> { };

TEST_P(RoundTrip, anImportOfAnExportIsTheSameButForWhatTheReportCounts)
{
    const FormatCapability& format = *findFormat(GetParam());
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        const Document document = randomDocument(random);
        const test::TemporaryFolder folder;
        const auto report = exportCorpus(document, format.name, folder / "out", everything());
        std::map<std::string, std::size_t> wanted, ignored;
        const std::vector<std::string> before = contentOf(format, document, wanted);
        if (before.empty()) {
            EXPECT_EQ(report.error().code, ErrorCode::NothingToExport);
            continue;
        }
        ASSERT_TRUE(report) << describe(report.error());
        std::map<std::string, std::size_t> counted;
        for (const Loss& loss : report->counted)
            counted[loss.what] = loss.count;
        for (const char* what : {"status", "language", "split", "tier", "line-breaks", "times", "rounding",
                                 "other-language", "blank-lines"})
            EXPECT_EQ(counted[what], wanted[what]) << format.name << ": " << what;
        const Document again = importedAll(format, *report, folder / "out");
        const std::vector<std::string> after = contentOf(format, again, ignored);
        EXPECT_EQ(after.size() + counted["captions"], before.size()) << format.name;
        if (!format.modelFirst) { // whose texts come back as proposals
            EXPECT_TRUE(std::includes(before.begin(), before.end(), after.begin(), after.end()))
                << format.name << "\n"
                << ::testing::PrintToString(before) << "\n"
                << ::testing::PrintToString(after);
        }
    }
}

TEST_P(RoundTrip, aTriedExportWritesNothingAndReportsTheSame)
{
    std::mt19937 random(3);
    const Document document = randomDocument(random);
    const test::TemporaryFolder folder;
    ExportOptions options = everything();
    const auto written = exportCorpus(document, GetParam(), folder / "out", options);
    options.mode = ExportMode::TryOnly;
    const auto tried = exportCorpus(document, GetParam(), folder / "tried", options);
    ASSERT_TRUE(written && tried);
    EXPECT_EQ(tried->losses, written->losses);
    EXPECT_EQ(tried->sentences, written->sentences);
    EXPECT_FALSE(std::filesystem::exists(folder / "tried"));
}

/// Two films of the same name, and a sound beside one of them.
Document documentOfNamesakes()
{
    project::Step step;
    step.id = newIdentifier();
    for (const char* file : {"left/clip.mp4", "right/clip.mp4", "right/clip.wav"}) {
        Medium medium = test::sampleMedium(std::filesystem::path(file).filename().string(), kLength);
        medium.path = "/films/" + std::string(file);
        medium.fingerprint = file;
        Segment segment;
        segment.id = newIdentifier();
        segment.mediumId = medium.id;
        segment.range = {MediaTime{1'000'000}, MediaTime{2'000'000}};
        segment.text = file;
        segment.status = SegmentStatus::Accepted;
        step.changes.push_back({std::nullopt, project::Entity(medium)});
        step.changes.push_back({std::nullopt, project::Entity(segment)});
    }
    Document document;
    EXPECT_TRUE(document.apply(step));
    return document;
}

TEST_P(RoundTrip, mediaOfTheSameNameStayApartWhereTheFormatSaysSo)
{
    const FormatCapability& format = *findFormat(GetParam());
    const Document document = documentOfNamesakes();
    const test::TemporaryFolder folder;
    const auto report = exportCorpus(document, format.name, folder / "out", everything());
    ASSERT_TRUE(report);
    const bool lost = std::any_of(report->counted.begin(), report->counted.end(),
                                  [](const Loss& loss) { return loss.what == "names"; });
    EXPECT_EQ(lost, !format.folders);
    if (!format.folders && format.name != "srt") // which the folders of its files tell, in this project
        return;
    const bool isFolder = format.shape == ExportShape::Folder;
    for (const std::filesystem::path& file : isFolder ? std::vector{folder / "out"} : report->files) {
        const auto again = importCorpus(document, format.name, file);
        ASSERT_TRUE(again) << describe(again.error().error);
        EXPECT_EQ(again->added, 0U) << file; // a medium may keep what is around its captions
        EXPECT_GT(again->skipped, 0U) << file;
    }
    if (!format.folders)
        return;
    const Document other = importedAll(format, *report, folder / "out");
    ASSERT_EQ(other.mediaCount(), 3U);
    for (const Medium* medium : other.media()) {
        ASSERT_EQ(other.segmentsOf(medium->id).size(), 1U) << medium->path;
        EXPECT_TRUE(medium->path.ends_with(other.segmentsOf(medium->id).front()->text)) << medium->path;
    }
}

std::vector<std::string> names()
{
    std::vector<std::string> all;
    for (const FormatCapability& format : formatTable()) {
        if (format.name != "msrvtt") // has a property of its own, and no counts
            all.emplace_back(format.name);
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, RoundTrip, ::testing::ValuesIn(names()), [](const auto& format) {
    std::string name = format.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
