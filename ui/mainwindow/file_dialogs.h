// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// The questions about files that the window asks: tests answer them instead. Asking does not wait; the answer comes
/// later, on the UI thread, and does not come at all when the person says no.
struct FileDialogs {
    using Chosen = std::function<void(const QString& path)>;
    using SeveralChosen = std::function<void(const QStringList& paths)>;
    using AskPath = std::function<void(Chosen chosen)>;
    using AskNewPath = std::function<void(const QString& suggested, Chosen chosen)>;

    std::function<void(SeveralChosen chosen)> openVideos;
    AskPath openProject;
    /// May give the path of a file that is there: it is not to be replaced, and nobody was asked.
    AskNewPath newProject;
    /// Gives the path of a file that is there only when the person said that it is to be replaced.
    AskNewPath saveProjectAs;
    AskPath exportTo;     ///< a file, which may be there: what is to be replaced is asked elsewhere
    AskPath exportFolder; ///< one that is there
    AskPath frozenSplits; ///< a file of them
    AskNewPath newFrozenSplits;
    AskPath release;       ///< the folder of one that is there
    AskPath releaseParent; ///< the folder in which a new one is made
    AskPath importFrom;    ///< a file
    AskPath importFolder;  ///< a corpus that is a folder
    AskPath idList;
    AskPath mediaFolder;
    AskPath modelFolder;
    AskPath modelFile;
    AskPath captionsToJudge;
    AskPath meteorData; ///< a folder
    AskPath spiceJar;
    AskNewPath scoreTable;
    /// A work package that is to be made: a file that is there is not replaced, and nobody was asked.
    AskNewPath newPackage;
    std::function<void(SeveralChosen chosen)> packages;
};

/// The dialogs of the system, which remember the last folder for each purpose. Names of new files get their suffix.
FileDialogs systemDialogs(QWidget* parent);
/// Whether a file name looks like a project.
bool isProjectFile(const QString& path);
/// Whether a file name looks like captions.
bool isCorpusFile(const QString& path);

} // namespace descant::ui
