# Warnings, sanitizers and the compiler cache, for our own targets only.
add_library(paretop_flags INTERFACE)
target_compile_options(
    paretop_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
                            -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False positives inside libstdc++ once the optimiser or a sanitizer has rewritten it (GCC bugs 105329, 105562, 105651).
    target_compile_options(paretop_flags INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
    if(PARETOP_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release")
        target_compile_options(paretop_flags INTERFACE -Wno-maybe-uninitialized)
    endif()
    if(PARETOP_SANITIZE)
        # Asio's fences, which the thread sanitizer does not model; the loop that uses them has one thread (-Wtsan).
        target_compile_options(paretop_flags INTERFACE -Wno-tsan)
    endif()
endif()

if(PARETOP_SANITIZE)
    add_compile_options(-fsanitize=${PARETOP_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PARETOP_SANITIZE})
endif()

find_program(PARETOP_CCACHE ccache)
mark_as_advanced(PARETOP_CCACHE)
if(PARETOP_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${PARETOP_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${PARETOP_CCACHE})
endif()
