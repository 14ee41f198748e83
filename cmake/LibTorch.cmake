# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch from the published wheel (or an official LibTorch zip through CMAKE_PREFIX_PATH).
# find_package(Torch) of the wheel demands a CUDA toolkit, so only torch_cpu and c10 are imported, by hand;
# libtorch_cuda.so, where there is a driver, is loaded at run time (docs/decisions/0002-libtorch-from-the-wheel.md).
include_guard()

find_path(LIBTORCH_INCLUDE_DIR torch/csrc/api/include/torch/torch.h
  PATHS "$ENV{DESCANT_LIBTORCH}/torch" "$ENV{HOME}/.cache/descant/libtorch-2.11.0/torch" PATH_SUFFIXES include)
find_library(LIBTORCH_CPU torch_cpu HINTS "${LIBTORCH_INCLUDE_DIR}/../lib" NO_DEFAULT_PATH)
find_library(LIBTORCH_C10 c10 HINTS "${LIBTORCH_INCLUDE_DIR}/../lib" NO_DEFAULT_PATH)
if(NOT LIBTORCH_INCLUDE_DIR OR NOT LIBTORCH_CPU OR NOT LIBTORCH_C10)
  message(FATAL_ERROR "LibTorch 2.11.0 was not found. Run installer/fetch-libtorch.sh, or pass -DCMAKE_PREFIX_PATH=<libtorch folder>.")
endif()

add_library(descant_libtorch INTERFACE)
add_library(descant::libtorch ALIAS descant_libtorch)
target_include_directories(descant_libtorch SYSTEM INTERFACE
  "${LIBTORCH_INCLUDE_DIR}" "${LIBTORCH_INCLUDE_DIR}/torch/csrc/api/include")
target_link_libraries(descant_libtorch INTERFACE "${LIBTORCH_CPU}" "${LIBTORCH_C10}")
# The wheel carries headers of another fmt beside its own; used header-only they need no library and, living in their own
# inline namespace, do not meet the system's fmt.
target_compile_definitions(descant_libtorch INTERFACE FMT_HEADER_ONLY)
