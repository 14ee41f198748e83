// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/import_form.h"

#include "core/formats/format_table.h"
#include "ui/support/conversions.h"
#include "ui/widgets/form_parts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace descant::ui {
namespace {

constexpr int kNameWidth = 136;

QLabel* makeName(const QString& text, QWidget* field)
{
    QLabel* label = makeFieldName(text, field);
    label->setMinimumWidth(kNameWidth);
    return label;
}

} // namespace

ImportForm::ImportForm(const CorpusPickers& pickers, QWidget* parent)
    : QWidget(parent),
      m_form(makeForm(this)),
      m_file(new PathRow(tr("File"), pickers.corpus, this)),
      m_format(makeChoice(tr("Format"), this)),
      m_media(new PathRow(tr("Folder with the clips"), pickers.mediaFolder, this)),
      m_medium(makeChoice(tr("Belongs to"), this)),
      m_split(makeChoice(tr("Split where none is given"), this)),
      m_ids(new PathRow(tr("Only the clips in"), pickers.idList, this))
{
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_file->setNone(tr("nothing chosen yet"));
    m_media->setNone(tr("beside the file"));
    m_ids->setNone(tr("all clips"));
    m_form->addRow(makeName(tr("File"), m_file), m_file);
    m_form->addRow(makeName(tr("Format"), m_format), m_format);
    m_form->addRow(makeName(tr("Folder with the clips"), m_media), m_media);
    m_form->addRow(makeName(tr("Belongs to"), m_medium), m_medium);
    m_form->addRow(makeName(tr("Split where none is given"), m_split), m_split);
    m_form->addRow(makeName(tr("Only the clips in"), m_ids), m_ids);
    fillFormats();
    for (const auto& [words, split] :
         {std::pair{tr("none"), ""}, {tr("train"), "train"}, {tr("validate"), "validate"}, {tr("test"), "test"}})
        m_split->addItem(words, QString(split));
    showFields({});
    for (PathRow* row : {m_media, m_ids})
        connect(row, &PathRow::changed, this, &ImportForm::changed);
    connect(m_file, &PathRow::changed, this, [this] { setFile(m_file->path()); });
    connect(m_format, &QComboBox::activated, this, [this] {
        showFields(m_format->currentData().toString());
        Q_EMIT changed();
    });
    for (QComboBox* box : {m_medium, m_split})
        connect(box, &QComboBox::activated, this, &ImportForm::changed);
}

void ImportForm::fillFormats()
{
    m_format->addItem(tr("as the content says"), QString());
    for (const formats::FormatCapability& format : formats::formatTable())
        if (format.imports)
            m_format->addItem(toQString(std::string(format.title)), toQString(std::string(format.name)));
}

void ImportForm::setFile(const QString& path)
{
    m_file->setPath(path);
    m_format->setCurrentIndex(0);
    m_format->setItemText(0, tr("as the content says"));
    m_medium->setCurrentIndex(0);
    m_split->setCurrentIndex(0);
    m_ids->setPath({});
    m_media->setPath({});
    Q_EMIT changed();
}

void ImportForm::setMedia(const project::Document& document)
{
    const QVariant chosen = m_medium->currentData();
    m_medium->clear();
    m_medium->addItem(tr("the video of the same name"), QString());
    for (const project::Medium* medium : document.media())
        m_medium->addItem(toQString(medium->name), toQString(medium->path));
    m_medium->setCurrentIndex(std::max(0, m_medium->findData(chosen)));
}

void ImportForm::showFound(const QString& format)
{
    const formats::FormatCapability* found = formats::findFormat(fromQString(format));
    if (m_format->currentIndex() == 0)
        m_format->setItemText(0,
                              found == nullptr
                                  ? tr("as the content says")
                                  : tr("%1, as the content says").arg(toQString(std::string(found->title))));
    showFields(format);
}

void ImportForm::showFields(const QString& format)
{
    const formats::FormatCapability* known = formats::findFormat(fromQString(format));
    const bool ofOneMedium = known != nullptr && known->shape == formats::ExportShape::FileForEachMedium;
    m_form->setRowVisible(m_medium, ofOneMedium);
    m_form->setRowVisible(m_media, !ofOneMedium);
}

ImportWish ImportForm::wish() const
{
    ImportWish wish;
    wish.file = toPath(m_file->path());
    wish.format = fromQString(m_format->currentData().toString());
    // Of the two the one that the format has no use for is hidden.
    if (m_form->isRowVisible(m_medium))
        wish.medium = fromQString(m_medium->currentData().toString());
    else
        wish.mediaFolder = toPath(m_media->path());
    wish.split = fromQString(m_split->currentData().toString());
    wish.idList = toPath(m_ids->path());
    return wish;
}

} // namespace descant::ui
