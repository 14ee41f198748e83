// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <QString>

namespace descant::ui {

enum class ThemeName { Dark, Light, HighContrast };

/// The colours everything is drawn with, by meaning. They come from resources/themes/<name>.json; nothing in a widget
/// names a colour of its own.
struct Tokens {
    QString name;                 ///< identifier of the theme, which names its pictures
    QColor window, panel, raised; ///< three depths
    QColor line, outline;         ///< hairlines; borders of controls
    QColor text, text2;           ///< what is read; what is glanced at
    QColor accent, onAccent;      ///< the one next action, the current segment, selection
    QColor proposal;              ///< everything that a model wrote, always dashed or ghosted as well
    QColor seen, heard;           ///< visual and audio evidence
    QColor ok, warn, bad;         ///< accepted; doubtful; error and playhead
    QColor added, removed;        ///< backgrounds of words in a comparison
    QColor focus;                 ///< ring on whatever has the keyboard
    int outlineWidth = 1;         ///< pixels
};

/// Sizes of type, in logical pixels: 12, 13, 14, 16 and 22, a heading (12, weight 600) and time codes (monospace 15).
enum class TextRole { Glance, Interface, Candidate, Writing, Number, Heading, TimeCode, Key };

/// The look of the program: tokens, palette, style sheet and type. One a program, UI thread only.
class Theme : public QObject {
    Q_OBJECT
public:
    /// The theme in use; dark until use() is called.
    static Theme& current();

    const Tokens& tokens() const { return m_tokens; }
    ThemeName name() const { return m_name; }
    /// Puts palette, font and style sheet on the application, then tells everybody with changed().
    void use(ThemeName name);
    QFont font(TextRole role) const;

    static QString identifier(ThemeName name); ///< "dark", "light", "high-contrast"
    static ThemeName fromIdentifier(const QString& identifier);
    /// The tokens of a theme, for tests and pictures.
    static Tokens load(ThemeName name);
    static QPalette palette(const Tokens& tokens);

Q_SIGNALS:
    void changed();

private:
    Theme();
    ThemeName m_name = ThemeName::Dark;
    Tokens m_tokens;
    QString m_family;
};

/// Shorthand for Theme::current().tokens().
const Tokens& tokens();
/// Contrast of two opaque colours after WCAG 2.2, 1…21.
double contrast(const QColor& one, const QColor& other);
/// `over` laid on `under` with the given opacity, opaque.
QColor mixed(const QColor& over, const QColor& under, double opacity);

} // namespace descant::ui
