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

NL_INLINE void nl_fill(float *p, long n, float x) {
  long j = 0;
  for (; j + NL_LANES <= n; j += NL_LANES) nl_store(p + j, nl_set(x));
  for (; j < n; j++) p[j] = x;
}
#endif
