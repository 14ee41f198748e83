// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

#include "core/base/media_time.h"

namespace descant::cli {

enum class OutputForm { Text, Document };

/// Prints and gives the exit status. JSON goes to standard output, one document; errors are one line on standard error.
int printAnswer(const Answer& answer, OutputForm form);
int printError(const Error& error, OutputForm form);
int printCancelled(OutputForm form);

/// The form that an error has in JSON; its items are "keys".
Json errorToJson(const Error& error);
/// Seconds as a decimal number.
inline double seconds(MediaTime time) { return toSeconds(time); }
Json fraction(const Rational& rational);

/// Progress as one line that is written over on a terminal; nothing elsewhere.
ProgressSink progressOnStandardError();
/// Takes the line away.
void endProgress();

} // namespace descant::cli
