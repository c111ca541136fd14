// blockzip OUT [KIB [SEED]]: compresses and restores KIB of each kind of generated data by each method, and writes the
// sizes and checksums of what the compressor produced to OUT. Exits with 1 if anything is not restored.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "checksum.h"
#include "generate.h"

enum { block_size = 128 * 1024 };

static void compress_all(const buffer* data, method how, buffer* out) {
    for (size_t at = 0; at < data->size; at += block_size) {
        size_t left = data->size - at;
        block_compress(data->data + at, (uint32_t)(left < block_size ? left : block_size), how, out);
    }
}

static void decompress_all(const buffer* packed, buffer* out) {
    for (size_t at = 0; at < packed->size;) at += block_decompress(packed->data + at, packed->size - at, out);
}

static int same(const buffer* a, const buffer* b) {
    return a->size == b->size && (!a->size || !memcmp(a->data, b->data, a->size));
}

static void measure(data_kind kind, const buffer* data, method how, FILE* report) {
    buffer packed = {0}, restored = {0};
    compress_all(data, how, &packed);
    decompress_all(&packed, &restored);
    if (!same(data, &restored)) die("not restored");
    fprintf(report, "%-8s %-7s %8zu %08x %08x\n", data_name(kind), method_name(how), packed.size,
            (unsigned)crc32(0, packed.data, packed.size), (unsigned)adler32(packed.data, packed.size));
    buffer_free(&packed);
    buffer_free(&restored);
}

static uint32_t number(const char* text) {
    char* end;
    unsigned long value = strtoul(text, &end, 10);
    if (*end || end == text || value > 1000000) die("usage: blockzip OUT [KIB [SEED]]");
    return (uint32_t)value;
}

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4) die("usage: blockzip OUT [KIB [SEED]]");
    uint32_t size = (argc > 2 ? number(argv[2]) : 128) * 1024;
    uint32_t seed = argc > 3 ? number(argv[3]) : 1;
    FILE* report = fopen(argv[1], "w");
    if (!report) die("cannot write the report");
    for (int kind = 0; kind < data_count; kind++) {
        buffer data = {0};
        generate((data_kind)kind, seed, size, &data);
        for (int how = 0; how < method_count; how++) measure((data_kind)kind, &data, (method)how, report);
        buffer_free(&data);
    }
    if (fclose(report)) die("cannot write the report");
    return 0;
}
