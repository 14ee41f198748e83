// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/corpus.h"
#include "core/formats/internal/tar_file.h"
#include "tests/fuzz/fuzz_target.h"

#include <cstdio>
#include <string>

using namespace descant;

namespace {

constexpr std::size_t kBlock = 512, kMagicAt = 257, kSumAt = 148, kSumLength = 8;

/// Puts the checksum of every header right: else hardly one that was changed would be looked at.
void repairHeaders(std::string& tar)
{
    for (std::size_t at = 0; at + kBlock <= tar.size(); at += kBlock) {
        if (tar.compare(at + kMagicAt, 5, "ustar") != 0)
            continue;
        tar.replace(at + kSumAt, kSumLength, kSumLength, ' ');
        unsigned int sum = 0;
        for (std::size_t i = 0; i < kBlock; ++i)
            sum += static_cast<unsigned char>(tar[at + i]);
        char digits[kSumLength] = {};
        std::snprintf(digits, sizeof digits, "%06o", sum & 0777777U);
        tar.replace(at + kSumAt, kSumLength - 1, digits, kSumLength - 1);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string tar(fuzz::textOf(data, size));
    if (size % 4 != 0)
        repairHeaders(tar);
    const auto path = fuzz::fileWith(tar, "corpus-val-000000.tar");
    if (auto reader = formats::TarReader::open(path)) {
        for (auto member = reader->next(); member && *member; member = reader->next()) {
            fuzz::require(("/" + (*member)->name + "/").find("/../") == std::string::npos, "no name leaves the folder");
            const auto content = reader->read(1 << 16);
            fuzz::require(!content || content->size() <= size + kBlock, "a member is no larger than its archive");
        }
    }
    project::Document document;
    const auto plan = formats::importCorpus(document, "webdataset", path);
    if (plan)
        fuzz::require(document.apply(plan->step).has_value(), "an import that was planned can be done");
    else
        fuzz::require(!plan.error().problems.empty(), "a refusal has a reason");
    return 0;
}
