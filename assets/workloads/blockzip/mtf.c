#include "mtf.h"

#include <string.h>

#include "buffer.h"

static void start_order(uint8_t* order) {
    for (int i = 0; i < 256; i++) order[i] = (uint8_t)i;
}

static unsigned find_place(const uint8_t* order, uint8_t byte) {
    unsigned place = 0;
    while (order[place] != byte) place++;
    return place;
}

static void to_front(uint8_t* order, unsigned place) {
    uint8_t byte = order[place];
    memmove(order + 1, order, place);
    order[0] = byte;
}

static uint16_t* put_run(uint16_t* out, uint32_t run) {
    for (; run; run = (run - 1) / 2) *out++ = run & 1 ? mtf_run_a : mtf_run_b;
    return out;
}

uint32_t mtf_forward(const uint8_t* in, uint32_t size, uint16_t* out) {
    uint8_t order[256];
    const uint16_t* begin = out;
    uint32_t run = 0;
    start_order(order);
    for (uint32_t i = 0; i < size; i++) {
        unsigned place = find_place(order, in[i]);
        if (!place) {
            run++;
            continue;
        }
        out = put_run(out, run);
        run = 0;
        to_front(order, place);
        *out++ = (uint16_t)(place + 1);
    }
    out = put_run(out, run);
    *out++ = mtf_end;
    return (uint32_t)(out - begin);
}

void mtf_inverse_start(mtf_inverse* m, uint8_t* out, uint32_t room) {
    start_order(m->order);
    m->out = out;
    m->room = room;
    m->run = 0;
    m->weight = 1;
}

static void emit(mtf_inverse* m, uint32_t count) {
    if (count > m->room) die("more data than announced");
    memset(m->out, m->order[0], count);
    m->out += count;
    m->room -= count;
}

static void end_run(mtf_inverse* m) {
    emit(m, m->run);
    m->run = 0;
    m->weight = 1;
}

static int take_run(mtf_inverse* m, unsigned symbol) {
    if (m->weight > m->room) die("a run that is too long");
    m->run += m->weight << symbol;
    m->weight *= 2;
    return 1;
}

int mtf_inverse_take(mtf_inverse* m, unsigned symbol) {
    if (symbol <= mtf_run_b) return take_run(m, symbol);
    end_run(m);
    if (symbol == mtf_end) return 0;
    to_front(m->order, symbol - 1);
    emit(m, 1);
    return 1;
}
