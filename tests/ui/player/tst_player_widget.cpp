// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/player/picture_area.h"
#include "ui/player/player_widget.h"
#include "ui/player/transport_bar.h"
#include "ui/support/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include <algorithm>

using namespace descant;
using namespace descant::ui;

class PlayerWidgetTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePictureKeepsItsShapeOnBlack()
    {
        PictureArea area;
        area.resize(400, 400);
        QImage picture(160, 90, QImage::Format_RGB32);
        picture.fill(Qt::white);
        area.setShape({1600, 900});
        area.setPicture(picture);
        QCOMPARE(area.pictureRect(), QRect(0, 87, 400, 225));
        const QImage shown = area.grab().toImage();
        QCOMPARE(shown.pixelColor(200, 10), QColor(Qt::black));
        QCOMPARE(shown.pixelColor(200, 200), QColor(Qt::white));
        QCOMPARE(shown.pixelColor(200, 390), QColor(Qt::black));
    }

    void withoutAVideoItSaysWhatToDo()
    {
        PlayerWidget player;
        player.resize(600, 400);
        player.show();
        QSignalSpy wanted(&player, &PlayerWidget::openMediaRequested);
        auto* offer = player.findChild<QPushButton*>();
        QVERIFY(offer != nullptr && offer->isVisible());
        offer->click();
        QCOMPARE(wanted.count(), 1);
    }

    void everyButtonHasANameAndATooltip()
    {
        PlayerWidget player;
        const QList<QToolButton*> buttons = player.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 8);
        for (const QToolButton* button : buttons) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
            QVERIFY(!button->isEnabled()); // nothing is open
            QVERIFY(!button->icon().isNull() || !button->text().isEmpty());
        }
        QCOMPARE(player.findChild<TransportBar*>()->height(), 44);
    }

    void nothingOverlapsInANarrowTransport()
    {
        Theme::current().use(ThemeName::Dark);
        QWidget window;
        PlaybackController controller;
        TransportBar bar(controller, &window);
        window.resize(1200, 60);
        window.show();
        for (int width = 372; width < 1200; width += 7) {
            bar.resize(width, 44);
            QApplication::processEvents();
            QList<QWidget*> parts;
            for (QWidget* part : bar.findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
                if (part->isVisible())
                    parts.append(part);
            std::sort(parts.begin(), parts.end(), [](QWidget* one, QWidget* other) { return one->x() < other->x(); });
            for (qsizetype i = 0; i < parts.size(); ++i) {
                const int end = i + 1 < parts.size() ? parts[i + 1]->x() : width;
                QVERIFY2(parts[i]->geometry().right() < end,
                         qPrintable(QString("%1 at %2 px").arg(parts[i]->accessibleName()).arg(width)));
                if (auto* label = qobject_cast<QLabel*>(parts[i]))
                    QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
            }
        }
    }

    void halfASecondIsPlayedAroundTheEdgesOfASegment()
    {
        using Edge = PlayerWidget::Edge;
        const auto around = [](Edge edge, double start, double end) {
            return PlayerWidget::around(edge, {fromSeconds(start), fromSeconds(end)}, fromSeconds(10));
        };
        const auto seconds = [](double start, double end) { return TimeRange{fromSeconds(start), fromSeconds(end)}; };
        QCOMPARE(around(Edge::Before, 3, 9), seconds(2.5, 3));
        QCOMPARE(around(Edge::First, 3, 9), seconds(3, 3.5));
        QCOMPARE(around(Edge::Last, 3, 9), seconds(8.5, 9));
        QCOMPARE(around(Edge::After, 3, 9), seconds(9, 9.5));
        QCOMPARE(around(Edge::Before, 0.25, 9), seconds(0, 0.25));
        QCOMPARE(around(Edge::Last, 3, 3.25), seconds(3, 3.25));
        QVERIFY(around(Edge::After, 3, 10).empty());
    }

    void itIsAccessibleAsPlayer()
    {
        PlayerWidget player;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&player);
        QVERIFY(interface != nullptr);
        QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("player"));
        QVERIFY(interface->valueInterface() != nullptr);
        QCOMPARE(interface->valueInterface()->currentValue().toDouble(), 0.0);
        QCOMPARE(interface->text(QAccessible::Value), QString());
    }

    void aFileThatCannotBeOpenedIsExplained()
    {
        PlayerWidget player;
        player.resize(600, 400);
        player.show();
        player.controller().open("/does/not/exist.mp4");
        QTRY_COMPARE(player.controller().state(), PlaybackState::Failed);
        QVERIFY(player.findChild<QPushButton*>()->isVisible());
    }
};

QTEST_MAIN(PlayerWidgetTest)
#include "tst_player_widget.moc"
