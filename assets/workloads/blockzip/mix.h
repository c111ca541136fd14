// A context-mixing coder: each bit is predicted from the last 1, 2, 3 bytes and the last word, the predictions are mixed by
// a small neural network, and an arithmetic coder writes the bit.
#ifndef BLOCKZIP_MIX_H
#define BLOCKZIP_MIX_H

#include <stdint.h>

#include "buffer.h"

void mix_compress(const uint8_t* in, uint32_t size, buffer* out);
void mix_decompress(const uint8_t* in, uint32_t in_size, uint8_t* out, uint32_t size);

#endif
