// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/add_model_page.h"

#include "ui/models/fact_list.h"
#include "ui/models/inspection_view.h"
#include "ui/models/model_words.h"
#include "ui/widgets/problem_box.h"
#include "ui/support/conversions.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr int kLongestName = 80;

QPushButton* makeButton(const QString& text, const char* name, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

/// The name of a field, in the column of those above.
QLabel* makeName(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("look", "quiet");
    label->setMinimumWidth(kFactNameWidth);
    return label;
}

QFormLayout* makeForm(QWidget* whole)
{
    auto* form = new QFormLayout(whole);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QString bytesUnder(const std::vector<BytesAt>& all, const std::string& name)
{
    for (const BytesAt& one : all) {
        if (one.precision == name)
            return sizeText(one.bytes);
    }
    return {};
}

} // namespace

AddModelPage::AddModelPage(const ModelPickers& pickers, QWidget* parent) : QWidget(parent)
{
    auto* title = new QLabel(tr("Add a model"), this);
    title->setProperty("look", "title");
    auto* intro =
        new QLabel(tr("A model package, the hub folder of BLIP-2, a training file of the authors, or a folder "
                      "that holds several of these. Nothing in them is run, and nothing is changed."),
                   this);
    intro->setWordWrap(true);
    intro->setProperty("look", "quiet");
    m_problem = new ProblemBox(this);
    m_view = new InspectionView(this);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    for (QWidget* part : std::initializer_list<QWidget*>{title, intro, makePicking(pickers), m_problem, m_view,
                                                         makeParts(pickers), makePlan()})
        column->addWidget(part);
    column->addStretch();
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new PanelArea(content, this), 1);
    whole->addWidget(makeButtons());
    startAnew();
}

QWidget* AddModelPage::makePicking(const ModelPickers& pickers)
{
    auto* whole = new QWidget(this);
    m_folder = makeButton(tr("Choose folder…"), "pickModelFolderButton", whole);
    QPushButton* file = makeButton(tr("Choose file…"), "pickModelFileButton", whole);
    m_pickedWords = makeGlance({}, whole);
    m_pickedWords->setTextFormat(Qt::PlainText);
    m_pickedWords->setWordWrap(true);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_folder);
    row->addWidget(file);
    row->addWidget(m_pickedWords, 1);
    const auto connectTo = [this](QPushButton* button, const AskPath& ask) {
        connect(button, &QPushButton::clicked, this, [this, ask] {
            ask([self = QPointer(this)](const QString& path) {
                if (self)
                    self->pick(path);
            });
        });
    };
    connectTo(m_folder, pickers.folder);
    connectTo(file, pickers.file);
    return whole;
}

QWidget* AddModelPage::makeParts(const ModelPickers& pickers)
{
    m_parts = new QWidget(this);
    auto* form = makeForm(m_parts);
    const std::pair<PathRow**, QString> rows[] = {
        {&m_tokenizer, "spiece.model"}, {&m_beats, "BEATs"}, {&m_qformer, tr("Trained Q-Former")}};
    form->addRow(makeHeading(tr("Parts from elsewhere"), m_parts));
    for (const auto& [row, name] : rows) {
        *row = new PathRow(name, pickers.file, m_parts);
        form->addRow(makeName(name, m_parts), *row);
        connect(*row, &PathRow::changed, this, &AddModelPage::inspect);
    }
    return m_parts;
}

QWidget* AddModelPage::makePlan()
{
    m_plan = new QWidget(this);
    m_facts = new FactList(m_plan);
    m_wishes = new QWidget(m_plan);
    m_name = new QLineEdit(m_wishes);
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(kLongestName);
    m_precision = new QComboBox(m_wishes);
    m_precision->setAccessibleName(tr("Store as"));
    m_lora = new QComboBox(m_wishes);
    m_lora->setAccessibleName(tr("LoRA"));
    m_lora->addItem(tr("merged into the weights"), int(AssemblyWish::Lora::Merge));
    m_lora->addItem(tr("kept apart"), int(AssemblyWish::Lora::Keep));
    m_loraLabel = makeName(tr("LoRA"), m_wishes);
    auto* form = makeForm(m_wishes);
    form->addRow(makeName(tr("Name"), m_wishes), m_name);
    form->addRow(makeName(tr("Store as"), m_wishes), m_precision);
    form->addRow(m_loraLabel, m_lora);
    auto* column = new QVBoxLayout(m_plan);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(makeHeading(tr("What comes of it"), m_plan));
    column->addWidget(m_facts);
    column->addWidget(m_wishes);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& name) {
        if (m_inspection && m_inspection->state == InspectionValue::State::Ready)
            m_go->setEnabled(!name.trimmed().isEmpty());
    });
    return m_plan;
}

QWidget* AddModelPage::makeButtons()
{
    auto* whole = new QWidget(this);
    m_go = makeButton({}, "makePackageButton", whole);
    m_go->setProperty("look", "primary");
    QPushButton* back = makeButton(tr("Back"), "leaveAddPageButton", whole);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(24, 8, 24, 16);
    row->setSpacing(8);
    row->addWidget(m_go);
    row->addWidget(back);
    row->addStretch();
    connect(m_go, &QPushButton::clicked, this, &AddModelPage::goOn);
    connect(back, &QPushButton::clicked, this, &AddModelPage::left);
    return whole;
}

PickedSources AddModelPage::sources() const
{
    return {toPath(m_picked), toPath(m_beats->path()), toPath(m_qformer->path()), toPath(m_tokenizer->path())};
}

void AddModelPage::startAnew()
{
    m_picked.clear();
    m_inspection.reset();
    for (PathRow* row : {m_beats, m_qformer, m_tokenizer})
        row->setPath({});
    m_pickedWords->setText(tr("nothing chosen yet"));
    m_problem->clear();
    m_view->clear();
    m_parts->hide();
    m_plan->hide();
    m_go->setText(tr("Make the package"));
    m_go->setEnabled(false);
}

void AddModelPage::pick(const QString& path)
{
    startAnew();
    m_picked = path;
    window()->activateWindow(); // the dialog that asked belongs to another one
    m_name->setText(QFileInfo(path).completeBaseName().left(kLongestName));
    inspect();
}

void AddModelPage::inspect()
{
    m_pickedWords->setText(tr("Looking at %1…").arg(m_picked));
    m_go->setEnabled(false);
    Q_EMIT inspectionRequested(sources());
}

void AddModelPage::showProblem(const Error& error)
{
    m_inspection.reset();
    m_pickedWords->setText(m_picked);
    m_view->clear();
    m_plan->hide();
    m_parts->hide();
    m_go->setEnabled(false);
    m_problem->showError(error);
}

void AddModelPage::showInspection(const InspectionValue& inspection, std::uint64_t freeMemory)
{
    m_inspection = inspection;
    m_pickedWords->setText(m_picked);
    m_problem->clear();
    m_view->show(inspection);
    const bool package = inspection.state == InspectionValue::State::Package;
    m_parts->setVisible(!package);
    showParts(inspection);
    m_plan->setVisible(inspection.plan.has_value());
    m_wishes->setVisible(!package);
    m_go->setText(package ? tr("Use this model") : tr("Make the package"));
    m_go->setEnabled(inspection.state != InspectionValue::State::Incomplete
                     && (package || !m_name->text().trimmed().isEmpty()));
    if (inspection.plan)
        showPlan(inspection, freeMemory);
}

/// The parts that would take part, and which file is each of them.
void AddModelPage::showParts(const InspectionValue& inspection)
{
    const auto found = [&](const std::string& kind) {
        for (const SourceValue& source : inspection.found) {
            if (source.kind == kind && !source.problem)
                return toQString(source.path.filename());
        }
        return QString();
    };
    m_beats->setFound(found("beats"));
    m_qformer->setFound(found("trained-part"));
    m_tokenizer->setFound(found("tokenizer"));
    const bool inParts = !found("hub").isEmpty() || !found("beats").isEmpty() || !found("trained-part").isEmpty();
    auto* form = static_cast<QFormLayout*>(m_parts->layout());
    form->setRowVisible(m_beats, inParts);
    form->setRowVisible(m_qformer, inParts);
}

void AddModelPage::showPlan(const InspectionValue& inspection, std::uint64_t freeMemory)
{
    const PlanValue& plan = *inspection.plan;
    QList<FactList::Fact> facts{{tr("Kind"), variantText(plan.variant)},
                                {tr("Licence"), licenceText(plan.licence)},
                                {tr("Parameters"), countText(plan.parameters)}};
    for (const BytesAt& one : plan.memory)
        facts.append({tr("Memory, %1").arg(precisionText(one.precision)), memoryText(one.bytes, freeMemory),
                      fitsMemory(one.bytes, freeMemory) ? FactList::Tone::Plain : FactList::Tone::Doubtful});
    m_facts->setFacts(facts);
    fillPrecisions(plan);
    const bool lora = plan.lora == PlanValue::Lora::With;
    m_lora->setVisible(lora);
    m_loraLabel->setVisible(lora);
}

void AddModelPage::fillPrecisions(const PlanValue& plan)
{
    const QVariant chosen = m_precision->currentData();
    m_precision->clear();
    for (const char* precision : {"as-stored", "fp32", "bf16"})
        m_precision->addItem(tr("%1, %2").arg(precisionText(precision), bytesUnder(plan.bytes, precision)),
                             QString(precision));
    m_precision->setCurrentIndex(std::max(0, m_precision->findData(chosen)));
}

void AddModelPage::goOn()
{
    if (!m_inspection)
        return;
    if (m_inspection->state == InspectionValue::State::Package) {
        Q_EMIT useRequested(toQString(m_inspection->found.front().path));
        return;
    }
    AssemblyWish wish;
    wish.sources = m_inspection->sources;
    wish.name = fromQString(m_name->text().trimmed());
    wish.dtype = fromQString(m_precision->currentData().toString());
    wish.lora = static_cast<AssemblyWish::Lora>(m_lora->currentData().toInt());
    Q_EMIT assemblyRequested(wish);
}

} // namespace descant::ui
