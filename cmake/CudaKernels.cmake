# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the CUDA plug-in is built: where an nvcc is found that fits LibTorch's libcudart. No GPU is needed.
include_guard()

find_program(DESCANT_NVCC nvcc HINTS "$ENV{CUDA_HOME}/bin" /usr/local/cuda/bin)
find_file(DESCANT_CUDART libcudart.so.13 PATHS "${LIBTORCH_INCLUDE_DIR}/../../nvidia/cu13/lib" NO_DEFAULT_PATH)
set(nvcc_fits OFF)
if(DESCANT_NVCC AND DESCANT_CUDART)
  execute_process(COMMAND "${DESCANT_NVCC}" --version OUTPUT_VARIABLE nvcc_version ERROR_QUIET)
  if(nvcc_version MATCHES "release 13\\.")
    set(nvcc_fits ON)
  endif()
endif()
option(DESCANT_CUDA_KERNELS "Build the CUDA plug-in (needs nvcc of CUDA 13)" ${nvcc_fits})
if(DESCANT_CUDA_KERNELS AND NOT nvcc_fits)
  message(FATAL_ERROR "The CUDA kernels need nvcc of CUDA 13 (found: ${DESCANT_NVCC}) and LibTorch's libcudart.so.13 (found: ${DESCANT_CUDART}). Leave DESCANT_CUDA_KERNELS off to build without them.")
endif()
