# What every target is compiled with, and what can be switched.
option(FLYTE_WEBHOOK_TESTS "build the tests" ON)
option(FLYTE_WEBHOOK_WERROR "a warning is an error" OFF)
option(FLYTE_WEBHOOK_FUZZ "make the fuzz targets programs of libFuzzer; needs clang" OFF)
set(FLYTE_WEBHOOK_SANDBOX_FILES ${PROJECT_SOURCE_DIR}/conf/sandbox CACHE STRING
  "tasks and apps of a sandbox that is not installed beside a folder `share`")
set(FLYTE_WEBHOOK_SANITIZE "" CACHE STRING "sanitizers, as the compiler names them: address,undefined or thread")

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Hidden by default: a plugin shows its one entry symbol, so the messages that two plugins carry never meet.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Programs and plugins lie side by side in the build tree, so that a program finds them as it does when installed.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/archives)
set(FLYTE_WEBHOOK_PLUGIN_DIR ${CMAKE_BINARY_DIR}/plugins)

# gRPC's package names some seventy libraries; a program is linked to those that it uses.
add_link_options(LINKER:--as-needed)

add_compile_options(-Wall -Wextra -Wpedantic)
if(FLYTE_WEBHOOK_WERROR)
  add_compile_options(-Werror)
endif()
if(FLYTE_WEBHOOK_SANITIZE)
  # A finding fails the test. Without vptr: to look at an object it opens a pipe, and finds fault where a test has used descriptors up.
  add_compile_options(-fsanitize=${FLYTE_WEBHOOK_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${FLYTE_WEBHOOK_SANITIZE})
endif()
if(FLYTE_WEBHOOK_FUZZ) # every finding ends the program, and its coverage leads libFuzzer to the next
  add_compile_options(-fsanitize=fuzzer-no-link -fsanitize-ignorelist=${CMAKE_CURRENT_SOURCE_DIR}/tests/fuzz/ignorelist)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
