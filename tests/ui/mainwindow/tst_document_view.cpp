// SPDX-License-Identifier: GPL-3.0-or-later
// What the panels are told of a document.
#include "core/project/edits.h"
#include "ui/mainwindow/document_view.h"

#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

/// A document with one medium and one segment of it.
struct OneSegment {
    project::Document document;
    std::string id;

    OneSegment()
    {
        project::Medium medium;
        medium.id = "m";
        medium.name = "clip.mp4";
        medium.path = "/films/clip.mp4";
        medium.fingerprint = "print";
        medium.duration = fromSeconds(60);
        perform(project::addMedia(document, {medium}));
        perform(project::addSegment(document, "m", {fromSeconds(3), fromSeconds(9)}));
        id = document.segmentsOf("m").front()->id;
    }
    void perform(const Result<project::Step>& step) { QVERIFY(step && document.apply(*step)); }
    void propose()
    {
        project::Proposal proposal;
        proposal.text = "a goat sings";
        proposal.evidence = {{0, 0.75, {0.5, 0.25}, {0.25}}};
        perform(project::storeProposals(document, id, {proposal}));
    }
    QString segment() const { return QString::fromStdString(id); }
};

} // namespace

class DocumentViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void evidenceIsShownForTheTimesItIsOf()
    {
        OneSegment f;
        f.propose();
        QVERIFY(segmentEvidence(f.document, f.segment()).has_value());
        QCOMPARE(segmentValue(f.document, f.segment(), {1, 1})->candidates.first().seenShare, 0.75);
        f.perform(project::setRange(f.document, f.id, {fromSeconds(20), fromSeconds(26)}));
        QVERIFY(!segmentEvidence(f.document, f.segment()).has_value());
        const CandidateValue stale = segmentValue(f.document, f.segment(), {1, 1})->candidates.first();
        QVERIFY(stale.stale && stale.seenShare < 0.0);
    }

    void onlyTypingIsToldAsWordsOfOneSegment()
    {
        OneSegment f;
        const auto rewritten = [](const Result<project::Step>& step) { return rewrittenSegment(*step); };
        QCOMPARE(rewritten(project::setText(f.document, f.id, "a crow")), f.segment());
        QCOMPARE(rewritten(project::setRange(f.document, f.id, {fromSeconds(1), fromSeconds(9)})), QString());
        QCOMPARE(rewritten(project::removeSegment(f.document, f.id)), QString());
        f.perform(project::setText(f.document, f.id, "a crow"));
        f.perform(project::acceptSegment(f.document, f.id));
        // Accepted words become a draft again: lists count it.
        QCOMPARE(rewritten(project::setText(f.document, f.id, "a crow caws")), QString());
    }
};

QTEST_GUILESS_MAIN(DocumentViewTest)
#include "tst_document_view.moc"
