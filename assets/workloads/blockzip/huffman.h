// Canonical Huffman codes of limited length.
#ifndef BLOCKZIP_HUFFMAN_H
#define BLOCKZIP_HUFFMAN_H

#include <stdint.h>

#include "buffer.h"

enum { huffman_symbols = 320, huffman_longest = 15, huffman_fast = 9 };

typedef struct {
    unsigned symbols;
    uint8_t length[huffman_symbols];  // bits; 0: the symbol does not occur
    uint16_t code[huffman_symbols];   // lowest bit first
} huffman_encoder;

void huffman_build(huffman_encoder* e, const uint32_t* frequency, unsigned symbols);
void huffman_write_lengths(const huffman_encoder* e, bit_writer* w);
void huffman_put(const huffman_encoder* e, bit_writer* w, unsigned symbol);
uint64_t huffman_cost(const huffman_encoder* e, const uint32_t* frequency);  // bits

typedef struct {
    unsigned symbols;
    uint16_t fast[1 << huffman_fast];  // symbol << 4 | length, 0: longer than huffman_fast bits
    uint32_t first[huffman_longest + 2];
    uint32_t offset[huffman_longest + 2];
    uint16_t sorted[huffman_symbols];
} huffman_decoder;

void huffman_read_lengths(huffman_decoder* d, bit_reader* r, unsigned symbols);
unsigned huffman_get(const huffman_decoder* d, bit_reader* r);

#endif
