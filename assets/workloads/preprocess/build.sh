#!/bin/sh
# build.sh OUT [PICTURES [COUNT]]: builds the program to OUT unless it is newer than its sources, and has it generate pictures.
set -eu

out=${1:?usage: build.sh OUT [PICTURES [COUNT]]}
here=$(dirname -- "$0")
newest=$(find "$here" "$here/../../adapters/cpp" \( -name '*.cpp' -o -name '*.h' \) -newer "$out" 2>/dev/null | head -n 1)
if ! [ -x "$out" ] || [ -n "$newest" ]; then
    mkdir -p "$(dirname -- "$out")"
    # shellcheck disable=SC2086 # a list of flags
    g++ -std=c++17 ${CXXFLAGS:--O2 -g} -pthread -o "$out.$$" "$here"/*.cpp -ljpeg -lpng
    mv -f -- "$out.$$" "$out"
fi
[ -z "${2:-}" ] || "$out" --generate "$2" --count "${3:-96}"
