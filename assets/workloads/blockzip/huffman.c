#include "huffman.h"

#include <string.h>

typedef struct {
    uint32_t weight;
    int16_t parent;
    int16_t depth;
} node;

// A heap of node indices, lightest first; equal weights by index, so that the code does not depend on the heap's history.
typedef struct {
    const node* nodes;
    int size;
    int16_t at[huffman_symbols + 1];
} heap;

static int lighter(const heap* h, int16_t a, int16_t b) {
    uint32_t left = h->nodes[a].weight, right = h->nodes[b].weight;
    return left < right || (left == right && a < b);
}

static void sift_up(heap* h, int i) {
    int16_t moving = h->at[i];
    for (; i > 1 && lighter(h, moving, h->at[i / 2]); i /= 2) h->at[i] = h->at[i / 2];
    h->at[i] = moving;
}

static void sift_down(heap* h, int i) {
    int16_t moving = h->at[i];
    for (;;) {
        int child = 2 * i;
        if (child > h->size) break;
        if (child < h->size && lighter(h, h->at[child + 1], h->at[child])) child++;
        if (!lighter(h, h->at[child], moving)) break;
        h->at[i] = h->at[child];
        i = child;
    }
    h->at[i] = moving;
}

static void heap_push(heap* h, int16_t index) {
    h->at[++h->size] = index;
    sift_up(h, h->size);
}

static int16_t heap_pop(heap* h) {
    int16_t top = h->at[1];
    h->at[1] = h->at[h->size--];
    if (h->size) sift_down(h, 1);
    return top;
}

// Joins the two lightest until one is left; answers the longest code.
static int grow_tree(node* nodes, heap* h, int used) {
    while (h->size > 1) {
        int16_t a = heap_pop(h), b = heap_pop(h);
        nodes[used] = (node){nodes[a].weight + nodes[b].weight, -1, 0};
        nodes[a].parent = nodes[b].parent = (int16_t)used;
        heap_push(h, (int16_t)used++);
    }
    int longest = 0;
    for (int i = used - 2; i >= 0; i--) {
        if (nodes[i].parent < 0) continue;
        nodes[i].depth = (int16_t)(nodes[nodes[i].parent].depth + 1);
        if (nodes[i].depth > longest) longest = nodes[i].depth;
    }
    return longest;
}

// One attempt with the weights scaled down by `flatten` bits; answers the longest code.
static int try_lengths(uint8_t* length, const uint32_t* frequency, unsigned symbols, int flatten) {
    node nodes[2 * huffman_symbols];
    heap h = {nodes, 0, {0}};
    for (unsigned s = 0; s < symbols; s++) {
        nodes[s] = (node){frequency[s] ? (frequency[s] >> flatten) + 1 : 0, -1, 0};
        if (frequency[s]) heap_push(&h, (int16_t)s);
    }
    if (h.size == 1) nodes[h.at[1]].depth = 1;
    int longest = h.size > 1 ? grow_tree(nodes, &h, (int)symbols) : h.size;
    for (unsigned s = 0; s < symbols; s++) length[s] = frequency[s] ? (uint8_t)nodes[s].depth : 0;
    return longest;
}

static uint16_t reverse(uint32_t code, unsigned bits) {
    uint32_t reversed = 0;
    for (; bits; bits--, code >>= 1) reversed = reversed << 1 | (code & 1);
    return (uint16_t)reversed;
}

// first[n]: the first code of n bits, from how many there are of each length.
static void first_codes(uint32_t* first, const uint8_t* length, unsigned symbols) {
    uint32_t count[huffman_longest + 2] = {0};
    for (unsigned s = 0; s < symbols; s++) count[length[s]]++;
    count[0] = 0;
    first[0] = 0;
    for (unsigned bits = 1; bits <= huffman_longest + 1; bits++) first[bits] = (first[bits - 1] + count[bits - 1]) << 1;
}

void huffman_build(huffman_encoder* e, const uint32_t* frequency, unsigned symbols) {
    e->symbols = symbols;
    for (int flatten = 0; try_lengths(e->length, frequency, symbols, flatten) > huffman_longest; flatten++) {
    }
    uint32_t next[huffman_longest + 2];
    first_codes(next, e->length, symbols);
    for (unsigned s = 0; s < symbols; s++)
        if (e->length[s]) e->code[s] = reverse(next[e->length[s]]++, e->length[s]);
}

// Four bits each; a zero is followed by five bits with how many more zeros there are.
void huffman_write_lengths(const huffman_encoder* e, bit_writer* w) {
    for (unsigned s = 0; s < e->symbols;) {
        bits_put(w, e->length[s], 4);
        if (e->length[s++]) continue;
        unsigned run = 0;
        while (run < 31 && s < e->symbols && !e->length[s]) run++, s++;
        bits_put(w, run, 5);
    }
}

void huffman_put(const huffman_encoder* e, bit_writer* w, unsigned symbol) { bits_put(w, e->code[symbol], e->length[symbol]); }

uint64_t huffman_cost(const huffman_encoder* e, const uint32_t* frequency) {
    uint64_t bits = 0;
    for (unsigned s = 0; s < e->symbols; s++) bits += (uint64_t)frequency[s] * e->length[s];
    return bits;
}

static void read_lengths(uint8_t* length, bit_reader* r, unsigned symbols) {
    for (unsigned s = 0; s < symbols;) {
        length[s] = (uint8_t)bits_get(r, 4);
        if (length[s++]) continue;
        for (unsigned run = bits_get(r, 5); run && s < symbols; run--) length[s++] = 0;
    }
}

static void fill_fast(huffman_decoder* d, unsigned symbol, uint32_t code, unsigned bits) {
    uint16_t entry = (uint16_t)(symbol << 4 | bits);
    for (uint32_t i = reverse(code, bits); i < 1u << huffman_fast; i += 1u << bits) d->fast[i] = entry;
}

void huffman_read_lengths(huffman_decoder* d, bit_reader* r, unsigned symbols) {
    uint8_t length[huffman_symbols];
    uint32_t next[huffman_longest + 2];
    read_lengths(length, r, symbols);
    memset(d, 0, sizeof *d);
    d->symbols = symbols;
    first_codes(d->first, length, symbols);
    memcpy(next, d->first, sizeof next);
    unsigned place = 0;
    for (unsigned bits = 1; bits <= huffman_longest; bits++) {
        d->offset[bits] = place;
        for (unsigned s = 0; s < symbols; s++) {
            if (length[s] != bits) continue;
            d->sorted[place++] = (uint16_t)s;
            if (bits <= huffman_fast) fill_fast(d, s, next[bits], bits);
            next[bits]++;
        }
    }
    d->offset[huffman_longest + 1] = place;
}

static unsigned get_slowly(const huffman_decoder* d, bit_reader* r) {
    uint32_t code = 0;
    for (unsigned bits = 1; bits <= huffman_longest; bits++) {
        code = code << 1 | bits_get(r, 1);
        uint32_t count = d->offset[bits + 1] - d->offset[bits];
        if (code - d->first[bits] < count) return d->sorted[d->offset[bits] + code - d->first[bits]];
    }
    die("a code that does not exist");
    return 0;
}

unsigned huffman_get(const huffman_decoder* d, bit_reader* r) {
    uint16_t entry = d->fast[bits_peek(r, huffman_fast)];
    if (!entry) return get_slowly(d, r);
    bits_skip(r, entry & 15);
    return entry >> 4;
}
