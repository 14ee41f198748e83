// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace descant::inference {

/// What a pickle may hold here. Nothing in it is ever run or constructed: a tensor is the numbers that describe it.
enum class PickleKind { None, Boolean, Integer, Real, Text, List, Tuple, Dictionary, Global, Storage, Tensor };

/// One value of a pickle. Values point at each other by number, since a pickle may refer to a value twice, or to
/// itself.
struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::int64_t integer = 0; ///< Integer, Boolean; Storage: its number of elements
    double real = 0.0;
    std::string text; ///< Text; Global: "module name"; Storage: its key, which names an entry of the archive
    std::string type; ///< Storage: "FloatStorage", …
    std::vector<std::size_t> members; ///< List, Tuple; Dictionary: key, value, key, value, …; Tensor: its Storage
    std::int64_t offset = 0;          ///< Tensor: in elements of the storage
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements
};

/// A pickle as torch.save writes it (protocol 2), read into plain values.
struct PickleDocument {
    std::vector<PickleValue> values;
    std::size_t root = 0;

    const PickleValue& at(std::size_t number) const { return values[number]; }
    const PickleValue& top() const { return values[root]; }
    /// The value of a Dictionary under a text, or null.
    const PickleValue* member(const PickleValue& dictionary, const std::string& key) const;
};

/// Reads with a list of allowed opcodes and of allowed globals (torch's tensors and storages, collections.OrderedDict);
/// anything else is refused by name. Numbers of values, length of texts and the stack are bounded.
/// CheckpointHostile: it asks for code; CheckpointInvalid: it is damaged or no such pickle. `subject` names the file.
Result<PickleDocument> readPickle(std::span<const std::byte> bytes, const std::string& subject);

} // namespace descant::inference
