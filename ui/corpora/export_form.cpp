// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/export_form.h"

#include "core/formats/format_table.h"
#include "ui/corpora/corpus_words.h"
#include "ui/support/conversions.h"
#include "ui/widgets/painting.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

using project::SegmentStatus;
using workflows::ClipMode;

constexpr int kLeastChoice = 10; ///< characters of a list of choices that must be seen

QComboBox* makeChoice(const QString& name, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kLeastChoice);
    return box;
}

QLabel* makeName(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text, buddy->parentWidget());
    label->setProperty("look", "quiet");
    label->setBuddy(buddy);
    return label;
}

} // namespace

ExportForm::ExportForm(QWidget* parent)
    : QWidget(parent),
      m_form(new QFormLayout(this)),
      m_split(makeChoice(tr("Split"), this)),
      m_proposals(new QCheckBox(tr("Best proposal where there is no text"), this)),
      m_spreadsheet(new QCheckBox(tr("Safe to open in a spreadsheet"), this)),
      m_clips(makeChoice(tr("Clips"), this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_spreadsheet->setToolTip(plainTip(tr("Cells that a spreadsheet would calculate with get a ' before them; an "
                                          "import takes it away again.")));
    m_split->addItem(tr("all"), QString());
    m_split->addItem(tr("train, and what has none"), "train");
    m_split->addItem(tr("validate"), "validate");
    m_split->addItem(tr("test"), "test");
    m_clips->addItem(tr("none: the whole videos are named"), int(ClipMode::None));
    m_clips->addItem(tr("cut at keyframes, not encoded anew"), int(ClipMode::Copy));
    m_clips->addItem(tr("cut exactly, encoded anew"), int(ClipMode::Encode));
    QWidget* statuses = makeStatuses();
    m_form->addRow(makeName(tr("Captions"), statuses), statuses);
    m_form->addRow(makeName(tr("Split"), m_split), m_split);
    m_form->addRow(makeName(tr("Clips"), m_clips), m_clips);
    m_form->addRow(m_proposals);
    m_form->addRow(m_spreadsheet);
    for (QComboBox* box : {m_split, m_clips})
        connect(box, &QComboBox::activated, this, &ExportForm::changed);
    for (QCheckBox* box : {m_proposals, m_spreadsheet})
        connect(box, &QCheckBox::clicked, this, &ExportForm::changed);
}

QWidget* ExportForm::makeStatuses()
{
    auto* whole = new QWidget(this);
    auto* grid = new QGridLayout(whole);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    const std::pair<SegmentStatus, QString> rows[] = {{SegmentStatus::Accepted, tr("accepted")},
                                                      {SegmentStatus::Reviewed, tr("reviewed")},
                                                      {SegmentStatus::Draft, tr("draft")},
                                                      {SegmentStatus::Flagged, tr("flagged")},
                                                      {SegmentStatus::Rejected, tr("rejected")}};
    int place = 0;
    for (const auto& [status, name] : rows) {
        auto* box = new QCheckBox(name, whole);
        m_statuses[status] = box;
        grid->addWidget(box, place / 2, place % 2);
        ++place;
        connect(box, &QCheckBox::clicked, this, [this] {
            m_statusesChosen = true;
            Q_EMIT changed();
        });
    }
    grid->setColumnStretch(2, 1);
    tickStatuses();
    return whole;
}

/// What is worth exporting when nobody has said: what was accepted, or everything.
void ExportForm::tickStatuses()
{
    const std::set<SegmentStatus> usual = formats::ExportOptions().statuses;
    for (const auto& [status, box] : m_statuses)
        box->setChecked(m_holdsAll || usual.contains(status));
}

void ExportForm::setFormat(const formats::FormatCapability& format)
{
    m_holdsAll = format.proposals;
    if (!m_statusesChosen)
        tickStatuses();
    m_form->setRowVisible(m_proposals, !format.proposals);
    // A file for each medium goes along with the whole medium.
    m_form->setRowVisible(m_clips, format.shape != formats::ExportShape::FileForEachMedium);
    m_form->setRowVisible(m_spreadsheet, isTable(format));
}

workflows::CorpusExportOptions ExportForm::options() const
{
    workflows::CorpusExportOptions options;
    options.captions.statuses.clear();
    for (const auto& [status, box] : m_statuses)
        if (box->isChecked())
            options.captions.statuses.insert(status);
    if (const QString split = m_split->currentData().toString(); !split.isEmpty())
        options.captions.split = fromQString(split);
    if (m_proposals->isChecked() && m_form->isRowVisible(m_proposals))
        options.captions.modelText = formats::ModelText::WhereNothingElse;
    if (m_spreadsheet->isChecked() && m_form->isRowVisible(m_spreadsheet))
        options.captions.cells = formats::TableCells::SpreadsheetSafe;
    if (m_form->isRowVisible(m_clips))
        options.clips = static_cast<ClipMode>(m_clips->currentData().toInt());
    return options;
}

} // namespace descant::ui
