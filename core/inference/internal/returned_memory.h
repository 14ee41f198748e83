// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace descant::inference {

/// Hands memory that is free but kept for later back to the system. The C library keeps pieces below 32 MB, which most
/// weights are: gigabytes of a model that is gone, and what loading it left between the weights. Takes some
/// milliseconds; any thread. Does nothing where the C library has no such call.
void returnFreeMemory();

} // namespace descant::inference
