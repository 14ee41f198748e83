// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/file_dialogs.h"

#include "ui/support/settings.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <iterator>

namespace descant::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("FileDialogs", text); }

QString allFiles() { return ";;" + tr("All files") + " (*)"; }

QString videoFilter()
{
    return tr("Videos")
        + " (*.mp4 *.m4v *.mov *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.ogv *.3gp *.mxf);;"
        + tr("Projects") + " (*.descant)" + allFiles();
}

QString projectFilter() { return tr("Descant projects") + " (*.descant)" + allFiles(); }

constexpr const char* kCorpusSuffixes[] = {"json", "jsonl", "csv", "tsv", "vtt", "srt", "eaf", "ttml", "xml", "tar"};

QString corpusFilter()
{
    QStringList patterns;
    for (const char* suffix : kCorpusSuffixes)
        patterns.append(QString("*.") + suffix);
    return tr("Captions") + " (" + patterns.join(' ') + ")" + allFiles();
}

QString splitsFilter() { return tr("Frozen splits") + " (*.json)" + allFiles(); }

QString captionEndings() { return " (*.json *.jsonl *.csv *.tsv *.vtt *.srt *.eaf)"; }

QString modelFilter() { return tr("Models") + " (*.pth *.pt *.safetensors *.model descant-model.json)" + allFiles(); }

/// A dialog that goes away when it is answered, beginning in the folder last used for its purpose.
QFileDialog* makeDialog(QWidget* parent, const QString& purpose, const QString& title, const QString& filter)
{
    auto* dialog = new QFileDialog(parent, title, Settings::lastFolder(purpose), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [purpose](const QStringList& files) { Settings::setLastFolder(purpose, files.value(0)); });
    return dialog;
}

FileDialogs::AskPath askFile(QWidget* parent, const QString& purpose, const QString& title, const QString& filter)
{
    return [=](FileDialogs::Chosen chosen) {
        QFileDialog* dialog = makeDialog(parent, purpose, title, filter);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    };
}

FileDialogs::AskPath askFolder(QWidget* parent, const QString& purpose, const QString& title)
{
    return [=](FileDialogs::Chosen chosen) {
        QFileDialog* dialog = makeDialog(parent, purpose, title, {});
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    };
}

/// The window that asks says itself what would be replaced.
FileDialogs::AskPath askExport(QWidget* parent)
{
    return [=](FileDialogs::Chosen chosen) {
        QFileDialog* dialog = makeDialog(parent, "export", tr("Export corpus to"), corpusFilter());
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    };
}

void askToReplace(QWidget* parent, const QString& path, const FileDialogs::Chosen& chosen)
{
    auto* question = new QMessageBox(QMessageBox::Warning, tr("Replace file"),
                                     tr("%1 is there already. Replace it?").arg(QFileInfo(path).fileName()),
                                     QMessageBox::Cancel, parent);
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setDefaultButton(QMessageBox::Cancel);
    const QPushButton* replace = question->addButton(tr("Replace"), QMessageBox::DestructiveRole);
    QObject::connect(replace, &QPushButton::clicked, parent, [path, chosen] { chosen(path); });
    question->open();
}

struct NewFile {
    QString purpose;
    QString title;
    QString filter;
    QString suffix; ///< with its dot
    enum class IfThere { Ask, Tell } ifThere;
};

FileDialogs::AskNewPath askNewFile(QWidget* parent, const NewFile& file)
{
    return [=](const QString& suggested, const FileDialogs::Chosen& chosen) {
        QFileDialog* dialog = makeDialog(parent, file.purpose, file.title, file.filter);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        // The dialog would ask about the name as it was typed; what counts is the name with its suffix.
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->selectFile(suggested);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::fileSelected, parent, [=](const QString& typed) {
            const QString path = typed.endsWith(file.suffix, Qt::CaseInsensitive) ? typed : typed + file.suffix;
            if (file.ifThere == NewFile::IfThere::Ask && QFileInfo::exists(path))
                askToReplace(parent, path, chosen);
            else
                chosen(path);
        });
    };
}

} // namespace

bool isProjectFile(const QString& path) { return path.endsWith(".descant", Qt::CaseInsensitive); }

bool isCorpusFile(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix();
    return std::any_of(std::begin(kCorpusSuffixes), std::end(kCorpusSuffixes),
                       [&](const char* one) { return suffix.compare(QLatin1String(one), Qt::CaseInsensitive) == 0; });
}

FileDialogs systemDialogs(QWidget* parent)
{
    using enum NewFile::IfThere;
    FileDialogs dialogs;
    dialogs.openVideos = [parent](FileDialogs::SeveralChosen chosen) {
        QFileDialog* dialog = makeDialog(parent, "media", tr("Open videos"), videoFilter());
        dialog->setFileMode(QFileDialog::ExistingFiles);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(chosen));
    };
    dialogs.openProject = askFile(parent, "project", tr("Open project"), projectFilter());
    dialogs.newProject =
        askNewFile(parent, {"project", tr("Where to keep the project"), projectFilter(), ".descant", Tell});
    dialogs.saveProjectAs =
        askNewFile(parent, {"project", tr("Where to keep the project"), projectFilter(), ".descant", Ask});
    dialogs.exportTo = askExport(parent);
    dialogs.exportFolder = askFolder(parent, "export", tr("Folder to export to"));
    dialogs.frozenSplits = askFile(parent, "splits", tr("File of frozen splits"), splitsFilter());
    dialogs.newFrozenSplits =
        askNewFile(parent, {"splits", tr("Where to write the frozen splits"), splitsFilter(), ".json", Ask});
    dialogs.release = askFolder(parent, "release", tr("Folder of a release"));
    dialogs.releaseParent = askFolder(parent, "release", tr("Folder in which the release is made"));
    dialogs.importFrom = askFile(parent, "import", tr("Import corpus"), corpusFilter());
    dialogs.importFolder = askFolder(parent, "import", tr("Folder of a corpus"));
    dialogs.idList = askFile(parent, "import", tr("List of clips"), tr("Lists") + " (*.txt *.json)" + allFiles());
    dialogs.mediaFolder = askFolder(parent, "media", tr("Folder to look in, with all below it"));
    dialogs.modelFolder = askFolder(parent, "model", tr("Folder of a model"));
    dialogs.modelFile = askFile(parent, "model", tr("File of a model"), modelFilter());
    dialogs.captionsToJudge =
        askFile(parent, "scores", tr("File of captions"), tr("Captions") + captionEndings() + allFiles());
    dialogs.meteorData = askFolder(parent, "meteor", tr("Folder of METEOR, or of an installed pycocoevalcap"));
    dialogs.spiceJar = askFile(parent, "spice", tr("SPICE's program"), "spice-1.0.jar (*.jar)" + allFiles());
    dialogs.scoreTable = askNewFile(
        parent, {"scores", tr("Where to write the scores"), tr("Tables") + " (*.csv)" + allFiles(), ".csv", Ask});
    dialogs.newPackage =
        askNewFile(parent, {"package", tr("Where to keep the work package"), projectFilter(), ".descant", Tell});
    dialogs.packages = [parent](FileDialogs::SeveralChosen chosen) {
        QFileDialog* dialog = makeDialog(parent, "package", tr("Work packages that came back"), projectFilter());
        dialog->setFileMode(QFileDialog::ExistingFiles);
        dialog->open();
        QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(chosen));
    };
    return dialogs;
}

} // namespace descant::ui
