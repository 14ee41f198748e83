// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/clip_detail.h"

#include "ui/captions/word_diff.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {

constexpr double kEnoughShared = 0.34;

QString marked(const DiffWord& word)
{
    const QString text = word.word.toHtmlEscaped();
    if (word.change == WordChange::Added)
        return QString("<span style='background:%1'>%2</span>").arg(tokens().added.name(), text);
    if (word.change == WordChange::Removed)
        return QString("<span style='background:%1'><s>%2</s></span>").arg(tokens().removed.name(), text);
    return text;
}

} // namespace

QString comparedWords(const QString& candidate, const std::vector<std::string>& references)
{
    QList<DiffWord> nearest;
    double shared = 0;
    for (const std::string& reference : references) {
        const QList<DiffWord> words = wordDiff(toQString(reference), candidate);
        if (const double share = sharedWords(words); nearest.isEmpty() || share > shared) {
            nearest = words;
            shared = share;
        }
    }
    if (shared < kEnoughShared)
        return candidate.toHtmlEscaped();
    QStringList html;
    for (const DiffWord& word : nearest)
        html.append(marked(word));
    return html.join(' ');
}

CaptionCard::CaptionCard(Writer writer, QWidget* parent)
    : QFrame(parent), m_writer(writer), m_heading(makeGlance({}, this)), m_text(new QLabel(this))
{
    m_heading->setTextFormat(Qt::PlainText);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setAccessibleName(tr("no caption"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(4);
    column->addWidget(m_heading);
    column->addWidget(m_text);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CaptionCard::show(const QString& heading, const QString& text, const QString& plain)
{
    m_heading->setText(heading);
    m_text->setText(text);
    m_text->setAccessibleName(heading + ": " + plain);
    QFrame::show();
}

void CaptionCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_writer == Writer::Model ? tokens().proposal : tokens().outline, tokens().outlineWidth);
    if (m_writer == Writer::Model)
        pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

ClipDetail::ClipDetail(QWidget* parent)
    : QWidget(parent),
      m_heading(makeHeading({}, this)),
      m_note(makeGlance({}, this)),
      m_judged(new CaptionCard(CaptionCard::Writer::Model, this)),
      m_beside(new CaptionCard(CaptionCard::Writer::Model, this)),
      m_references(new CaptionCard(CaptionCard::Writer::Person, this))
{
    m_heading->setTextFormat(Qt::PlainText);
    m_note->setTextFormat(Qt::PlainText);
    for (QLabel* label : {m_heading, m_note})
        label->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 16);
    column->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_heading, m_judged, m_beside, m_references, m_note})
        column->addWidget(part);
    column->addStretch(1);
    connect(&Theme::current(), &Theme::changed, this, &ClipDetail::refresh);
    refresh();
}

void ClipDetail::show(ScoresPointer scores, int clip, const QString& judged, const QString& beside)
{
    m_scores = std::move(scores);
    m_clip = clip;
    m_judgedName = judged;
    m_besideName = beside;
    refresh();
}

void ClipDetail::refresh()
{
    for (QWidget* part : std::initializer_list<QWidget*>{m_judged, m_beside, m_references, m_note})
        part->hide();
    if (m_scores == nullptr || m_clip < 0) {
        m_heading->setText(tr("No clip is chosen"));
        return;
    }
    const workflows::ScoredClip& clip = m_scores->clips[std::size_t(m_clip)];
    m_heading->setText(clip.mediumId.empty() ? toQString(clip.name)
                                             : isolated(toQString(clip.name)) + " · " + rangeText(clip.range));
    const auto showCandidate = [&clip](CaptionCard* card, const QString& name, const std::string& text) {
        const QString plain = text.empty() ? tr("no caption") : toQString(text);
        card->show(name, comparedWords(plain, clip.references), plain);
    };
    showCandidate(m_judged, m_judgedName, clip.candidate);
    if (m_scores->beside)
        showCandidate(m_beside, m_besideName, clip.besideCandidate);
    QStringList html, plain;
    for (const std::string& reference : clip.references) {
        plain.append(toQString(reference));
        html.append(plain.last().toHtmlEscaped());
    }
    m_references->show(tr("Judged against"), html.join("<br>"), plain.join("; "));
    using enum workflows::ScoredClip::Origin;
    m_note->setText(
        clip.origin == Own ? tr("A text here is the proposal itself, accepted as it was: the score is too high.")
            : clip.origin == Edited ? tr("A text here began as a proposal of a judged model and was edited.")
                                    : tr("The project does not have this clip: it cannot be played."));
    m_note->setVisible(clip.origin != Independent || clip.mediumId.empty());
}

} // namespace descant::ui
