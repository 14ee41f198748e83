// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/wish_form.h"

#include "ui/support/conversions.h"
#include "ui/support/settings.h"
#include "ui/widgets/painting.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>

namespace descant::ui {
namespace {

using workflows::Captioner;
using Kind = Captioner::Kind;

// An item of a box of captioners: what it is, and the model's key or the file's path.
const QString kNothing = "nothing", kPeople = "people", kModel = "model", kFile = "file", kPick = "pick";

QStringList item(const QString& kind, const QString& key = {}) { return {kind, key}; }

Captioner captionerOf(const QComboBox* box)
{
    const QStringList data = box->currentData().toStringList();
    const QString kind = data.value(0);
    if (kind == kModel)
        return {Kind::Model, fromQString(data.value(1)), {}};
    if (kind == kFile)
        return {Kind::File, {}, toPath(data.value(1))};
    return {};
}

bool isCaptioner(const QComboBox* box)
{
    const QString kind = box->currentData().toStringList().value(0);
    return kind == kModel || kind == kFile;
}

void select(QComboBox* box, const QVariant& data, int otherwise)
{
    int found = -1;
    for (int row = 0; row < box->count() && data.isValid(); ++row) {
        if (box->itemData(row) == data)
            found = row;
    }
    box->setCurrentIndex(found >= 0 ? found : otherwise);
}

} // namespace

WishForm::WishForm(const ScorePickers& pickers, QWidget* parent)
    : QWidget(parent), m_pickers(pickers), m_more(new QPushButton(tr("More…"), this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(16, 12, 16, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    m_judged = addCombo(*grid, 0, 0, tr("Judge"));
    m_beside = addCombo(*grid, 0, 1, tr("Beside"));
    m_against = addCombo(*grid, 0, 2, tr("Against"));
    m_more->setCheckable(true);
    m_more->setObjectName("moreScoreOptionsButton");
    m_more->setAccessibleName(tr("More about scores"));
    m_options = makeOptions();
    m_options->hide();
    grid->addWidget(m_options, 2, 0, 1, 3);
    connect(m_more, &QPushButton::toggled, m_options, &QWidget::setVisible);
    for (QComboBox* box : {m_judged, m_beside, m_against})
        connect(box, &QComboBox::activated, this, [this, box] { chosen(box); });
    fillAll();
}

QComboBox* WishForm::addCombo(QGridLayout& grid, int row, int column, const QString& label)
{
    auto* words = makeGlance(label, this);
    auto* box = new QComboBox(this);
    box->setAccessibleName(label);
    box->view()->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(9);
    words->setBuddy(box);
    grid.addWidget(words, row, column);
    grid.addWidget(box, row + 1, column);
    grid.setColumnStretch(column, 1);
    return box;
}

QWidget* WishForm::makeOptions()
{
    auto* options = new QWidget(this);
    auto* grid = new QGridLayout(options);
    grid->setContentsMargins(0, 8, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    fillOptions(*grid);
    return options;
}

void WishForm::fillOptions(QGridLayout& grid)
{
    m_split = addCombo(grid, 0, 0, tr("Part"));
    m_language = addCombo(grid, 0, 1, tr("Language"));
    m_texts = addCombo(grid, 0, 2, tr("Texts"));
    m_texts->addItem(tr("accepted ones"), int(workflows::TextsTaken::Approved));
    m_texts->addItem(tr("all but rejected"), int(workflows::TextsTaken::Written));
    m_own = new QCheckBox(tr("Count proposals that were accepted as they were"), this);
    m_own->setToolTip(plainTip(tr("They agree with the model that wrote them: its scores become too high.")));
    m_missing = new QCheckBox(tr("Count clips without a caption as empty"), this);
    m_meteor = new PathRow(tr("METEOR's paraphrases"), m_pickers.meteorData, this);
    m_spice = new PathRow(tr("SPICE's program"), m_pickers.spiceJar, this);
    m_meteor->setPath(Settings::chosenPath("meteor"));
    m_spice->setPath(Settings::chosenPath("spice"));
    connect(m_meteor, &PathRow::changed, this, [this] { Settings::setChosenPath("meteor", m_meteor->path()); });
    connect(m_spice, &PathRow::changed, this, [this] { Settings::setChosenPath("spice", m_spice->path()); });
    grid.addWidget(m_own, 2, 0, 1, 3);
    grid.addWidget(m_missing, 3, 0, 1, 3);
    grid.addWidget(makeGlance(tr("METEOR's paraphrases"), this), 4, 0);
    grid.addWidget(m_meteor, 4, 1, 1, 2);
    grid.addWidget(makeGlance(tr("SPICE's program"), this), 5, 0);
    grid.addWidget(m_spice, 5, 1, 1, 2);
}

void WishForm::fillCaptioners(QComboBox* box, Extra first)
{
    const QVariant before = box->currentData().toStringList().value(0) == kPick ? QVariant() : box->currentData();
    box->clear();
    if (first == Extra::Nothing)
        box->addItem(tr("nothing"), item(kNothing));
    if (first == Extra::People)
        box->addItem(tr("people's texts"), item(kPeople));
    for (const workflows::ScoringModel& model : m_given.models) {
        const QString name = toQString(model.name + " " + model.version).trimmed();
        box->addItem(name.isEmpty() ? tr("unnamed model") : name, item(kModel, toQString(model.key)));
    }
    for (const QString& file : m_files)
        box->addItem(QFileInfo(file).fileName(), item(kFile, file));
    box->addItem(tr("File…"), item(kPick));
    select(box, before, 0);
    m_last[box] = box->currentData();
    box->setToolTip(plainTip(box->currentText()));
}

void WishForm::fillTexts(QComboBox* box, const QString& all, const std::vector<std::string>& values)
{
    const QVariant before = box->currentData();
    box->clear();
    box->addItem(all, QString());
    for (const std::string& value : values)
        box->addItem(toQString(value), toQString(value));
    select(box, before, 0);
    box->setEnabled(!values.empty());
}

void WishForm::fillAll()
{
    fillCaptioners(m_judged, Extra::None);
    fillCaptioners(m_beside, Extra::Nothing);
    fillCaptioners(m_against, Extra::People);
    fillTexts(m_split, tr("everything"), m_given.splits);
    fillTexts(m_language, tr("all"), m_given.languages);
}

void WishForm::setChoices(const workflows::ScoringChoices& choices)
{
    m_given = choices;
    fillAll();
    Q_EMIT changed();
}

void WishForm::chosen(QComboBox* box)
{
    if (box->currentData().toStringList().value(0) != kPick) {
        m_last[box] = box->currentData();
        box->setToolTip(plainTip(box->currentText()));
        Q_EMIT changed();
        return;
    }
    select(box, m_last.value(box), 0);
    // The answer may come after the form has gone.
    m_pickers.captions([self = QPointer(this), box](const QString& path) {
        if (self)
            self->addFile(box, path);
    });
}

void WishForm::addFile(QComboBox* box, const QString& path)
{
    if (!m_files.contains(path))
        m_files.append(path);
    fillAll();
    select(box, item(kFile, path), 0);
    m_last[box] = box->currentData();
    Q_EMIT changed();
}

bool WishForm::canJudge() const { return isCaptioner(m_judged); }

QString WishForm::judgedName() const { return m_judged->currentText(); }

QString WishForm::besideName() const { return isCaptioner(m_beside) ? m_beside->currentText() : QString(); }

workflows::ScoringWish WishForm::wish() const
{
    workflows::ScoringWish wish;
    wish.judged = captionerOf(m_judged);
    if (isCaptioner(m_beside))
        wish.beside = captionerOf(m_beside);
    wish.against = captionerOf(m_against);
    wish.split = fromQString(m_split->currentData().toString());
    wish.language = fromQString(m_language->currentData().toString());
    wish.texts = static_cast<workflows::TextsTaken>(m_texts->currentData().toInt());
    wish.own = m_own->isChecked() ? workflows::OwnTexts::Kept : workflows::OwnTexts::LeftOut;
    wish.missing =
        m_missing->isChecked() ? workflows::WithoutCandidate::CountedAsEmpty : workflows::WithoutCandidate::LeftOut;
    wish.how.meteorData = toPath(m_meteor->path());
    wish.how.spiceJar = toPath(m_spice->path());
    return wish;
}

} // namespace descant::ui
