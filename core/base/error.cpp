// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <fmt/format.h>

namespace descant {
namespace {

struct CodeText {
    ErrorCode code;
    std::string_view name;
    std::string_view sentence;
    std::string_view advice;
};

using enum ErrorCode;

constexpr CodeText kCodeTexts[] = {
    {FileNotFound, "file-not-found", "The file was not found", "check the path, or find the file where it is now"},
    {FileNotReadable, "file-not-readable", "The file cannot be read", "check the permissions of the file and its folder"},
    {FileNotWritable, "file-not-writable", "The file cannot be written", "choose a folder that you may write to"},
    {DiskFull, "disk-full", "The disk is full", "free some space and try again; what was saved before is kept"},
    {FileChanged, "file-changed", "The file changed while it was read", "open it again"},
    {NotMedia, "not-media", "The file is not a video or sound that can be read", "choose a video or sound file"},
    {MediaTruncated, "media-truncated", "The file ends too early", "copy or download it again"},
    {NoVideoStream, "no-video-stream", "The file has no picture", "choose a file with a video stream"},
    {NoAudioStream, "no-audio-stream", "The file has no sound", "choose a file with an audio stream"},
    {EmptyMedia, "empty-media", "The file is empty", "copy or download it again"},
    {UnsupportedCodec, "unsupported-codec", "The coding of the file is not supported", "convert it to H.264 or VP9 first"},
    {EmptyRange, "empty-range", "There is nothing in that stretch of time", "choose a stretch inside the file"},
    {EncodingFailed, "encoding-failed", "The video could not be written", "check the folder and the free space"},
    {PackageInvalid, "package-invalid", "The model package is not valid", "get the package again, or assemble it again"},
    {PackageIncomplete, "package-incomplete", "The model package is incomplete", "get the missing files, or assemble it again"},
    {ArchitectureInvalid, "architecture-invalid", "The model's architecture is not valid", "correct \"architecture\" in descant-model.json"},
    {CheckpointInvalid, "checkpoint-invalid", "The checkpoint is damaged", "download it again"},
    {CheckpointHostile, "checkpoint-hostile", "The checkpoint asks to run code and was refused", "do not use it; get it from its publisher"},
    {TensorMismatch, "tensor-mismatch", "The weights do not fit the architecture", "use the weights that belong to this architecture"},
    {HashMismatch, "hash-mismatch", "A file was changed since it was made", "get it again"},
    {TokenizerInvalid, "tokenizer-invalid", "The tokenizer file is not valid", "use the spiece.model that belongs to the model"},
    {InputInvalid, "input-invalid", "The input is not valid", "correct the input"},
    {DeviceUnavailable, "device-unavailable", "The device is not available", "choose the device \"cpu\" or \"auto\""},
    {OutOfMemory, "out-of-memory", "There is not enough memory", "close other programs, or choose a smaller model or precision"},
    {ModelFailed, "model-failed", "The model failed", "try again; if it stays, verify the package with \"model verify\""},
    {NoModel, "no-model", "There is no model", "choose a model package"},
    {NotAProject, "not-a-project", "The file is not a Descant project", "choose a *.descant file"},
    {ProjectTooNew, "project-too-new", "The project was made by a newer Descant", "update Descant to open it; the file was not changed"},
    {ProjectDamaged, "project-damaged", "The project file is damaged", "open one of the backups beside it"},
    {ProjectLocked, "project-locked", "The project is open in another window", "close it there first"},
    {ProjectExists, "project-exists", "There is a file of that name already", "choose another name"},
    {ItemNotFound, "item-not-found", "It is not in the project", "check the name or number"},
    {EditRefused, "edit-refused", "The change was not made", "see the reason"},
    {StorageFailed, "storage-failed", "The project could not be saved", "check the disk; what was saved before is kept"},
    {FormatUnknown, "format-unknown", "The format is not known", "see --help for the formats"},
    {FormatInvalid, "format-invalid", "The file is not valid in its format", "correct the lines that are named"},
    {NothingToExport, "nothing-to-export", "There is nothing to export", "accept at least one caption first"},
    {CorpusInvalid, "corpus-invalid", "The corpus cannot be used", "correct what is named"},
    {SplitsLeak, "splits-leak", "Media that belong together stand in different splits", "see \"splits check\", and bring them together with \"splits plan\""},
    {TrainingFailed, "training-failed", "The training failed", "see the detail; it can be resumed"},
    {CatalogueMissing, "catalogue-missing", "The pictures and sounds of the demo world are missing", "install the package tuxpaint-stamps-default"},
    {DownloadFailed, "download-failed", "The download failed", "check the connection and run it again; it goes on where it stopped"},
    {DownloadRefused, "download-refused", "The server refused the download", "check the address"},
    {DownloadDamaged, "download-damaged", "What was downloaded is not what was promised", "run it again; if it stays, use another server"},
    {UsageWrong, "usage-wrong", "The command was not understood", "see --help"},
    {NotSupported, "not-supported", "This is not supported", "see the user guide"},
    {Internal, "internal", "Something unexpected happened", "please report it with the log"},
};

const CodeText& textOf(ErrorCode code)
{
    for (const CodeText& text : kCodeTexts) {
        if (text.code == code)
            return text;
    }
    return kCodeTexts[std::size(kCodeTexts) - 1];
}

} // namespace

std::string_view errorName(ErrorCode code) { return textOf(code).name; }
std::string_view errorSentence(ErrorCode code) { return textOf(code).sentence; }
std::string_view errorAdvice(ErrorCode code) { return textOf(code).advice; }
int errorExitStatus(ErrorCode code) { return code == UsageWrong || code == FormatUnknown ? 2 : 1; }

const std::vector<ErrorCode>& allErrorCodes()
{
    static const std::vector<ErrorCode> codes = [] {
        std::vector<ErrorCode> all;
        for (int value = 0; value <= static_cast<int>(Internal); ++value)
            all.push_back(static_cast<ErrorCode>(value));
        return all;
    }();
    return codes;
}

std::string adviceOf(const Error& error)
{
    return error.advice.empty() ? std::string(errorAdvice(error.code)) : error.advice;
}

std::string describe(const Error& error)
{
    std::string text(errorSentence(error.code));
    if (!error.detail.empty())
        text += fmt::format(" ({})", error.detail);
    if (!error.subject.empty())
        text += fmt::format(": {}", error.subject);
    return text + ": " + adviceOf(error);
}

} // namespace descant
