// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/trial_view.h"

#include "ui/corpora/corpus_words.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/problem_box.h"

#include <QLabel>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

QString replacedWords(const ExportTrial& trial)
{
    if (trial.replaced == 0)
        return {};
    if (trial.replaced == 1)
        return TrialView::tr("%1 is there already and will be replaced.")
            .arg(toQString(trial.report->files.size() == 1 ? trial.report->files.front().filename()
                                                           : trial.options.path.filename()));
    return TrialView::tr("%1 are there already and will be replaced.").arg(filesText(std::size_t(trial.replaced)));
}

} // namespace

TrialView::TrialView(QWidget* parent)
    : QWidget(parent),
      m_head(makeWords(nullptr, this)),
      m_replaces(makeWords("verdict", this)),
      m_verdict(makeWords("verdict", this)),
      m_losses(new QWidget(this)),
      m_lines(new QVBoxLayout(m_losses)),
      m_problem(new ProblemBox(this))
{
    m_head->setObjectName("trialHead");
    m_verdict->setObjectName("trialVerdict");
    setLook(m_replaces, "state", "doubtful");
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_head, m_replaces, m_verdict, m_losses, m_problem})
        column->addWidget(part);
    column->addStretch();
    showWaiting();
}

void TrialView::showWaiting()
{
    if (m_head->text().isEmpty())
        say(m_head, tr("Looking through the captions…"));
}

void TrialView::showLosses(const QStringList& losses)
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& loss : losses) {
        QLabel* line = makeWords("quiet", m_losses);
        say(line, tr("– %1").arg(loss));
        m_lines->addWidget(line);
    }
    m_losses->setVisible(!losses.isEmpty());
}

void TrialView::showProblems(const QString& words, const QStringList& items) { m_problem->showWords(words, items); }

void TrialView::show(const ExportTrial& trial)
{
    m_problem->clear();
    QStringList losses;
    if (trial.report) {
        for (const std::string& loss : trial.report->losses)
            losses.append(toQString(loss));
        say(m_head, trialWords(*trial.report));
        say(m_verdict,
            losses.isEmpty() ? tr("Nothing is lost: the format holds all of it.")
                             : tr("The format cannot hold everything:"));
        setLook(m_verdict, "state", losses.isEmpty() ? "fine" : "doubtful");
    } else {
        say(m_head, tr("Nothing can be written"));
        say(m_verdict, {});
        if (trial.trouble)
            m_problem->showError(*trial.trouble);
    }
    if (!trial.leaks.isEmpty())
        m_problem->showWords(tr("Videos that belong together stand in different splits. Assign splits, which brings "
                                "them together."),
                             trial.leaks);
    say(m_replaces, replacedWords(trial));
    showLosses(losses);
    announce(m_head);
}

} // namespace descant::ui
