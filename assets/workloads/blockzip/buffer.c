#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char* why) {
    fprintf(stderr, "blockzip: %s\n", why);
    exit(1);
}

void* allocate(size_t bytes) {
    void* got = calloc(1, bytes ? bytes : 1);
    if (!got) die("out of memory");
    return got;
}

void buffer_free(buffer* b) {
    free(b->data);
    *b = (buffer){0};
}

void buffer_clear(buffer* b) { b->size = 0; }

void buffer_reserve(buffer* b, size_t more) {
    if (b->capacity - b->size >= more) return;
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity - b->size < more) capacity *= 2;
    uint8_t* data = realloc(b->data, capacity);
    if (!data) die("out of memory");
    b->data = data;
    b->capacity = capacity;
}

void buffer_byte(buffer* b, uint8_t byte) {
    if (b->size == b->capacity) buffer_reserve(b, 1);
    b->data[b->size++] = byte;
}

void buffer_bytes(buffer* b, const uint8_t* from, size_t count) {
    buffer_reserve(b, count);
    if (count) memcpy(b->data + b->size, from, count);
    b->size += count;
}

void buffer_u32(buffer* b, uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) buffer_byte(b, (uint8_t)(value >> shift));
}

uint32_t read_u32(const uint8_t* from) {
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static void spill(bit_writer* w) {
    while (w->count >= 8) {
        buffer_byte(w->out, (uint8_t)w->held);
        w->held >>= 8;
        w->count -= 8;
    }
}

void bits_put(bit_writer* w, uint32_t value, unsigned count) {
    w->held |= (uint64_t)value << w->count;
    w->count += count;
    spill(w);
}

void bits_flush(bit_writer* w) {
    if (w->count % 8) w->count += 8 - w->count % 8;
    spill(w);
}

static void fill(bit_reader* r) {
    while (r->count <= 56) {
        uint64_t byte = r->at < r->end ? *r->at : 0;
        if (r->at - r->end > 16) die("input ends early");
        r->at++;
        r->held |= byte << r->count;
        r->count += 8;
    }
}

uint32_t bits_peek(bit_reader* r, unsigned count) {
    if (r->count < count) fill(r);
    return (uint32_t)(r->held & ((1ull << count) - 1));
}

void bits_skip(bit_reader* r, unsigned count) {
    r->held >>= count;
    r->count -= count;
}

uint32_t bits_get(bit_reader* r, unsigned count) {
    uint32_t value = bits_peek(r, count);
    bits_skip(r, count);
    return value;
}
