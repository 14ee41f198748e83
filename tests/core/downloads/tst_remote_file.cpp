// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/remote_file.h"
#include "tests/core/downloads/impatience.h"
#include "tests/support/http_server.h"

#include <gtest/gtest.h>

namespace descant::test {
namespace {

using namespace descant::downloads;

const std::string kHash(64, 'a');

Error errorOf(const Outcome<std::optional<RemoteFile>>& outcome) { return std::get<Error>(outcome.error()); }

TEST(RemoteFile, aHubTellsSizeHashAndCommitBeforeItRedirects)
{
    const HttpServer server([](const HttpServerRequest& request) {
        HttpServerReply reply;
        if (request.path == "/storage") {
            reply.status = 403; // it is signed for GET only
            return reply;
        }
        reply.status = 302;
        reply.headers = {{"Location", "/storage"},
                         {"X-Linked-Size", "10"},
                         {"X-Linked-Etag", "\"" + kHash + "\""},
                         {"X-Repo-Commit", std::string(40, 'c')}};
        return reply;
    });
    const auto file = inspect(server.url("/large"), impatience(), {});
    ASSERT_TRUE(file && *file);
    EXPECT_EQ((*file)->bytes, 10U);
    EXPECT_EQ((*file)->sha256, kHash);
    EXPECT_EQ((*file)->commit, std::string(40, 'c'));
    EXPECT_EQ(server.requests().front().method, "HEAD");
}

TEST(RemoteFile, aPlainServerTellsTheSizeOnly)
{
    const HttpServer server([](const HttpServerRequest& request) { return fileReply(request, "0123456789"); });
    const auto file = inspect(server.url("/plain"), impatience(), {});
    ASSERT_TRUE(file && *file);
    EXPECT_EQ((*file)->bytes, 10U);
    EXPECT_EQ((*file)->sha256, "");
    EXPECT_EQ((*file)->commit, "");
}

TEST(RemoteFile, aPlainRedirectLeadsToTheSize)
{
    const HttpServer server([](const HttpServerRequest& request) {
        if (request.path == "/there") {
            HttpServerReply there = fileReply(request, "0123456789");
            there.headers.emplace_back("X-Linked-Etag", "\"" + kHash + "\"");
            return there;
        }
        HttpServerReply reply;
        reply.status = 307;
        reply.headers = {{"Location", "/there"}};
        return reply;
    });
    const auto file = inspect(server.url("/here"), impatience(), {});
    ASSERT_TRUE(file && *file);
    EXPECT_EQ((*file)->bytes, 10U);
    EXPECT_EQ((*file)->sha256, "") << "only what was asked is asked for hashes, not where it redirects to";
}

TEST(RemoteFile, anEtagThatIsNoSha256IsNone)
{
    const HttpServer server([](const HttpServerRequest&) {
        HttpServerReply reply;
        reply.headers = {{"X-Linked-Etag", "\"" + std::string(40, 'a') + "\""}, {"X-Repo-Commit", "../../etc"}};
        return reply;
    });
    const auto file = inspect(server.url("/small"), impatience(), {});
    ASSERT_TRUE(file && *file);
    EXPECT_EQ((*file)->sha256, "");
    EXPECT_EQ((*file)->commit, "") << "it would become a part of addresses";
}

TEST(RemoteFile, whatIsNotThereIsNothingAndWhatIsRefusedIsAnError)
{
    const HttpServer server([](const HttpServerRequest& request) {
        HttpServerReply reply;
        reply.status = std::stoi(request.path.substr(1));
        return reply;
    });
    const auto absent = inspect(server.url("/404"), impatience(), {});
    ASSERT_TRUE(absent);
    EXPECT_FALSE(*absent);
    const auto noHead = inspect(server.url("/405"), impatience(), {});
    ASSERT_TRUE(noHead && *noHead);
    EXPECT_EQ((*noHead)->bytes, std::nullopt);
    EXPECT_EQ(errorOf(inspect(server.url("/401"), impatience(), {})).code, ErrorCode::DownloadRefused);
    EXPECT_EQ(errorOf(inspect("file:///etc/passwd", impatience(), {})).code, ErrorCode::UsageWrong);
}

} // namespace
} // namespace descant::test
