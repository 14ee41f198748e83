# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement of segmentations by scipy and numpy, for tests/core/metrics/tst_agreement.cpp.

Independent of the C++: the whole matrix goes to scipy's linear_sum_assignment, boundaries to its maximum bipartite
matching, and kappa is counted on frames of a millisecond. Prints tests/data/metrics/agreement.json.
"""
import json
import random

import numpy
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

THRESHOLDS = [0.3, 0.5, 0.7, 0.9]
TOLERANCE = 500


def iou(a, b):
    both = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if both <= 0 else both / (max(a[1], b[1]) - min(a[0], b[0]))


def assigned(matrix):
    if 0 in matrix.shape:
        return []
    rows, columns = linear_sum_assignment(-matrix)
    return [matrix[i, j] for i, j in zip(rows, columns) if matrix[i, j] > 0]


def boundaries(first, second, edge):
    if not first or not second:
        return 0
    near = numpy.array([[abs(a[edge] - b[edge]) <= TOLERANCE for b in second] for a in first], dtype=int)
    return int((maximum_bipartite_matching(csr_matrix(near)) >= 0).sum())


def frames(ranges, length):
    inside = numpy.zeros(length, dtype=bool)
    for start, end in ranges:
        inside[start:end] = True
    return inside


def kappa(a, b):
    agreed = (a == b).mean()
    chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    return None if 1 - chance < 1e-12 else (agreed - chance) / (1 - chance)


def drawn(rng, count, length):
    ranges = []
    for _ in range(count):
        start = rng.randrange(length - 1000)
        ranges.append([start, min(length, start + rng.randrange(200, 6000))])
    return ranges


def moved(rng, ranges, length):
    result = []
    for start, end in ranges:
        if rng.random() < 0.15:
            continue
        start = max(0, start + rng.randrange(-900, 900))
        end = min(length, max(start + 100, end + rng.randrange(-900, 900)))
        result.append([start, end])
    return result + drawn(rng, rng.randrange(3), length)


def case(rng, index):
    length = rng.choice([20000, 60000])
    first = drawn(rng, rng.choice([0, 1, 3, 8, 20]) if index else 0, length)
    second = moved(rng, first, length)
    matrix = numpy.array([[iou(a, b) for b in second] for a in first]).reshape(len(first), len(second))
    best = assigned(matrix)
    return {"length": length, "first": first, "second": second, "paired": len(best), "iou_sum": sum(best),
            "matched": [len(assigned((matrix >= t).astype(float))) for t in THRESHOLDS],
            "boundaries": boundaries(first, second, 0) + boundaries(first, second, 1),
            "kappa": kappa(frames(first, length), frames(second, length))}


rng = random.Random(20260105)
print("[" + ",\n".join(json.dumps(case(rng, index), separators=(",", ":")) for index in range(60)) + "]")
