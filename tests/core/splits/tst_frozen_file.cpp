// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/frozen_file.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::splits;

namespace {

FrozenSplits sample()
{
    return {"2026-01-05T10:00:00Z",
            {Criterion::Source, Criterion::NearDuplicate},
            {{0.7, 0.1, 0.2}},
            "salt \"ü\"",
            {{"youtube:AbCdEfGhI12",
              "train",
              {{"1", "a.mp4", {"youtube:AbCdEfGhI12", "fingerprint:1"}}, {"2", "b.mp4", {}}}},
             {"name:c.mp4", "test", {{"3", "c\n.mp4", {"fingerprint:3"}}}}}};
}

TEST(FrozenFile, comesBackAsItWas)
{
    const auto read = frozenFrom(frozenText(sample()), "f.json");
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(*read, sample());
    FrozenSplits empty = sample();
    empty.groups.clear();
    EXPECT_EQ(*frozenFrom(frozenText(empty), "f.json"), empty);
}

TEST(FrozenFile, whatIsWrongIsNamedWithItsLine)
{
    struct Case {
        std::string before, after, message;
    };
    const std::vector<Case> cases{
        {"\"descant-splits\":1", "\"descant-splits\":2", "version"},
        {"\"descant-splits\":1", "\"other\":1", "no file of frozen splits"},
        {"\"split\":\"test\"", "\"split\":\"tset\"", "line 3: \"split\" must be"},
        {"\"split\":\"test\"", "\"split\":\"val\"", "line 3: \"split\" must be"},
        {"\"split\":\"test\"", "\"split\":7", "line 3: \"split\" must be a text"},
        {"\"name:c.mp4\"", "\"youtube:AbCdEfGhI12\"", "line 3: the group"},
        {"\"id\":\"3\"", "\"id\":\"1\"", "line 3: the medium \"1\" stands twice"},
        {"\"fingerprint:3\"", "\"fingerprint:1\"", "stands in train and in test"},
        {"\"fingerprint:3\"", "3", "line 3: a key"},
        {"\"train\":0.7", "\"train\":0.9", "sum to 1"},
        {"\"train\":0.7", "\"train\":\"0.7\"", "a share"},
        {"\"salt\":", "\"salz\":", "\"salt\" must be a text"},
        {"[\"near-duplicate\",\"source\"]", "[\"colour\"]", "\"by\" must list"},
        {"[\"near-duplicate\",\"source\"]", "7", "\"by\" must list"},
        {"\"split\":\"test\"", "\"split\":\"test\",\"split\":\"train\"", "stands twice"},
        {"\"groups\":", "\"gruops\":", "\"groups\" must be an array"},
    };
    for (const Case& one : cases) {
        std::string text = frozenText(sample());
        const std::size_t at = text.find(one.before);
        ASSERT_NE(at, std::string::npos) << one.before;
        text.replace(at, one.before.size(), one.after);
        const auto read = frozenFrom(text, "f.json");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::FormatInvalid);
        EXPECT_NE(describe(read.error()).find(one.message), std::string::npos) << describe(read.error());
    }
}

TEST(FrozenFile, everyBeginningOfItIsRefused)
{
    const std::string text = frozenText(sample());
    for (std::size_t size = 0; size + 2 < text.size(); ++size)
        EXPECT_FALSE(frozenFrom(text.substr(0, size), "f.json")) << size;
}

TEST(FrozenFile, whatIsNotInTheProjectNowStaysPromised)
{
    FrozenSplits now{"later", {Criterion::Source}, {}, "", {}};
    now.groups.push_back({"fingerprint:1", "train", {{"9", "a.mp4", {"fingerprint:1"}}}});
    now.groups.push_back({"name:c.mp4", "validate", {{"10", "new c", {"fingerprint:10"}}}});
    const FrozenSplits both = withEarlier(now, sample());
    ASSERT_EQ(both.groups.size(), 3U);
    ASSERT_EQ(both.groups[0].media.size(), 2U); // "b.mp4" was of the group of "a.mp4"
    EXPECT_EQ(both.groups[0].media[1].name, "b.mp4");
    EXPECT_EQ(both.groups[2].id, "name:c.mp4#2");
    EXPECT_EQ(both.groups[2].split, "test");
    EXPECT_TRUE(frozenFrom(frozenText(both), "f.json"));
}

} // namespace
