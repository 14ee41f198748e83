// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"
#include "ui/widgets/path_row.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class FactList;
class InspectionView;
class ProblemBox;

/// How files and folders are asked for.
struct ModelPickers {
    AskPath folder, file;
};

/// From files that a person has to a package: pick, see what is there and what is missing, say how it is to be kept,
/// make it. Asks for inspections and for the work, and is told the answers.
class AddModelPage : public QWidget {
    Q_OBJECT
public:
    explicit AddModelPage(const ModelPickers& pickers, QWidget* parent = nullptr);
    /// Forgets what was picked.
    void startAnew();
    void pick(const QString& path);
    void showInspection(const InspectionValue& inspection, std::uint64_t freeMemory);
    void showProblem(const Error& error);
    QPushButton* folderButton() const { return m_folder; }

Q_SIGNALS:
    void inspectionRequested(const descant::ui::PickedSources& sources);
    void assemblyRequested(const descant::ui::AssemblyWish& wish);
    void useRequested(const QString& folder);
    void left();

private:
    QWidget* makePicking(const ModelPickers& pickers);
    QWidget* makeParts(const ModelPickers& pickers);
    QWidget* makePlan();
    QWidget* makeButtons();
    void inspect();
    void showParts(const InspectionValue& inspection);
    void showPlan(const InspectionValue& inspection, std::uint64_t freeMemory);
    void fillPrecisions(const PlanValue& plan);
    void goOn();
    PickedSources sources() const;

    QString m_picked;
    std::optional<InspectionValue> m_inspection;
    QPushButton* m_folder = nullptr;
    QLabel* m_pickedWords = nullptr;
    ProblemBox* m_problem = nullptr;
    InspectionView* m_view = nullptr;
    QWidget* m_parts = nullptr;
    PathRow* m_beats = nullptr;
    PathRow* m_qformer = nullptr;
    PathRow* m_tokenizer = nullptr;
    QWidget* m_plan = nullptr;
    FactList* m_facts = nullptr;
    QWidget* m_wishes = nullptr;
    QLineEdit* m_name = nullptr;
    QComboBox* m_precision = nullptr;
    QLabel* m_loraLabel = nullptr;
    QComboBox* m_lora = nullptr;
    QPushButton* m_go = nullptr;
};

} // namespace descant::ui
