// SPDX-License-Identifier: GPL-3.0-or-later
// Downloads that fail: each with one sentence, and with what came so far kept or thrown away as it should be.
#include "tests/core/downloads/download_fixture.h"
#include "tests/support/written_file.h"

#include <sys/file.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace descant::test {
namespace {

using namespace descant::downloads;
using Ending = HttpServerReply::Ending;
using Length = HttpServerReply::Length;

class DownloadTrouble : public DownloadTest {
protected:
    /// A server that answers everything with a status.
    static HttpServer::Handler answering(int status, std::string header = "", std::string value = "")
    {
        return [=](const HttpServerRequest&) {
            HttpServerReply reply;
            reply.status = status;
            reply.body = "<html>no</html>";
            if (!header.empty())
                reply.headers = {{header, value}};
            return reply;
        };
    }
};

TEST_F(DownloadTrouble, whatAServerRefusesIsSaidInWords)
{
    for (const auto& [status, words] : std::vector<std::pair<int, std::string>>{{401, "asks who is asking"},
                                                                                {403, "not allowed"},
                                                                                {404, "not there"},
                                                                                {416, "416"},
                                                                                {418, "418"},
                                                                                {304, "304"}}) {
        const HttpServer server(answering(status));
        const Error error = errorOf(run(wish(server)));
        EXPECT_EQ(error.code, ErrorCode::DownloadRefused) << status;
        EXPECT_NE(error.detail.find(words), std::string::npos) << error.detail;
        EXPECT_EQ(error.subject, server.url("/file"));
        EXPECT_EQ(server.requests().size(), 1U) << "asking again does not help: " << status;
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "what a server says with an error is no file";
}

TEST_F(DownloadTrouble, whatPassesIsTriedAgainAndThenGivenUp)
{
    for (const int status : {429, 500, 502, 503}) {
        const HttpServer server(answering(status, "Retry-After", "3600"));
        const Error error = errorOf(run(wish(server)));
        EXPECT_EQ(error.code, ErrorCode::DownloadRefused);
        EXPECT_EQ(server.requests().size(), 4U) << "the longest pause bounds what the server asks for";
        EXPECT_NE(error.detail.find(std::to_string(status)), std::string::npos);
    }
    std::atomic<int> count = 0;
    const HttpServer busy([&](const HttpServerRequest& request) {
        return ++count < 3 ? answering(503)(request) : fileReply(request, bytes);
    });
    EXPECT_TRUE(run(wish(busy)));
}

TEST_F(DownloadTrouble, aServerThatCannotBeReachedIsSaid)
{
    std::string url;
    {
        const HttpServer gone(answering(200));
        url = gone.url("/file");
    }
    DownloadRequest request;
    request.url = url;
    request.target = target;
    request.patience = impatience();
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadFailed);
    EXPECT_NE(error.detail.find("cannot be reached"), std::string::npos) << error.detail;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DownloadTrouble, aServerThatAlwaysBreaksOffIsGivenUpAndThePartIsKept)
{
    const HttpServer server([&](const HttpServerRequest& request) {
        HttpServerReply reply = fileReply(request, bytes);
        reply.ending = Ending::BreakOff;
        reply.endingAfter = 1000;
        return reply;
    });
    const Error error = errorOf(run(wish(server)));
    EXPECT_EQ(error.code, ErrorCode::DownloadFailed);
    EXPECT_NE(error.detail.find("broke off"), std::string::npos) << error.detail;
    EXPECT_EQ(server.requests().size(), 4U);
    EXPECT_EQ(bytesOfPart(target), 4000U);
    EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(DownloadTrouble, aDownloadThatCanOnlyStartAnewIsNotTriedForEver)
{
    const HttpServer server([&](const HttpServerRequest&) {
        HttpServerReply reply;
        reply.body = bytes;
        reply.ending = Ending::BreakOff;
        reply.endingAfter = 2'000'000;
        return reply;
    });
    EXPECT_EQ(errorOf(run(wish(server))).code, ErrorCode::DownloadFailed);
    EXPECT_LE(server.requests().size(), 5U);
}

TEST_F(DownloadTrouble, aFileThatEndsTooEarlyIsNamed)
{
    const HttpServer server([&](const HttpServerRequest&) {
        HttpServerReply reply;
        reply.body = bytes.substr(0, 1000);
        reply.length = Length::Unsaid;
        return reply;
    });
    DownloadRequest request = wish(server);
    request.bytes = bytes.size();
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadFailed);
    EXPECT_NE(error.detail.find("1000 of 3000000 bytes"), std::string::npos) << error.detail;
}

TEST_F(DownloadTrouble, aServerThatHasAnotherSizeIsRefusedBeforeAnythingComes)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    DownloadRequest request = wish(server);
    request.bytes = bytes.size() + 1;
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadDamaged);
    EXPECT_NE(error.detail.find("3000000 bytes in place of 3000001"), std::string::npos) << error.detail;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DownloadTrouble, aServerThatSendsMoreThanItPromisedIsCutOff)
{
    const HttpServer server([&](const HttpServerRequest&) {
        HttpServerReply reply;
        reply.body = bytes;
        reply.length = Length::Unsaid;
        return reply;
    });
    DownloadRequest request = wish(server);
    request.bytes = 1'000'000;
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadDamaged);
    EXPECT_NE(error.detail.find("more than 1000000 bytes"), std::string::npos) << error.detail;
    EXPECT_LE(bytesOfPart(target), 1'000'000U);
    request.bytes.reset();
    request.atMost = 500'000;
    EXPECT_EQ(errorOf(run(request)).code, ErrorCode::DownloadDamaged);
    EXPECT_LE(bytesOfPart(target), 1'000'000U);
}

TEST_F(DownloadTrouble, aWrongHashIsRefusedAndNothingOfItStays)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    DownloadRequest request = wish(server);
    request.sha256 = std::string(64, 'e');
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadDamaged);
    EXPECT_NE(error.detail.find(hash), std::string::npos) << error.detail;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DownloadTrouble, redirectsInCirclesAndToOtherSchemesAreRefused)
{
    for (const char* location : {"/file", "file:///etc/passwd", "ftp://127.0.0.1/file"}) {
        const HttpServer server(answering(302, "Location", location));
        const Error error = errorOf(run(wish(server)));
        EXPECT_EQ(error.code, ErrorCode::DownloadRefused) << location;
        EXPECT_NE(error.detail.find("redirected"), std::string::npos) << error.detail;
    }
}

TEST_F(DownloadTrouble, aServerThatStallsIsGivenUp)
{
    const HttpServer server([&](const HttpServerRequest& request) {
        HttpServerReply reply = fileReply(request, bytes);
        reply.ending = Ending::Stall;
        reply.endingAfter = 5000;
        return reply;
    });
    DownloadRequest request = wish(server);
    request.patience.stallTimeout = std::chrono::seconds(1);
    request.patience.attempts = 1;
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DownloadFailed);
    EXPECT_NE(error.detail.find("does not answer any more"), std::string::npos) << error.detail;
    EXPECT_EQ(bytesOfPart(target), 5000U);
}

TEST_F(DownloadTrouble, otherAddressesThanOfTheWebAreRefused)
{
    DownloadRequest request;
    request.target = target;
    for (const char* url : {"", "file:///etc/passwd", "ftp://server/file", "no address", "http://",
                            "http://name:secret@server/file", "gopher://server/1"}) {
        request.url = url;
        const Error error = errorOf(run(request));
        EXPECT_EQ(error.code, ErrorCode::UsageWrong) << url;
        EXPECT_EQ(describe(error).find("secret"), std::string::npos) << "a password is not repeated";
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DownloadTrouble, tooLittleSpaceIsSaidBeforeAnythingComes)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    DownloadRequest request = wish(server);
    request.freeSpace = [](const std::filesystem::path&) -> Result<std::uint64_t> { return 2'000'000; };
    const Error unpromised = errorOf(run(request));
    EXPECT_EQ(unpromised.code, ErrorCode::DiskFull) << "the server's own size counts too";
    request.bytes = bytes.size();
    const Error error = errorOf(run(request));
    EXPECT_EQ(error.code, ErrorCode::DiskFull);
    EXPECT_NE(error.detail.find("70.1 MB are needed and 2.0 MB are free"), std::string::npos) << error.detail;
    EXPECT_EQ(server.requests().size(), 1U) << "a promised size is looked at before asking";
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DownloadTrouble, theSpaceThatThePartTakesIsNotAskedForTwice)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    writtenFile(partOf(target), bytes.substr(0, 2'900'000));
    writtenFile(partOf(target).string() + ".origin", "url " + server.url("/file") + "\netag \"one\"\n");
    DownloadRequest request = wish(server);
    request.bytes = bytes.size();
    request.freeSpace = [](const std::filesystem::path&) -> Result<std::uint64_t> { return (64U << 20) + 100'000; };
    EXPECT_TRUE(run(request));
}

/// Files may grow to so many bytes only, as on a disk that is full.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = SIG_DFL;
};

TEST_F(DownloadTrouble, aDiskThatFillsUpKeepsThePartAndTheNextRunGoesOn)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    {
        const FileLimit limit(1'000'000);
        const Error error = errorOf(run(wish(server)));
        EXPECT_EQ(error.code, ErrorCode::DiskFull);
        EXPECT_NE(error.detail.find("1000000 of 3000000 bytes are there and kept"), std::string::npos) << error.detail;
    }
    EXPECT_EQ(bytesOfPart(target), 1'000'000U);
    ASSERT_TRUE(run(wish(server)));
    EXPECT_EQ(server.requests().back().header("range"), "bytes=1000000-");
    EXPECT_EQ(contentOf(target), bytes);
}

TEST_F(DownloadTrouble, oneTargetIsDownloadedByOneProgramAtATime)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    writtenFile(partOf(target), "");
    const int other = ::open(partOf(target).c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
    const Error error = errorOf(run(wish(server)));
    EXPECT_EQ(error.code, ErrorCode::FileNotWritable);
    EXPECT_NE(error.detail.find("another program"), std::string::npos) << error.detail;
    EXPECT_TRUE(std::filesystem::exists(partOf(target))) << "it is the other one's";
    ::close(other);
    EXPECT_TRUE(run(wish(server)));
}

TEST_F(DownloadTrouble, linksPipesAndFoldersInTheWayAreLeftAlone)
{
    const HttpServer server([&](const HttpServerRequest& request) { return fileReply(request, bytes); });
    writtenFile(folder / "precious", "dear");
    std::filesystem::create_symlink(folder / "precious", partOf(target));
    EXPECT_EQ(errorOf(run(wish(server))).code, ErrorCode::FileNotWritable);
    EXPECT_EQ(contentOf(folder / "precious"), "dear");
    std::filesystem::remove(partOf(target));
    ASSERT_EQ(::mkfifo(partOf(target).c_str(), 0600), 0);
    EXPECT_EQ(errorOf(run(wish(server))).code, ErrorCode::FileNotWritable);
    std::filesystem::remove(partOf(target));
    std::filesystem::create_directory(target);
    EXPECT_EQ(errorOf(run(wish(server))).code, ErrorCode::FileNotWritable);
    EXPECT_TRUE(server.requests().empty());
}

} // namespace
} // namespace descant::test
