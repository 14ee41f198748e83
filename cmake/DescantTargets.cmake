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

# descant_test(NAME SOURCES… LIBRARIES… [LABELS…]): a GoogleTest program whose cases CTest runs one by one, with XDG
# folders of its own.
function(descant_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES} "${CMAKE_SOURCE_DIR}/tests/support/own_home.cpp")
  target_link_libraries(${name} PRIVATE descant::options descant::test_support ${arg_LIBRARIES} GTest::gtest GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX "${name}."
    PROPERTIES TIMEOUT 300 LABELS "${arg_LABELS}")
endfunction()

# descant_ui_library(NAME SOURCES… LIBRARIES…) makes the static library descant_ui_NAME (alias descant::ui_NAME)
# of the folder ui/NAME. Headers with Q_OBJECT are listed among the sources or lie beside their .cpp.
function(descant_ui_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(descant_ui_${name} STATIC ${arg_SOURCES})
  add_library(descant::ui_${name} ALIAS descant_ui_${name})
  set_target_properties(descant_ui_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(descant_ui_${name} PUBLIC descant::options Qt6::Widgets ${arg_LIBRARIES})
endfunction()

# descant_ui_test(NAME SOURCES… LIBRARIES…): one Qt Test program, run off-screen, without a sound card, as one CTest case.
function(descant_ui_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE descant::options descant::test_support ${arg_LIBRARIES} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS ui ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1;XDG_CONFIG_HOME=${CMAKE_CURRENT_BINARY_DIR}/home/config;XDG_DATA_HOME=${CMAKE_CURRENT_BINARY_DIR}/home/data;XDG_CACHE_HOME=${CMAKE_CURRENT_BINARY_DIR}/home/cache")
endfunction()
