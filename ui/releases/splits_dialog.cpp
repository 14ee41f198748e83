// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/splits_dialog.h"

#include "ui/corpora/export_state.h"
#include "ui/releases/release_words.h"
#include "ui/releases/splits_form.h"
#include "ui/releases/splits_view.h"
#include "ui/support/conversions.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"
#include "ui/widgets/problem_box.h"

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr QSize kUsualSize(960, 700);
constexpr double kMostOfScreen = 0.94;
constexpr int kPadding = 24;
constexpr int kLeastColumn = 220;

QPushButton* makeHelpful(const QString& text, const char* name, const QString& help, QWidget* parent)
{
    QPushButton* button = makeButton(text, name, parent);
    button->setToolTip(plainTip(help));
    button->setAccessibleDescription(help);
    return button;
}

} // namespace

SplitsDialog::SplitsDialog(ReleaseJobs& jobs, std::function<ReleaseJobs::DocumentPointer()> document,
                           const QString& name, const ReleasePickers& pickers, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_document(std::move(document)), m_name(name)
{
    setWindowTitle(tr("Assign splits"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(kPadding, kPadding, kPadding, 16);
    row->setSpacing(kPadding);
    row->addWidget(makeLeft(pickers), 2);
    row->addWidget(makeRight(), 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PanelArea(content, this), 1);
    column->addWidget(makeFoot(pickers));
    connectJobs();
    resize(kUsualSize.boundedTo(screen()->availableSize() * kMostOfScreen));
    m_form->showSettings(workflows::usualSplitSettings(*m_document()));
    if (m_jobs.lastPlan() != nullptr && m_jobs.lastPlan()->document == m_document())
        showPlan(m_jobs.lastPlan());
    for (const ReleaseWork work : {ReleaseWork::Plan, ReleaseWork::Freeze})
        if (m_jobs.isRunning(work))
            m_state->showProgress(toQString(m_jobs.progressOf(work).what), m_jobs.progressOf(work).fraction);
    showButtons();
    m_planButton->setFocus();
}

QWidget* SplitsDialog::makeLeft(const ReleasePickers& pickers)
{
    auto* whole = new QWidget(this);
    m_form = new SplitsForm(pickers.frozenSplits, whole);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeHeading(tr("How videos are split"), whole));
    column->addWidget(m_form);
    column->addStretch();
    connect(m_form, &SplitsForm::changed, this, [this] {
        m_jobs.cancel(ReleaseWork::Plan);
        forgetPlan();
    });
    return whole;
}

QWidget* SplitsDialog::makeRight()
{
    auto* whole = new QWidget(this);
    m_pages = new QStackedWidget(whole);
    m_pages->addWidget(new EmptyState("split", tr("No plan yet"),
                                      tr("A plan looks which videos belong together and gives each group one of "
                                         "train, validate and test. Nothing changes before you assign it."),
                                      m_pages));
    m_view = new SplitsView(m_pages);
    m_pages->addWidget(m_view);
    m_problem = new ProblemBox(whole);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeHeading(tr("What comes of it"), whole));
    column->addWidget(m_problem);
    column->addWidget(m_pages, 1);
    whole->setMinimumWidth(kLeastColumn);
    return whole;
}

QWidget* SplitsDialog::makeFoot(const ReleasePickers& pickers)
{
    auto* foot = new QWidget(this);
    m_state = new ExportState(foot);
    QPushButton* closing =
        makeHelpful(tr("Close"), "closeSplitsButton", tr("What runs goes on, and is listed under Jobs."), foot);
    m_freeze = makeHelpful(tr("Freeze…"), "freezeSplitsButton",
                           tr("Writes a file that promises where the groups of this project stand now, here and in "
                              "any other project."),
                           foot);
    m_planButton =
        makeHelpful(tr("Plan"), "planSplitsButton",
                    tr("Says what would change, and changes nothing. May look through every video once."), foot);
    m_assign = makeHelpful(tr("Assign"), "assignSplitsButton",
                           tr("Brings the plan to the project: one step, which undo takes back."), foot);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(kPadding, 8, kPadding, 16);
    row->setSpacing(8);
    row->addWidget(m_state, 100);
    row->addStretch(1);
    for (QPushButton* button : {closing, m_freeze, m_planButton, m_assign})
        row->addWidget(button);
    connect(closing, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_planButton, &QPushButton::clicked, this, &SplitsDialog::plan);
    connect(m_assign, &QPushButton::clicked, this, [this] {
        if (const SplitPreviewPointer chosen = m_plan)
            Q_EMIT assignRequested(chosen);
    });
    connect(m_freeze, &QPushButton::clicked, this, [this, ask = pickers.newFrozenSplits] {
        ask(m_name + "-splits.json", [self = QPointer(this)](const QString& path) {
            if (self)
                self->m_jobs.freeze(self->m_document(), self->m_form->options(), path);
        });
    });
    connect(m_state, &ExportState::openFolderRequested, this, &SplitsDialog::openFolderRequested);
    connect(m_state, &ExportState::cancelled, this, [this] {
        for (const ReleaseWork work : {ReleaseWork::Plan, ReleaseWork::Freeze})
            m_jobs.cancel(work);
    });
    return foot;
}

void SplitsDialog::connectJobs()
{
    const auto isOurs = [](ReleaseWork work) { return work == ReleaseWork::Plan || work == ReleaseWork::Freeze; };
    connect(&m_jobs, &ReleaseJobs::started, this, [this, isOurs](ReleaseWork work) {
        if (isOurs(work))
            m_problem->clear();
        showButtons();
    });
    connect(&m_jobs, &ReleaseJobs::progressed, this, [this, isOurs](ReleaseWork work, const Progress& now) {
        if (isOurs(work))
            m_state->showProgress(toQString(now.what), now.fraction);
    });
    connect(&m_jobs, &ReleaseJobs::planned, this, [this](const SplitPreviewPointer& plan) {
        const bool waited = m_state->hasKeyboard();
        m_state->clear();
        showPlan(plan);
        if (waited)
            (m_assign->isEnabled() ? m_assign : m_planButton)->setFocus();
    });
    connect(&m_jobs, &ReleaseJobs::ended, this, [this](ReleaseWork work, const ReleaseEnd& end) {
        if (work == ReleaseWork::Freeze)
            m_state->showEnd(end.words, end.folder);
        showButtons();
    });
    connect(&m_jobs, &ReleaseJobs::failed, this, &SplitsDialog::showTrouble);
    connect(&m_jobs, &ReleaseJobs::stopped, this, [this, isOurs](ReleaseWork work) {
        if (!isOurs(work))
            return;
        const bool waited = m_state->hasKeyboard();
        m_state->showEnd(work == ReleaseWork::Plan
                             ? tr("Cancelled. What was looked through already is known when you plan again.")
                             : tr("Cancelled: nothing was written"));
        showButtons();
        if (waited)
            m_planButton->setFocus();
    });
}

bool SplitsDialog::isBusy() const
{
    return m_jobs.isRunning(ReleaseWork::Plan) || m_jobs.isRunning(ReleaseWork::Freeze);
}

/// The next thing to do is the one that the eye goes to.
void SplitsDialog::showButtons()
{
    const bool changes = m_plan != nullptr && !m_plan->plan->step.changes.empty();
    m_planButton->setEnabled(!isBusy() && m_form->isPossible());
    m_assign->setEnabled(!isBusy() && changes);
    m_freeze->setEnabled(!isBusy() && !changes);
    QPushButton* const next = changes ? m_assign : m_assigned ? m_freeze : m_planButton;
    for (QPushButton* button : {m_planButton, m_assign, m_freeze})
        setLook(button, "look", button == next ? "primary" : "");
}

void SplitsDialog::plan()
{
    forgetPlan();
    m_state->showProgress(tr("Looking which videos belong together…"), -1.0);
    m_state->setFocus();
    m_jobs.plan(m_document(), m_form->options());
}

void SplitsDialog::forgetPlan()
{
    m_plan = nullptr;
    m_assigned = false;
    m_jobs.forgetPlan();
    m_pages->setCurrentIndex(0);
    showButtons();
}

void SplitsDialog::showPlan(const SplitPreviewPointer& plan)
{
    m_form->showSettings(plan->settings);
    m_view->show(*plan);
    m_pages->setCurrentWidget(m_view);
    m_plan = plan;
    documentChanged();
}

void SplitsDialog::showTrouble(ReleaseWork work, const Error& error)
{
    if (work != ReleaseWork::Plan && work != ReleaseWork::Freeze)
        return;
    const bool waited = m_state->hasKeyboard();
    m_state->clear();
    m_problem->showError(error);
    showButtons();
    if (waited)
        m_planButton->setFocus();
}

void SplitsDialog::documentChanged()
{
    if (m_plan != nullptr && m_plan->document != m_document()) {
        m_plan = nullptr;
        m_view->setHead(tr("The project has changed since: plan again"));
    }
    showButtons();
}

void SplitsDialog::showAssigned()
{
    m_assigned = true;
    showButtons();
    m_view->setHead(tr("Assigned"));
    m_state->showEnd(tr("Assigned. Undo takes it back; “Freeze…” promises it to others."));
    m_freeze->setFocus();
}

} // namespace descant::ui
