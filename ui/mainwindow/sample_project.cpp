// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/sample_project.h"

#include "ui/support/conversions.h"

#include <QDir>
#include <QFile>

namespace descant::ui {

Result<SampleProject> copySample(const QString& from, const QString& folder)
{
    const QStringList names = QDir(from).entryList({"*.mp4", "*.mkv", "*.webm"}, QDir::Files, QDir::Name);
    if (from.isEmpty() || names.isEmpty())
        return fail(ErrorCode::FileNotFound, fromQString(from), "no sample videos came with this program",
                    "open a video of your own");
    SampleProject sample{folder + "/Sample.descant", {}};
    for (const QString& name : names) {
        const QString target = folder + "/" + name;
        if (!QFile::exists(target) && !QFile::copy(from + "/" + name, target))
            return fail(ErrorCode::FileNotWritable, fromQString(target), "the sample video could not be copied");
        sample.videos.append(target);
    }
    return sample;
}

} // namespace descant::ui
