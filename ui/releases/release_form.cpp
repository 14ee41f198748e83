// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_form.h"

#include "core/formats/format_table.h"
#include "ui/corpora/corpus_words.h"
#include "ui/corpora/status_boxes.h"
#include "ui/releases/release_pickers.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace descant::ui {

using workflows::ClipMode;

ReleaseForm::ReleaseForm(const ReleasePickers& pickers, QWidget* parent)
    : QWidget(parent),
      m_form(makeForm(this)),
      m_format(makeChoice(tr("Format"), this)),
      m_name(makeLine(tr("Name"), "releaseName")),
      m_licence(makeLine(tr("Licence of the captions"), "releaseLicence")),
      m_statuses(new StatusBoxes(this)),
      m_clips(makeChoice(tr("Clips"), this)),
      m_previous(new PathRow(tr("Release before"), pickers.release, this)),
      m_frozen(new PathRow(tr("Frozen splits"), pickers.frozenSplits, this)),
      m_leaks(new QCheckBox(tr("Allow leaks; the manifest names them"), this))
{
    fillFormats();
    for (const ClipMode mode : {ClipMode::None, ClipMode::Copy, ClipMode::Encode})
        m_clips->addItem(clipsText(mode), int(mode));
    m_licence->setPlaceholderText(tr("not said"));
    m_previous->setNone(tr("none: nothing is compared"));
    m_frozen->setNone(tr("none"));
    const QString leaks = tr("Write although videos that belong together stand in different splits.");
    m_leaks->setToolTip(plainTip(leaks));
    m_leaks->setAccessibleDescription(leaks);
    m_form->addRow(makeFieldName(tr("Format"), m_format), m_format);
    m_form->addRow(makeFieldName(tr("Name"), m_name), m_name);
    m_form->addRow(makeFieldName(tr("Licence of the captions"), m_licence), m_licence);
    m_form->addRow(makeFieldName(tr("Captions"), m_statuses), m_statuses);
    m_form->addRow(makeFieldName(tr("Clips"), m_clips), m_clips);
    m_form->addRow(makeFieldName(tr("Release before"), m_previous), m_previous);
    m_form->addRow(makeFieldName(tr("Frozen splits"), m_frozen), m_frozen);
    m_form->addRow(m_leaks);
    showFields();
    for (QComboBox* box : {m_format, m_clips})
        connect(box, &QComboBox::activated, this, &ReleaseForm::changed);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReleaseForm::showFields);
    connect(m_statuses, &StatusBoxes::changed, this, &ReleaseForm::changed);
    connect(m_leaks, &QCheckBox::clicked, this, &ReleaseForm::changed);
    for (PathRow* row : {m_previous, m_frozen})
        connect(row, &PathRow::changed, this, &ReleaseForm::changed);
    for (QLineEdit* line : {m_name, m_licence})
        connect(line, &QLineEdit::textEdited, this, &ReleaseForm::typed);
}

QLineEdit* ReleaseForm::makeLine(const QString& name, const char* objectName)
{
    auto* line = new QLineEdit(this);
    line->setAccessibleName(name);
    line->setObjectName(objectName);
    return line;
}

void ReleaseForm::fillFormats()
{
    for (const formats::FormatCapability& format : formats::formatTable())
        if (format.exports)
            m_format->addItem(toQString(std::string(format.title)), toQString(std::string(format.name)));
}

/// A file for each medium goes along with the whole medium.
void ReleaseForm::showFields()
{
    const auto* format = formats::findFormat(fromQString(m_format->currentData().toString()));
    m_form->setRowVisible(m_clips, format != nullptr && format->shape != formats::ExportShape::FileForEachMedium);
}

void ReleaseForm::chooseFormat(const QString& name)
{
    m_format->setCurrentIndex(std::max(0, m_format->findData(name)));
}

void ReleaseForm::setUsualName(const QString& name) { m_name->setPlaceholderText(name); }

void ReleaseForm::setPrevious(const QString& folder) { m_previous->setPath(folder); }

workflows::ReleaseOptions ReleaseForm::options() const
{
    workflows::ReleaseOptions options;
    options.format = fromQString(m_format->currentData().toString());
    options.name = fromQString(m_name->text().trimmed());
    options.licence = fromQString(m_licence->text().trimmed());
    options.captions.statuses = m_statuses->chosen();
    if (m_form->isRowVisible(m_clips))
        options.clips = static_cast<ClipMode>(m_clips->currentData().toInt());
    if (!m_previous->path().isEmpty())
        options.previous = toPath(m_previous->path());
    if (!m_frozen->path().isEmpty())
        options.frozen = toPath(m_frozen->path());
    options.leaks = m_leaks->isChecked() ? workflows::LeakRule::Allow : workflows::LeakRule::Refuse;
    return options;
}

} // namespace descant::ui
