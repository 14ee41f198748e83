# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps transformers' generate() to captions whose text begins with a given one, whatever tokens write it."""
import functools

import torch
from transformers import LogitsProcessor

SPACE, UNKNOWN = "\u2581", 2


def normalised(text):
    words = text.split()
    if not words:
        return ""
    return SPACE + SPACE.join(words) + (SPACE if text[-1].isspace() else "")


class TextPrefix:
    """The tokens that may come next, found by trying each of them."""

    def __init__(self, pieces, vocabulary, text, max_new_tokens):
        self.pieces, self.vocabulary, self.text = pieces, vocabulary, normalised(text)
        self.options = functools.lru_cache(None)(self._options)
        self.fewest = functools.lru_cache(None)(self._fewest)
        self.tokens = self.fewest(0) + max_new_tokens

    def _fitting(self, place):
        rest = self.text[place:]
        return {index: min(place + len(piece), len(self.text)) for index, piece in enumerate(self.pieces)
                if piece and (rest.startswith(piece) or piece.startswith(rest))}

    def _options(self, place):
        """Token -> how far it gets. A run of characters that no piece writes is one unknown token."""
        found = self._fitting(place)
        if found:
            return found
        end = place + 1
        while end < len(self.text) and not self._fitting(end):
            end += 1
        return {UNKNOWN: end}

    def _fewest(self, place):
        return 0 if place == len(self.text) else 1 + min(self.fewest(after) for after in self.options(place).values())

    def place(self, ids):
        place = 0
        for token in ids[1:]:
            if place < len(self.text):
                place = self.options(place).get(token, place)
        return place

    def is_written(self, ids):
        return self.place(ids) == len(self.text)

    def __call__(self, _clip, ids):
        ids = ids.tolist()
        place = self.place(ids)
        if place == len(self.text):
            return list(range(self.vocabulary))
        left = self.tokens - len(ids)
        return [token for token, after in self.options(place).items() if self.fewest(after) <= left]


class NoRepeatsAfterPrefix(LogitsProcessor):
    """Forbids repeated n-grams, but not while the prefix is being written: a person may repeat himself."""

    def __init__(self, prefix, length):
        self.prefix, self.length = prefix, length

    def __call__(self, input_ids, scores):
        for row, ids in enumerate(input_ids.tolist()):
            if self.prefix.is_written(ids) and len(ids) + 1 >= self.length:
                tail = tuple(ids[len(ids) - self.length + 1:])
                banned = [ids[at + self.length - 1] for at in range(len(ids) - self.length + 1)
                          if tuple(ids[at:at + self.length - 1]) == tail]
                scores[row, torch.tensor(banned, dtype=torch.long)] = -float("inf")
        return scores
