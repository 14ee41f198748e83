// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/splits_form.h"

#include "ui/releases/release_words.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <numeric>

namespace descant::ui {
namespace {

using splits::Criterion;
using splits::SeriesSign;

constexpr double kLargestShare = 1'000'000.0;
constexpr int kShareWidth = 84;

QVBoxLayout* makeColumn(QWidget* whole)
{
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    return column;
}

QCheckBox* makeBox(const QString& name, const QString& help, QWidget* parent)
{
    auto* box = new QCheckBox(name, parent);
    box->setToolTip(plainTip(help));
    box->setAccessibleDescription(help);
    return box;
}

} // namespace

SplitsForm::SplitsForm(const AskPath& frozen, QWidget* parent)
    : QWidget(parent),
      m_form(makeForm(this)),
      m_alike(makeBox(tr("that look or sound alike"),
                      tr("The same film in another size, crop or coding, or with the same sound. Each file is looked "
                         "through once."),
                      this)),
      m_series(makeBox(tr("of one series"), tr("Episodes and parts, told by the names of the files."), this)),
      m_signs(makeSigns()),
      m_salt(new QLineEdit(this)),
      m_frozen(new PathRow(tr("Frozen splits"), frozen, this)),
      m_anew(makeBox(tr("Assign everything anew"),
                     tr("Also what came with a corpus or was assigned before. What is frozen stays."), this))
{
    QWidget* criteria = makeCriteria();
    QWidget* shares = makeShares();
    m_salt->setObjectName("splitSalt");
    m_salt->setAccessibleName(tr("Salt"));
    const QString salt = tr("Any text: another one draws another assignment.");
    m_salt->setToolTip(plainTip(salt));
    m_salt->setAccessibleDescription(salt);
    m_frozen->setNone(tr("none: nothing is promised"));
    m_form->addRow(makeFieldName(tr("Together go videos"), criteria), criteria);
    m_form->addRow(makeFieldName(tr("Signs of a series"), m_signs), m_signs);
    m_form->addRow(makeFieldName(tr("Shares"), shares), shares);
    m_form->addRow(makeFieldName(tr("Salt"), m_salt), m_salt);
    m_form->addRow(makeFieldName(tr("Frozen splits"), m_frozen), m_frozen);
    m_form->addRow(m_anew);
    m_form->setRowVisible(m_signs, false);
    connect(m_salt, &QLineEdit::textEdited, this, [this] {
        m_saidSalt = true;
        Q_EMIT changed();
    });
    connect(m_frozen, &PathRow::changed, this, &SplitsForm::changed);
    connect(m_anew, &QCheckBox::clicked, this, &SplitsForm::changed);
}

QWidget* SplitsForm::makeCriteria()
{
    auto* whole = new QWidget(this);
    auto* source = makeBox(tr("of one source"), tr("The same address, the same bytes, the same path: always."), whole);
    source->setChecked(true);
    source->setEnabled(false);
    QVBoxLayout* column = makeColumn(whole);
    for (QCheckBox* box : {source, m_alike, m_series})
        column->addWidget(box);
    for (QCheckBox* box : {m_alike, m_series})
        connect(box, &QCheckBox::clicked, this, [this] {
            m_saidBy = true;
            m_form->setRowVisible(m_signs, m_series->isChecked());
            Q_EMIT changed();
        });
    return whole;
}

QWidget* SplitsForm::makeSigns()
{
    auto* whole = new QWidget(this);
    QVBoxLayout* column = makeColumn(whole);
    const std::tuple<SeriesSign, QString, QString> rows[] = {
        {SeriesSign::Episode, tr("episodes"), tr("S01E02, 1x02, part 2")},
        {SeriesSign::Number, tr("numbers"), tr("A number at the end of the name.")},
        {SeriesSign::Folder, tr("folders"), tr("Files that lie in one folder.")}};
    const std::set<SeriesSign> usual = workflows::SplitOptions().series;
    for (const auto& [sign, name, help] : rows) {
        QCheckBox* box = makeBox(name, help, whole);
        box->setChecked(usual.contains(sign));
        m_signBoxes[sign] = box;
        column->addWidget(box);
        connect(box, &QCheckBox::clicked, this, &SplitsForm::changed);
    }
    return whole;
}

QWidget* SplitsForm::makeShares()
{
    auto* whole = new QWidget(this);
    QVBoxLayout* column = makeColumn(whole);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    for (std::size_t i = 0; i < m_shares.size(); ++i) {
        const QString split = splitText(toQString(splits::splitNames()[i]));
        auto* box = new QDoubleSpinBox(whole);
        box->setAccessibleName(tr("Share of %1").arg(split));
        box->setRange(0.0, kLargestShare);
        box->setDecimals(1);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setMinimumWidth(kShareWidth);
        m_shares[i] = box;
        grid->addWidget(makeFieldName(split, box), int(i), 0);
        grid->addWidget(box, int(i), 1);
        connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
            m_saidShares = true;
            showShares();
            Q_EMIT changed();
        });
    }
    grid->setColumnStretch(2, 1);
    m_sum = makeGlance({}, whole);
    m_sum->setWordWrap(true);
    column->addLayout(grid);
    column->addWidget(m_sum);
    return whole;
}

/// Shares may have any sum; what they come to is said where it is not what stands there.
void SplitsForm::showShares()
{
    const auto ratios = options().ratios;
    say(m_sum,
        !isPossible()                   ? tr("At least one must be more than 0.")
            : sum() == 100.0 || !ratios ? QString()
                                        : sharesText(*ratios));
}

double SplitsForm::sum() const
{
    return std::accumulate(m_shares.begin(), m_shares.end(), 0.0,
                           [](double sum, const QDoubleSpinBox* box) { return sum + box->value(); });
}

bool SplitsForm::isPossible() const { return sum() > 0.0; }

void SplitsForm::showSettings(const workflows::SplitSettings& settings)
{
    if (!m_saidBy) {
        m_alike->setChecked(settings.by.contains(Criterion::NearDuplicate));
        m_series->setChecked(settings.by.contains(Criterion::Series));
        m_form->setRowVisible(m_signs, m_series->isChecked());
    }
    for (std::size_t i = 0; i < m_shares.size() && !m_saidShares; ++i) {
        const QSignalBlocker quiet(m_shares[i]);
        m_shares[i]->setValue(100.0 * settings.ratios.shares[i]);
    }
    if (!m_saidSalt)
        m_salt->setText(toQString(settings.salt));
    showShares();
}

workflows::SplitOptions SplitsForm::options() const
{
    workflows::SplitOptions options;
    if (m_saidBy) {
        options.by = splits::Criteria{Criterion::Source};
        if (m_alike->isChecked())
            options.by->insert(Criterion::NearDuplicate);
        if (m_series->isChecked())
            options.by->insert(Criterion::Series);
    }
    options.series.clear();
    for (const auto& [sign, box] : m_signBoxes)
        if (box->isChecked())
            options.series.insert(sign);
    if (m_saidShares && isPossible())
        options.ratios = {{m_shares[0]->value() / sum(), m_shares[1]->value() / sum(), m_shares[2]->value() / sum()}};
    if (m_saidSalt)
        options.salt = fromQString(m_salt->text());
    if (!m_frozen->path().isEmpty())
        options.frozen = toPath(m_frozen->path());
    options.standing = m_anew->isChecked() ? splits::StandingSplits::AssignAnew : splits::StandingSplits::Keep;
    return options;
}

} // namespace descant::ui
