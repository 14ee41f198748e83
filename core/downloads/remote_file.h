// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloads/download.h"

namespace descant::downloads {

/// What a server says of a file before it is fetched.
struct RemoteFile {
    std::optional<std::uint64_t> bytes;
    std::string sha256; ///< of a large file on a hub, which gives it as X-Linked-Etag; empty otherwise
    std::string commit; ///< of the hub's repository, which gives it as X-Repo-Commit; empty otherwise
};

/// Asks without fetching (HEAD). Nothing when the server does not have the file (404). Errors as of download().
Outcome<std::optional<RemoteFile>> inspect(const std::string& url, const Patience& patience,
                                           const std::stop_token& stop);

} // namespace descant::downloads
