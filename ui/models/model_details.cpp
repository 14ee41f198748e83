// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_details.h"

#include "ui/models/fact_list.h"
#include "ui/models/model_words.h"
#include "ui/widgets/problem_box.h"
#include "ui/support/conversions.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

using Tone = FactList::Tone;

QString joined(const std::vector<std::string>& lines)
{
    QStringList words;
    for (const std::string& line : lines)
        words.append(toQString(line));
    return words.join(", ");
}

QList<FactList::Fact> factsOf(const ModelValue& model, std::uint64_t freeMemory)
{
    QList<FactList::Fact> facts{{ModelDetails::tr("Version"), toQString(model.version)},
                                {ModelDetails::tr("Kind"), variantText(model.variant)},
                                {ModelDetails::tr("Licence"), licenceText(model.licence)},
                                {ModelDetails::tr("Parameters"), countText(model.parameters)},
                                {ModelDetails::tr("On disk"), sizeText(model.bytes)}};
    for (const BytesAt& one : model.memory) {
        facts.append({ModelDetails::tr("Memory, %1").arg(precisionText(one.precision)),
                      memoryText(one.bytes, freeMemory),
                      fitsMemory(one.bytes, freeMemory) ? Tone::Plain : Tone::Doubtful});
    }
    const BestPrecision& best = model.best;
    const QString why = best.reason.empty() ? QString() : ": " + toQString(best.reason);
    facts.append({ModelDetails::tr("Best here"),
                  best.precision.empty() ? ModelDetails::tr("close other programs, or take a smaller model")
                                         : precisionText(best.precision) + why,
                  best.precision.empty() ? Tone::Doubtful : Tone::Fine});
    facts.append({ModelDetails::tr("Score card"), toQString(model.scoreCard)});
    facts.append({ModelDetails::tr("Source"), joined(model.source)});
    return facts;
}

QPushButton* makeButton(const QString& text, const char* name, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

} // namespace

ModelDetails::ModelDetails(QWidget* parent)
    : QWidget(parent),
      m_name(new QLabel(this)),
      m_badge(new QLabel(tr("in use"), this)),
      m_folder(makeGlance({}, this)),
      m_facts(new FactList(this)),
      m_problem(new ProblemBox(this))
{
    m_name->setProperty("look", "title");
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    m_badge->setProperty("look", "badge");
    m_badge->setProperty("state", "accepted");
    m_folder->setTextFormat(Qt::PlainText);
    m_folder->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_name, 1);
    head->addWidget(m_badge, 0, Qt::AlignTop);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(head);
    column->addWidget(m_folder);
    column->addWidget(m_problem);
    column->addWidget(m_facts);
    column->addStretch();
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(24, 8, 24, 16);
    foot->setSpacing(16);
    foot->addWidget(makeQuestion());
    foot->addWidget(makeButtons());
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new PanelArea(content, this), 1);
    whole->addLayout(foot);
}

QWidget* ModelDetails::makeButtons()
{
    auto* whole = new QWidget(this);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_use = makeButton(tr("Use this model"), "useModelButton", whole);
    m_use->setProperty("look", "primary");
    m_use->setToolTip(plainTip(tr("Proposes with it from now on, here and on the command line.")));
    m_verify = makeButton(tr("Verify"), "verifyModelButton", whole);
    m_verify->setToolTip(plainTip(tr("Reads every file: hashes, shapes and values. Takes as long as the disk needs.")));
    m_delete = makeButton(tr("Delete…"), "deleteModelButton", whole);
    m_delete->setToolTip(plainTip(tr("Removes its folder from the disk, after asking.")));
    for (QPushButton* button : {m_use, m_verify, m_delete})
        row->addWidget(button);
    row->addStretch();
    connect(m_use, &QPushButton::clicked, this, &ModelDetails::useIt);
    connect(m_verify, &QPushButton::clicked, this, [this] { Q_EMIT verifyRequested(m_model); });
    connect(m_delete, &QPushButton::clicked, this, &ModelDetails::ask);
    return whole;
}

QWidget* ModelDetails::makeQuestion()
{
    auto* card = new QFrame(this);
    card->setProperty("look", "card");
    m_question = card;
    m_questionText = new QLabel(card);
    m_questionText->setWordWrap(true);
    m_questionText->setTextFormat(Qt::PlainText);
    m_keep = makeButton(tr("Keep it"), "keepModelButton", card);
    QPushButton* really = makeButton(tr("Delete for good"), "reallyDeleteModelButton", card);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_keep);
    row->addWidget(really);
    row->addStretch();
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(12);
    column->addWidget(m_questionText);
    column->addLayout(row);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        stopAsking();
        m_delete->setFocus();
    });
    connect(really, &QPushButton::clicked, this, [this] {
        stopAsking();
        Q_EMIT deleteRequested(m_model);
    });
    card->hide();
    return card;
}

void ModelDetails::ask()
{
    const QString words = tr("Delete %1 with everything in it, %2? It cannot be taken back.")
                              .arg(toQString(m_model.folder), sizeText(m_model.bytes));
    m_questionText->setText(words);
    m_keep->setAccessibleDescription(words);
    m_question->show();
    m_keep->setFocus();
}

void ModelDetails::stopAsking() { m_question->hide(); }

void ModelDetails::show(const ModelValue& model, std::uint64_t freeMemory, Use use)
{
    if (model.folder != m_model.folder)
        stopAsking();
    m_model = model;
    m_name->setText(toQString(model.name));
    m_folder->setText(toQString(model.folder));
    m_folder->setAccessibleName(tr("Folder: %1").arg(toQString(model.folder)));
    m_badge->setVisible(use == Use::InUse);
    if (model.problem)
        m_problem->showError(*model.problem);
    else
        m_problem->clear();
    m_facts->setFacts(model.problem ? QList<FactList::Fact>{{tr("On disk"), sizeText(model.bytes)}}
                                    : factsOf(model, freeMemory));
    m_use->setEnabled(use == Use::NotInUse && !model.problem);
    m_verify->setEnabled(!model.problem);
    m_delete->setVisible(model.keeping == ModelValue::Keeping::MayBeDeleted);
    m_delete->setEnabled(use == Use::NotInUse);
}

void ModelDetails::showProblem(const Error& error) { m_problem->showError(error); }

void ModelDetails::useIt()
{
    if (m_use->isEnabled())
        Q_EMIT useRequested(m_model);
}

} // namespace descant::ui
