// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/sample_project.h"

#include "ui/support/conversions.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace descant::ui {

Result<SampleProject> copySample(const QString& from, const QString& folder)
{
    QStringList names = QDir(from).entryList({"*.mp4", "*.mkv", "*.webm"}, QDir::Files, QDir::Name);
    // First what the demo model knows: it is what a newcomer asks it about.
    std::stable_partition(names.begin(), names.end(), [](const QString& name) { return name.startsWith("demo_"); });
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
