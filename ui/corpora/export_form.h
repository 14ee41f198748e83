// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_export.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QFormLayout;
QT_END_NAMESPACE

namespace descant::formats {
struct FormatCapability;
}

namespace descant::ui {

class StatusBoxes;

/// What of a project is exported, and how: the fields of workflows::CorpusExportOptions but format and place.
class ExportForm : public QWidget {
    Q_OBJECT
public:
    explicit ExportForm(QWidget* parent = nullptr);
    /// The format that is written: shows the fields that it needs. One that holds everything gets everything, until
    /// the person says otherwise.
    void setFormat(const formats::FormatCapability& format);
    workflows::CorpusExportOptions options() const;

Q_SIGNALS:
    void changed();

private:
    QFormLayout* m_form;
    StatusBoxes* m_statuses;
    QComboBox* m_split;
    QCheckBox* m_proposals;
    QCheckBox* m_spreadsheet;
    QComboBox* m_clips;
};

} // namespace descant::ui
