// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_manager_dialog.h"

#include "ui/models/download_page.h"
#include "ui/models/job_strip.h"
#include "ui/models/model_details.h"
#include "ui/models/model_jobs.h"
#include "ui/models/model_list.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/fitted_list.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr int kLeftWidth = 264;
constexpr int kLeastLeftWidth = 184; ///< where a small screen leaves no more
constexpr QSize kUsualSize(960, 720);
constexpr double kMostOfScreen = 0.94;

QPushButton* makeButton(const QString& text, const char* name, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

/// The list of models, in which Enter uses the chosen one.
class ModelListView : public QListView {
public:
    ModelListView(std::function<void()> use, QWidget* parent) : QListView(parent), m_use(std::move(use)) { }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (isEnter(*event))
            m_use();
        else
            QListView::keyPressEvent(event);
    }

private:
    std::function<void()> m_use;
};

/// The pages. The tallest of them, as wide as the window is, would else be as high as the window has to be.
class Pages : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;
    bool hasHeightForWidth() const override { return false; }
};

} // namespace

ModelManagerDialog::ModelManagerDialog(ModelJobs& jobs, const ModelPickers& pickers, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_models(new ModelListModel(this)), m_errors(new ErrorBar(this))
{
    setWindowTitle(tr("Models"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeLeft(), 1);
    auto* line = new QFrame(this);
    line->setProperty("look", "hairline");
    line->setFixedWidth(1);
    middle->addWidget(line);
    middle->addWidget(makeRight(pickers), 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_errors);
    column->addLayout(middle, 1);
    column->addWidget(makeFoot());
    connectJobs();
    connectPages();
    resize(kUsualSize.boundedTo(screen()->availableSize() * kMostOfScreen));
    m_wanted = m_jobs.inUse();
    showShelf();
    m_jobs.refresh();
    m_list->setFocus();
}

QWidget* ModelManagerDialog::makeLeft()
{
    auto* whole = new QWidget(this);
    whole->setMinimumWidth(kLeastLeftWidth);
    whole->setMaximumWidth(kLeftWidth);
    m_list = new ModelListView([this] { m_details->useIt(); }, whole);
    m_list->setAccessibleName(tr("models"));
    m_list->setModel(m_models);
    m_list->setItemDelegate(new ModelDelegate(this));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_add = makeButton(tr("Add…"), "addModelButton", whole);
    m_add->setToolTip(plainTip(tr("Makes a model of files that you have.")));
    m_download = makeButton(tr("Download…"), "downloadModelButton", whole);
    m_download->setToolTip(plainTip(tr("Gets a model from its publisher.")));
    m_previous = makeButton({}, "previousModelButton", whole);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(8);
    pair->addWidget(m_add, 1);
    pair->addWidget(m_download, 1);
    auto* buttons = new QVBoxLayout;
    buttons->setContentsMargins(16, 8, 16, 16);
    buttons->setSpacing(8);
    buttons->addLayout(pair);
    buttons->addWidget(m_previous);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 16, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    return whole;
}

QWidget* ModelManagerDialog::makeEmpty()
{
    auto* page = new EmptyState("model", tr("No model yet"),
                                tr("A model proposes captions. Make one of files that you have, or download one; "
                                   "everything else works without."),
                                this);
    QPushButton* add = makeButton(tr("Add…"), "addFirstModelButton", page);
    add->setProperty("look", "primary");
    page->addButton(add);
    connect(add, &QPushButton::clicked, this, &ModelManagerDialog::showAddPage);
    return page;
}

QWidget* ModelManagerDialog::makeRight(const ModelPickers& pickers)
{
    m_pages = new Pages(this);
    m_reading = new QLabel(tr("Reading the models…"), m_pages);
    m_reading->setContentsMargins(24, 24, 24, 24);
    m_reading->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_empty = new PanelArea(makeEmpty(), m_pages);
    m_details = new ModelDetails(m_pages);
    m_addPage = new AddModelPage(pickers, m_pages);
    m_downloadPage = new DownloadPage(m_pages);
    m_downloadArea = new PanelArea(m_downloadPage, m_pages);
    for (QWidget* page : std::initializer_list<QWidget*>{m_reading, m_empty, m_details, m_addPage, m_downloadArea})
        m_pages->addWidget(page);
    return m_pages;
}

QWidget* ModelManagerDialog::makeFoot()
{
    auto* whole = new QWidget(this);
    m_result = makeGlance({}, whole);
    m_result->setObjectName("modelResult");
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    QPushButton* closing = makeButton(tr("Close"), "closeModelsButton", whole);
    closing->setToolTip(plainTip(tr("What runs goes on, and is listed under Jobs.")));
    connect(closing, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(m_result, 1);
    row->addWidget(closing);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(16, 8, 16, 16);
    column->setSpacing(8);
    column->addWidget(new JobStrip(m_jobs, whole));
    column->addLayout(row);
    return whole;
}

void ModelManagerDialog::connectJobs()
{
    connect(&m_jobs, &ModelJobs::shelfChanged, this, &ModelManagerDialog::showShelf);
    connect(&m_jobs, &ModelJobs::result, this, &ModelManagerDialog::say);
    connect(&m_jobs, &ModelJobs::activated, this, [this](const QString& folder) {
        choose(folder);
        goBack();
    });
    connect(&m_jobs, &ModelJobs::failed, this, &ModelManagerDialog::showFailure);
    connect(&m_jobs, &ModelJobs::inspected, this, [this](const InspectionValue& inspection) {
        m_addPage->showInspection(inspection, m_jobs.shelf().freeMemory);
    });
    connect(&m_jobs, &ModelJobs::inspectionFailed, m_addPage, &AddModelPage::showProblem);
    connect(&m_jobs, &ModelJobs::assembled, this, [this](const QString& folder) {
        choose(folder);
        goBack();
    });
    connect(&m_jobs, &ModelJobs::downloaded, this, &ModelManagerDialog::addFrom);
}

/// The single things that are wrong go where there is room for them: to the place that the error is about.
void ModelManagerDialog::showFailure(const Error& error)
{
    const QModelIndex chosen = m_list->currentIndex();
    const bool ofChosen =
        chosen.isValid() && isSameFolder(toQString(m_models->model(chosen.row()).folder), toQString(error.subject));
    if (!error.items.empty() && m_pages->currentWidget() == m_addPage)
        m_addPage->showProblem(error);
    else if (!error.items.empty() && ofChosen && m_pages->currentWidget() == m_details)
        m_details->showProblem(error);
    else
        m_errors->showError(sentence(error));
}

void ModelManagerDialog::connectPages()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showChosen();
        goBack();
    });
    connect(m_add, &QPushButton::clicked, this, &ModelManagerDialog::showAddPage);
    connect(m_download, &QPushButton::clicked, this, &ModelManagerDialog::showDownloads);
    connect(m_previous, &QPushButton::clicked, &m_jobs, &ModelJobs::activatePrevious);
    connect(m_details, &ModelDetails::useRequested, this,
            [this](const ModelValue& model) { m_jobs.activate(toQString(model.folder)); });
    connect(m_details, &ModelDetails::verifyRequested, &m_jobs, &ModelJobs::verify);
    connect(m_details, &ModelDetails::deleteRequested, &m_jobs, &ModelJobs::remove);
    connect(m_addPage, &AddModelPage::inspectionRequested, &m_jobs, &ModelJobs::inspect);
    connect(m_addPage, &AddModelPage::assemblyRequested, &m_jobs, &ModelJobs::assemble);
    connect(m_addPage, &AddModelPage::useRequested, &m_jobs, &ModelJobs::activate);
    connect(m_addPage, &AddModelPage::left, this, &ModelManagerDialog::goBack);
    connect(m_downloadPage, &DownloadPage::left, this, &ModelManagerDialog::goBack);
    connect(m_downloadPage, &DownloadPage::downloadRequested, &m_jobs, &ModelJobs::download);
}

void ModelManagerDialog::showShelf()
{
    const ModelShelf& shelf = m_jobs.shelf();
    const QModelIndex before = m_list->currentIndex();
    if (m_wanted.isEmpty() && before.isValid())
        m_wanted = toQString(m_models->model(before.row()).folder);
    {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_models->setModels(shelf.models, m_jobs.inUse());
        const int row = m_models->rowOf(m_wanted);
        m_list->setCurrentIndex(m_models->index(row >= 0 ? row : 0));
        // A package that is made just now comes with the next reading.
        if (row >= 0)
            m_wanted.clear();
    }
    m_list->viewport()->update();
    m_previous->setVisible(shelf.previous.has_value());
    m_previous->setText(tr("Back to %1").arg(toQString(shelf.previous.value_or(std::string()))));
    m_download->setVisible(!m_jobs.downloads().empty());
    m_downloadPage->setDownloads(m_jobs.downloads());
    showChosen();
    if (m_pages->currentWidget() != m_addPage && m_pages->currentWidget() != m_downloadArea)
        goBack();
}

void ModelManagerDialog::showChosen()
{
    const QModelIndex chosen = m_list->currentIndex();
    if (!chosen.isValid())
        return;
    m_details->show(m_models->model(chosen.row()), m_jobs.shelf().freeMemory,
                    m_models->isInUse(chosen.row()) ? ModelDetails::Use::InUse : ModelDetails::Use::NotInUse);
}

void ModelManagerDialog::choose(const QString& folder)
{
    m_wanted = folder;
    showShelf();
}

void ModelManagerDialog::goBack()
{
    m_pages->setCurrentWidget(m_models->rowCount() > 0 ? m_details : m_jobs.wasRead() ? m_empty : m_reading);
}

void ModelManagerDialog::showAddPage()
{
    m_addPage->startAnew();
    m_pages->setCurrentWidget(m_addPage);
    m_addPage->folderButton()->setFocus();
}

void ModelManagerDialog::addFrom(const QString& path)
{
    showAddPage();
    m_addPage->pick(path);
}

void ModelManagerDialog::showDownloads()
{
    m_pages->setCurrentWidget(m_downloadArea);
    m_downloadPage->list()->setFocus();
}

void ModelManagerDialog::say(const QString& words)
{
    m_result->setText(words);
    m_result->setAccessibleName(words);
    QAccessibleEvent announced(m_result, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

} // namespace descant::ui
