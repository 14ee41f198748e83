// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/checkpoints/pickle_document.h"

#include <utility>

namespace descant::inference {

inline PickleValue pickleContainer(PickleKind kind, std::vector<std::size_t> members)
{
    PickleValue value;
    value.kind = kind;
    value.members = std::move(members);
    return value;
}

inline PickleValue pickleNumber(PickleKind kind, std::int64_t integer)
{
    PickleValue value;
    value.kind = kind;
    value.integer = integer;
    return value;
}

inline PickleValue pickleReal(double number)
{
    PickleValue value;
    value.kind = PickleKind::Real;
    value.real = number;
    return value;
}

inline PickleValue pickleText(PickleKind kind, std::string content)
{
    PickleValue value;
    value.kind = kind;
    value.text = std::move(content);
    return value;
}

} // namespace descant::inference
