// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/transport_bar.h"

#include "ui/support/action_table.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

namespace descant::ui {

TransportBar::TransportBar(PlaybackController& controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_layout(new QHBoxLayout(this)),
      m_timeCode(new QLabel(this)),
      m_frame(new QLabel(this))
{
    setObjectName(QStringLiteral("TransportBar"));
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    // Forward is to the right, as on the timeline below.
    setLayoutDirection(Qt::LeftToRight);
    m_layout->setSpacing(0);
    m_toStart = addButton("previous", "play.start", tr("Go to the start"), &PlaybackController::toStart);
    addButton("step-back", "play.frameBack", tr("One frame back"), &PlaybackController::stepBack);
    m_play = addButton("play", "play.toggle", tr("Play"), &PlaybackController::togglePlay);
    addButton("step-forward", "play.frameForward", tr("One frame forward"), &PlaybackController::stepForward);
    m_toEnd = addButton("next", "play.end", tr("Go to the end"), &PlaybackController::toEnd);
    m_layout->addSpacing(8);
    m_layout->addWidget(m_timeCode);
    m_layout->addSpacing(14);
    m_layout->addWidget(m_frame);
    m_layout->addStretch(1);
    m_timeCode->setAccessibleName(tr("time code"));
    m_frame->setAccessibleName(tr("frame"));
    m_speed = addTextButton("play.faster", tr("Speed"));
    makeSpeedMenu();
    m_loop = addTextButton("play.loop", tr("Loop segment"));
    m_loop->setText(tr("Loop segment"));
    m_loop->setCheckable(true);
    connect(m_loop, &QToolButton::clicked, this, &TransportBar::loopToggled);
    m_sound = addButton("volume", "play.mute", tr("Mute"), nullptr);
    connect(m_sound, &QToolButton::clicked, this, [this] { m_controller.setMuted(!m_controller.isMuted()); });

    connect(&m_controller, &PlaybackController::stateChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::opened, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::loopChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::mutedChanged, this, &TransportBar::refresh);
    connect(&m_controller, &PlaybackController::positionChanged, this, &TransportBar::showPosition);
    connect(&m_controller, &PlaybackController::speedChanged, this, &TransportBar::showSpeed);
    connect(&Theme::current(), &Theme::changed, this, &TransportBar::retint);
    setPlayerStyle({});
    showSpeed(1.0);
    refresh();
}

QToolButton* TransportBar::addTextButton(const char* action, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(tooltipOf(actionSpecification(QString::fromLatin1(action))));
    button->setAccessibleDescription(actionHelp(actionSpecification(QString::fromLatin1(action))));
    m_layout->addWidget(button);
    return button;
}

QToolButton* TransportBar::addButton(const char* icon, const char* action, const QString& name,
                                     void (PlaybackController::*slot)())
{
    QToolButton* button = addTextButton(action, name);
    m_icons.insert(button, QString::fromLatin1(icon));
    if (slot != nullptr)
        connect(button, &QToolButton::clicked, &m_controller, slot);
    return button;
}

void TransportBar::makeSpeedMenu()
{
    auto* menu = new QMenu(m_speed);
    for (const double speed : {0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0}) {
        const QString words = tr("%1×").arg(locale().toString(speed));
        menu->addAction(words, &m_controller, [this, speed] { m_controller.setSpeed(speed); });
    }
    m_speed->setMenu(menu);
    m_speed->setPopupMode(QToolButton::InstantPopup);
}

void TransportBar::setPlayerStyle(const PlayerStyle& style)
{
    m_style = style;
    setFixedHeight(style.transportHeight);
    m_layout->setContentsMargins(style.margin, 0, style.margin, 0);
    for (auto button = m_icons.keyBegin(); button != m_icons.keyEnd(); ++button) {
        (*button)->setFixedSize(style.transportButton, style.transportButton);
        (*button)->setIconSize({style.transportIcon, style.transportIcon});
    }
    retint();
}

void TransportBar::retint()
{
    for (auto button = m_icons.cbegin(); button != m_icons.cend(); ++button)
        button.key()->setIcon(themedIcon(button.value()));
    m_timeCode->setFont(Theme::current().font(TextRole::TimeCode));
    m_timeCode->setMinimumWidth(QFontMetrics(m_timeCode->font()).horizontalAdvance("00:00:00.000") + 2);
    m_loop->setIcon(themedIcon("loop"));
    m_frame->setFont(Theme::current().font(TextRole::Interface));
    QPalette glance = palette();
    glance.setColor(QPalette::WindowText, tokens().text2);
    m_frame->setPalette(glance);
}

void TransportBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitIntoWidth();
}

void TransportBar::fitIntoWidth()
{
    // The time code is never cut: first the frame number goes, then the words of the loop become its icon, and at last
    // the buttons go that Home and End stand for.
    const int buttons = (int(m_icons.size()) + 1) * m_style.transportButton; // with the loop's icon
    const int all = 2 * m_style.margin + buttons + m_timeCode->minimumWidth() + m_speed->sizeHint().width() + 32;
    const int loop = m_loop->fontMetrics().horizontalAdvance(m_loop->text()) + 16 - m_style.transportButton;
    const int frame = m_frame->fontMetrics().horizontalAdvance(tr("frame %1").arg(1'000'000));
    m_frame->setVisible(width() >= all + loop + frame);
    m_loop->setToolButtonStyle(width() >= all + loop ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
    for (QToolButton* end : {m_toStart, m_toEnd})
        end->setVisible(width() >= all);
}

void TransportBar::setLoopAvailable(bool available)
{
    m_loopAvailable = available;
    refresh();
}

void TransportBar::refresh()
{
    const PlaybackState state = m_controller.state();
    const bool open = state == PlaybackState::Paused || state == PlaybackState::Playing;
    for (auto button = m_icons.keyBegin(); button != m_icons.keyEnd(); ++button)
        (*button)->setEnabled(open);
    m_speed->setEnabled(open);
    m_loop->setEnabled(open && (m_loopAvailable || m_controller.loop().has_value()));
    m_loop->setChecked(m_controller.loop().has_value());
    m_sound->setEnabled(open && m_controller.hasSound());
    const bool playing = state == PlaybackState::Playing;
    m_icons[m_play] = playing ? QStringLiteral("pause") : QStringLiteral("play");
    m_icons[m_sound] = m_controller.isMuted() ? QStringLiteral("muted") : QStringLiteral("volume");
    for (QToolButton* button : {m_play, m_sound})
        button->setIcon(themedIcon(m_icons[button]));
    m_play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
    m_sound->setAccessibleName(m_controller.isMuted() ? tr("Unmute") : tr("Mute"));
    showPosition(m_controller.position(), m_controller.frame());
}

void TransportBar::showPosition(MediaTime position, std::int64_t frame)
{
    m_timeCode->setText(QString::fromStdString(formatTimeCode(position)));
    m_frame->setText(frame < 0 ? QString() : tr("frame %1").arg(frame));
}

void TransportBar::showSpeed(double speed) { m_speed->setText(tr("%1×").arg(locale().toString(speed, 'g', 3))); }

} // namespace descant::ui
