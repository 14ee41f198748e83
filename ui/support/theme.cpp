// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/theme.h"

#include "ui/support/style_sheet.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPixmapCache>
#include <QStyleFactory>

#include <array>
#include <cmath>

namespace descant::ui {
namespace {

/// Where the desktop names no font of its own, the first of these that is installed.
QString interfaceFamily()
{
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    static const QStringList kGeneric{"Sans Serif", "Sans", "sans-serif", "Helvetica", "DejaVu Sans", ""};
    if (!kGeneric.contains(system))
        return system;
    const QStringList installed = QFontDatabase::families();
    for (const char* family : {"Inter", "Cantarell", "Noto Sans", "Open Sans", "DejaVu Sans"})
        if (installed.contains(family))
            return family;
    return system;
}

double channelLuminance(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * channelLuminance(color.redF()) + 0.7152 * channelLuminance(color.greenF())
        + 0.0722 * channelLuminance(color.blueF());
}

void setDisabled(QPalette& palette, const Tokens& tokens)
{
    const QColor faded = mixed(tokens.text2, tokens.panel, 0.55);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, faded);
}

} // namespace

Theme::Theme() : m_tokens(load(ThemeName::Dark)), m_family(interfaceFamily()) { }

Theme& Theme::current()
{
    static Theme theme;
    return theme;
}

QString Theme::identifier(ThemeName name)
{
    switch (name) {
    case ThemeName::Dark:
        return "dark";
    case ThemeName::Light:
        return "light";
    case ThemeName::HighContrast:
        return "high-contrast";
    }
    return "dark";
}

ThemeName Theme::fromIdentifier(const QString& identifier)
{
    for (const auto name : {ThemeName::Light, ThemeName::HighContrast})
        if (identifier == Theme::identifier(name))
            return name;
    return ThemeName::Dark;
}

Tokens Theme::load(ThemeName name)
{
    QFile file(":/themes/" + identifier(name) + ".json");
    Tokens tokens;
    if (!file.open(QIODevice::ReadOnly))
        return tokens;
    const QJsonObject values = QJsonDocument::fromJson(file.readAll()).object();
    const auto color = [&](const char* key) { return QColor(values.value(QLatin1String(key)).toString()); };
    tokens.name = identifier(name);
    tokens.window = color("window");
    tokens.panel = color("panel");
    tokens.raised = color("raised");
    tokens.line = color("line");
    tokens.outline = color("outline");
    tokens.text = color("text");
    tokens.text2 = color("text2");
    tokens.accent = color("accent");
    tokens.onAccent = color("onAccent");
    tokens.proposal = color("proposal");
    tokens.seen = color("seen");
    tokens.heard = color("heard");
    tokens.ok = color("ok");
    tokens.warn = color("warn");
    tokens.bad = color("bad");
    tokens.added = color("added");
    tokens.removed = color("removed");
    tokens.focus = color("focus");
    tokens.outlineWidth = values.value("outlineWidth").toInt(1);
    return tokens;
}

QPalette Theme::palette(const Tokens& tokens)
{
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.panel);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.window);
    palette.setColor(QPalette::AlternateBase, tokens.raised);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.text2);
    palette.setColor(QPalette::Button, tokens.raised);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.bad);
    palette.setColor(QPalette::Highlight, tokens.accent);
    palette.setColor(QPalette::HighlightedText, tokens.onAccent);
    palette.setColor(QPalette::Link, tokens.accent);
    palette.setColor(QPalette::LinkVisited, tokens.accent);
    palette.setColor(QPalette::ToolTipBase, tokens.raised);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::Light, tokens.raised);
    palette.setColor(QPalette::Midlight, tokens.raised);
    palette.setColor(QPalette::Mid, tokens.line);
    palette.setColor(QPalette::Dark, tokens.line);
    palette.setColor(QPalette::Shadow, tokens.window);
    setDisabled(palette, tokens);
    return palette;
}

void Theme::use(ThemeName name)
{
    m_name = name;
    m_tokens = load(name);
    QPixmapCache::clear();
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    QApplication::setPalette(palette(m_tokens));
    QApplication::setFont(font(TextRole::Interface));
    qApp->setStyleSheet(styleSheet(m_tokens));
    Q_EMIT changed();
}

QFont Theme::font(TextRole role) const
{
    struct Entry {
        int pixels;
        QFont::Weight weight;
        bool monospace;
    };
    static constexpr std::array<Entry, 8> kScale{{{12, QFont::Normal, false},
                                                  {13, QFont::Normal, false},
                                                  {14, QFont::Normal, false},
                                                  {16, QFont::Normal, false},
                                                  {22, QFont::Normal, false},
                                                  {12, QFont::DemiBold, false},
                                                  {15, QFont::Normal, true},
                                                  {11, QFont::Normal, true}}};
    const Entry& entry = kScale[static_cast<std::size_t>(role)];
    QFont font = entry.monospace ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QFont(m_family);
    font.setPixelSize(entry.pixels);
    font.setWeight(entry.weight);
    return font;
}

const Tokens& tokens() { return Theme::current().tokens(); }

double contrast(const QColor& one, const QColor& other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixed(const QColor& over, const QColor& under, double opacity)
{
    const auto blend = [opacity](double above, double below) { return above * opacity + below * (1.0 - opacity); };
    return QColor::fromRgbF(float(blend(over.redF(), under.redF())), float(blend(over.greenF(), under.greenF())),
                            float(blend(over.blueF(), under.blueF())));
}

} // namespace descant::ui
