// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command_line.h"
#include "app/desktop/services.h"
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/support/icons.h"
#include "ui/support/settings.h"
#include "ui/support/text_key_guard.h"

#include <QApplication>
#include <QFileInfo>
#include <QTimer>

namespace {

using namespace descant;

/// The size of everything must be known before Qt looks at the screen.
void applyZoom()
{
    if (const int percent = ui::Settings::zoomPercent();
        percent != 100 && qEnvironmentVariableIsEmpty("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(percent / 100.0));
}

void takeScreenshot(ui::MainWindow& window, const desktop::StartOptions& options)
{
    const QString file = QString::fromStdString(options.screenshot);
    QTimer::singleShot(options.waitMilliseconds, &window, [&window, file] {
        const bool written = window.grab().save(file);
        QCoreApplication::exit(written ? 0 : 1);
    });
}

void begin(ui::MainWindow& window, const desktop::StartOptions& options)
{
    if (!options.model.empty())
        window.useModel(QFileInfo(QString::fromStdString(options.model)).absoluteFilePath());
    QStringList files;
    for (const std::string& file : options.files)
        files.append(QString::fromStdString(file));
    if (options.sample)
        window.openSample();
    else if (options.fresh && options.project.empty())
        window.project().createUntitled(ui::untitledName(files.value(0, "Untitled")),
                                        [&window, files] { window.start({}, files); });
    else
        window.start(QString::fromStdString(options.project), files);
}

} // namespace

int main(int argc, char** argv)
{
    const auto parsed = desktop::parseCommandLine(argc, argv);
    if (!parsed.options)
        return parsed.status;
    const desktop::StartOptions& options = *parsed.options;
    QCoreApplication::setOrganizationName("descant");
    QCoreApplication::setApplicationName("descant");
    QCoreApplication::setApplicationVersion(DESCANT_VERSION);
    applyZoom();
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName("descant");
    QApplication::setWindowIcon(QIcon(":/icons/descant.svg"));
    application.installEventFilter(new ui::TextKeyGuard(&application));
    ui::Theme::current().use(options.theme.empty() ? ui::Settings::theme()
                                                   : ui::Theme::fromIdentifier(QString::fromStdString(options.theme)));
    const QString folder = QCoreApplication::applicationDirPath();
    ui::MainWindow window(desktop::makeServices(std::filesystem::path(folder.toStdString())));
    if (!options.screenshot.empty()) {
        window.resize(options.width, options.height);
        takeScreenshot(window, options);
    }
    window.show();
    begin(window, options);
    return QApplication::exec();
}
