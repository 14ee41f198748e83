// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/score_csv.h"

#include "core/base/file.h"
#include "ui/scores/score_words.h"

#include <QByteArray>

#include <algorithm>
#include <string_view>

namespace descant::ui {
namespace {

using workflows::Score;
using workflows::ScoredClip;

QByteArray cell(std::string_view text)
{
    QByteArray bytes(text.data(), qsizetype(text.size()));
    // What begins like this is computed by spreadsheets.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        bytes.prepend('\'');
    if (bytes.contains('"') || bytes.contains(',') || bytes.contains('\n') || bytes.contains('\r'))
        return '"' + bytes.replace("\"", "\"\"") + '"';
    return bytes;
}

QByteArray number(std::optional<double> value) { return value ? QByteArray::number(*value, 'g', 15) : QByteArray(); }

void addHeader(QByteArray& csv, const std::vector<Score>& names, bool withBeside)
{
    csv += "id,video,start,end";
    for (const Score score : names)
        csv += ',' + QByteArray(nameOf(score).data());
    if (withBeside) {
        for (const Score score : names)
            csv += ",beside_" + QByteArray(nameOf(score).data());
    }
    csv += withBeside ? ",candidate,beside_candidate,references\r\n" : ",candidate,references\r\n";
}

void addScores(QByteArray& csv, const std::vector<Score>& names, const workflows::ScoredSegment& segment)
{
    for (const Score score : names)
        csv += ',' + number(valueOf(segment, score));
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : " | ") + text;
    return all;
}

} // namespace

QByteArray scoresAsCsv(const workflows::ProjectScores& scores, const std::vector<int>& rows)
{
    const std::vector<Score> names = scoresIn(scores.judged);
    QByteArray csv;
    addHeader(csv, names, scores.beside.has_value());
    for (const int row : rows) {
        const ScoredClip& clip = scores.clips[std::size_t(row)];
        csv += cell(clip.id) + ',' + cell(clip.name);
        if (clip.mediumId.empty())
            csv += ",,";
        else
            csv += ',' + number(toSeconds(clip.range.start)) + ',' + number(toSeconds(clip.range.end));
        addScores(csv, names, scores.judged.segments[std::size_t(row)]);
        if (scores.beside)
            addScores(csv, names, scores.beside->segments[std::size_t(row)]);
        csv += ',' + cell(clip.candidate);
        if (scores.beside)
            csv += ',' + cell(clip.besideCandidate);
        csv += ',' + cell(joined(clip.references)) + "\r\n";
    }
    return csv;
}

Result<void> writeScoresCsv(const workflows::ProjectScores& scores, const std::vector<int>& rows,
                            const std::filesystem::path& path)
{
    return writeFileAtomically(path, scoresAsCsv(scores, rows).toStdString());
}

} // namespace descant::ui
