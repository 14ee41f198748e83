// SPDX-License-Identifier: GPL-3.0-or-later
// The list of videos: what it says, to eyes and to screen readers, and what it asks for.
#include "ui/media/media_panel.h"
#include "ui/support/theme.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

MediaRow rowOf(const QString& id, int done, int segments)
{
    MediaRow row;
    row.id = id;
    row.name = id + ".mp4";
    row.path = "/films/" + row.name;
    row.duration = fromSeconds(30);
    row.done = done;
    row.segments = segments;
    return row;
}

QString spoken(const MediaPanel& panel, int row)
{
    return panel.list()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
}

} // namespace

class MediaPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::current().use(ThemeName::Dark); }

    void aRowSaysNameLengthAndWhatIsDone()
    {
        MediaPanel panel;
        panel.setRows({rowOf("bunny", 2, 6)});
        QCOMPARE(panel.list()->accessibleName(), QString("media"));
        QCOMPARE(spoken(panel, 0), QString("bunny.mp4, 0:30, 2 of 6 done"));
    }

    void aMissingFileIsSaidInWords()
    {
        MediaPanel panel;
        MediaRow row = rowOf("gone", 0, 1);
        row.missing = true;
        panel.setRows({row});
        QVERIFY(spoken(panel, 0).endsWith("file missing"));
        // There is no picture to be read from a file that is not there.
        QVERIFY(panel.withoutThumbnail().isEmpty());
    }

    void choosingARowTellsItsId()
    {
        MediaPanel panel;
        panel.setRows({rowOf("one", 0, 0), rowOf("two", 0, 0)});
        QSignalSpy chosen(&panel, &MediaPanel::chosen);
        panel.list()->setCurrentIndex(panel.list()->model()->index(1, 0));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), QString("two"));
    }

    void whatTheProgramChoosesIsNotTold()
    {
        MediaPanel panel;
        panel.setRows({rowOf("one", 0, 0), rowOf("two", 0, 0)});
        QSignalSpy chosen(&panel, &MediaPanel::chosen);
        panel.setCurrent("two");
        QVERIFY(chosen.isEmpty());
        QCOMPARE(panel.list()->currentIndex().row(), 1);
    }

    void newNumbersKeepTheChosenRow()
    {
        MediaPanel panel;
        panel.setRows({rowOf("one", 0, 2), rowOf("two", 0, 2)});
        panel.setCurrent("two");
        panel.setRows({rowOf("one", 0, 2), rowOf("two", 1, 2)});
        QCOMPARE(panel.list()->currentIndex().row(), 1);
        QVERIFY(spoken(panel, 1).endsWith("1 of 2 done"));
    }

    void aThumbnailIsAskedForOnce()
    {
        MediaPanel panel;
        panel.setRows({rowOf("one", 0, 0), rowOf("two", 0, 0)});
        QCOMPARE(panel.withoutThumbnail().size(), 2);
        QImage picture(16, 9, QImage::Format_RGB32);
        picture.fill(Qt::red);
        panel.setThumbnail("one", picture);
        QCOMPARE(panel.withoutThumbnail().size(), 1);
        QCOMPARE(panel.withoutThumbnail().first().id, QString("two"));
    }

    void theThumbnailIsPainted()
    {
        MediaPanel panel;
        panel.resize(264, 300);
        panel.setRows({rowOf("one", 0, 0)});
        QImage picture(64, 36, QImage::Format_RGB32);
        picture.fill(Qt::red);
        panel.setThumbnail("one", picture);
        panel.show();
        const QImage shot = panel.grab().toImage();
        bool red = false;
        for (int y = 0; y < shot.height() && !red; ++y)
            for (int x = 0; x < shot.width() && !red; ++x)
                red = shot.pixelColor(x, y) == QColor(Qt::red);
        QVERIFY(red);
    }

    void theLinkAsksForMore()
    {
        MediaPanel panel;
        QSignalSpy asked(&panel, &MediaPanel::openRequested);
        panel.findChild<QPushButton*>()->click();
        QCOMPARE(asked.size(), 1);
    }
};

QTEST_MAIN(MediaPanelTest)
#include "tst_media_panel.moc"
