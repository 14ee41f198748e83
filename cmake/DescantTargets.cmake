# SPDX-License-Identifier: GPL-3.0-or-later
# How a core folder and a test program are declared, so that every one is declared the same way.
include_guard()

# descant_core_library(NAME SOURCES… DEPENDS…core folders… [PRIVATE_LIBRARIES…])
# makes the static library descant_NAME (alias descant::NAME) of the folder core/NAME.
function(descant_core_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PUBLIC_LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(descant_${name} STATIC ${arg_SOURCES})
  add_library(descant::${name} ALIAS descant_${name})
  target_link_libraries(descant_${name} PUBLIC descant::options ${arg_PUBLIC_LIBRARIES} PRIVATE ${arg_PRIVATE_LIBRARIES})
  foreach(folder IN LISTS arg_DEPENDS)
    target_link_libraries(descant_${name} PUBLIC descant::${folder})
  endforeach()
  set_property(TARGET descant_${name} PROPERTY DESCANT_DEPENDS "${arg_DEPENDS}")
  set_property(GLOBAL APPEND PROPERTY DESCANT_CORE_FOLDERS ${name})
endfunction()

# descant_test(NAME SOURCES… LIBRARIES… [LABELS…]): a GoogleTest program whose cases CTest runs one by one.
function(descant_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE descant::options descant::test_support ${arg_LIBRARIES} GTest::gtest GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX "${name}."
    PROPERTIES TIMEOUT 300 LABELS "${arg_LABELS}")
endfunction()
