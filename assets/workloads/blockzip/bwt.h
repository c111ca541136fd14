// The Burrows-Wheeler transform of a text that ends in an implicit, smallest sentinel.
#ifndef BLOCKZIP_BWT_H
#define BLOCKZIP_BWT_H

#include <stdint.h>

// `out` gets size bytes; answers the row in which the sentinel stood.
uint32_t bwt_forward(const uint8_t* in, uint32_t size, uint8_t* out);
void bwt_inverse(const uint8_t* in, uint32_t size, uint32_t sentinel, uint8_t* out);

#endif
