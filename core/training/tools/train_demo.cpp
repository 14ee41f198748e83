// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/demo_training.h"

#include <fmt/format.h>

#include <malloc.h>

#include <cstdlib>

namespace {

void printCard(const char* name, const descant::training::ScoreCard& card)
{
    fmt::print("\n{}: {} clips, CIDEr-D {:.3f}, seen {:.3f}, heard {:.3f}, both {:.3f}, place {:.3f}, invented {:.3f}\n", name,
               card.clips, card.ciderD, card.seen, card.heard, card.both, card.place, card.invented);
    for (const std::string& caption : card.captions)
        fmt::print("  {}\n", caption);
}

} // namespace

/// descant_train_demo WORK PACKAGE [SEEING HEARING CAPTIONS CLIPS]: developer's program; numbers are steps.
int main(int count, char** arguments)
{
    // Large blocks come and go every step: keep them instead of giving them back to the system.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    if (count < 3) {
        fmt::print(stderr, "usage: {} WORK PACKAGE [SEEING HEARING CAPTIONS CLIPS]\n", arguments[0]);
        return 2;
    }
    descant::training::DemoTraining training;
    training.work = arguments[1];
    training.package = arguments[2];
    const auto number = [&](int index, std::int64_t otherwise) {
        return count > index ? std::strtoll(arguments[index], nullptr, 10) : otherwise;
    };
    training.seeingSteps = number(3, training.seeingSteps);
    training.hearingSteps = number(4, training.hearingSteps);
    training.captionSteps = number(5, training.captionSteps);
    training.clips = number(6, training.clips);
    const auto summary = descant::training::trainDemoModel(training, {}, [](const descant::Progress& progress) {
        if (progress.what.starts_with('{'))
            fmt::print(stderr, "{}\n", progress.what);
    });
    if (!summary) {
        const auto* error = std::get_if<descant::Error>(&summary.error());
        fmt::print(stderr, "{}\n", error ? descant::describe(*error) : "stopped");
        return 1;
    }
    fmt::print("patches {:.3f} sounds {:.3f}\n", summary->patchesRight, summary->soundsRight);
    printCard("both senses", summary->both);
    printCard("silenced", summary->silenced);
    printCard("blanked", summary->blanked);
    return 0;
}
