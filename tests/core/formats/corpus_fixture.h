// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/formats/corpus.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace descant::test {

/// A file that must be refused, and the line that must be named.
struct BadCorpus {
    const char* name;
    std::string text;
    std::size_t line;
};

class CorpusTest : public ::testing::Test {
protected:
    auto plan(const std::string& format, const std::string& text, const formats::ImportOptions& options = {})
    {
        EXPECT_TRUE(writeFileAtomically(folder / "in.txt", text));
        return formats::importCorpus(document, format, folder / "in.txt", options);
    }

    /// Imports into the document; everything must be well.
    formats::ImportPlan perform(const std::string& format, const std::string& text,
                                const formats::ImportOptions& options = {})
    {
        const auto planned = plan(format, text, options);
        EXPECT_TRUE(planned) << (planned ? "" : describe(planned.error().error));
        if (!planned)
            return {};
        EXPECT_TRUE(document.apply(planned->step));
        return *planned;
    }

    std::string exported(const std::string& format, const formats::ExportOptions& options = {})
    {
        const auto report = formats::exportCorpus(document, format, folder / "out.txt", options);
        EXPECT_TRUE(report) << (report ? "" : describe(report.error()));
        if (!report)
            return {};
        lost.clear();
        for (const formats::Loss& loss : report->counted)
            lost[loss.what] = loss.count;
        return *readFile(folder / "out.txt", 1 << 24);
    }

    nlohmann::json exportedJson(const std::string& format, const formats::ExportOptions& options = {})
    {
        return nlohmann::json::parse(exported(format, options));
    }

    void expectRefused(const std::string& format, const std::vector<BadCorpus>& cases)
    {
        for (const BadCorpus& bad : cases) {
            const auto planned = plan(format, bad.text);
            ASSERT_FALSE(planned) << bad.name;
            EXPECT_EQ(planned.error().error.code, ErrorCode::FormatInvalid) << bad.name;
            ASSERT_FALSE(planned.error().problems.empty()) << bad.name;
            EXPECT_EQ(planned.error().problems.front().line, bad.line)
                << bad.name << ": " << planned.error().problems.front().message;
        }
    }

    /// All captions, medium by medium.
    std::vector<std::string> texts() const
    {
        std::vector<std::string> all;
        for (const project::Medium* medium : document.media()) {
            for (const project::Segment* segment : document.segmentsOf(medium->id))
                all.push_back(segment->text);
        }
        return all;
    }

    /// Of the first medium, by time.
    const project::Segment& segment(std::size_t index) const
    {
        return *document.segmentsOf(document.media().front()->id)[index];
    }

    /// As if somebody had edited it here.
    void change(std::size_t index, const std::function<void(project::Segment&)>& edit)
    {
        project::Segment after = segment(index);
        edit(after);
        ASSERT_TRUE(document.apply(
            {newIdentifier(), "Edit", "", "", "", "", {{project::Entity(segment(index)), project::Entity(after)}}}));
    }

    TemporaryFolder folder;
    project::Document document;
    std::map<std::string, std::size_t> lost;
};

} // namespace descant::test
