// Move-to-front with runs of zeros written in bijective base 2, as bzip2 does: the stage between BWT and Huffman.
#ifndef BLOCKZIP_MTF_H
#define BLOCKZIP_MTF_H

#include <stdint.h>

enum { mtf_run_a, mtf_run_b, mtf_end = 257, mtf_symbols = 258 };  // 2..256: places 1..255

// `out` has room for size + 1 symbols; answers how many there are, mtf_end included.
uint32_t mtf_forward(const uint8_t* in, uint32_t size, uint16_t* out);

typedef struct {
    uint8_t order[256];
    uint8_t* out;
    uint32_t room;
    uint32_t run;
    uint32_t weight;
} mtf_inverse;

void mtf_inverse_start(mtf_inverse* m, uint8_t* out, uint32_t room);
int mtf_inverse_take(mtf_inverse* m, unsigned symbol);  // 0 at the end

#endif
