// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_fetch.h"

#include "app/cli/output.h"
#include "core/workflows/model_fetch.h"
#include "core/workflows/model_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace descant::cli {
namespace {

using inference::PublishedItem;
using workflows::FetchedFile;
using workflows::FetchPlan;
using workflows::FetchRequest;

struct FetchOptions {
    std::vector<std::string> items;
    std::string to, baseUrl = workflows::kHubAddress;
    bool list = false;
};

std::string inWords(std::uint64_t bytes)
{
    return bytes < 1'000'000'000 ? fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6)
                                 : fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

/// An argument as a shell takes it.
std::string quoted(const std::string& argument)
{
    const auto isPlain = [](unsigned char letter) {
        return std::isalnum(letter) != 0
            || std::string_view("/._-+=:@").find(static_cast<char>(letter)) != std::string_view::npos;
    };
    if (!argument.empty() && std::all_of(argument.begin(), argument.end(), isPlain))
        return argument;
    std::string text = "'";
    for (const char letter : argument)
        text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return text + "'";
}

/// The command that makes a package of what was fetched; empty when there is none.
std::string assembleCommand(const PublishedItem& item, const std::filesystem::path& folder)
{
    const std::optional<inference::AssembleRequest> request = workflows::assemblyOf(item, folder);
    if (!request)
        return {};
    std::vector<std::string> words = {"descant-cli", "model", "assemble"};
    if (const auto* hub = std::get_if<inference::HubFolder>(&request->from)) {
        words.insert(words.end(), {"--blip2", hub->blip2.string()});
        if (!hub->beats.empty())
            words.insert(words.end(), {"--beats", hub->beats.string()});
    } else if (const auto* authors = std::get_if<inference::AuthorsFile>(&request->from)) {
        words.insert(words.end(), {"--authors", authors->path.string(), "--spiece", request->tokenizer.string()});
    }
    words.insert(words.end(), {"--out", request->out.string()});
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + quoted(word);
    return line;
}

std::filesystem::path folderOf(const FetchOptions& options)
{
    return std::filesystem::absolute(options.to.empty() ? workflows::downloadsFolder()
                                                        : std::filesystem::path(options.to));
}

Answer listItems(const FetchOptions& options)
{
    Answer answer;
    answer.json = {{"folder", folderOf(options).string()}, {"items", Json::array()}};
    for (const PublishedItem& item : inference::publishedItems()) {
        Json files = Json::array();
        for (const inference::PublishedFile& file : item.files)
            files.push_back({{"repository", file.repository}, {"name", file.name}});
        answer.json["items"].push_back({{"id", item.id},
                                        {"title", item.title},
                                        {"licence", item.licence},
                                        {"bytes", item.bytes},
                                        {"files", files}});
        answer.text +=
            fmt::format("{}  {}\n    about {}; licence: {}\n", item.id, item.title, inWords(item.bytes), item.licence);
    }
    answer.text += "They are fetched with: descant-cli model fetch ITEM…";
    return answer;
}

/// What is going to happen, before it does; on standard error, as progress is.
void announce(const FetchPlan& plan)
{
    endProgress();
    for (const std::string& id : plan.request.items) {
        if (const PublishedItem* item = inference::publishedItem(id))
            std::fprintf(stderr, "%s: %s\n  licence: %s\n", item->id.c_str(), item->title.c_str(),
                         item->licence.c_str());
    }
    const auto available = plan.request.freeSpace(plan.request.folder);
    std::fprintf(stderr, "%s of %s have to come; %s are free in %s\n", inWords(plan.missing).c_str(),
                 inWords(plan.bytes).c_str(), available ? inWords(*available).c_str() : "unknown",
                 plan.request.folder.c_str());
}

Answer answerOf(const FetchPlan& plan, const std::vector<FetchedFile>& fetched)
{
    Answer answer;
    answer.json = {{"folder", plan.request.folder.string()}, {"files", Json::array()}, {"assemble", Json::array()}};
    std::uint64_t received = 0;
    for (const FetchedFile& file : fetched) {
        answer.json["files"].push_back({{"item", file.file.item},
                                        {"file", file.file.target.string()},
                                        {"bytes", file.done.bytes},
                                        {"received", file.done.received},
                                        {"sha256", file.done.sha256},
                                        {"checked", !file.file.sha256.empty()}});
        received += file.done.received;
    }
    answer.text =
        fmt::format("{} files are in {}; {} came", fetched.size(), plan.request.folder.string(), inWords(received));
    for (const std::string& id : plan.request.items) {
        const PublishedItem* item = inference::publishedItem(id);
        const std::string command = item != nullptr ? assembleCommand(*item, plan.request.folder) : "";
        if (command.empty())
            continue;
        answer.json["assemble"].push_back({{"item", id}, {"command", command}});
        answer.text += fmt::format("\na package is made of {} with:\n  {}", id, command);
    }
    return answer;
}

Outcome<Answer> fetchModel(const FetchOptions& options, const Context& context)
{
    if (options.list || options.items.empty())
        return listItems(options);
    FetchRequest request;
    request.items = options.items;
    request.folder = folderOf(options);
    request.baseUrl = options.baseUrl;
    DESCANT_TRY(const FetchPlan plan, workflows::planFetch(request, context.stop, context.progress));
    announce(plan);
    DESCANT_TRY(const std::vector<FetchedFile> fetched, workflows::fetchFiles(plan, context.stop, context.progress));
    return answerOf(plan, fetched);
}

} // namespace

void addModelFetch(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "fetch", "Fetch the public files that packages are assembled from");
    auto options = std::make_shared<FetchOptions>();
    command->add_option("ITEM", options->items, "What to fetch; without any: the list of what there is");
    command->add_flag("--list", options->list, "Say what there is, how large, and under which licence");
    command->add_option("--to", options->to, "The folder for it (default: downloads in the data folder)");
    command
        ->add_option("--base-url", options->baseUrl, "A mirror of the hub: FILE is BASE/OWNER/NAME/resolve/main/FILE")
        ->capture_default_str();
    table.onRun(command, [options](const Context& context) { return fetchModel(*options, context); });
}

} // namespace descant::cli
