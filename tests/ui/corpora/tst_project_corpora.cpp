// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is given in place of the fake: real files in and out.
#include "app/desktop/project_corpora.h"
#include "tests/support/temporary_folder.h"

#include <QTest>

#include <fstream>

using namespace descant;
using namespace descant::desktop;

namespace {

struct Files {
    descant::test::TemporaryFolder folder;
    ProjectCorpora corpora;

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    auto plan(const ui::ImportWish& wish, const project::Document& document = {})
    {
        return corpora.planImport(document, wish, {}, {});
    }
};

const char* const kTable = "audiocap_id,youtube_id,start_time,caption\n"
                           "1,aaaaaaaaaaa,30,A dog barks\n"
                           "2,bbbbbbbbbbb,40,Birds sing\n";

} // namespace

class ProjectCorporaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFormatIsToldByTheContent()
    {
        const Files f;
        QCOMPARE(ProjectCorpora().formatOf(f.write("any.txt", kTable)), std::string("audiocaps"));
        QCOMPARE(ProjectCorpora().formatOf(f.write("other.csv", "nothing of that kind")), std::string());
    }

    void aPlanChangesNothingAndAnExportGivesItBack()
    {
        Files f;
        const auto plan = f.plan({f.write("corpus.csv", kTable), "audiocaps", {}, {}, "test", {}});
        QVERIFY(plan.has_value());
        QCOMPARE(plan->added, std::size_t(2));
        project::Document document;
        QVERIFY(document.apply(plan->step).has_value());
        const auto done = f.corpora.exportCorpus(document, {.format = "csv", .path = f.folder / "out.csv"}, {}, {});
        QVERIFY(done.has_value());
        QCOMPARE(done->captions.sentences, std::size_t(2));
        QVERIFY(std::filesystem::exists(f.folder / "out.csv"));
    }

    void onlyTheClipsOfAListAreTaken()
    {
        Files f;
        const auto corpus = f.write("corpus.csv", kTable);
        const auto plan = f.plan({corpus, "audiocaps", {}, {}, {}, f.write("ids.txt", "bbbbbbbbbbb_40\r\n")});
        QVERIFY(plan.has_value());
        QCOMPARE(plan->added, std::size_t(1));
        const auto none = f.plan({corpus, "audiocaps", {}, {}, {}, f.folder / "gone.txt"});
        QVERIFY(!none.has_value());
        QCOMPARE(none.error().error.code, ErrorCode::FileNotFound);
    }

    void whatIsWrongIsToldLineByLine()
    {
        Files f;
        const auto plan = f.plan({f.write("bad.csv", "audiocap_id,youtube_id,start_time,caption\n1,a,soon,x\n"),
                                  "audiocaps",
                                  {},
                                  {},
                                  {},
                                  {}});
        QVERIFY(!plan.has_value());
        QVERIFY(!plan.error().problems.empty());
        QCOMPARE(plan.error().problems.front().line, std::size_t(2));
    }
};

QTEST_MAIN(ProjectCorporaTest)
#include "tst_project_corpora.moc"
