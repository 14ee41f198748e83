// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

#include <functional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace descant::ui {

/// A line across the window that says what went wrong or what just happened. An error stays until it is closed; a newer
/// one stands in front of it. It can be copied, and may offer one thing to do. Never a modal box.
class ErrorBar : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBar(QWidget* parent = nullptr);

    void showError(const QString& sentence);
    /// With a button that does what the sentence advises.
    void showError(const QString& sentence, const QString& offer, std::function<void()> action);
    void showHint(const QString& sentence);
    /// With a button for what can be done next.
    void showHint(const QString& sentence, const QString& offer, std::function<void()> action);
    /// The sentence in front; empty when there is none.
    QString text() const;
    /// All sentences that nobody has closed, the one in front last.
    QStringList texts() const;
    /// Takes everything away: what was said no longer holds.
    void clear();

private:
    enum class Kind { Error, Hint };
    struct Message {
        Kind kind = Kind::Error;
        QString sentence;
        QString offer; ///< empty: nothing is offered
        std::function<void()> action;
    };
    void add(Message message);
    void closeFront();
    void showFront();
    void retint();
    QList<Message> m_messages; ///< the one in front last
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QToolButton* m_copy;
    QToolButton* m_close;
};

} // namespace descant::ui
