// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/score_histogram.h"

#include "ui/scores/score_words.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/fitted_list.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace descant::ui {
namespace {
constexpr int kMargin = 6, kAxis = 20, kGap = 2;
constexpr double kLeastBar = 2; ///< pixels: what is there is seen
} // namespace

ScoreHistogram::ScoreHistogram(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    setValues({}, {});
}

void ScoreHistogram::setValues(const std::vector<double>& values, const QString& name)
{
    m_name = name;
    m_current = 0;
    m_chosen = -1;
    m_low = 0;
    m_high = values.empty() ? 1 : std::max(1.0, std::ceil(*std::ranges::max_element(values)));
    m_counts.assign(kBars, 0);
    for (const double value : values) {
        int bar = std::clamp(static_cast<int>((value - m_low) / (m_high - m_low) * kBars), 0, kBars - 1);
        // Rounding must not put a value into a bar whose span does not hold it: the filter goes by spans.
        while (bar > 0 && value < span(bar).low)
            --bar;
        while (bar + 1 < kBars && value >= span(bar).high)
            ++bar;
        ++m_counts[std::size_t(bar)];
    }
    tell();
    update();
}

ScoreSpan ScoreHistogram::span(int bar) const
{
    const double width = (m_high - m_low) / kBars;
    return {m_low + width * bar, m_low + width * (bar + 1),
            bar + 1 == kBars ? ScoreSpan::End::Closed : ScoreSpan::End::Open};
}

std::optional<ScoreSpan> ScoreHistogram::filter() const
{
    return m_chosen < 0 ? std::nullopt : std::optional(span(m_chosen));
}

QString ScoreHistogram::words(int bar) const
{
    const ScoreSpan here = span(bar);
    const QLocale locale;
    return tr("%1 from %2 to %3: %4 clips")
        .arg(m_name, locale.toString(here.low, 'f', 2), locale.toString(here.high, 'f', 2),
             locale.toString(count(bar)));
}

void ScoreHistogram::tell()
{
    QStringList all;
    for (int bar = 0; bar < kBars; ++bar) {
        if (count(bar) > 0)
            all.append(words(bar));
    }
    setAccessibleName(tr("distribution, %1").arg(words(m_current))
                      + (m_chosen == m_current ? tr(", shown alone") : QString()));
    setAccessibleDescription(all.join("; "));
}

QRectF ScoreHistogram::place(int bar) const
{
    const double width = double(this->width() - 2 * kMargin) / kBars;
    const double room = height() - kAxis - kMargin;
    const int most = *std::ranges::max_element(m_counts);
    const double share = most == 0 ? 0 : double(count(bar)) / most;
    const double tall = count(bar) == 0 ? 0 : std::max(kLeastBar, share * (room - kMargin));
    const int column = layoutDirection() == Qt::RightToLeft ? kBars - 1 - bar : bar;
    return {kMargin + width * column + kGap / 2.0, kMargin + room - tall - kMargin / 2.0, width - kGap, tall};
}

int ScoreHistogram::barAt(QPointF position) const
{
    const double width = double(this->width() - 2 * kMargin) / kBars;
    const int column = int(std::floor((position.x() - kMargin) / width));
    if (column < 0 || column >= kBars)
        return -1;
    return layoutDirection() == Qt::RightToLeft ? kBars - 1 - column : column;
}

void ScoreHistogram::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(layoutDirection());
    const Tokens& colors = tokens();
    for (int bar = 0; bar < kBars; ++bar) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_chosen < 0 || m_chosen == bar ? colors.accent : colors.outline);
        painter.drawRoundedRect(place(bar), 1.5, 1.5);
    }
    const int base = height() - kAxis;
    painter.setPen(colors.line);
    painter.drawLine(kMargin, base, width() - kMargin, base);
    painter.setPen(colors.text2);
    painter.setFont(Theme::current().font(TextRole::Glance));
    const QRect axis(kMargin, base, width() - 2 * kMargin, kAxis);
    painter.drawText(axis, int(Qt::AlignLeading | Qt::AlignVCenter), QLocale().toString(m_low, 'f', 0));
    painter.drawText(axis, int(Qt::AlignTrailing | Qt::AlignVCenter), QLocale().toString(m_high, 'f', 0));
    painter.drawText(axis, int(Qt::AlignHCenter | Qt::AlignVCenter), m_name);
    if (!hasFocus())
        return;
    const QRectF here = place(m_current);
    painter.setPen(QPen(colors.focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(here.left() - 1, 2, here.width() + 2, base - 2), 3, 3);
}

void ScoreHistogram::goTo(int bar)
{
    m_current = std::clamp(bar, 0, kBars - 1);
    tell();
    QAccessibleEvent renamed(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&renamed);
    update();
}

void ScoreHistogram::choose(int bar)
{
    m_chosen = m_chosen == bar ? -1 : bar;
    goTo(m_current);
    Q_EMIT filterChanged();
}

void ScoreHistogram::keyPressEvent(QKeyEvent* event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return goTo(m_current - forward);
    case Qt::Key_Right:
        return goTo(m_current + forward);
    case Qt::Key_Home:
        return goTo(0);
    case Qt::Key_End:
        return goTo(kBars - 1);
    case Qt::Key_Escape:
        if (m_chosen >= 0)
            return choose(m_chosen);
        break;
    default:
        if (isEnter(*event) || event->key() == Qt::Key_Space)
            return choose(m_current);
    }
    QWidget::keyPressEvent(event);
}

bool ScoreHistogram::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int bar = barAt(help->pos()); bar >= 0)
            QToolTip::showText(help->globalPos(), plainTip(words(bar)), this);
        return true;
    }
    // The keys that walk along the bars are meant here, not for the video.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool walks = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right || key->key() == Qt::Key_Home
            || key->key() == Qt::Key_End || key->key() == Qt::Key_Space || isEnter(*key)
            || (key->key() == Qt::Key_Escape && m_chosen >= 0);
        if (walks && key->modifiers() == Qt::NoModifier) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ScoreHistogram::mousePressEvent(QMouseEvent* event)
{
    const int bar = barAt(event->position());
    if (event->button() != Qt::LeftButton || bar < 0)
        return QWidget::mousePressEvent(event);
    m_current = bar;
    choose(bar);
}

void ScoreHistogram::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ScoreHistogram::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace descant::ui
