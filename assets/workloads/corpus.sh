#!/bin/sh
# corpus.sh OUT: writes 8 MiB of this machine's own files to OUT, once: programs, libraries, C headers and text, 2 MiB each,
# in the order of their paths and at most 128 KiB of any one. On an unchanged system it writes the same bytes again.
set -eu

out=${1:?usage: corpus.sh OUT}
[ -s "$out" ] && exit 0

share=$((2 * 1024 * 1024))
export LC_ALL=C
mkdir -p "$(dirname -- "$out")"
part=$out.$$
trap 'rm -f "$part" "$part.kind"' EXIT
trap 'exit 1' HUP INT TERM

# kind FIND-ARGUMENT...: appends 2 MiB of the files found.
kind() {
    find "$@" -type f -size +1k 2>/dev/null | sort | while IFS= read -r file; do
        if ! head -c 131072 -- "$file" 2>/dev/null && [ -r "$file" ]; then break; fi
    done | head -c "$share" >"$part.kind"
    cat "$part.kind" >>"$part"
}

: >"$part"
kind /usr/bin
kind /usr/lib -name '*.so*'
kind /usr/include
kind /usr/share/common-licenses /usr/share/perl /usr/share/perl5 /usr/share/misc /usr/share/doc ! -name '*.gz'

size=$(wc -c <"$part")
if [ "$size" -lt "$share" ]; then
    echo "corpus.sh: only $size bytes of files to be found under /usr" >&2
    exit 1
fi
mv -f -- "$part" "$out"
