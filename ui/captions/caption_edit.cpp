// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/caption_edit.h"

#include "ui/captions/word_diff.h"
#include "ui/support/action_table.h"
#include "ui/support/theme.h"

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace descant::ui {

namespace {

bool namesFiles(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
}

/// Lines of pasted text side by side: a caption has no others.
QString inOneLine(const QString& text)
{
    static const QRegularExpression kBreaks(QStringLiteral("\\s*[\\n\\r\\v\\f\\x{85}\\x{2028}\\x{2029}]+\\s*"));
    const QStringList lines = text.split(kBreaks, Qt::SkipEmptyParts);
    return lines.join(' ');
}

} // namespace

void DoubtHighlighter::setWords(const QStringList& words)
{
    if (m_words == words)
        return;
    m_words = words;
    rehighlight();
}

void DoubtHighlighter::highlightBlock(const QString& text)
{
    QTextCharFormat doubt;
    doubt.setUnderlineStyle(QTextCharFormat::DotLine);
    doubt.setUnderlineColor(tokens().warn);
    qsizetype start = 0;
    while (start < text.size()) {
        qsizetype end = text.indexOf(' ', start);
        if (end < 0)
            end = text.size();
        if (m_words.contains(comparable(text.mid(start, end - start))))
            setFormat(int(start), int(end - start), doubt);
        start = end + 1;
    }
}

CaptionEdit::CaptionEdit(QWidget* parent) : QTextEdit(parent), m_highlighter(new DoubtHighlighter(document()))
{
    setProperty("look", "caption");
    setAccessibleName("caption text");
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setPlaceholderText(tr("What is seen and heard here?"));
    setFont(Theme::current().font(TextRole::Writing));
    document()->setDefaultFont(Theme::current().font(TextRole::Writing));
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (const ActionSpecification& row : actionTable())
        for (const QKeySequence& key : anywhereKeys(row))
            m_passed.insert(key);
    connect(this, &QTextEdit::textChanged, this, [this] {
        // Marking doubtful words counts as a change for Qt; only other words are one for us.
        if (m_showing || text() == m_shown)
            return;
        m_shown = text();
        Q_EMIT edited(m_shown);
    });
}

void CaptionEdit::showText(const QString& newText)
{
    if (text() == newText)
        return;
    m_showing = true;
    const int place = textCursor().position();
    setPlainText(newText);
    QTextCursor cursor = textCursor();
    cursor.setPosition(place > 0 ? std::min(place, int(newText.size())) : int(newText.size()));
    setTextCursor(cursor);
    m_shown = newText;
    m_showing = false;
}

void CaptionEdit::setDoubtfulWords(const QStringList& words) { m_highlighter->setWords(words); }

bool CaptionEdit::event(QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return QTextEdit::event(event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (m_composing) {
        event->accept();
        return true;
    }
    if (!m_passed.contains(QKeySequence(key->keyCombination())))
        return QTextEdit::event(event);
    event->ignore();
    return true;
}

void CaptionEdit::inputMethodEvent(QInputMethodEvent* event)
{
    m_composing = !event->preeditString().isEmpty();
    QTextEdit::inputMethodEvent(event);
}

void CaptionEdit::keyPressEvent(QKeyEvent* event)
{
    m_heldSinceBefore = m_heldSinceBefore && event->isAutoRepeat();
    if (m_heldSinceBefore)
        return;
    // A caption is one line; Enter ends writing, as Escape does.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->accept();
        Q_EMIT finished();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void CaptionEdit::focusInEvent(QFocusEvent* event)
{
    m_heldSinceBefore = true;
    QTextEdit::focusInEvent(event);
}

bool CaptionEdit::canInsertFromMimeData(const QMimeData* source) const
{
    // A file that is dropped here goes on to the window, which adds it.
    return !namesFiles(*source) && source->hasText();
}

void CaptionEdit::insertFromMimeData(const QMimeData* source)
{
    if (namesFiles(*source)) {
        Q_EMIT refused(tr("A file cannot be part of a caption: drop it on the window to add it to the project"));
        return;
    }
    insertPlainText(inOneLine(source->text()));
    ensureCursorVisible();
}

} // namespace descant::ui
