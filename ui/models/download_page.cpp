// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/download_page.h"

#include "ui/models/model_words.h"
#include "ui/support/conversions.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace descant::ui {

DownloadPage::DownloadPage(QWidget* parent)
    : QWidget(parent),
      m_list(new QListWidget(this)),
      m_words(new QLabel(this)),
      m_start(new QPushButton(tr("Download"), this))
{
    auto* title = new QLabel(tr("Download"), this);
    title->setProperty("look", "title");
    auto* intro = new QLabel(tr("From their publishers, with a checksum. A download that breaks off goes on where it "
                                "stopped."),
                             this);
    intro->setWordWrap(true);
    intro->setProperty("look", "quiet");
    m_list->setAccessibleName(tr("downloads"));
    m_list->setWordWrap(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_start->setProperty("look", "primary");
    m_start->setObjectName("startDownloadButton");
    auto* back = new QPushButton(tr("Back"), this);
    for (QPushButton* button : {m_start, back})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_start);
    row->addWidget(back);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(title);
    column->addWidget(intro);
    column->addWidget(m_list, 1);
    column->addWidget(m_words);
    column->addLayout(row);
    connect(m_list, &QListWidget::currentRowChanged, this, &DownloadPage::refresh);
    connect(back, &QPushButton::clicked, this, &DownloadPage::left);
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (const int chosen = m_list->currentRow(); chosen >= 0)
            Q_EMIT downloadRequested(m_downloads[std::size_t(chosen)]);
    });
    refresh();
}

void DownloadPage::setDownloads(const std::vector<Download>& downloads)
{
    const int chosen = m_list->currentRow();
    m_downloads = downloads;
    m_list->clear();
    for (const Download& one : downloads) {
        QString title = toQString(one.title);
        title.replace(0, 1, title.left(1).toUpper());
        auto* item = new QListWidgetItem(tr("%1 – %2").arg(title, sizeText(one.bytes)), m_list);
        item->setData(Qt::AccessibleTextRole, tr("%1, licence: %2").arg(item->text(), licenceText(one.licence)));
    }
    m_list->setCurrentRow(chosen >= 0 && chosen < m_list->count() ? chosen : 0);
    refresh();
}

void DownloadPage::refresh()
{
    const int chosen = m_list->currentRow();
    const bool any = chosen >= 0 && std::size_t(chosen) < m_downloads.size();
    m_start->setEnabled(any);
    m_words->setVisible(any);
    if (any)
        m_words->setText(tr("Licence: %1. What you may do with it is for its licence to say.")
                             .arg(licenceText(m_downloads[std::size_t(chosen)].licence)));
}

} // namespace descant::ui
