// SPDX-License-Identifier: GPL-3.0-or-later
// `model fetch` from a miniature hub on this computer, and the way from there to a caption.
#include "core/base/sha256.h"
#include "tests/cli/cli_run.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/core/media/made_media.h"
#include "tests/support/http_server.h"
#include "tests/support/paths.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>

namespace descant::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kCommit(40, 'c');
const std::string kShard = "model-00002-of-00006.safetensors";

std::string contentOf(const fs::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Files as the hub gives them: large ones with their hash, everything with the commit it is of.
class MiniatureHub {
public:
    explicit MiniatureHub(const std::string& hubFolder)
    {
        for (const auto& entry : fs::directory_iterator(dataFile("reference/" + hubFolder)))
            files[entry.path().filename()] = contentOf(entry.path());
        files["spiece.model"] = tinyTokenizer();
    }
    HttpServerReply answer(const HttpServerRequest& request)
    {
        const std::string before = "/Salesforce/blip2-flan-t5-xl/resolve/";
        const std::size_t slash = request.path.find('/', before.size());
        const std::string name = request.path.substr(slash + 1);
        const std::string revision = request.path.substr(before.size(), slash - before.size());
        HttpServerReply reply;
        if (!request.path.starts_with(before) || (revision != "main" && revision != kCommit) || !files.contains(name)) {
            reply.status = 404;
            return reply;
        }
        const std::string& bytes = files[name];
        reply = fileReply(request, bytes, "\"" + name + "\"");
        reply.headers.emplace_back("X-Repo-Commit", kCommit);
        if (!name.ends_with(".json")) {
            reply.headers.emplace_back("X-Linked-Etag", "\"" + sha256Of(bytes) + "\"");
            reply.headers.emplace_back("X-Linked-Size", std::to_string(bytes.size()));
        }
        if (name == stallsAt && request.method == "GET") {
            reply.ending = HttpServerReply::Ending::Stall;
            reply.endingAfter = 1000;
        }
        return reply;
    }

    std::map<std::string, std::string> files;
    std::string stallsAt;
    HttpServer server{[this](const HttpServerRequest& request) { return answer(request); }};
};

class CliFetch : public testing::Test {
protected:
    CliRun fetch(const MiniatureHub& hub) { return runCli(command(hub)); }
    std::vector<std::string> command(const MiniatureHub& hub) const
    {
        return {"model", "fetch", "blip2-flan-t5-xl", "--base-url", hub.server.url("/"), "--json"};
    }

    TemporaryFolder folder;
    const ScopedVariable config{"XDG_CONFIG_HOME", folder / "config"};
    const ScopedVariable data{"XDG_DATA_HOME", folder / "data"};
    const fs::path downloads = folder / "data" / "descant" / "downloads";
    const fs::path blip2 = downloads / "blip2-flan-t5-xl";
};

TEST_F(CliFetch, fromTheHubToACaptionWithoutNamingAModel)
{
    const MiniatureHub hub("hub_c");
    const CliRun run = fetch(hub);
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_NE(run.errors.find("licence: MIT"), std::string::npos) << "told before it starts";
    EXPECT_NE(run.errors.find("are free in"), std::string::npos);
    const json answer = run.json();
    EXPECT_EQ(answer["files"].size(), hub.files.size());
    for (const auto& [name, bytes] : hub.files)
        EXPECT_EQ(contentOf(blip2 / name), bytes) << name;
    const std::string library = folder / "data" / "descant" / "models" / "blip2-flan-t5-xl";
    EXPECT_EQ(answer["assemble"][0]["command"],
              "descant-cli model assemble --blip2 " + blip2.string() + " --out " + library);
    const CliRun assembled = runCli({"model", "assemble", "--blip2", blip2, "--out", library, "--name", "mini"});
    ASSERT_EQ(assembled.status, 0) << assembled.errors;
    ASSERT_EQ(runCli({"model", "activate", library}).status, 0);
    makeClip(folder / "clip.mp4", evenTicks(25), 16000);
    const CliRun proposed = runCli({"propose", folder / "clip.mp4", "--json"});
    ASSERT_EQ(proposed.status, 0) << proposed.errors;
    EXPECT_EQ(proposed.json()["model"]["name"], "mini");
}

TEST_F(CliFetch, whatIsThereDoesNotComeAgain)
{
    const MiniatureHub hub("hub_c");
    ASSERT_EQ(fetch(hub).status, 0);
    const std::size_t asked = hub.server.requests().size();
    const CliRun again = fetch(hub);
    ASSERT_EQ(again.status, 0) << again.errors;
    for (const json& file : again.json()["files"])
        EXPECT_EQ(file["received"], 0) << file;
    const std::vector<HttpServerRequest> requests = hub.server.requests();
    EXPECT_TRUE(std::all_of(requests.begin() + static_cast<std::ptrdiff_t>(asked), requests.end(),
                            [](const HttpServerRequest& request) { return request.method == "HEAD"; }));
    EXPECT_GT(
        std::count_if(requests.begin(), requests.end(),
                      [](const HttpServerRequest& request) { return request.path.find(kCommit) != std::string::npos; }),
        0)
        << "all of one version of the repository";
}

TEST_F(CliFetch, stoppingKeepsWhatCameAndTheNextRunAsksForTheRestOnly)
{
    MiniatureHub hub("hub_c");
    hub.stallsAt = kShard;
    const fs::path part = (blip2 / kShard).string() + ".part";
    const auto stalls = [&] {
        std::error_code absent;
        return fs::file_size(part, absent) == 1000 && !absent;
    };
    const CliRun stopped = runCliAndEndWhen(command(hub), stalls);
    EXPECT_EQ(stopped.status, 3) << stopped.errors;
    EXPECT_EQ(stopped.errorCode(), "cancelled");
    EXPECT_EQ(fs::file_size(part), 1000U);
    const std::size_t asked = hub.server.requests().size();
    hub.stallsAt.clear();
    const CliRun run = fetch(hub);
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(contentOf(blip2 / kShard), hub.files[kShard]);
    const std::vector<HttpServerRequest> requests = hub.server.requests();
    const auto rest = std::find_if(requests.begin() + static_cast<std::ptrdiff_t>(asked), requests.end(),
                                   [](const HttpServerRequest& request) { return request.method == "GET"; });
    ASSERT_NE(rest, requests.end());
    EXPECT_TRUE(rest->path.ends_with(kShard)) << "what was whole is not asked for: " << rest->path;
    EXPECT_EQ(rest->header("range"), "bytes=1000-");
}

TEST_F(CliFetch, aFolderWithoutAnIndexHasOneFileOfWeights)
{
    MiniatureHub hub("hub_a");
    ASSERT_EQ(fetch(hub).status, 0);
    EXPECT_EQ(contentOf(blip2 / "model.safetensors"), hub.files["model.safetensors"]);
    hub.files.erase("model.safetensors");
    const CliRun run = fetch(hub);
    EXPECT_EQ(run.errorCode(), "download-refused");
    EXPECT_NE(run.errors.find("404"), std::string::npos);
}

TEST_F(CliFetch, anIndexThatNamesOtherPlacesIsHostile)
{
    for (const char* name : {"../../evil.safetensors", "/tmp/evil.safetensors", "config.json", ".evil.safetensors",
                             "a?b=c.safetensors", "%2e%2e%2fevil.safetensors", "a b.safetensors"}) {
        MiniatureHub hub("hub_c");
        hub.files["model.safetensors.index.json"] = json{{"weight_map", {{"a", name}}}}.dump();
        const CliRun run = fetch(hub);
        EXPECT_EQ(run.status, 1);
        EXPECT_EQ(run.errorCode(), "checkpoint-hostile") << name;
        EXPECT_EQ(run.json()["error"]["message"].get<std::string>().find('\n'), std::string::npos);
    }
    EXPECT_FALSE(fs::exists(folder / "data" / "evil.safetensors"));
}

TEST_F(CliFetch, aFileWithAnotherHashIsRefused)
{
    MiniatureHub hub("hub_c");
    const HttpServer liar([&](const HttpServerRequest& request) {
        HttpServerReply reply = hub.answer(request);
        if (request.path.ends_with(kShard) && request.method == "GET")
            reply.body[500] ^= 1;
        return reply;
    });
    const CliRun run =
        runCli({"model", "fetch", "blip2-flan-t5-xl", "--base-url", liar.url(), "--to", folder / "to", "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorCode(), "download-damaged");
    EXPECT_NE(run.errors.find("descant-cli: What was downloaded is not what was promised"), std::string::npos)
        << run.errors;
    EXPECT_FALSE(fs::exists(folder / "to" / "blip2-flan-t5-xl" / kShard));
    EXPECT_TRUE(fs::exists(folder / "to" / "blip2-flan-t5-xl" / "spiece.model")) << "what came before is kept";
}

TEST_F(CliFetch, aKnownFileIsNotTakenFromAServerThatHasAnother)
{
    const HttpServer server([](const HttpServerRequest& request) { return fileReply(request, "no BEATs"); });
    const CliRun run = runCli({"model", "fetch", "beats", "--base-url", server.url(), "--json"});
    EXPECT_EQ(run.errorCode(), "download-damaged");
    EXPECT_EQ(server.requests().size(), 1U) << "before anything comes";
}

TEST_F(CliFetch, theListTellsWhatThereIs)
{
    const CliRun run = runCli({"model", "fetch", "--list", "--json"});
    ASSERT_EQ(run.status, 0);
    const json items = run.json()["items"];
    EXPECT_EQ(items.size(), 5U);
    for (const json& item : items) {
        EXPECT_FALSE(item["licence"].get<std::string>().empty());
        EXPECT_GT(item["bytes"], 100'000'000);
    }
    EXPECT_EQ(runCli({"model", "fetch", "--json"}).json(), run.json()) << "nothing named: nothing fetched";
    EXPECT_EQ(runCli({"model", "fetch", "nonsense"}).status, 2);
    for (const char* address : {"file:///tmp", "no address", "http://127.0.0.1/?a=", "http://name:secret@127.0.0.1"})
        EXPECT_EQ(runCli({"model", "fetch", "beats", "--base-url", address}).status, 2) << address;
}

} // namespace
} // namespace descant::test
