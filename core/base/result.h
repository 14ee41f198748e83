// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

#include <utility>
#include <variant>

namespace descant {

/// A value, or the reason why there is none. Nothing thrown crosses a folder or a thread; this does.
template <typename T>
using Result = tl::expected<T, Error>;

/// The person or the program asked to stop. An outcome of its own, never an Error.
struct Cancelled {};

/// Why work that can be stopped gave no value.
using Failure = std::variant<Error, Cancelled>;

/// The end of work that can be stopped: a value, an Error or Cancelled. A Result's error converts to it.
template <typename T>
using Outcome = tl::expected<T, Failure>;

/// return fail(ErrorCode::FileNotFound, path, "…") from any function that gives a Result or an Outcome.
inline tl::unexpected<Error> fail(ErrorCode code, std::string subject, std::string detail = {}, std::string advice = {})
{
    return tl::unexpected<Error>(Error{code, std::move(subject), std::move(detail), std::move(advice), {}});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Failure> fail(Failure failure) { return tl::unexpected<Failure>(std::move(failure)); }
inline tl::unexpected<Failure> cancelled() { return tl::unexpected<Failure>(Failure(Cancelled{})); }

inline bool isCancelled(const Failure& failure) { return std::holds_alternative<Cancelled>(failure); }

} // namespace descant

// DESCANT_TRY(auto value, expression): the value, or return the failure to the caller.
#define DESCANT_CONCAT_(a, b) a##b
#define DESCANT_CONCAT(a, b) DESCANT_CONCAT_(a, b)
#define DESCANT_TRY(declaration, expression) DESCANT_TRY_(declaration, expression, DESCANT_CONCAT(tryResult_, __LINE__))
#define DESCANT_TRY_(declaration, expression, temporary)                                                              \
    auto temporary = (expression);                                                                                    \
    if (!temporary)                                                                                                   \
        return ::descant::fail(std::move(temporary.error()));                                                         \
    declaration = *std::move(temporary)
// DESCANT_CHECK(expression): go on, or return the failure to the caller.
#define DESCANT_CHECK(expression) DESCANT_CHECK_(expression, DESCANT_CONCAT(checkResult_, __LINE__))
#define DESCANT_CHECK_(expression, temporary)                                                                         \
    if (auto temporary = (expression); !temporary)                                                                    \
    return ::descant::fail(std::move(temporary.error()))
