# A floor is one folder and one static library. Its headers are reachable only as "<floor>/...": build/<preset>/include/<floor>/
# holds a single link, <floor>, to the folder, and that directory is all the target exports. A file can therefore include its own
# floor and those its target links, and no other: the source root is on nobody's search path.
function(expose_folder folder)
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include/${folder})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${CMAKE_BINARY_DIR}/include/${folder}/${folder} SYMBOLIC)
endfunction()

function(add_floor floor)
    expose_folder(${floor})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${floor}/*.cpp)
    list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/app/main.cpp)
    if(NOT sources)
        set(sources ${CMAKE_BINARY_DIR}/${floor}_empty.cpp)
        file(TOUCH ${sources})
    endif()
    add_library(paretop_${floor} STATIC ${sources})
    target_include_directories(paretop_${floor} PUBLIC ${CMAKE_BINARY_DIR}/include/${floor})
    target_link_libraries(paretop_${floor} PRIVATE paretop_flags)
    precompile(paretop_${floor})
endfunction()

configure_file(${CMAKE_SOURCE_DIR}/.cmake/version.h.in ${CMAKE_BINARY_DIR}/include/storage/version.h @ONLY)
