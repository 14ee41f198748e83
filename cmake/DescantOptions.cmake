# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target carries the language level, warnings, definitions and sanitizers of every target.
include_guard()

option(DESCANT_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers are cached too, and a clone in another folder finds the same entries.
  set(launcher ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(descant_options INTERFACE)
add_library(descant::options ALIAS descant_options)
target_include_directories(descant_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(descant_options INTERFACE QT_NO_KEYWORDS DESCANT_VERSION="${PROJECT_VERSION}")
target_compile_options(descant_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual $<$<AND:$<BOOL:${CCACHE_PROGRAM}>,$<CXX_COMPILER_ID:GNU>>:-fpch-preprocess>)
# GCC 12 sees overlaps and overflows in std::string at -O1 and above that are not there (GCC bugs 105651 and 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(descant_options INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
if(DESCANT_WARNINGS_AS_ERRORS)
  target_compile_options(descant_options INTERFACE -Werror)
endif()
if(DESCANT_FUZZ)
  target_compile_options(descant_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(DESCANT_SANITIZE)
  target_compile_options(descant_options INTERFACE -fsanitize=${DESCANT_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(descant_options INTERFACE -fsanitize=${DESCANT_SANITIZE})
endif()
