// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/style_sheet.h"

namespace descant::ui {
namespace {

constexpr auto kSurfaces = R"(
QMainWindow, QDialog { background: @panel; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @accent; }
QToolTip { background: @raised; color: @text; border: 1px solid @outline; border-radius: 6px; padding: 6px 8px; }
QWidget[look="panel"] { background: @panel; }
QWidget[look="window"] { background: @window; }
QWidget[look="dockTitle"] { background: @panel; border-bottom: 1px solid @line; }
QLabel[look="dockName"] { color: @text; font-weight: 600; padding: 4px 0; }
QFrame[look="hairline"] { background: @line; border: none; }
QFrame[look="bar"] { background: @raised; border: none; border-bottom: 1px solid @line; }
QFrame[look="card"] { background: @raised; border: 1px solid @line; border-radius: 8px; }
QLabel[look="heading"] { color: @text2; font-size: 12px; font-weight: 600; }
QLabel[look="title"] { color: @text; font-size: 22px; font-weight: 600; }
QLabel[look="glance"] { color: @text2; font-size: 12px; }
QLabel[look="quiet"] { color: @text2; }
QLabel[look="verdict"][state="fine"] { color: @ok; }
QLabel[look="verdict"][state="doubtful"] { color: @warn; }
QLabel[look="number"] { color: @text; font-size: 22px; }
QLabel[look="brand"] { color: @text; font-weight: 600; padding: 0 6px 0 12px; }
QLabel[look="badge"] { border: @widthpx solid @outline; border-radius: 9px; padding: 1px 8px; font-size: 12px; color: @text2; }
QLabel[look="badge"][state="accepted"] { border-color: @ok; color: @ok; }
QLabel[look="badge"][state="reviewed"] { border-color: @ok; color: @ok; }
QLabel[look="badge"][state="flagged"] { border-color: @warn; color: @warn; }
QLabel[look="badge"][state="rejected"] { border-color: @bad; color: @bad; }
)";

constexpr auto kMenus = R"(
QMenuBar { background: @panel; color: @text2; border: none; border-bottom: 1px solid @line; padding: 2px 4px; spacing: 0; }
QMenuBar::item { padding: 8px 9px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @raised; color: @text; }
QMenu { background: @raised; color: @text; border: 1px solid @line; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @accent; color: @onAccent; }
QMenu::item:disabled { color: @faded; }
QMenu::separator { height: 1px; background: @line; margin: 6px 8px; }
QMenu::indicator { width: 12px; height: 12px; margin-left: 8px; }
QStatusBar { background: @panel; border-top: 1px solid @line; color: @text2; }
QStatusBar::item { border: none; }
QStatusBar QToolButton { font-size: 12px; padding: 0 6px; }
QStatusBar QLabel { color: @text2; font-size: 12px; padding: 0 8px; }
)";

// Fields take their text colour from the palette: a colour given here would halve that of their placeholders.
constexpr auto kControls = R"(
QPushButton { background: @raised; color: @text; border: @widthpx solid @outline; border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @line; }
QPushButton:disabled { color: @faded; border-color: @line; }
QPushButton:focus { border: 2px solid @focus; padding: 4px 11px; }
QPushButton[look="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @accenthover; border-color: @accenthover; }
QPushButton[look="primary"]:disabled { background: @raised; color: @faded; border-color: @line; }
QPushButton[look="primary"]:focus { border: 2px solid @focus; }
QPushButton[look="model"] { background: transparent; color: @proposal; border: @widthpx dashed @proposal; }
QPushButton[look="model"]:hover { background: @proposalsoft; }
QPushButton[look="model"]:disabled { color: @faded; border-color: @line; }
QPushButton[look="model"]:focus { border: 2px solid @focus; }
QPushButton[look="link"] { background: transparent; border: 2px solid transparent; color: @text2; padding: 2px 4px; text-align: left; text-decoration: underline; }
QPushButton[look="link"]:hover { color: @text; }
QPushButton[look="link"]:disabled { color: @faded; text-decoration: none; }
QPushButton[look="link"]:focus { border: 2px solid @focus; border-radius: 6px; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 2px; color: @text2; }
QToolButton:hover { background: @raised; color: @text; }
QToolButton:pressed, QToolButton:checked { background: @raised; color: @accent; }
QToolButton:focus { border-color: @focus; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QAbstractSpinBox, QComboBox { background: @window; border: @widthpx solid @outline; border-radius: 6px; padding: 4px 8px; min-height: 20px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid @focus; padding: 3px 7px; }
QLineEdit[look="search"] { padding: 1px 8px; min-height: 20px; border-color: @line; }
QLineEdit[look="search"]:focus { padding: 0 7px; border: 2px solid @focus; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/themes/@theme-arrow.svg); width: 16px; height: 16px; }
QCheckBox::indicator { width: 14px; height: 14px; border: @widthpx solid @outline; border-radius: 4px; background: @window; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/themes/@theme-check.svg); }
QCheckBox::indicator:disabled { border-color: @line; }
QCheckBox::indicator:focus { width: 12px; height: 12px; border: 2px solid @focus; }
QTextEdit[look="caption"] { background: @window; border: @widthpx solid @outline; border-radius: 8px; padding: 7px 9px; selection-background-color: @accent; selection-color: @onAccent; }
QTextEdit[look="caption"]:focus { border: 2px solid @focus; padding: 6px 8px; }
QTextEdit[look="caption"]:disabled { background: @panel; border-color: @line; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @text; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; }
QSlider::handle:horizontal:focus { background: @focus; }
QProgressBar { background: @line; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
)";

// A list without a window around it is a popup, of a completer; lists in windows lie on their panel.
constexpr auto kViews = R"(
QListView { background: @raised; color: @text; border: 1px solid @line; padding: 0 6px; selection-background-color: @accent; selection-color: @onAccent; outline: none; }
QListView::item { padding: 5px 8px; }
QMainWindow QListView, QDialog QListView, QTableView, QTreeView { background: transparent; border: 2px solid transparent; padding: 0; color: @text; outline: none; }
QMainWindow QListView:focus, QDialog QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid @focus; border-radius: 6px; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line; padding: 4px; selection-background-color: @accent; selection-color: @onAccent; outline: none; }
QListView[look="glance"] { color: @text2; font-size: 12px; }
QListView[look="glance"]::item { padding: 2px 0; color: @text2; }
QTableView { background: @window; gridline-color: @line; }
QTableView::item { padding: 4px 8px; border: none; }
QTableView::item:selected { background: @raised; color: @text; }
QHeaderView::section { background: @panel; color: @text2; border: none; border-bottom: 1px solid @line; padding: 6px 8px; font-weight: 600; font-size: 12px; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabWidget::tab-bar { left: 8px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @text2; border: none; border-bottom: 2px solid transparent; padding: 9px 2px 8px 2px; margin: 0 8px; }
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @focus; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
)";

} // namespace

QString styleSheet(const Tokens& tokens)
{
    QString sheet = QString::fromLatin1(kSurfaces) + kMenus + kControls + kViews;
    // Longer names first: @text2 must be replaced before @text.
    const std::pair<const char*, QColor> colors[] = {
        {"@proposalsoft", mixed(tokens.proposal, tokens.panel, 0.12)},
        {"@accenthover", mixed(tokens.accent, tokens.text, 0.86)},
        {"@onAccent", tokens.onAccent},
        {"@proposal", tokens.proposal},
        {"@outline", tokens.outline},
        {"@accent", tokens.accent},
        {"@raised", tokens.raised},
        {"@window", tokens.window},
        {"@panel", tokens.panel},
        {"@focus", tokens.focus},
        {"@faded", mixed(tokens.text2, tokens.panel, 0.55)},
        {"@hover", mixed(tokens.outline, tokens.raised, 0.22)},
        {"@text2", tokens.text2},
        {"@text", tokens.text},
        {"@line", tokens.line},
        {"@warn", tokens.warn},
        {"@bad", tokens.bad},
        {"@ok", tokens.ok},
    };
    sheet.replace("@theme", tokens.name);
    sheet.replace("@widthpx", QString::number(tokens.outlineWidth) + "px");
    for (const auto& [name, color] : colors)
        sheet.replace(QLatin1String(name), color.name());
    return sheet;
}

} // namespace descant::ui
