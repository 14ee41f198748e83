// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/adjudication_dialog.h"

#include "ui/adjudication/range_edit.h"
#include "ui/adjudication/reading_rows.h"
#include "ui/captions/caption_edit.h"
#include "ui/support/action_table.h"
#include "ui/support/conversions.h"
#include "ui/support/key_button.h"
#include "ui/support/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {

constexpr QSize kUsualSize(900, 480);
constexpr double kMostOfScreen = 0.94;
constexpr int kMargin = 16;
constexpr int kFoot = 56; ///< left free below: the status line, and the title bar, which is not known yet

KeyButton* makeButton(const QString& text, const QKeySequence& key, const QString& help, QWidget* parent)
{
    auto* button = new KeyButton(parent);
    button->setText(text);
    button->setKey(keyLabel(key));
    button->setShortcut(key);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    button->setToolTip(plainTip(QString("%1 (%2)\n%3").arg(text, leftToRight(keyLabel(key)), help)));
    button->setAutoDefault(false);
    return button;
}

} // namespace

AdjudicationDialog::AdjudicationDialog(QWidget* parent) : QDialog(parent), m_pages(new QStackedWidget(this))
{
    setWindowTitle(tr("Readings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    auto* empty = new EmptyState("accept", tr("Nothing waits for a decision"),
                                 tr("What changed on both sides, and what second annotators say, appears here when "
                                    "work packages are merged."),
                                 this);
    auto* merge = new QPushButton(tr("Merge work packages…"), empty);
    merge->setProperty("look", "primary");
    merge->setAutoDefault(false);
    connect(merge, &QPushButton::clicked, this, &AdjudicationDialog::mergeRequested);
    empty->addButton(merge);
    m_pages->addWidget(empty);
    auto* area = new PanelArea(makeContent(), m_pages);
    m_pages->addWidget(area);
    connectCards();
    connect(&Theme::current(), &Theme::changed, this, &AdjudicationDialog::showCards);
    // Nothing is cut off where words are longer than these.
    resize(kUsualSize.expandedTo({area->neededWidth(), 0}).boundedTo(screen()->availableSize() * kMostOfScreen));
    placeAtFoot();
}

/// Over the timeline, so that the picture above can be watched.
void AdjudicationDialog::placeAtFoot()
{
    if (parentWidget() == nullptr)
        return;
    const QRect whole = parentWidget()->window()->frameGeometry();
    move(whole.center().x() - width() / 2, std::max(whole.top(), whole.bottom() - height() - kFoot));
}

QWidget* AdjudicationDialog::makeContent()
{
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    row->setSpacing(kMargin);
    m_list = new QListWidget(content);
    m_list->setAccessibleName("readings");
    m_list->setItemDelegate(new ReadingDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumWidth(120);
    m_list->setMaximumWidth(264);
    row->addWidget(m_list, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    m_heading = makeHeading({}, content);
    column->addWidget(m_heading);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(kMargin);
    cards->addWidget(makeCard(m_here, "here", QKeySequence("Alt+1"), QKeySequence("Alt+2")), 1);
    cards->addWidget(makeCard(m_theirs, "theirs", QKeySequence("Alt+3"), QKeySequence("Alt+4")), 1);
    column->addLayout(cards);
    column->addWidget(makeHeading(tr("A TEXT OF BOTH"), content));
    m_editor = new CaptionEdit(content);
    m_editor->setAccessibleName("merged text");
    column->addWidget(m_editor);
    m_range = new RangeEdit(content);
    column->addWidget(m_range);
    column->addWidget(makeVerdicts());
    column->addStretch(1);
    row->addLayout(column, 3);
    return content;
}

QWidget* AdjudicationDialog::makeCard(Card& card, const QString& name, const QKeySequence& play,
                                      const QKeySequence& edit)
{
    auto* whole = new QWidget(this);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    card.heading = makeHeading({}, whole);
    card.range = makeGlance({}, whole);
    card.text = new QLabel(whole);
    card.text->setWordWrap(true);
    card.text->setTextFormat(Qt::RichText);
    card.text->setAccessibleName(name + " text");
    card.text->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    card.text->setMinimumHeight(72);
    card.play = makeButton(tr("Play"), play, tr("Plays this stretch in the main window."), whole);
    card.play->setAccessibleName("Play " + name);
    card.edit = makeButton(tr("Edit"), edit, tr("Puts this text in the field below."), whole);
    card.edit->setAccessibleName("Edit " + name);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {card.play, card.edit}) {
        button->setProperty("look", "quiet");
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addWidget(card.heading);
    column->addWidget(card.range);
    column->addWidget(card.text, 1);
    column->addLayout(buttons);
    return whole;
}

QWidget* AdjudicationDialog::makeVerdicts()
{
    auto* whole = new QWidget(this);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    // An arrow points to the side on which the card stands.
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_left = makeButton(tr("Keep here"), QKeySequence(mirrored ? "Alt+Right" : "Alt+Left"),
                        tr("What is here stays; the reading is settled."), whole);
    m_right = makeButton(tr("Take theirs"), QKeySequence(mirrored ? "Alt+Left" : "Alt+Right"),
                         tr("The reading takes the place of what is here."), whole);
    m_merge = makeButton(tr("Use this text"), QKeySequence("Ctrl+Return"),
                         tr("The text of both becomes the segment's, which then counts as reviewed."), whole);
    m_merge->setProperty("look", "primary");
    row->addWidget(m_left);
    row->addWidget(m_right);
    row->addStretch(1);
    row->addWidget(m_merge);
    return whole;
}

void AdjudicationDialog::connectCards()
{
    connect(m_list, &QListWidget::currentRowChanged, this, &AdjudicationDialog::showCurrent);
    connect(m_left, &QPushButton::clicked, this, [this] { Q_EMIT leftChosen(current()); });
    connect(m_right, &QPushButton::clicked, this, [this] { Q_EMIT rightChosen(current()); });
    connect(m_merge, &QPushButton::clicked, this, &AdjudicationDialog::mergeNow);
    connect(m_editor, &CaptionEdit::finished, this, &AdjudicationDialog::mergeNow);
    connect(m_editor, &CaptionEdit::edited, this, &AdjudicationDialog::showMerge);
    connect(m_range, &RangeEdit::edited, this, &AdjudicationDialog::showMerge);
    const auto connectCard = [this](const Card& card, auto sideOf) {
        connect(card.play, &QPushButton::clicked, this, [this, sideOf] {
            if (const AdjudicationValue* shown = value())
                Q_EMIT playRequested(shown->mediumId, sideOf(*shown).range);
        });
        connect(card.edit, &QPushButton::clicked, this, [this, sideOf] {
            if (const AdjudicationValue* shown = value())
                offer(sideOf(*shown).text, sideOf(*shown).range);
            m_editor->setFocus();
        });
    };
    connectCard(m_here, [](const AdjudicationValue& shown) { return shown.here.value_or(AdjudicationSide{}); });
    connectCard(m_theirs, [](const AdjudicationValue& shown) { return shown.theirs; });
}

void AdjudicationDialog::setReadings(const QList<AdjudicationValue>& readings)
{
    if (readings == m_readings && m_list->count() == readings.size()) {
        m_pages->setCurrentIndex(readings.isEmpty() ? 0 : 1);
        return;
    }
    const bool written = m_editor->text() != m_offered || m_range->isTouched();
    const QString before = current();
    const int row = m_list->currentRow();
    m_readings = readings;
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const AdjudicationValue& one : readings)
            addRow(one);
        const auto same = std::find_if(readings.begin(), readings.end(),
                                       [&](const AdjudicationValue& one) { return one.id == before; });
        const auto kept = same == readings.end()
            ? std::clamp<qsizetype>(row, 0, std::max<qsizetype>(0, readings.size() - 1))
            : same - readings.begin();
        m_list->setCurrentRow(int(kept));
    }
    m_pages->setCurrentIndex(readings.isEmpty() ? 0 : 1);
    // What is being written about a reading outlives changes elsewhere in the project.
    if (written && !before.isEmpty() && current() == before)
        showCards();
    else
        showCurrent();
}

void AdjudicationDialog::addRow(const AdjudicationValue& value)
{
    auto* item = new QListWidgetItem(readingRowText(value), m_list);
    item->setToolTip(plainTip(value.medium + "\n" + readingRowText(value)));
    item->setData(Qt::AccessibleTextRole, readingSpoken(value));
}

const AdjudicationValue* AdjudicationDialog::value() const
{
    const int row = m_list->currentRow();
    return row >= 0 && row < m_readings.size() ? &m_readings[row] : nullptr;
}

QString AdjudicationDialog::current() const { return value() == nullptr ? QString() : value()->id; }

void AdjudicationDialog::showCurrent()
{
    const AdjudicationValue* shown = value();
    if (shown == nullptr)
        return;
    showCards();
    m_offered = shown->here && !shown->here->text.isEmpty() ? shown->here->text : shown->theirs.text;
    offer(m_offered, shown->here ? shown->here->range : shown->theirs.range);
}

void AdjudicationDialog::offer(const QString& text, const TimeRange& range)
{
    m_editor->showText(text);
    m_range->setRange(range);
    showMerge();
}

void AdjudicationDialog::showMerge()
{
    m_merge->setEnabled(!m_editor->text().trimmed().isEmpty() && m_range->range().has_value());
}

void AdjudicationDialog::showCards()
{
    const AdjudicationValue* shown = value();
    if (shown == nullptr)
        return;
    m_heading->setText(tr("READING %1 OF %2").arg(m_list->currentRow() + 1).arg(m_readings.size()));
    for (QLabel* text : {m_here.text, m_theirs.text})
        text->setFont(Theme::current().font(TextRole::Writing));
    m_here.heading->setText(tr("HERE"));
    m_theirs.heading->setText(shown->person.isEmpty() ? tr("THEIRS") : tr("THEIRS · %1").arg(isolated(shown->person)));
    m_here.play->setEnabled(shown->here.has_value());
    m_here.edit->setEnabled(shown->here.has_value());
    if (shown->here) {
        showCard(m_here, *shown->here, shown->theirs.text);
    } else {
        m_here.range->setText({});
        m_here.text->setAccessibleDescription({});
        m_here.text->setText(tr("There is no such segment here."));
    }
    showCard(m_theirs, shown->theirs, shown->here ? shown->here->text : shown->theirs.text);
    if (shown->removes)
        m_theirs.text->setText(tr("The segment was removed."));
    m_theirs.edit->setEnabled(!shown->removes);
}

void AdjudicationDialog::showCard(const Card& card, const AdjudicationSide& side, const QString& compared)
{
    card.range->setText(rangeText(side.range));
    card.text->setAccessibleDescription(side.text);
    card.text->setText(side.text.isEmpty() ? tr("No text yet.") : markedWords(side.text, compared));
}

void AdjudicationDialog::mergeNow()
{
    const QString text = m_editor->text().trimmed();
    const std::optional<TimeRange> range = m_range->range();
    if (!current().isEmpty() && !text.isEmpty() && range)
        Q_EMIT merged(current(), text, *range);
}

} // namespace descant::ui
