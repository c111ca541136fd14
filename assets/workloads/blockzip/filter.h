// Reversible filters for data made of records or samples.
#ifndef BLOCKZIP_FILTER_H
#define BLOCKZIP_FILTER_H

#include <stdint.h>

// Differences to the byte `stride` before; 0 leaves the data alone.
void delta_forward(const uint8_t* in, uint32_t size, uint32_t stride, uint8_t* out);
void delta_inverse(uint8_t* data, uint32_t size, uint32_t stride);
// The stride (0..16) whose differences have the least estimated entropy.
uint32_t best_stride(const uint8_t* in, uint32_t size);
// Estimated bits for the bytes taken by themselves, in 1/256 bit.
uint64_t entropy_estimate(const uint8_t* in, uint32_t size);

#endif
