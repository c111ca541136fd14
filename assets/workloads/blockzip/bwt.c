// Suffixes are sorted by prefix doubling over groups of equal prefixes (Larsson and Sadakane, Faster suffix sorting, 2007).
#include "bwt.h"

#include <stdlib.h>

#include "buffer.h"

typedef struct {
    int32_t* suffix;  // in order; a negative number -n stands for n sorted ones
    int32_t* rank;    // of each suffix: the last place of its group
    int32_t step;     // groups agree in so many characters
} sorter;

static int32_t key(const sorter* s, int32_t place) { return s->rank[s->suffix[place] + s->step]; }

static void swap(sorter* s, int32_t a, int32_t b) {
    int32_t kept = s->suffix[a];
    s->suffix[a] = s->suffix[b];
    s->suffix[b] = kept;
}

static void make_group(sorter* s, int32_t first, int32_t count) {
    int32_t last = first + count - 1;
    for (int32_t i = first; i <= last; i++) s->rank[s->suffix[i]] = last;
    if (count == 1) s->suffix[first] = -1;
}

static void sort_few(sorter* s, int32_t first, int32_t count) {
    int32_t keys[12];
    for (int32_t i = 0; i < count; i++) {
        int32_t suffix = s->suffix[first + i], mine = key(s, first + i), j = i;
        for (; j && keys[j - 1] > mine; j--) {
            keys[j] = keys[j - 1];
            s->suffix[first + j] = s->suffix[first + j - 1];
        }
        keys[j] = mine;
        s->suffix[first + j] = suffix;
    }
    for (int32_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && keys[next] == keys[i];) next++;
        make_group(s, first + i, next - i);
    }
}

static int32_t median(int32_t a, int32_t b, int32_t c) {
    if (a < b) return b < c ? b : a < c ? c : a;
    return a < c ? a : b < c ? c : b;
}

static void sort_group(sorter* s, int32_t first, int32_t count) {
    while (count > 12) {
        int32_t pivot = median(key(s, first), key(s, first + count / 2), key(s, first + count - 1));
        int32_t less = first, at = first, more = first + count;
        while (at < more) {
            int32_t mine = key(s, at);
            if (mine < pivot)
                swap(s, less++, at++);
            else if (mine > pivot)
                swap(s, at, --more);
            else
                at++;
        }
        if (less > first) sort_group(s, first, less - first);
        make_group(s, less, more - less);
        count -= more - first;
        first = more;
    }
    if (count) sort_few(s, first, count);
}

// Places all suffixes by their first byte; the empty one first.
static void place_by_byte(sorter* s, const uint8_t* in, int32_t size) {
    int32_t end[256] = {0};
    for (int32_t i = 0; i < size; i++) end[in[i]]++;
    for (int32_t c = 0, sum = 1; c < 256; c++) end[c] = sum += end[c];
    int32_t next[256];
    for (int32_t c = 0; c < 256; c++) next[c] = end[c];
    for (int32_t i = size - 1; i >= 0; i--) s->suffix[--next[in[i]]] = i;
    for (int32_t i = 0; i < size; i++) s->rank[i] = end[in[i]] - 1;
    for (int32_t c = 0; c < 256; c++)
        if (end[c] - next[c] == 1) s->suffix[next[c]] = -1;
    s->suffix[0] = -1;
    s->rank[size] = 0;
}

// Refines every group once, and joins neighbouring sorted runs; answers whether groups are left.
static int refine(sorter* s, int32_t size) {
    int32_t run = 0, place = 0;
    int open = 0;
    while (place <= size) {
        int32_t suffix = s->suffix[place];
        if (suffix < 0) {
            run -= suffix;
            place -= suffix;
            continue;
        }
        if (run) s->suffix[place - run] = -run;
        run = 0;
        int32_t last = s->rank[suffix];
        sort_group(s, place, last - place + 1);
        place = last + 1;
        open = 1;
    }
    if (run) s->suffix[place - run] = -run;
    return open;
}

uint32_t bwt_forward(const uint8_t* in, uint32_t size, uint8_t* out) {
    size_t places = (size_t)size + 1;
    sorter s = {allocate(places * sizeof(int32_t)), allocate(places * sizeof(int32_t)), 1};
    place_by_byte(&s, in, (int32_t)size);
    while (refine(&s, (int32_t)size)) s.step *= 2;
    for (uint32_t i = 0; i <= size; i++) s.suffix[s.rank[i]] = (int32_t)i;
    uint32_t sentinel = (uint32_t)s.rank[0];
    for (uint32_t i = 0; i <= size; i++)
        if (i != sentinel) *out++ = in[s.suffix[i] - 1];
    free(s.suffix);
    free(s.rank);
    return sentinel;
}

void bwt_inverse(const uint8_t* in, uint32_t size, uint32_t sentinel, uint8_t* out) {
    uint32_t* previous = allocate(((size_t)size + 1) * sizeof *previous);
    uint32_t next[256] = {0};
    for (uint32_t i = 0; i < size; i++) next[in[i]]++;
    for (uint32_t c = 0, sum = 1; c < 256; c++) {
        uint32_t count = next[c];
        next[c] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < size; i++) previous[i + (i >= sentinel)] = next[in[i]]++;
    uint32_t row = 0;
    for (uint32_t i = size; i--;) {
        out[i] = in[row - (row > sentinel)];
        row = previous[row];
    }
    free(previous);
}
