// After M. Mahoney's description of PAQ's mixer and counters (Data Compression Explained, section 4.3), in integers only.
#include "mix.h"

#include <stdlib.h>
#include <string.h>

enum { contexts = 5, slot_bits = 16, probability_bits = 12, weight_one = 1 << 16 };

typedef struct {
    uint16_t counter[contexts][1 << slot_bits];  // probability of a 1 in 16 bits
    uint32_t base[contexts];                     // hash of each context, set at each byte
    uint32_t slot[contexts];                     // where this bit's counters are
    int32_t input[contexts];                     // stretched predictions
    int32_t weight[256][contexts];               // chosen by the bits of this byte seen so far
    uint32_t partial;                            // those bits, after a leading 1
    uint32_t history;                            // last four bytes
    uint32_t word;                               // hash of the letters since the last other byte
} model;

static int16_t stretch_table[1 << probability_bits];

// 4096 / (1 + e^(-x / 256)), interpolated between 33 points.
static int32_t squash(int32_t x) {
    static const int16_t curve[33] = {1,    2,    3,    6,    10,   16,   27,   45,   73,   120,  194,
                                      310,  488,  747,  1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
                                      3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094};
    if (x > 2047) return 4095;
    if (x < -2047) return 0;
    int32_t part = x & 127, at = (x >> 7) + 16;
    return (curve[at] * (128 - part) + curve[at + 1] * part + 64) >> 7;
}

static void make_stretch(void) {
    int32_t filled = 0;
    for (int32_t x = -2047; x <= 2047; x++)
        for (int32_t p = squash(x); filled <= p; filled++) stretch_table[filled] = (int16_t)x;
    for (; filled < 1 << probability_bits; filled++) stretch_table[filled] = 2047;
}

static int32_t stretch(int32_t probability) { return stretch_table[probability]; }

static uint32_t scatter(uint32_t value, uint32_t salt) {
    value = (value + salt * 0x9E3779B9u) * 0x85EBCA6Bu;
    return value ^ value >> 15;
}

static void choose_slots(model* m) {
    for (uint32_t c = 0; c < contexts; c++) {
        uint32_t mixed = (m->base[c] + m->partial * 0x2C1B3C6Du) * 0x297A2D39u;
        m->slot[c] = mixed >> (32 - slot_bits);
    }
}

static void begin_byte(model* m) {
    m->partial = 1;
    m->base[0] = 0;
    m->base[1] = scatter(m->history & 0xFF, 1);
    m->base[2] = scatter(m->history & 0xFFFF, 2);
    m->base[3] = scatter(m->history & 0xFFFFFF, 3);
    m->base[4] = scatter(m->word, 4);
    choose_slots(m);
}

static model* new_model(void) {
    model* m = allocate(sizeof *m);
    if (!stretch_table[1]) make_stretch();
    for (uint32_t c = 0; c < contexts; c++)
        for (uint32_t s = 0; s < 1 << slot_bits; s++) m->counter[c][s] = 1 << 15;
    for (uint32_t s = 0; s < 256; s++)
        for (uint32_t c = 0; c < contexts; c++) m->weight[s][c] = weight_one * 3 / 10;
    begin_byte(m);
    return m;
}

static int32_t dot(const int32_t* a, const int32_t* b) {
    int64_t sum = 0;
    for (int c = 0; c < contexts; c++) sum += (int64_t)a[c] * b[c];
    return (int32_t)(sum >> 16);
}

static int32_t predict(model* m) {
    for (uint32_t c = 0; c < contexts; c++) m->input[c] = stretch(m->counter[c][m->slot[c]] >> (16 - probability_bits));
    int32_t p = squash(dot(m->input, m->weight[m->partial]));
    return p < 1 ? 1 : p > 4094 ? 4094 : p;
}

static void train(int32_t* weight, const int32_t* input, int32_t error) {
    for (int c = 0; c < contexts; c++) weight[c] += (input[c] * error + 0x200) >> 10;
}

static uint16_t nudge(uint16_t counter, int bit) {
    return (uint16_t)(bit ? counter + ((65535 - counter) >> 4) : counter - (counter >> 4));
}

static int is_letter(uint32_t byte) { return (byte | 32) - 'a' < 26; }

static void end_byte(model* m) {
    uint32_t byte = m->partial & 0xFF;
    m->history = m->history << 8 | byte;
    m->word = is_letter(byte) ? scatter(m->word + (byte | 32), 7) : 0;
    begin_byte(m);
}

static void update(model* m, int bit, int32_t predicted) {
    train(m->weight[m->partial], m->input, ((bit << probability_bits) - predicted) * 6);
    for (uint32_t c = 0; c < contexts; c++) {
        uint16_t* counter = &m->counter[c][m->slot[c]];
        *counter = nudge(*counter, bit);
    }
    m->partial = m->partial << 1 | (uint32_t)bit;
    if (m->partial & 0x100)
        end_byte(m);
    else
        choose_slots(m);
}

// The range [low, high] that the bits so far have led to.
typedef struct {
    uint32_t low;
    uint32_t high;
} range;

static uint32_t split(range r, int32_t probability) {
    return r.low + (uint32_t)(((uint64_t)(r.high - r.low) * (uint32_t)probability) >> probability_bits);
}

static void narrow(range* r, uint32_t middle, int bit) {
    if (bit)
        r->high = middle;
    else
        r->low = middle + 1;
}

static int settled(range r) { return !((r.low ^ r.high) >> 24); }

static void shift(range* r) {
    r->low <<= 8;
    r->high = r->high << 8 | 255;
}

void mix_compress(const uint8_t* in, uint32_t size, buffer* out) {
    model* m = new_model();
    range r = {0, 0xFFFFFFFFu};
    for (uint32_t i = 0; i < size; i++) {
        for (int shift_by = 7; shift_by >= 0; shift_by--) {
            int bit = in[i] >> shift_by & 1;
            int32_t p = predict(m);
            narrow(&r, split(r, p), bit);
            update(m, bit, p);
            for (; settled(r); shift(&r)) buffer_byte(out, (uint8_t)(r.high >> 24));
        }
    }
    for (int i = 0; i < 4; i++, r.low <<= 8) buffer_byte(out, (uint8_t)(r.low >> 24));
    free(m);
}

typedef struct {
    const uint8_t* at;
    const uint8_t* end;
} source;

static uint32_t next_byte(source* s) { return s->at < s->end ? *s->at++ : 0; }

void mix_decompress(const uint8_t* in, uint32_t in_size, uint8_t* out, uint32_t size) {
    model* m = new_model();
    range r = {0, 0xFFFFFFFFu};
    source s = {in, in + in_size};
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) code = code << 8 | next_byte(&s);
    for (uint32_t i = 0; i < size; i++) {
        uint32_t byte = 0;
        for (int left = 8; left; left--) {
            int32_t p = predict(m);
            uint32_t middle = split(r, p);
            int bit = code <= middle;
            narrow(&r, middle, bit);
            update(m, bit, p);
            byte = byte << 1 | (uint32_t)bit;
            for (; settled(r); shift(&r)) code = code << 8 | next_byte(&s);
        }
        out[i] = (uint8_t)byte;
    }
    free(m);
}
