// LZ77 with a hash chain and lazy matching.
#ifndef BLOCKZIP_LZ_H
#define BLOCKZIP_LZ_H

#include <stdint.h>

enum { lz_shortest = 4, lz_longest = 4 + 1023 };

typedef struct {
    uint32_t literals;  // bytes before the match
    uint32_t length;    // 0: the end
    uint32_t distance;
} lz_token;

// `out` has room for size / lz_shortest + 2 tokens; answers how many there are.
uint32_t lz_parse(const uint8_t* in, uint32_t size, lz_token* out);
// Copies what a token stands for to out + at; answers the place after it.
uint32_t lz_copy(uint8_t* out, uint32_t at, uint32_t size, lz_token token, const uint8_t* literals);

#endif
