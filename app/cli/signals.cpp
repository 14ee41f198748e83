// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/signals.h"

#include <csignal>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <thread>

namespace descant::cli {
namespace {

sigset_t endingSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

/// A stop source is not for signal handlers; a thread that waits for the signals may use it.
void waitForSignals(std::stop_source stop)
{
    const sigset_t set = endingSignals();
    int signal = 0;
    sigwait(&set, &signal);
    stop.request_stop();
    // timeout and shells send the same wish to the program and once more to its group: that asks for nothing new.
    const auto deaf = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    constexpr timespec kSlice{0, 50'000'000};
    while (std::chrono::steady_clock::now() < deaf)
        sigtimedwait(&set, nullptr, &kSlice);
    sigwait(&set, &signal);
    _exit(3);
}

} // namespace

void holdSignals()
{
    const sigset_t set = endingSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A limit of file sizes is told as a full disk, and does not end the program.
    std::signal(SIGXFSZ, SIG_IGN);
}

std::stop_token stopOnSignals()
{
    const std::stop_source stop;
    std::thread(waitForSignals, stop).detach();
    return stop.get_token();
}

} // namespace descant::cli
