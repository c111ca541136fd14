#include "filter.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"

void delta_forward(const uint8_t* in, uint32_t size, uint32_t stride, uint8_t* out) {
    uint32_t plain = stride && stride < size ? stride : size;
    memcpy(out, in, plain);
    for (uint32_t i = plain; i < size; i++) out[i] = (uint8_t)(in[i] - in[i - stride]);
}

void delta_inverse(uint8_t* data, uint32_t size, uint32_t stride) {
    if (!stride) return;
    for (uint32_t i = stride; i < size; i++) data[i] = (uint8_t)(data[i] + data[i - stride]);
}

// log2 in 1/256, linear between powers of two.
static uint32_t log2_256(uint32_t value) {
    uint32_t whole = 0;
    while (value >> (whole + 1)) whole++;
    uint32_t rest = (uint32_t)(((uint64_t)value << 8 >> whole) - 256);
    return whole * 256 + rest;
}

static void histogram(const uint8_t* in, uint32_t size, uint32_t* count) {
    uint32_t lane[4][256] = {{0}};
    uint32_t i = 0;
    for (; i + 4 <= size; i += 4) {
        lane[0][in[i]]++;
        lane[1][in[i + 1]]++;
        lane[2][in[i + 2]]++;
        lane[3][in[i + 3]]++;
    }
    for (; i < size; i++) lane[0][in[i]]++;
    for (int c = 0; c < 256; c++) count[c] = lane[0][c] + lane[1][c] + lane[2][c] + lane[3][c];
}

uint64_t entropy_estimate(const uint8_t* in, uint32_t size) {
    uint32_t count[256];
    if (!size) return 0;
    histogram(in, size, count);
    uint64_t bits = 0;
    uint32_t all = log2_256(size);
    for (int c = 0; c < 256; c++)
        if (count[c]) bits += (uint64_t)count[c] * (all - log2_256(count[c]));
    return bits;
}

uint32_t best_stride(const uint8_t* in, uint32_t size) {
    uint8_t* trial = allocate(size);
    uint64_t least = entropy_estimate(in, size);
    uint32_t best = 0;
    least -= least / 8;  // what is not clearly better would only disturb the later stages
    for (uint32_t stride = 1; stride <= 16; stride++) {
        delta_forward(in, size, stride, trial);
        uint64_t bits = entropy_estimate(trial, size);
        if (bits < least) {
            least = bits;
            best = stride;
        }
    }
    free(trial);
    return best;
}
