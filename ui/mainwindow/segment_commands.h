// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QObject>
#include <QString>

namespace descant::project {
struct Segment;
}

namespace descant::ui {

class ActionSet;
class MediumView;
class ProjectController;

/// What a person does to segments: makes, cuts, writes, accepts. Knows which segment is the current one.
class SegmentCommands : public QObject {
    Q_OBJECT
public:
    SegmentCommands(ProjectController& project, MediumView& medium, QObject* parent = nullptr);
    void connectActions(const ActionSet& actions);

    QString current() const { return m_current; }
    const project::Segment* segment() const;
    void setCurrent(const QString& id);
    int number() const;                   ///< 1-based place of the current segment among those of its medium
    int count() const { return m_count; } ///< of the segments of the medium
    /// After a change of the document: the current segment if it is still there, else one near it.
    void refresh();

    void make(); ///< of the marks, or five seconds from here
    void markOut();
    void split();
    void merge();
    void remove();
    void writeText(const QString& text);
    void setRange(const QString& id, TimeRange range);
    void startHere(); ///< the current segment begins at the time that is shown; endHere likewise
    void endHere();
    void take(int candidate); ///< 0-based
    void accept();
    void reject();
    void flag();
    void previous();
    void next();
    void nextOpen();

Q_SIGNALS:
    void currentChanged();
    void result(const QString& words);
    void editRequested(); ///< the text field should have the keyboard

private:
    enum class Direction { Backward, Forward };
    void step(Direction direction);
    /// Goes on after a verdict and plays what comes.
    void goOn();

    ProjectController& m_project;
    MediumView& m_medium;
    QString m_current;
    int m_place = 0; ///< 0-based place of the current segment, to stay near it when it goes
    int m_count = 0;
};

} // namespace descant::ui
