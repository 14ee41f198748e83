// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/job_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

using namespace descant;
using namespace descant::jobs;

namespace {

/// How jobs ended, counted on any thread.
struct Ends {
    std::atomic<int> done{0}, failed{0}, cancelled{0};

    Listener listener()
    {
        return {{}, [this](const Outcome<void>& outcome) {
                    ++(outcome ? done : isCancelled(outcome.error()) ? cancelled : failed);
                }};
    }
};

Outcome<void> untilStopped(std::stop_token stop, const ProgressSink&)
{
    while (!stop.stop_requested())
        std::this_thread::yield();
    return cancelled();
}

Outcome<void> nothing(std::stop_token, const ProgressSink&) { return {}; }

TEST(JobQueueTest, jobsOfOneWorkerRunInOrder)
{
    std::vector<int> order;
    JobHandle last;
    JobQueue queue(1);
    for (int i = 0; i < 50; ++i)
        last = *queue.submit([&order, i](std::stop_token, const ProgressSink&) -> Outcome<void> {
            order.push_back(i);
            return {};
        });
    last.wait();
    ASSERT_EQ(order.size(), 50U);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(JobQueueTest, withoutWorkersAJobRunsInsideSubmit)
{
    Ends ends;
    JobQueue queue(0);
    const auto here = std::this_thread::get_id();
    const auto handle = queue.submit(
        [&](std::stop_token, const ProgressSink&) -> Outcome<void> {
            EXPECT_EQ(std::this_thread::get_id(), here);
            return {};
        },
        ends.listener());
    EXPECT_TRUE(handle->hasEnded());
    EXPECT_EQ(ends.done, 1);
}

TEST(JobQueueTest, whatAJobThrowsOrReturnsIsItsEnd)
{
    Ends ends;
    JobQueue queue(0);
    (void)queue.submit([](std::stop_token, const ProgressSink&) -> Outcome<void> { throw std::runtime_error("no"); },
                       ends.listener());
    (void)queue.submit([](std::stop_token, const ProgressSink&) -> Outcome<void> { throw 7; }, ends.listener());
    (void)queue.submit(
        [](std::stop_token, const ProgressSink&) -> Outcome<void> { return fail(ErrorCode::DiskFull, "x"); },
        ends.listener());
    EXPECT_EQ(ends.failed, 3);
}

TEST(JobQueueTest, aRunningAndAWaitingJobCanBeCancelled)
{
    Ends ends;
    std::atomic<bool> begun{false};
    JobQueue queue(1);
    JobHandle running = *queue.submit(untilStopped, ends.listener());
    JobHandle waiting = *queue.submit(
        [&](std::stop_token, const ProgressSink&) -> Outcome<void> {
            begun = true;
            return {};
        },
        ends.listener());
    waiting.cancel();
    running.cancel();
    running.cancel();
    waiting.wait();
    EXPECT_EQ(ends.cancelled, 2);
    EXPECT_FALSE(begun);
}

TEST(JobQueueTest, everyJobEndsOnceAlsoWhenTheQueueGoesAway)
{
    Ends ends;
    {
        JobQueue queue(4);
        std::vector<std::thread> people;
        for (int person = 0; person < 4; ++person)
            people.emplace_back([&queue, &ends] {
                for (int i = 0; i < 50; ++i) {
                    JobHandle handle = *queue.submit(i % 5 == 0 ? Work(untilStopped) : Work(nothing), ends.listener());
                    if (i % 10 == 0)
                        handle.cancel();
                }
            });
        for (std::thread& person : people)
            person.join();
    }
    EXPECT_EQ(ends.done + ends.cancelled, 200);
    EXPECT_GE(ends.cancelled, 40);
    EXPECT_EQ(ends.failed, 0);
}

TEST(JobQueueTest, aFullQueueRefuses)
{
    Ends ends;
    {
        JobQueue queue(1, 2);
        std::promise<void> begun;
        (void)queue.submit(
            [&begun](std::stop_token stop, const ProgressSink& sink) {
                begun.set_value();
                return untilStopped(std::move(stop), sink);
            },
            ends.listener());
        begun.get_future().wait();
        EXPECT_TRUE(queue.submit(nothing, ends.listener()));
        EXPECT_TRUE(queue.submit(nothing, ends.listener()));
        EXPECT_FALSE(queue.submit(nothing, ends.listener()));
        queue.cancelAll();
    }
    EXPECT_EQ(ends.done + ends.cancelled, 3);
}

TEST(JobQueueTest, aFloodOfProgressIsThinnedAndItsEndComesThrough)
{
    int reports = 0;
    double last = 0;
    JobQueue queue(0);
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    (void)queue.submit(
        [&](std::stop_token, const ProgressSink& sink) -> Outcome<void> {
            while (Clock::now() - begin < std::chrono::milliseconds(300))
                report(sink, "counting", 0.5);
            report(sink, "counted", 1.0);
            return {};
        },
        {[&](const Progress& progress) {
             ++reports;
             last = progress.fraction;
         },
         {}});
    // However slow the machine is: 15 in each second that went by, the first one, and the end.
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    EXPECT_GE(reports, 2);
    EXPECT_LE(reports, static_cast<int>(15.0 * seconds) + 2);
    EXPECT_EQ(last, 1.0);
}

} // namespace
