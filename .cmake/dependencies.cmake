# What Debian 12 provides; `./bootstrap install` puts missing packages in place.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3>=3.37)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(eigen REQUIRED IMPORTED_TARGET eigen3)
pkg_check_modules(ncursesw REQUIRED IMPORTED_TARGET ncursesw)
pkg_check_modules(tinfo REQUIRED IMPORTED_TARGET tinfo)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)

# Boost headers with Process v2 (>= 1.80): the system's, or those unpacked under build/deps. No compiled Boost library is linked:
# what Asio and Process v2 need compiled is compiled once, by the engine (BOOST_*_SEPARATE_COMPILATION).
function(find_boost out)
    foreach(root /usr/local/include /usr/include ${CMAKE_SOURCE_DIR}/build/deps/boost/usr/include)
        if(EXISTS ${root}/boost/process/v2.hpp)
            file(STRINGS ${root}/boost/version.hpp version REGEX "^#define BOOST_VERSION [0-9]+")
            string(REGEX MATCH "[0-9]+" version "${version}")
            if(version GREATER_EQUAL 108000)
                message(STATUS "Boost ${version} headers: ${root}")
                set(${out} ${root} PARENT_SCOPE)
                return()
            endif()
        endif()
    endforeach()
    message(FATAL_ERROR "Boost.Process v2 needs Boost >= 1.80 headers, and neither the system nor build/deps/boost has them.\n"
                        "Remedy: ./bootstrap install, which unpacks Debian's libboost1.81-dev under build/deps.")
endfunction()
find_boost(boost_root)
add_library(paretop_boost INTERFACE)
target_include_directories(paretop_boost SYSTEM INTERFACE ${boost_root})
target_compile_definitions(
    paretop_boost INTERFACE BOOST_ALL_NO_LIB BOOST_ERROR_CODE_HEADER_ONLY BOOST_ASIO_SEPARATE_COMPILATION
                            BOOST_PROCESS_V2_SEPARATE_COMPILATION BOOST_PROCESS_USE_STD_FS)
target_link_libraries(paretop_boost INTERFACE Threads::Threads)
