// A growing array of bytes, and bits in it. Running out of memory or of input ends the program.
#ifndef BLOCKZIP_BUFFER_H
#define BLOCKZIP_BUFFER_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t* data;
    size_t size;
    size_t capacity;
} buffer;

void die(const char* why);
void* allocate(size_t bytes);

void buffer_free(buffer* b);
void buffer_clear(buffer* b);
void buffer_reserve(buffer* b, size_t more);
void buffer_byte(buffer* b, uint8_t byte);
void buffer_bytes(buffer* b, const uint8_t* from, size_t count);
void buffer_u32(buffer* b, uint32_t value);
uint32_t read_u32(const uint8_t* from);

// Bits, lowest first.
typedef struct {
    buffer* out;
    uint64_t held;
    unsigned count;
} bit_writer;

void bits_put(bit_writer* w, uint32_t value, unsigned count);  // at most 32
void bits_flush(bit_writer* w);

typedef struct {
    const uint8_t* at;
    const uint8_t* end;
    uint64_t held;
    unsigned count;
} bit_reader;

uint32_t bits_peek(bit_reader* r, unsigned count);  // zeros beyond the end
void bits_skip(bit_reader* r, unsigned count);
uint32_t bits_get(bit_reader* r, unsigned count);

#endif
