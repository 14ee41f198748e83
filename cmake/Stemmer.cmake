# SPDX-License-Identifier: GPL-3.0-or-later
# Snowball's stemmers; Debian's package has no description for CMake or pkg-config.
include_guard()

find_path(STEMMER_INCLUDE_DIR libstemmer.h)
find_library(STEMMER_LIBRARY stemmer)
if(NOT STEMMER_INCLUDE_DIR OR NOT STEMMER_LIBRARY)
  message(FATAL_ERROR "libstemmer was not found. Install libstemmer-dev.")
endif()
add_library(descant_stemmer INTERFACE)
add_library(descant::stemmer ALIAS descant_stemmer)
target_include_directories(descant_stemmer SYSTEM INTERFACE "${STEMMER_INCLUDE_DIR}")
target_link_libraries(descant_stemmer INTERFACE "${STEMMER_LIBRARY}")
