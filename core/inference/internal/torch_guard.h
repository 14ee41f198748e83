// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <utility>

namespace descant::inference {

/// Makes failed checks of LibTorch exceptions, whatever another library wrote over the switch that makes them end the
/// program (docs/decisions/0007-sentencepiece-before-libtorch.md).
void letLibTorchThrow();

/// The error that belongs to the exception in flight; call inside a catch block only.
Error errorFromException(const std::string& subject);

/// Runs work that calls LibTorch; what it throws becomes an error (OutOfMemory or ModelFailed).
template <typename Work> auto guarded(const std::string& subject, Work&& work) -> decltype(work())
{
    letLibTorchThrow();
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        return fail(errorFromException(subject));
    }
}

} // namespace descant::inference
