// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/export_form.h"

#include "core/formats/format_table.h"
#include "ui/corpora/corpus_words.h"
#include "ui/corpora/status_boxes.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

using workflows::ClipMode;

} // namespace

ExportForm::ExportForm(QWidget* parent)
    : QWidget(parent),
      m_form(makeForm(this)),
      m_statuses(new StatusBoxes(this)),
      m_split(makeChoice(tr("Split"), this)),
      m_proposals(new QCheckBox(tr("Best proposal where there is no text"), this)),
      m_spreadsheet(new QCheckBox(tr("Safe to open in a spreadsheet"), this)),
      m_clips(makeChoice(tr("Clips"), this))
{
    m_spreadsheet->setToolTip(plainTip(tr("Cells that a spreadsheet would calculate with get a ' before them; an "
                                          "import takes it away again.")));
    m_split->addItem(tr("all"), QString());
    m_split->addItem(tr("train, and what has none"), "train");
    m_split->addItem(tr("validate"), "validate");
    m_split->addItem(tr("test"), "test");
    for (const ClipMode mode : {ClipMode::None, ClipMode::Copy, ClipMode::Encode})
        m_clips->addItem(clipsText(mode), int(mode));
    m_form->addRow(makeFieldName(tr("Captions"), m_statuses), m_statuses);
    m_form->addRow(makeFieldName(tr("Split"), m_split), m_split);
    m_form->addRow(makeFieldName(tr("Clips"), m_clips), m_clips);
    m_form->addRow(m_proposals);
    m_form->addRow(m_spreadsheet);
    connect(m_statuses, &StatusBoxes::changed, this, &ExportForm::changed);
    for (QComboBox* box : {m_split, m_clips})
        connect(box, &QComboBox::activated, this, &ExportForm::changed);
    for (QCheckBox* box : {m_proposals, m_spreadsheet})
        connect(box, &QCheckBox::clicked, this, &ExportForm::changed);
}

void ExportForm::setFormat(const formats::FormatCapability& format)
{
    m_statuses->suggest(format.proposals ? StatusBoxes::everything() : formats::ExportOptions().statuses);
    m_form->setRowVisible(m_proposals, !format.proposals);
    // A file for each medium goes along with the whole medium.
    m_form->setRowVisible(m_clips, format.shape != formats::ExportShape::FileForEachMedium);
    m_form->setRowVisible(m_spreadsheet, isTable(format));
}

workflows::CorpusExportOptions ExportForm::options() const
{
    workflows::CorpusExportOptions options;
    options.captions.statuses = m_statuses->chosen();
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
