// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/returned_memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace descant::inference {

void returnFreeMemory()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

} // namespace descant::inference
