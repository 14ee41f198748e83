// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_dialog.h"

#include "ui/support/settings.h"
#include "ui/widgets/painting.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace descant::ui {

PreferencesDialog::PreferencesDialog(QWidget* parent) : QDialog(parent)
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
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(box);
    row->addWidget(note, 1);
    return whole;
}

} // namespace descant::ui
