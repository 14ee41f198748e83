// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloads/internal/http_transfer.h"

namespace descant::downloads {

/// A status that is no success, in words, with what a person can do about it.
HttpFailure failureOfStatus(long status, const std::string& url);
/// A transfer that did not come to an answer: `code` is a CURLcode, `detail` what libcurl says of it.
HttpFailure failureOfTransfer(int code, const std::string& detail, const HttpRequest& request);

} // namespace descant::downloads
