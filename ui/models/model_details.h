// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class FactList;
class ProblemBox;

/// One model: what is known of it, and what can be done with it. Deleting asks in place, naming folder and size.
class ModelDetails : public QWidget {
    Q_OBJECT
public:
    explicit ModelDetails(QWidget* parent = nullptr);
    enum class Use { NotInUse, InUse };
    void show(const ModelValue& model, std::uint64_t freeMemory, Use use);
    void showProblem(const Error& error); ///< until another model is shown, or this one anew
    /// What Enter in the list does: the model is used, where it can be.
    void useIt();

Q_SIGNALS:
    void useRequested(const descant::ui::ModelValue& model);
    void verifyRequested(const descant::ui::ModelValue& model);
    void deleteRequested(const descant::ui::ModelValue& model);

private:
    QWidget* makeButtons();
    QWidget* makeQuestion();
    void ask();
    void stopAsking();
    ModelValue m_model;
    QLabel* m_name;
    QLabel* m_badge;
    QLabel* m_folder;
    FactList* m_facts;
    ProblemBox* m_problem;
    QPushButton* m_use;
    QPushButton* m_verify;
    QPushButton* m_delete;
    QWidget* m_question;
    QLabel* m_questionText;
    QPushButton* m_keep;
};

} // namespace descant::ui
