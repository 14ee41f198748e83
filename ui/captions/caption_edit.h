// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QSet>
#include <QSyntaxHighlighter>
#include <QTextEdit>

namespace descant::ui {

/// Underlines the words of the human text that came from a proposal and of which the model was unsure.
class DoubtHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;
    void setWords(const QStringList& words);

protected:
    void highlightBlock(const QString& text) override;

private:
    QStringList m_words;
};

/// The field "caption text", in which a person writes one line. Undo belongs to the project, not to the field; every
/// key of the action table that works anywhere passes through it, and none does while an input method composes.
class CaptionEdit : public QTextEdit {
    Q_OBJECT
public:
    explicit CaptionEdit(QWidget* parent = nullptr);
    QString text() const { return toPlainText(); }
    /// Shows a text without telling of it; keeps the cursor where it can.
    void showText(const QString& text);
    void setDoubtfulWords(const QStringList& words);
    QSize sizeHint() const override { return {320, 104}; }

Q_SIGNALS:
    void edited(const QString& text);
    void finished();                       ///< Enter was pressed
    void refused(const QString& sentence); ///< what was pasted cannot be text

protected:
    bool event(QEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    DoubtHighlighter* m_highlighter;
    QSet<QKeySequence> m_passed;
    QString m_shown;
    bool m_composing = false;
    bool m_heldSinceBefore = false; ///< the key that brought the keyboard here may still be down
    bool m_showing = false;
};

} // namespace descant::ui
