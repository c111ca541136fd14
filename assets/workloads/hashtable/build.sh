#!/bin/sh
# build.sh OUT: builds the worker to OUT unless it is newer than its sources.
set -eu

out=${1:?usage: build.sh OUT}
here=$(dirname -- "$0")
newest=$(find "$here" -name '*.cpp' -newer "$out" -o -name '*.h' -newer "$out" 2>/dev/null | head -n 1)
[ -x "$out" ] && [ -z "$newest" ] && exit 0

mkdir -p "$(dirname -- "$out")"
g++ -std=c++17 -O2 -o "$out.$$" "$here/worker.cpp" "$here/request.cpp"
mv -f -- "$out.$$" "$out"
