// SPDX-License-Identifier: GPL-3.0-or-later
// Downloads that come to an end: whole, resumed, started anew.
#include "tests/core/downloads/download_fixture.h"
#include "tests/support/written_file.h"

#include <atomic>
#include <thread>

namespace descant::test {
namespace {

using namespace descant::downloads;
using Ending = HttpServerReply::Ending;

class Download : public DownloadTest {
protected:
    /// As a run that was broken off leaves it: the first bytes, and where they came from.
    void leavePart(const HttpServer& server, std::size_t count, const std::string& etag,
                   const std::string& promised = "")
    {
        writtenFile(partOf(target), bytes.substr(0, count));
        writtenFile(partOf(target).string() + ".origin",
                    "url " + server.url("/file") + "\netag " + etag + "\nlast-modified \nsha256 " + promised + "\n");
    }
};

TEST_F(Download, aFileComesWholeWithItsHashAndNothingElseStays)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    DownloadRequest request = wish(server);
    request.target = folder / "a" / "b" / "file.bin";
    const auto done = run(request);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->bytes, bytes.size());
    EXPECT_EQ(done->received, bytes.size());
    EXPECT_EQ(done->sha256, hash);
    EXPECT_EQ(contentOf(request.target), bytes);
    EXPECT_FALSE(std::filesystem::exists(partOf(request.target)));
    EXPECT_EQ(server.requests().front().header("accept-encoding"), "identity");
}

TEST_F(Download, anEmptyFileIsAFile)
{
    const HttpServer server([](const HttpServerRequest& request) { return fileReply(request, ""); });
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(std::filesystem::file_size(target), 0U);
    expectTidy();
}

TEST_F(Download, whatIsThereAndRightIsLeftAlone)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    writtenFile(target, bytes);
    DownloadRequest request = wish(server);
    request.bytes = bytes.size();
    request.sha256 = hash;
    const auto done = run(request);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, 0U);
    EXPECT_TRUE(server.requests().empty());
    std::string wrong = bytes;
    wrong[1000] ^= 1;
    writtenFile(target, wrong);
    ASSERT_TRUE(run(request));
    EXPECT_EQ(contentOf(target), bytes) << "a wrong one is replaced";
    expectTidy();
}

TEST_F(Download, theNextRunAsksForTheRestOnly)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    leavePart(server, 1'000'001, "\"one\"");
    const auto done = run(wish(server));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, bytes.size() - 1'000'001);
    EXPECT_EQ(done->sha256, hash) << "the part is read for the hash";
    EXPECT_EQ(contentOf(target), bytes);
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(server.requests()[0].header("range"), "bytes=1000001-");
    EXPECT_EQ(server.requests()[0].header("if-range"), "\"one\"");
    expectTidy();
}

TEST_F(Download, aConnectionThatBreaksIsMadeAgainAndGoesOn)
{
    std::atomic<int> count = 0;
    const HttpServer server([&](const HttpServerRequest& request) {
        HttpServerReply reply = fileReply(request, bytes);
        reply.ending = ++count < 3 ? Ending::BreakOff : Ending::Whole;
        reply.endingAfter = 700'000;
        return reply;
    });
    const auto done = run(wish(server));
    ASSERT_TRUE(done) << describe(std::get<Error>(done.error()));
    EXPECT_EQ(done->received, bytes.size());
    EXPECT_EQ(contentOf(target), bytes);
    ASSERT_EQ(server.requests().size(), 3U);
    EXPECT_EQ(server.requests()[1].header("range"), "bytes=700000-");
    EXPECT_EQ(server.requests()[2].header("range"), "bytes=1400000-");
}

TEST_F(Download, aFileThatChangedMeanwhileIsFetchedAnew)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes, "\"two\""); });
    writtenFile(partOf(target), madeBytes(500'000, 7));
    writtenFile(partOf(target).string() + ".origin", "url " + server.url("/file") + "\netag \"one\"\n");
    const auto done = run(wish(server));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, bytes.size());
    EXPECT_EQ(contentOf(target), bytes);
    EXPECT_EQ(server.requests().size(), 1U) << "the same answer that says so has the new file";
}

TEST_F(Download, aServerThatIgnoresRangesIsTakenAtItsWord)
{
    const HttpServer server([&](const HttpServerRequest&) {
        HttpServerReply reply;
        reply.body = bytes;
        return reply;
    });
    leavePart(server, 1'000'000, "\"one\"");
    const auto done = run(wish(server));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, bytes.size());
    EXPECT_EQ(contentOf(target), bytes);
}

TEST_F(Download, aServerThatGivesAnotherPartIsAskedForTheWhole)
{
    const HttpServer server([&](const HttpServerRequest& request) {
        HttpServerReply reply = fileReply(request, bytes);
        if (reply.status == 206)
            reply.headers.back() = {"Content-Range", "bytes 5-2999999/3000000"};
        return reply;
    });
    leavePart(server, 1'000'000, "\"one\"");
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(contentOf(target), bytes);
    EXPECT_EQ(server.requests().back().header("range"), "");
}

TEST_F(Download, aPartOfUnknownOriginIsNotTrusted)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    writtenFile(partOf(target), madeBytes(1'000, 9));
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(contentOf(target), bytes);
    leavePart(server, 1'000, "W/\"weak\"");
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(server.requests().back().header("range"), "") << "a weak validator says nothing about bytes";
}

TEST_F(Download, aPartGoesOnFromAnotherMirrorWhenAHashJudgesTheWhole)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes, "\"other\""); });
    writtenFile(partOf(target), bytes.substr(0, 2'000'000));
    writtenFile(partOf(target).string() + ".origin",
                "url http://gone.invalid/file\netag \"one\"\nsha256 " + hash + "\n");
    DownloadRequest request = wish(server);
    request.sha256 = hash;
    const auto done = run(request);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, 1'000'000U);
    EXPECT_EQ(server.requests()[0].header("if-range"), "") << "validators of one server mean nothing to another";
}

TEST_F(Download, aPartThatTheHashRejectsIsFetchedAnewOnce)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    leavePart(server, 1'000'000, "\"one\"", hash);
    writtenFile(partOf(target), madeBytes(1'000'000, 3));
    DownloadRequest request = wish(server);
    request.sha256 = hash;
    ASSERT_TRUE(run(request));
    EXPECT_EQ(contentOf(target), bytes);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Download, aPartThatIsWholeNeedsOnlyItsName)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    leavePart(server, bytes.size(), "\"one\"");
    const auto done = run(wish(server));
    ASSERT_TRUE(done) << "the server answers 416 and says how large it is";
    EXPECT_EQ(done->received, 0U);
    EXPECT_EQ(contentOf(target), bytes);
    leavePart(server, bytes.size(), "\"one\"", hash);
    DownloadRequest request = wish(server);
    request.bytes = bytes.size();
    request.sha256 = hash;
    std::filesystem::remove(target);
    ASSERT_TRUE(run(request));
    EXPECT_EQ(server.requests().size(), 1U) << "with a promised size it need not even ask";
    expectTidy();
}

TEST_F(Download, aPartThatIsLongerThanTheFileIsThrownAway)
{
    const HttpServer server(
        [&](const HttpServerRequest& request) { return fileReply(request, bytes.substr(0, 1000)); });
    leavePart(server, 5000, "\"one\"");
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(contentOf(target), bytes.substr(0, 1000));
}

TEST_F(Download, stoppingKeepsThePartAndTheNextRunGoesOn)
{
    std::atomic<bool> stalls = true;
    const HttpServer server([&](const HttpServerRequest& request) {
        HttpServerReply reply = fileReply(request, bytes);
        reply.ending = stalls ? Ending::Stall : Ending::Whole;
        reply.endingAfter = 1'234'567;
        return reply;
    });
    std::stop_source source;
    std::jthread stopper([&] {
        while (bytesOfPart(target) < 1'234'567)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        source.request_stop();
    });
    const auto stopped = download(wish(server), source.get_token(), {});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    EXPECT_EQ(bytesOfPart(target), 1'234'567U);
    stalls = false;
    const auto done = run(wish(server));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, bytes.size() - 1'234'567);
    EXPECT_EQ(server.requests().back().header("range"), "bytes=1234567-");
    EXPECT_EQ(contentOf(target), bytes);
}

TEST_F(Download, redirectsAreFollowed)
{
    const HttpServer server([&](const HttpServerRequest& request) {
        if (request.path == "/there")
            return fileReply(request, bytes);
        HttpServerReply reply;
        reply.status = 302;
        reply.body = "moved";
        reply.headers = {{"Location", "/there"}};
        return reply;
    });
    leavePart(server, 10, "\"one\"");
    const auto done = run(wish(server));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->received, bytes.size() - 10) << "the range is asked for there too";
    EXPECT_EQ(contentOf(target), bytes);
}

TEST_F(Download, progressGoesToTheEndAndNamesTheFile)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    std::vector<Progress> told;
    ASSERT_TRUE(download(wish(server), {}, [&](const Progress& progress) { told.push_back(progress); }));
    ASSERT_FALSE(told.empty());
    EXPECT_NE(told.front().what.find("file.bin"), std::string::npos);
    EXPECT_LE(told.back().fraction, 1.0);
}

} // namespace
} // namespace descant::test
