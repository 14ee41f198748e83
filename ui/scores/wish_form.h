// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/scores_backend.h"
#include "ui/widgets/path_row.h"

#include <QHash>
#include <QStringList>
#include <QVariant>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QGridLayout;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

/// How files for scores are asked for.
struct ScorePickers {
    AskPath captions;   ///< candidates or references: anything that `score` reads
    AskPath meteorData; ///< the folder with METEOR's paraphrases
    AskPath spiceJar;
    /// Where to write a table; `suggested` is a file name.
    std::function<void(const QString& suggested, std::function<void(const QString& path)> chosen)> table;
};

/// What is judged, beside what, against what, and which part of the project counts.
class WishForm : public QWidget {
    Q_OBJECT
public:
    explicit WishForm(const ScorePickers& pickers, QWidget* parent = nullptr);
    /// Keeps what was chosen where it is still there.
    void setChoices(const workflows::ScoringChoices& choices);
    QPushButton* moreButton() const { return m_more; } ///< shows the rest; for the row of buttons
    workflows::ScoringWish wish() const;
    /// Whether a model or a file is chosen to be judged.
    bool canJudge() const;
    QString judgedName() const;
    QString besideName() const; ///< empty: nothing is beside

Q_SIGNALS:
    void changed();

private:
    enum class Extra { None, Nothing, People };
    QComboBox* addCombo(QGridLayout& grid, int row, int column, const QString& label);
    void fillCaptioners(QComboBox* box, Extra first);
    void fillTexts(QComboBox* box, const QString& all, const std::vector<std::string>& values);
    void chosen(QComboBox* box);
    void addFile(QComboBox* box, const QString& path);
    void fillAll();
    QWidget* makeOptions();
    void fillOptions(QGridLayout& grid);

    ScorePickers m_pickers;
    workflows::ScoringChoices m_given;
    QStringList m_files;                ///< picked so far
    QHash<QComboBox*, QVariant> m_last; ///< what was chosen before a file was asked for
    QComboBox* m_judged;
    QComboBox* m_beside;
    QComboBox* m_against;
    QComboBox* m_split = nullptr;
    QComboBox* m_language = nullptr;
    QComboBox* m_texts = nullptr;
    QCheckBox* m_own = nullptr;
    QCheckBox* m_missing = nullptr;
    PathRow* m_meteor = nullptr;
    PathRow* m_spice = nullptr;
    QPushButton* m_more;
    QWidget* m_options;
};

} // namespace descant::ui
