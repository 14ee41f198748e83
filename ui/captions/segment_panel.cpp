// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/segment_panel.h"

#include "ui/captions/candidate_list.h"
#include "ui/captions/caption_edit.h"
#include "ui/captions/word_diff.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr int kMargin = 16;
constexpr int kPatience = 300; ///< milliseconds before a bar is worth its flicker

/// The doubtful words of the proposal that the text came from: the one that shares most words with it.
QStringList doubtsOf(const SegmentValue& segment)
{
    constexpr double kCameFrom = 0.8;
    for (const CandidateValue& candidate : segment.candidates)
        if (!segment.text.isEmpty() && sharedWords(wordDiff(segment.text, candidate.text)) >= kCameFrom)
            return candidate.doubtfulWords;
    return {};
}

} // namespace

SegmentPanel::SegmentPanel(const ActionSet& actions, QWidget* parent)
    : QWidget(parent), m_stack(new QStackedWidget(this))
{
    setProperty("look", "panel");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    auto* empty = new EmptyState(
        "segment-new", tr("No segment here yet"),
        tr("Press I where it starts and O where it ends, or drag along the timeline. N makes one of five seconds."),
        this);
    empty->addButton(actions.button("segment.new", "primary", empty));
    m_stack->addWidget(empty);
    m_stack->addWidget(makeContent(actions));
    show(std::nullopt);
}

QWidget* SegmentPanel::makeContent(const ActionSet& actions)
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, kMargin, 0, 0);
    column->setSpacing(8);
    addTextPart(column, actions);
    column->addSpacing(8);
    addProposalPart(column, actions);
    column->addSpacing(8);
    addHistoryPart(column);
    return content;
}

void SegmentPanel::addTextPart(QVBoxLayout* outer, const ActionSet& actions)
{
    auto* column = new QVBoxLayout;
    column->setContentsMargins(kMargin, 0, kMargin, 0);
    column->setSpacing(8);
    outer->addLayout(column);
    m_heading = makeHeading({}, this);
    column->addWidget(m_heading);
    m_editor = new CaptionEdit(this);
    column->addWidget(m_editor);
    connect(m_editor, &CaptionEdit::finished, this, &SegmentPanel::leftText);
    connect(m_editor, &CaptionEdit::refused, this, &SegmentPanel::refused);
    connect(m_editor, &CaptionEdit::edited, this, [this](const QString& text) {
        m_value.text = text;
        showCounts();
        m_candidates->setCandidates(m_value.candidates, text);
        Q_EMIT textEdited(text);
    });
    auto* counts = new QHBoxLayout;
    m_badge = new QLabel(this);
    m_badge->setProperty("look", "badge");
    m_counts = makeGlance({}, this);
    QPushButton* next = actions.button("segment.next", "quiet", this);
    next->setText(tr("Next"));
    next->setAccessibleName("Next");
    counts->addWidget(m_badge, 0, Qt::AlignVCenter);
    counts->addWidget(m_counts, 1);
    counts->addWidget(next);
    column->addLayout(counts);
    auto* verdicts = new QHBoxLayout;
    verdicts->setSpacing(8);
    QPushButton* accept = actions.button("review.accept", "primary", this, ActionSet::KeyShown::Anywhere);
    QPushButton* reject = actions.button("review.reject", "quiet", this);
    QPushButton* flag = actions.button("review.flag", "quiet", this);
    accept->setAccessibleName("Accept");
    reject->setAccessibleName("Reject");
    reject->setText(tr("Reject"));
    flag->setAccessibleName("Flag");
    verdicts->addWidget(accept, 1);
    verdicts->addWidget(reject);
    verdicts->addWidget(flag);
    column->addLayout(verdicts);
}

void SegmentPanel::addProposalPart(QVBoxLayout* outer, const ActionSet& actions)
{
    auto* column = new QVBoxLayout;
    column->setContentsMargins(kMargin, 0, kMargin, 0);
    column->setSpacing(8);
    outer->addLayout(column);
    auto* head = new QHBoxLayout;
    m_proposalHeading = makeHeading({}, this);
    QPushButton* propose = actions.button("propose.segment", "model", this);
    propose->setAccessibleName("Propose");
    head->addWidget(m_proposalHeading, 1);
    head->addWidget(propose);
    column->addLayout(head);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("proposing"));
    m_stop = actions.button("propose.stop", "quiet", this);
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName("Stop");
    auto* waiting = new QHBoxLayout;
    waiting->setSpacing(8);
    waiting->addWidget(m_progress, 1, Qt::AlignVCenter);
    waiting->addWidget(m_stop);
    column->addLayout(waiting);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &SegmentPanel::showProposalState);
    m_proposalHint = makeGlance({}, this);
    m_proposalHint->setWordWrap(true);
    column->addWidget(m_proposalHint);
    m_candidates = new CandidateList(this);
    connect(m_candidates, &CandidateList::taken, this, &SegmentPanel::candidateTaken);
    // The cards reach as far out as the field above them; the list's frame and spacing lie in the margin.
    constexpr int kListInset = 6;
    auto* cards = new QHBoxLayout;
    cards->setContentsMargins(kMargin - kListInset, 0, kMargin - kListInset, 0);
    cards->addWidget(m_candidates);
    outer->addLayout(cards);
}

void SegmentPanel::addHistoryPart(QVBoxLayout* outer)
{
    auto* tabs = new QTabWidget(this);
    tabs->setAccessibleName(tr("about this segment"));
    tabs->tabBar()->setAccessibleName(tr("about this segment"));
    m_history = new QListWidget(this);
    m_history->setAccessibleName("history");
    m_history->setFont(Theme::current().font(TextRole::Glance));
    m_history->setWordWrap(true);
    m_history->setSelectionMode(QAbstractItemView::NoSelection);
    m_history->setFrameShape(QFrame::NoFrame);
    setLook(m_history, "look", "glance");
    auto* page = new QWidget(tabs);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin - 2, 8, kMargin, 8);
    column->addWidget(m_history);
    tabs->addTab(page, tr("History"));
    tabs->setMinimumHeight(96);
    outer->addWidget(tabs, 1);
}

void SegmentPanel::show(const std::optional<SegmentValue>& segment)
{
    m_stack->setCurrentIndex(segment ? 1 : 0);
    if (!segment) {
        m_value = {};
        return;
    }
    const bool other = m_value.id != segment->id;
    m_value = *segment;
    m_heading->setText(
        tr("SEGMENT %1 OF %2 · %3").arg(m_value.number).arg(m_value.count).arg(rangeText(m_value.range)));
    m_editor->showText(m_value.text);
    m_editor->setDoubtfulWords(doubtsOf(m_value));
    m_candidates->setCandidates(m_value.candidates, m_value.text);
    setLook(m_badge, "state", statusIdentifier(m_value.status));
    m_badge->setText(statusText(m_value.status));
    m_history->clear();
    m_history->addItems(m_value.history);
    showCounts();
    if (other)
        m_proposing = false;
    showProposalState();
}

void SegmentPanel::showCounts()
{
    const auto words = wordsOf(m_value.text).size();
    const double seconds = std::max(0.001, toSeconds(m_value.range.length()));
    m_counts->setText(words == 0 ? QString()
                                 : (words == 1 ? tr("1 word") : tr("%1 words").arg(words)) + " · "
                              + tr("%1 words/s").arg(QLocale().toString(double(words) / seconds, 'f', 1)));
}

void SegmentPanel::showProposing(const QString& what, double fraction)
{
    if (!m_proposing && !what.isEmpty())
        m_patience.start();
    m_proposing = !what.isEmpty();
    m_progress->setRange(0, fraction < 0.0 ? 0 : 1000);
    m_progress->setValue(int(fraction * 1000));
    showProposalState();
    if (m_proposing)
        m_proposalHint->setText(what);
}

void SegmentPanel::setModelNotice(const QString& sentence)
{
    m_notice = sentence;
    showProposalState();
}

void SegmentPanel::showProposalState()
{
    const bool any = !m_value.candidates.isEmpty();
    m_proposalHeading->setText(m_value.modelLine.isEmpty() ? tr("PROPOSALS")
                                                           : tr("PROPOSALS · %1").arg(m_value.modelLine));
    // What is done at once needs no bar.
    const bool waiting = m_proposing && !m_patience.isActive();
    m_progress->setVisible(waiting);
    m_stop->setVisible(waiting);
    m_candidates->setVisible(any);
    m_proposalHint->setVisible(m_proposing || !any);
    if (!m_proposing && !any)
        m_proposalHint->setText(
            m_notice.isEmpty()
                ? tr("None yet. G asks the model; its captions appear here, beside your text, never in it.")
                : m_notice);
}

} // namespace descant::ui
