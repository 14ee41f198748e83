// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace descant::ui {

/// A line across the window that says what went wrong or what just happened. An error stays until it is closed or
/// replaced; it can be copied, and may offer one thing to do. Never a modal box.
class ErrorBar : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBar(QWidget* parent = nullptr);

    void showError(const QString& sentence);
    /// With a button that does what the sentence advises.
    void showError(const QString& sentence, const QString& offer, std::function<void()> action);
    void showHint(const QString& sentence);
    QString text() const;

private:
    enum class Kind { Error, Hint };
    void present(Kind kind, const QString& sentence);
    void retint();
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QToolButton* m_copy;
    QToolButton* m_close;
    std::function<void()> m_action;
    Kind m_kind = Kind::Error;
};

} // namespace descant::ui
