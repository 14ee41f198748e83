// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_dialog.h"

#include "ui/support/settings.h"
#include "ui/widgets/painting.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace descant::ui {

namespace {

/// A field and, on its right, what is to be known of it.
QWidget* beside(QWidget* field, QWidget* note, QWidget* whole)
{
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field);
    row->addWidget(note, 1);
    return whole;
}

} // namespace

PreferencesDialog::PreferencesDialog(OwnName name, QWidget* parent) : QDialog(parent), m_name(std::move(name))
{
    setWindowTitle(tr("Preferences"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(560);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 24);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(16);
    form->addRow(tr("Theme"), makeThemes());
    form->addRow(tr("Size"), makeSizes());
    form->addRow(tr("Your name"), makeName());
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(close);
    form->addRow(row);
}

QWidget* PreferencesDialog::makeThemes()
{
    auto* box = new QComboBox(this);
    box->setAccessibleName(tr("Theme"));
    box->addItem(tr("Dark"), Theme::identifier(ThemeName::Dark));
    box->addItem(tr("Light"), Theme::identifier(ThemeName::Light));
    box->addItem(tr("High contrast"), Theme::identifier(ThemeName::HighContrast));
    box->setCurrentIndex(box->findData(Theme::identifier(Theme::current().name())));
    connect(box, &QComboBox::activated, this, [box] {
        const ThemeName name = Theme::fromIdentifier(box->currentData().toString());
        Settings::setTheme(name);
        Theme::current().use(name);
    });
    return box;
}

QWidget* PreferencesDialog::makeSizes()
{
    auto* whole = new QWidget(this);
    auto* box = new QComboBox(whole);
    box->setAccessibleName(tr("Size"));
    for (const int percent : {100, 125, 150, 175, 200, 225, 250})
        box->addItem(tr("%1 %").arg(percent), percent);
    box->setCurrentIndex(std::max(0, box->findData(Settings::zoomPercent())));
    auto* note = makeGlance({}, whole);
    connect(box, &QComboBox::activated, this, [box, note] {
        Settings::setZoomPercent(box->currentData().toInt());
        note->setText(tr("From the next start on."));
    });
    return beside(box, note, whole);
}

QWidget* PreferencesDialog::makeName()
{
    auto* whole = new QWidget(this);
    auto* field = new QLineEdit(m_name.now, whole);
    field->setAccessibleName(tr("Your name"));
    field->setAccessibleDescription(tr("Every step in a project says who did it."));
    auto* note = makeGlance(tr("Every step in a project says who did it."), whole);
    connect(field, &QLineEdit::editingFinished, this, [this, field, note] {
        if (field->text() == m_name.now)
            return;
        const QString problem = m_name.keep(field->text());
        if (problem.isEmpty())
            m_name.now = field->text();
        note->setText(problem.isEmpty() ? tr("From the next project on that is opened.") : problem);
    });
    return beside(field, note, whole);
}

} // namespace descant::ui
