// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

/// What was found and what is missing, line by line, each with a mark, words, and what to do.
class InspectionView : public QWidget {
    Q_OBJECT
public:
    explicit InspectionView(QWidget* parent = nullptr);
    void show(const InspectionValue& inspection);
    void clear();

private:
    enum class Mark { There, Wrong, Missing, Without };
    void addLine(Mark mark, const QString& words, const QString& more);
    void addItems(const QString& name, const std::vector<std::string>& items);
    void addFound(const SourceValue& source);
    void addMissing(const MissingValue& missing);
    QVBoxLayout* m_column;
};

} // namespace descant::ui
