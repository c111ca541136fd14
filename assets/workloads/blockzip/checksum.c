#include "checksum.h"

#include "buffer.h"

static uint32_t table[4][256];

static uint32_t byte_remainder(uint32_t value) {
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ 0xEDB88320u : value >> 1;
    return value;
}

static void make_table(void) {
    for (uint32_t i = 0; i < 256; i++) table[0][i] = byte_remainder(i);
    for (uint32_t i = 0; i < 256; i++)
        for (int t = 1; t < 4; t++) table[t][i] = table[t - 1][i] >> 8 ^ table[0][table[t - 1][i] & 255];
}

static uint32_t four_bytes(uint32_t crc) {
    return table[3][crc & 255] ^ table[2][crc >> 8 & 255] ^ table[1][crc >> 16 & 255] ^ table[0][crc >> 24];
}

uint32_t crc32(uint32_t before, const uint8_t* data, size_t size) {
    if (!table[0][1]) make_table();
    uint32_t crc = ~before;
    for (; size >= 4; size -= 4, data += 4) crc = four_bytes(crc ^ read_u32(data));
    for (; size; size--, data++) crc = crc >> 8 ^ table[0][(crc ^ *data) & 255];
    return ~crc;
}

// 5552 bytes is the most that cannot overflow the second sum.
uint32_t adler32(const uint8_t* data, size_t size) {
    uint32_t a = 1, b = 0;
    while (size) {
        size_t part = size < 5552 ? size : 5552;
        size -= part;
        for (; part; part--) {
            a += *data++;
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    return b << 16 | a;
}
