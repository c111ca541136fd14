#include "generate.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    uint64_t state;
} generator;

// xorshift64* (Vigna, 2016)
static uint32_t next(generator* g) {
    g->state ^= g->state >> 12;
    g->state ^= g->state << 25;
    g->state ^= g->state >> 27;
    return (uint32_t)((g->state * 0x2545F4914F6CDD1Dull) >> 32);
}

static uint32_t below(generator* g, uint32_t bound) { return (uint32_t)(((uint64_t)next(g) * bound) >> 32); }

// Small numbers are likelier, roughly as 1 / (n + 1).
static uint32_t skewed(generator* g, uint32_t bound) { return below(g, below(g, bound) + 1); }

const char* data_name(data_kind kind) {
    static const char* const names[data_count] = {"text", "table", "samples", "records"};
    return names[kind];
}

static void append_text(buffer* out, const char* text) { buffer_bytes(out, (const uint8_t*)text, strlen(text)); }

// Word number n, made of syllables: always the same for the same n.
static void append_word(buffer* out, uint32_t n) {
    static const char* const syllables[32] = {"ka", "to",  "ri",  "men", "sol", "ve", "dar", "el", "in", "tha", "qu",
                                              "os", "pre", "lum", "ba",  "ne",  "an", "er",  "th", "st", "ou",  "ing",
                                              "al", "de",  "com", "re",  "un",  "ly", "mi",  "fo", "wh", "ight"};
    uint32_t mixed = n * 2654435761u;
    for (uint32_t i = 0; i < 1 + n % 4; i++, mixed >>= 5) append_text(out, syllables[mixed & 31]);
}

static void append_sentence(generator* g, buffer* out) {
    uint32_t words = 4 + below(g, 14);
    for (uint32_t i = 0; i < words; i++) {
        append_word(out, skewed(g, 6000));
        append_text(out, i + 1 == words ? ". " : below(g, 9) ? " " : ", ");
    }
    if (!below(g, 5)) append_text(out, "\n\n");
}

static void append_row(generator* g, buffer* out, uint32_t row) {
    static const char* const states[4] = {"done", "failed", "running", "waiting"};
    char line[128];
    const char* state = states[skewed(g, 4)];
    uint32_t whole = skewed(g, 1000), cents = below(g, 100);
    snprintf(line, sizeof line, "%u;2024-%02u-%02u;%s;%u.%02u;", row, 1 + row / 2800 % 12, 1 + row / 100 % 28, state, whole,
             cents);
    append_text(out, line);
    append_word(out, skewed(g, 400));
    append_text(out, "\n");
}

// A sum of two triangle waves and a little noise, 16 bits a sample.
static void append_sample(generator* g, buffer* out, uint32_t at) {
    uint32_t slow = at % 4000, fast = at % 97;
    int32_t value = (int32_t)(slow < 2000 ? slow : 4000 - slow) * 8 + (int32_t)(fast < 48 ? fast : 97 - fast) * 20;
    value += (int32_t)below(g, 24) - 12;
    buffer_byte(out, (uint8_t)value);
    buffer_byte(out, (uint8_t)(value >> 8));
}

static void append_record(generator* g, buffer* out, uint32_t number) {
    buffer_u32(out, 1000 + number);
    buffer_u32(out, number * 64 + skewed(g, 64));
    buffer_byte(out, (uint8_t)skewed(g, 5));
    buffer_byte(out, 0);
    buffer_byte(out, (uint8_t)below(g, 256));
    buffer_byte(out, (uint8_t)skewed(g, 16));
}

static void append_item(data_kind kind, generator* g, buffer* out, uint32_t number) {
    switch (kind) {
        case data_text:
            append_sentence(g, out);
            break;
        case data_table:
            append_row(g, out, number);
            break;
        case data_samples:
            append_sample(g, out, number);
            break;
        default:
            append_record(g, out, number);
    }
}

void generate(data_kind kind, uint32_t seed, uint32_t size, buffer* out) {
    generator g = {0x9E3779B97F4A7C15ull ^ ((uint64_t)seed << 8 | (uint64_t)kind)};
    size_t end = out->size + size;
    for (uint32_t number = 0; out->size < end; number++) append_item(kind, &g, out, number);
    out->size = end;
}
