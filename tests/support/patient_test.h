// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Instead of <QTest>: what a test waits for has half a minute to come, not Qt's five seconds. Every step of a project is
// flushed to the disk, and on a machine whose disk is busy a few of them can take that long; nothing is slower for it.
#include <QTest>

#undef QTRY_VERIFY
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 30000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 30000)
