#ifndef BLOCKZIP_CHECKSUM_H
#define BLOCKZIP_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32(uint32_t before, const uint8_t* data, size_t size);  // polynomial 0xEDB88320; start with 0
uint32_t adler32(const uint8_t* data, size_t size);                 // RFC 1950

#endif
