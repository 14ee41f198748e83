// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is given for splits and releases does what the command line does.
#include "app/desktop/project_releases.h"
#include "core/splits/frozen_file.h"
#include "tests/core/workflows/split_document.h"
#include "tests/support/patient_test.h"
#include "tests/support/temporary_folder.h"

using namespace descant;

namespace {

struct Fixture {
    test::TemporaryFolder folder;
    project::Document document;
    desktop::ProjectReleases releases;

    Fixture()
    {
        test::addFilm(document, "a", "one [dQw4w9WgXcQ].mp4", "", {"a dog barks"});
        test::addFilm(document, "b", "two [dQw4w9WgXcQ].mp4", "", {"a dog barks again"});
        test::addFilm(document, "c", "three.mp4", "", {"a bus"});
    }
    static workflows::SplitOptions bySource()
    {
        workflows::SplitOptions options;
        options.by = {splits::Criterion::Source};
        return options;
    }
    void assign()
    {
        auto plan = releases.planSplits(document, bySource(), {}, {});
        QVERIFY(plan.has_value());
        QVERIFY(document.apply(plan->step).has_value());
    }
};

} // namespace

class ProjectReleasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlanIsFrozenReleasedAndVerified()
    {
        Fixture f;
        f.assign();
        const auto file = f.folder / "splits.json";
        const auto frozen = f.releases.freezeSplits(f.document, Fixture::bySource(), file, {}, {});
        QVERIFY(frozen.has_value());
        QCOMPARE(*splits::readFrozen(file), *frozen);
        workflows::ReleaseOptions order;
        order.format = "msrvtt";
        order.folder = f.folder / "films-1";
        order.frozen = file;
        QVERIFY(f.releases.previewRelease(f.document, order, {}, {}).has_value());
        QVERIFY(!std::filesystem::exists(order.folder));
        const auto made = f.releases.releaseCorpus(f.document, {}, order, {}, {});
        QVERIFY(made.has_value());
        QCOMPARE(made->manifest.counts.captions, std::size_t(3));
        const auto check = f.releases.verifyRelease(order.folder, {});
        QVERIFY(check.has_value() && check->problems.empty());
    }

    void splitsThatLeakAreNeitherFrozenNorReleased()
    {
        Fixture f;
        test::addFilm(f.document, "d", "four [dQw4w9WgXcQ].mp4", "train", {"x"});
        test::addFilm(f.document, "e", "five [dQw4w9WgXcQ].mp4", "test", {"y"});
        const auto file = f.folder / "splits.json";
        const auto frozen = f.releases.freezeSplits(f.document, Fixture::bySource(), file, {}, {});
        QVERIFY(!frozen.has_value());
        QCOMPARE(std::get<Error>(frozen.error()).code, ErrorCode::SplitsLeak);
        QVERIFY(!std::filesystem::exists(file));
        workflows::ReleaseOptions order;
        order.format = "msrvtt";
        order.folder = f.folder / "films-1";
        QVERIFY(!f.releases.releaseCorpus(f.document, {}, order, {}, {}).has_value());
        QVERIFY(!std::filesystem::exists(order.folder));
    }

    void aFileThatCannotBeWrittenIsNamed()
    {
        Fixture f;
        f.assign();
        const auto frozen =
            f.releases.freezeSplits(f.document, Fixture::bySource(), f.folder / "none" / "splits.json", {}, {});
        QVERIFY(!frozen.has_value());
        QVERIFY(!std::get<Error>(frozen.error()).subject.empty());
    }

    void aStopIsHeard()
    {
        Fixture f;
        std::stop_source stop;
        stop.request_stop();
        const auto plan = f.releases.planSplits(f.document, {}, stop.get_token(), {});
        QVERIFY(!plan.has_value() && isCancelled(plan.error()));
    }
};

QTEST_MAIN(ProjectReleasesTest)
#include "tst_project_releases.moc"
