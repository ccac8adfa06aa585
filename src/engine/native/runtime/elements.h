/* What generated kernels do to elements: loads of every type and stride, functions on vectors and on single numbers. */
#ifndef NL_ELEMENTS_H
#define NL_ELEMENTS_H
#include "math.h"
#include "vector.h"

/* Lanes p[0], p[stride], ... of n elements, as floats. */
NL_INLINE nl_vf nl_load_ints(const int32_t *p, long stride, long n) {
  nl_vf v = {0};
  for (long i = 0; i < n; i++) v[i] = (float)p[i * stride];
  return v;
}

NL_INLINE nl_vf nl_load_bytes(const uint8_t *p, long stride, long n) {
  nl_vf v = {0};
  for (long i = 0; i < n; i++) v[i] = (float)p[i * stride];
  return v;
}

/* Sixteen masks at once, where they lie side by side. */
NL_INLINE nl_vf nl_load_mask(const uint8_t *p) {
  nl_vb v;
  memcpy(&v, p, sizeof v);
  return __builtin_convertvector(v, nl_vf);
}

/* An index that lies in its table, or 0 and a mark that one did not. */
NL_INLINE long nl_row(int32_t index, long rows, int *fault) {
  if ((uint32_t)index < (uint32_t)rows) return index;
  *fault = 1;
  return 0;
}

/* Numbers of a table whose row changes from lane to lane. */
NL_INLINE nl_vf nl_pick(const float *table, long column, const int32_t *index, long stride, long rows, long row, long n, int *fault) {
  nl_vf v = {0};
  for (long i = 0; i < n; i++) v[i] = table[nl_row(index[i * stride], rows, fault) * row + i * column];
  return v;
}

/* The first n lanes, and in the others what changes no sum, no maximum. */
NL_INLINE nl_vf nl_only(nl_vf v, long n, float rest) { return nl_select(nl_first(n), v, nl_set(rest)); }

NL_INLINE nl_vf nl_minimum(nl_vf a, nl_vf b) { return nl_select((a < b) | (a != a), a, b); }
NL_INLINE nl_vf nl_greater(nl_vf a, nl_vf b) { return nl_select(a > b, nl_set(1), nl_set(0)); }
NL_INLINE nl_vf nl_equal(nl_vf a, nl_vf b) { return nl_select(a == b, nl_set(1), nl_set(0)); }
/* NaN stays. */
NL_INLINE nl_vf nl_relu(nl_vf a) { return nl_select(a < nl_set(0), nl_set(0), a); }

/* The first element of share `part` of n, a whole number of cache lines from the start. */
NL_INLINE long nl_lines(long n, int part, int parts) {
  long at = n / 16 * part / parts * 16;
  return part == parts ? n : at;
}

/* Adds up the partial results of `count` chunks, in their order; each part does a share of the n results. */
static inline __attribute__((unused)) void nl_join_sums(float *into, const float *from, long count, long n, int part, int parts) {
  const long end = nl_lines(n, part + 1, parts);
  long j = nl_lines(n, part, parts);
  for (; j + NL_LANES <= end; j += NL_LANES) {
    nl_vf total = nl_load(from + j);
    for (long c = 1; c < count; c++) total += nl_load(from + c * n + j);
    nl_store(into + j, total);
  }
  for (; j < end; j++) {
    float total = from[j];
    for (long c = 1; c < count; c++) total += from[c * n + j];
    into[j] = total;
  }
}

static inline __attribute__((unused)) void nl_join_maxima(float *into, const float *from, long count, long n, int part, int parts) {
  for (long j = nl_lines(n, part, parts); j < nl_lines(n, part + 1, parts); j++) {
    float most = from[j];
    for (long c = 1; c < count; c++) most = nl_fmax(most, from[c * n + j]);
    into[j] = most;
  }
}

NL_INLINE void nl_fill(float *p, long n, float x) {
  long j = 0;
  for (; j + NL_LANES <= n; j += NL_LANES) nl_store(p + j, nl_set(x));
  for (; j < n; j++) p[j] = x;
}

/* Row index[i] of the table gains scale * x[i]; a row's sum goes in the order of i. Parts divide the columns' table rows among them. */
NL_INLINE void nl_scatter(float *table, long rows, long width, const int32_t *index, long index_stride, const float *x, long x_row, long x_column,
                          long count, float scale, int part, int parts, int *fault) {
  long from = rows * part / parts, to = rows * (part + 1) / parts;
  nl_fill(table + from * width, (to - from) * width, 0);
  for (long i = 0; i < count; i++) {
    long row = nl_row(index[i * index_stride], rows, fault);
    if (row < from || row >= to) continue;
    float *t = table + row * width;
    const float *own = x + i * x_row;
    for (long j = 0; j < width; j++) t[j] += scale * own[j * x_column];
  }
}
#endif
