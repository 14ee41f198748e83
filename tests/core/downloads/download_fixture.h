// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sha256.h"
#include "core/downloads/download.h"
#include "tests/core/downloads/impatience.h"
#include "tests/support/http_server.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace descant::test {

/// Bytes that do not repeat soon: a wrong part in a wrong place shows.
inline std::string madeBytes(std::size_t count, unsigned seed = 1)
{
    std::string bytes(count, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>((seed = seed * 1664525U + 1013904223U) >> 24);
    return bytes;
}

inline std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// A target in a folder of its own, and what is looked at after a download.
class DownloadTest : public testing::Test {
protected:
    downloads::DownloadRequest wish(const HttpServer& server, const std::string& path = "/file") const
    {
        downloads::DownloadRequest request;
        request.url = server.url(path);
        request.target = target;
        request.patience = impatience();
        return request;
    }
    Outcome<downloads::Downloaded> run(const downloads::DownloadRequest& request) const
    {
        return downloads::download(request, {}, {});
    }
    /// The error; an empty one (and a failed test) when there is none.
    static Error errorOf(const Outcome<downloads::Downloaded>& outcome)
    {
        if (outcome || isCancelled(outcome.error())) {
            ADD_FAILURE() << "an error was expected";
            return {};
        }
        return std::get<Error>(outcome.error());
    }
    /// Nothing but the target is in the folder.
    void expectTidy() const
    {
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            EXPECT_EQ(entry.path(), target);
    }

    TemporaryFolder folder;
    const std::filesystem::path target = folder / "file.bin";
    const std::string bytes = madeBytes(3'000'000);
    const std::string hash = sha256Of(bytes);
};

} // namespace descant::test
