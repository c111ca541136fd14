// Data to compress, the same on every machine.
#ifndef BLOCKZIP_GENERATE_H
#define BLOCKZIP_GENERATE_H

#include <stdint.h>

#include "buffer.h"

typedef enum { data_text, data_table, data_samples, data_records, data_count } data_kind;

const char* data_name(data_kind kind);
void generate(data_kind kind, uint32_t seed, uint32_t size, buffer* out);  // appends exactly `size` bytes

#endif
