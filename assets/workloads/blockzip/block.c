// Layout: method (1), stride (1), size (4), size of the payload (4), CRC-32 of the data (4), payload.
#include "block.h"

#include <stdlib.h>
#include <string.h>

#include "bwt.h"
#include "checksum.h"
#include "filter.h"
#include "huffman.h"
#include "lz.h"
#include "mix.h"
#include "mtf.h"

enum { header_size = 14, group_size = 4096 };

const char* method_name(method m) {
    static const char* const names[method_count] = {"stored", "lz", "sort", "mix"};
    return names[m];
}

// --- BWT, move to front, Huffman codes per group of symbols

static void write_group(const uint16_t* symbols, uint32_t count, bit_writer* w) {
    uint32_t frequency[mtf_symbols] = {0};
    huffman_encoder e;
    for (uint32_t i = 0; i < count; i++) frequency[symbols[i]]++;
    huffman_build(&e, frequency, mtf_symbols);
    huffman_write_lengths(&e, w);
    for (uint32_t i = 0; i < count; i++) huffman_put(&e, w, symbols[i]);
}

static void sort_compress(const uint8_t* in, uint32_t size, buffer* out) {
    uint8_t* sorted = allocate(size);
    uint16_t* symbols = allocate(((size_t)size + 1) * sizeof *symbols);
    bit_writer w = {out, 0, 0};
    buffer_u32(out, bwt_forward(in, size, sorted));
    uint32_t count = mtf_forward(sorted, size, symbols);
    for (uint32_t at = 0; at < count; at += group_size)
        write_group(symbols + at, count - at < group_size ? count - at : group_size, &w);
    bits_flush(&w);
    free(symbols);
    free(sorted);
}

static int read_group(bit_reader* r, mtf_inverse* m) {
    huffman_decoder d;
    huffman_read_lengths(&d, r, mtf_symbols);
    for (int i = 0; i < group_size; i++)
        if (!mtf_inverse_take(m, huffman_get(&d, r))) return 0;
    return 1;
}

static void sort_decompress(const uint8_t* in, uint32_t in_size, uint8_t* out, uint32_t size) {
    if (in_size < 4 || read_u32(in) > size) die("a damaged block");
    uint8_t* sorted = allocate(size);
    bit_reader r = {in + 4, in + in_size, 0, 0};
    mtf_inverse m;
    mtf_inverse_start(&m, sorted, size);
    while (read_group(&r, &m)) {
    }
    bwt_inverse(sorted, size, read_u32(in), out);
    free(sorted);
}

// --- LZ77: one code for literals, one for the lengths and distances, whose lowest bits are written as they are

typedef struct {
    unsigned symbol;
    unsigned bits;
    uint32_t rest;
} split_number;

// 0..15 are themselves; above, four symbols for each power of two.
static split_number split(uint32_t value) {
    if (value < 16) return (split_number){value, 0, 0};
    unsigned bits = 2;
    while (value >> bits >= 8) bits++;
    return (split_number){16 + (bits - 2) * 4 + (value >> bits & 3), bits, value & ((1u << bits) - 1)};
}

static uint32_t join(unsigned symbol, bit_reader* r) {
    if (symbol < 16) return symbol;
    unsigned bits = (symbol - 16) / 4 + 2;
    return ((4 + (symbol & 3)) << bits) + bits_get(r, bits);
}

enum { number_symbols = 128, number_kinds = 3 };

static uint32_t number_of(const lz_token* t, int kind) {
    return kind == 0 ? t->literals : kind == 1 ? (t->length ? t->length - lz_shortest + 1 : 0) : t->distance;
}

typedef struct {
    huffman_encoder literal;
    huffman_encoder number[number_kinds];
} lz_codes;

static void count_token(const lz_token* t, const uint8_t* literals, uint32_t* literal, uint32_t (*number)[number_symbols]) {
    for (uint32_t i = 0; i < t->literals; i++) literal[literals[i]]++;
    for (int kind = 0; kind < number_kinds; kind++) number[kind][split(number_of(t, kind)).symbol]++;
}

static void build_codes(lz_codes* c, const uint8_t* in, const lz_token* tokens, uint32_t count) {
    uint32_t literal[256] = {0}, number[number_kinds][number_symbols] = {{0}};
    for (uint32_t i = 0; i < count; i++) {
        count_token(&tokens[i], in, literal, number);
        in += tokens[i].literals + tokens[i].length;
    }
    huffman_build(&c->literal, literal, 256);
    for (int kind = 0; kind < number_kinds; kind++) huffman_build(&c->number[kind], number[kind], number_symbols);
}

static void put_number(const huffman_encoder* e, bit_writer* w, uint32_t value) {
    split_number s = split(value);
    huffman_put(e, w, s.symbol);
    bits_put(w, s.rest, s.bits);
}

static void put_token(const lz_codes* c, bit_writer* w, const lz_token* t, const uint8_t* literals) {
    for (int kind = 0; kind < number_kinds; kind++) put_number(&c->number[kind], w, number_of(t, kind));
    for (uint32_t i = 0; i < t->literals; i++) huffman_put(&c->literal, w, literals[i]);
}

static void lz_compress(const uint8_t* in, uint32_t size, buffer* out) {
    lz_token* tokens = allocate(((size_t)size / lz_shortest + 2) * sizeof *tokens);
    uint32_t count = lz_parse(in, size, tokens);
    lz_codes codes;
    bit_writer w = {out, 0, 0};
    build_codes(&codes, in, tokens, count);
    huffman_write_lengths(&codes.literal, &w);
    for (int kind = 0; kind < number_kinds; kind++) huffman_write_lengths(&codes.number[kind], &w);
    for (uint32_t i = 0; i < count; i++) {
        put_token(&codes, &w, &tokens[i], in);
        in += tokens[i].literals + tokens[i].length;
    }
    bits_flush(&w);
    free(tokens);
}

static lz_token get_token(const huffman_decoder* number, bit_reader* r) {
    lz_token t;
    t.literals = join(huffman_get(&number[0], r), r);
    t.length = join(huffman_get(&number[1], r), r);
    t.distance = join(huffman_get(&number[2], r), r);
    if (t.length) t.length += lz_shortest - 1;
    return t;
}

static void lz_decompress(const uint8_t* in, uint32_t in_size, uint8_t* out, uint32_t size) {
    huffman_decoder literal, number[number_kinds];
    bit_reader r = {in, in + in_size, 0, 0};
    huffman_read_lengths(&literal, &r, 256);
    for (int kind = 0; kind < number_kinds; kind++) huffman_read_lengths(&number[kind], &r, number_symbols);
    uint8_t* literals = allocate(size);
    uint32_t at = 0;
    lz_token t;
    do {
        t = get_token(number, &r);
        if (t.literals > size) die("more data than announced");
        for (uint32_t i = 0; i < t.literals; i++) literals[i] = (uint8_t)huffman_get(&literal, &r);
        at = lz_copy(out, at, size, t, literals);
    } while (t.length);
    free(literals);
}

// --- blocks

static void transform(const uint8_t* in, uint32_t size, method how, buffer* out) {
    switch (how) {
        case method_lz:
            lz_compress(in, size, out);
            break;
        case method_sort:
            sort_compress(in, size, out);
            break;
        case method_mix:
            mix_compress(in, size, out);
            break;
        default:
            buffer_bytes(out, in, size);
    }
}

static void restore(const uint8_t* in, uint32_t in_size, method how, uint8_t* out, uint32_t size) {
    switch (how) {
        case method_lz:
            lz_decompress(in, in_size, out, size);
            break;
        case method_sort:
            sort_decompress(in, in_size, out, size);
            break;
        case method_mix:
            mix_decompress(in, in_size, out, size);
            break;
        default:
            if (in_size != size) die("a damaged block");
            memcpy(out, in, size);
    }
}

static void write_header(method how, uint32_t stride, uint32_t size, uint32_t payload, uint32_t crc, buffer* out) {
    buffer_byte(out, (uint8_t)how);
    buffer_byte(out, (uint8_t)stride);
    buffer_u32(out, size);
    buffer_u32(out, payload);
    buffer_u32(out, crc);
}

void block_compress(const uint8_t* in, uint32_t size, method how, buffer* out) {
    buffer payload = {0};
    uint8_t* filtered = allocate(size);
    uint32_t stride = how == method_stored ? 0 : best_stride(in, size);
    delta_forward(in, size, stride, filtered);
    transform(filtered, size, how, &payload);
    if (payload.size > size) {
        how = method_stored;
        stride = 0;
        buffer_clear(&payload);
        buffer_bytes(&payload, in, size);
    }
    write_header(how, stride, size, (uint32_t)payload.size, crc32(0, in, size), out);
    buffer_bytes(out, payload.data, payload.size);
    free(filtered);
    buffer_free(&payload);
}

size_t block_decompress(const uint8_t* in, size_t available, buffer* out) {
    if (available < header_size || in[0] >= method_count || in[1] > 16) die("a damaged header");
    uint32_t size = read_u32(in + 2), payload = read_u32(in + 6), crc = read_u32(in + 10);
    if (payload > available - header_size) die("input ends early");
    buffer_reserve(out, size);
    uint8_t* data = out->data + out->size;
    restore(in + header_size, payload, (method)in[0], data, size);
    delta_inverse(data, size, in[1]);
    if (crc32(0, data, size) != crc) die("a wrong checksum");
    out->size += size;
    return header_size + payload;
}
