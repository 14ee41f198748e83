// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_words.h"

#include "ui/support/conversions.h"

#include <QCoreApplication>
#include <QLocale>

namespace descant::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("models", text); }

struct Words {
    const char* name;
    const char* words;
};

template <std::size_t Count> QString wordsFor(const Words (&table)[Count], const std::string& name)
{
    for (const Words& row : table) {
        if (name == row.name)
            return tr(row.words);
    }
    return toQString(name);
}

constexpr Words kVariants[] = {
    {"multimodal", QT_TRANSLATE_NOOP("models", "sees and hears (multimodal)")},
    {"separate", QT_TRANSLATE_NOOP("models", "sees and hears apart (separate)")},
    {"visual", QT_TRANSLATE_NOOP("models", "sees only (visual)")},
    {"audio", QT_TRANSLATE_NOOP("models", "hears only (audio)")},
};

constexpr Words kKinds[] = {
    {"package", QT_TRANSLATE_NOOP("models", "Model package")},
    {"weights", QT_TRANSLATE_NOOP("models", "Weights of Descant")},
    {"authors", QT_TRANSLATE_NOOP("models", "Training file")},
    {"trained-part", QT_TRANSLATE_NOOP("models", "Trained Q-Former")},
    {"hub", QT_TRANSLATE_NOOP("models", "BLIP-2 hub folder")},
    {"beats", QT_TRANSLATE_NOOP("models", "BEATs file")},
    {"tokenizer", QT_TRANSLATE_NOOP("models", "Tokenizer")},
    {"unknown", QT_TRANSLATE_NOOP("models", "Unknown file")},
};

constexpr Words kPrecisions[] = {
    {"as-stored", QT_TRANSLATE_NOOP("models", "As stored")},
    {"fp32", QT_TRANSLATE_NOOP("models", "32 bits (fp32)")},
    {"bf16", QT_TRANSLATE_NOOP("models", "16 bits (bf16)")},
    {"int8", QT_TRANSLATE_NOOP("models", "8 bits (int8)")},
};

} // namespace

QString sizeText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeSIFormat);
}

QString countText(std::int64_t count)
{
    const QLocale locale;
    if (count >= 1'000'000'000)
        return tr("%1 billion").arg(locale.toString(double(count) * 1e-9, 'f', 2));
    if (count >= 1'000'000)
        return tr("%1 million").arg(locale.toString(double(count) * 1e-6, 'f', 1));
    return locale.toString(qlonglong(count));
}

QString variantText(const std::string& variant) { return wordsFor(kVariants, variant); }

QString sourceKindText(const std::string& kind) { return wordsFor(kKinds, kind); }

QString precisionText(const std::string& precision) { return wordsFor(kPrecisions, precision); }

QString licenceText(const std::string& licence)
{
    return licence.empty() ? tr("none is named: ask its publisher") : toQString(licence);
}

bool fitsMemory(std::uint64_t needed, std::uint64_t free) { return free == 0 || needed <= free; }

QString memoryText(std::uint64_t needed, std::uint64_t free)
{
    if (free == 0)
        return tr("%1 needed").arg(sizeText(needed));
    return (fitsMemory(needed, free) ? tr("%1 needed, %2 free: fits") : tr("%1 needed, %2 free: too much"))
        .arg(sizeText(needed), sizeText(free));
}

} // namespace descant::ui
