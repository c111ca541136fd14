#include "lz.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"

enum { hash_bits = 15, chain_steps = 48, good_length = 64, window = 1 << 18 };

typedef struct {
    const uint8_t* in;
    uint32_t size;
    uint32_t* head;      // by hash, place + 1
    uint32_t* previous;  // by place, place + 1
    uint32_t indexed;    // places below this are in the chains
} finder;

typedef struct {
    uint32_t length;
    uint32_t distance;
} match;

static uint32_t hash(const uint8_t* at) { return read_u32(at) * 2654435761u >> (32 - hash_bits); }

static void index_up_to(finder* f, uint32_t place) {
    for (; f->indexed < place && f->indexed + 4 <= f->size; f->indexed++) {
        uint32_t slot = hash(f->in + f->indexed);
        f->previous[f->indexed] = f->head[slot];
        f->head[slot] = f->indexed + 1;
    }
}

static uint32_t common_length(const uint8_t* a, const uint8_t* b, uint32_t most) {
    uint32_t length = 0;
    while (length + 8 <= most && !memcmp(a + length, b + length, 8)) length += 8;
    while (length < most && a[length] == b[length]) length++;
    return length;
}

// What a match saves, roughly, in bits: far ones cost more to name.
static int32_t gain(match m) {
    int32_t cost = 10;
    for (uint32_t d = m.distance; d > 1; d >>= 1) cost++;
    return (int32_t)m.length * 6 - cost;
}

static int better(match a, match b) { return !b.length || gain(a) > gain(b); }

static match find(finder* f, uint32_t place) {
    match best = {0, 0};
    uint32_t most = f->size - place;
    if (most > lz_longest) most = lz_longest;
    if (most < lz_shortest) return best;
    index_up_to(f, place);
    uint32_t candidate = f->head[hash(f->in + place)];
    for (int step = 0; candidate && step < chain_steps; step++) {
        uint32_t from = candidate - 1;
        if (place - from > window) break;
        candidate = f->previous[from];
        if (best.length && (best.length == most || f->in[from + best.length] != f->in[place + best.length])) continue;
        match m = {common_length(f->in + from, f->in + place, most), place - from};
        if (m.length >= lz_shortest && better(m, best)) best = m;
        if (best.length >= good_length) break;
    }
    return best;
}

uint32_t lz_parse(const uint8_t* in, uint32_t size, lz_token* out) {
    finder f = {in, size, allocate(sizeof(uint32_t) << hash_bits), allocate((size_t)size * sizeof(uint32_t)), 0};
    uint32_t place = 0, from = 0, tokens = 0;
    while (place < size) {
        match m = find(&f, place);
        if (!m.length) {
            place++;
            continue;
        }
        if (m.length < good_length && place + 1 < size) {
            match later = find(&f, place + 1);
            if (later.length && gain(later) > gain(m) + 6) {
                place++;
                continue;
            }
        }
        out[tokens++] = (lz_token){place - from, m.length, m.distance};
        place += m.length;
        from = place;
    }
    out[tokens++] = (lz_token){size - from, 0, 0};
    free(f.head);
    free(f.previous);
    return tokens;
}

uint32_t lz_copy(uint8_t* out, uint32_t at, uint32_t size, lz_token token, const uint8_t* literals) {
    if (token.literals > size - at || token.length > size - at - token.literals) die("more data than announced");
    memcpy(out + at, literals, token.literals);
    at += token.literals;
    if (token.length && (token.distance > at || !token.distance)) die("a match from before the beginning");
    for (uint32_t i = 0; i < token.length; i++) out[at + i] = out[at + i - token.distance];
    return at + token.length;
}
