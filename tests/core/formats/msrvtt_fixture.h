// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/formats/corpus.h"
#include "core/formats/msrvtt.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace descant::test {

inline const std::string kVideo =
    R"({"id":0,"video_id":"video0","category":9,"url":"https://example.org/w?v=A","start time":12.5,"end time":24.0,"split":"train"})";
inline const std::string kSentence = R"({"sen_id":0,"video_id":"video0","caption":"a tram crosses a wet square"})";

inline std::string corpus(const std::string& videos, const std::string& sentences)
{
    return "{\"info\":{},\n\"videos\":[\n" + videos + "],\n\"sentences\":[\n" + sentences + "]}";
}

class MsrvttTest : public ::testing::Test {
protected:
    auto import(const std::string& text)
    {
        EXPECT_TRUE(writeFileAtomically(folder / "in.json", text));
        return formats::importCorpus(document, "msrvtt", folder / "in.json");
    }

    /// Imports into the document; everything must be well.
    formats::ImportPlan perform(const std::string& text)
    {
        const auto plan = import(text);
        EXPECT_TRUE(plan) << (plan ? "" : describe(plan.error().error));
        if (!plan)
            return {};
        EXPECT_TRUE(document.apply(plan->step));
        return *plan;
    }

    nlohmann::json exported(const formats::ExportOptions& options = {})
    {
        const auto report = formats::exportMsrvtt(document, folder / "out.json", options);
        EXPECT_TRUE(report) << describe(report.error());
        return report ? nlohmann::json::parse(*readFile(folder / "out.json", 1 << 24)) : nlohmann::json();
    }

    TemporaryFolder folder;
    project::Document document;
};

} // namespace descant::test
