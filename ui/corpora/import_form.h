// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpora_backend.h"
#include "ui/widgets/path_row.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
QT_END_NAMESPACE

namespace descant::ui {

/// How files and folders are asked for.
struct CorpusPickers {
    AskPath corpus, corpusFolder, mediaFolder, idList, exportFile, exportFolder;
};

/// What to import, and how: the fields of an ImportWish.
class ImportForm : public QWidget {
    Q_OBJECT
public:
    explicit ImportForm(const CorpusPickers& pickers, QWidget* parent = nullptr);
    /// Another file: what was chosen for the one before no longer holds.
    void setFile(const QString& path);
    /// The media that a file of one medium can belong to.
    void setMedia(const project::Document& document);
    /// The format that is read: names it, and shows the fields that it needs.
    void showFound(const QString& format);
    ImportWish wish() const;

Q_SIGNALS:
    void changed();

private:
    void fillFormats();
    void showFields(const QString& format);
    QFormLayout* m_form;
    PathRow* m_file;
    QComboBox* m_format;
    PathRow* m_media;
    QComboBox* m_medium;
    QComboBox* m_split;
    PathRow* m_ids;
};

} // namespace descant::ui
