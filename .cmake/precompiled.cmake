# precompile(target header...): the headers that most of a target's sources include are parsed once, which halves its compile
# time. Not beside a compiler cache: a precompiled header names its own folder, so another checkout would find nothing cached.
set(default_precompile ON)
if(CMAKE_CXX_COMPILER_LAUNCHER)
    set(default_precompile OFF)
endif()
option(PARETOP_PRECOMPILE "Precompile the headers that most sources include" ${default_precompile})

function(precompile target)
    if(PARETOP_PRECOMPILE)
        target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/.cmake/precompiled.h ${ARGN})
    endif()
endfunction()
