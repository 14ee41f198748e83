// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace descant {

/// What went wrong, as a kind. Every code has a name, a sentence, advice and an exit status (see error.cpp);
/// a test checks that none is missing.
enum class ErrorCode {
    // files and the machine
    FileNotFound, FileNotReadable, FileNotWritable, DiskFull, FileChanged,
    // media
    NotMedia, MediaTruncated, NoVideoStream, NoAudioStream, EmptyMedia, UnsupportedCodec, EmptyRange, EncodingFailed,
    // model packages and checkpoints
    PackageInvalid, PackageIncomplete, ArchitectureInvalid, CheckpointInvalid, CheckpointHostile, TensorMismatch,
    HashMismatch, TokenizerInvalid, InputInvalid, DeviceUnavailable, OutOfMemory, ModelFailed, NoModel,
    // projects
    NotAProject, ProjectTooNew, ProjectDamaged, ProjectLocked, ProjectExists, ItemNotFound, EditRefused, StorageFailed,
    // exchange formats and corpora
    FormatUnknown, FormatInvalid, NothingToExport, CorpusInvalid, SplitsLeak,
    // training and the demo world
    TrainingFailed, CatalogueMissing,
    // downloads
    DownloadFailed, DownloadRefused, DownloadDamaged,
    // use of the program
    UsageWrong, NotSupported, Internal,
};

/// A failure that is worth telling: what failed (code), on what (subject), why exactly (detail), what to do (advice).
/// Owned by value. `detail` is English and goes to the log and after the sentence; `items` lists single problems
/// (bad keys, bad lines), one a line.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string subject;              ///< path, id or name that it happened to
    std::string detail;               ///< what exactly, one clause without a full stop
    std::string advice = {};          ///< what to do; empty: the code's own advice
    std::vector<std::string> items = {};
};

/// Stable name of a code, as `error.code` prints it in JSON: lower case with hyphens, e.g. "file-not-found".
std::string_view errorName(ErrorCode code);
/// What failed, in words, without subject: "The file was not found".
std::string_view errorSentence(ErrorCode code);
/// What a person can do about it, in words.
std::string_view errorAdvice(ErrorCode code);
/// Exit status of the command line: 1 failed, 2 wrong usage.
int errorExitStatus(ErrorCode code);
/// All codes, for tests and tables.
const std::vector<ErrorCode>& allErrorCodes();

/// The one line that is shown: "<what failed>: <on what>: <what to do>", with the detail after what failed.
std::string describe(const Error& error);
/// The advice that applies: the error's own, else the code's.
std::string adviceOf(const Error& error);

} // namespace descant
