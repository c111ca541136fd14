// One block: a filter, a method, a checksum.
#ifndef BLOCKZIP_BLOCK_H
#define BLOCKZIP_BLOCK_H

#include <stdint.h>

#include "buffer.h"

typedef enum { method_stored, method_lz, method_sort, method_mix, method_count } method;

const char* method_name(method m);
// Appends the block; one that would grow is stored.
void block_compress(const uint8_t* in, uint32_t size, method how, buffer* out);
// Appends what the block at `in` held; answers the bytes it took. A damaged block ends the program.
size_t block_decompress(const uint8_t* in, size_t available, buffer* out);

#endif
