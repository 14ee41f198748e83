// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/torch_guard.h"

#include <c10/util/Exception.h>
#include <c10/util/Logging.h>

#include <new>

namespace descant::inference {

void letLibTorchThrow()
{
    [[maybe_unused]] static const bool once = [] { return FLAGS_caffe2_use_fatal_for_enforce = false, true; }();
}

Error errorFromException(const std::string& subject)
{
    try {
        throw;
    } catch (const c10::OutOfMemoryError& problem) {
        return {ErrorCode::OutOfMemory, subject, problem.what_without_backtrace()};
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfMemory, subject, {}};
    } catch (const c10::Error& problem) {
        const std::string text = problem.what_without_backtrace();
        const bool memory = text.find("not enough memory") != std::string::npos
            || text.find("can't allocate memory") != std::string::npos;
        return {memory ? ErrorCode::OutOfMemory : ErrorCode::ModelFailed, subject, text.substr(0, text.find('\n'))};
    } catch (const std::exception& problem) {
        return {ErrorCode::ModelFailed, subject, problem.what()};
    } catch (...) {
        return {ErrorCode::ModelFailed, subject, {}};
    }
}

} // namespace descant::inference
