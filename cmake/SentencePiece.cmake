# SPDX-License-Identifier: GPL-3.0-or-later
# By hand: Debian 13's sentencepiece.pc requires protobuf-lite.pc, which its own package does not bring.
include_guard()
include(LibTorch)

find_path(SENTENCEPIECE_INCLUDE_DIR sentencepiece_processor.h REQUIRED)
find_library(SENTENCEPIECE_LIBRARY sentencepiece REQUIRED)
find_library(SENTENCEPIECE_TRAIN_LIBRARY sentencepiece_train REQUIRED)
add_library(descant_sentencepiece INTERFACE)
add_library(descant::sentencepiece ALIAS descant_sentencepiece)
target_include_directories(descant_sentencepiece SYSTEM INTERFACE "${SENTENCEPIECE_INCLUDE_DIR}")
# LibTorch follows on every link line: docs/decisions/0007-sentencepiece-before-libtorch.md.
target_link_libraries(descant_sentencepiece INTERFACE "${SENTENCEPIECE_LIBRARY}" "${LIBTORCH_CPU}" "${LIBTORCH_C10}")
add_library(descant_sentencepiece_train INTERFACE)
add_library(descant::sentencepiece_train ALIAS descant_sentencepiece_train)
target_link_libraries(descant_sentencepiece_train INTERFACE descant::sentencepiece "${SENTENCEPIECE_TRAIN_LIBRARY}")
