/* Vectors of float32, as wide as the machine's registers, through the vector extensions that GCC and Clang share.
   Everything here gives the same bits each time: sums have a fixed order. */
#ifndef NL_VECTOR_H
#define NL_VECTOR_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#define NL_LANES 16
#elif defined(__AVX__)
#define NL_LANES 8
#else
#define NL_LANES 4
#endif

typedef float nl_vf __attribute__((vector_size(4 * NL_LANES)));
typedef int32_t nl_vi __attribute__((vector_size(4 * NL_LANES)));
typedef uint32_t nl_vu __attribute__((vector_size(4 * NL_LANES))); /* for sums of bits, which may pass the largest number */
typedef uint8_t nl_vb __attribute__((vector_size(NL_LANES)));

#define NL_INLINE static inline __attribute__((always_inline, unused))

/* Before a loop of constant length (at most 16): written out, so that arrays of vectors become registers. */
#ifdef __clang__
#define NL_UNROLL _Pragma("clang loop unroll(full)")
#else
#define NL_UNROLL _Pragma("GCC unroll 16")
#endif

NL_INLINE nl_vf nl_set(float x) { return x - (nl_vf){0}; }

NL_INLINE nl_vf nl_load(const float *p) {
  nl_vf v;
  memcpy(&v, p, sizeof v);
  return v;
}

NL_INLINE void nl_store(float *p, nl_vf v) { memcpy(p, &v, sizeof v); }

/* The first n lanes (a constant below NL_LANES where it matters), zeros behind. */
NL_INLINE nl_vf nl_load_part(const float *p, long n) {
  nl_vf v = {0};
  memcpy(&v, p, (size_t)n * sizeof(float));
  return v;
}

NL_INLINE void nl_store_part(float *p, nl_vf v, long n) { memcpy(p, &v, (size_t)n * sizeof(float)); }

/* v, rounded and in a register: what made it is neither fused with what follows (-ffp-contract) nor done again. For where a compiler's freedom
   to fuse would make two paths to one value differ in the last bit. */
NL_INLINE nl_vf nl_keep(nl_vf v) {
#if defined(__x86_64__)
  __asm__("" : "+v"(v));
#elif defined(__aarch64__)
  __asm__("" : "+w"(v));
#else
  __asm__("" : "+m"(v));
#endif
  return v;
}

/* Lane i holds p[i * stride], for the first n lanes. */
NL_INLINE nl_vf nl_load_strided(const float *p, long stride, long n) {
  nl_vf v = {0};
  for (long i = 0; i < n; i++) v[i] = p[i * stride];
  return v;
}

NL_INLINE void nl_store_strided(float *p, nl_vf v, long stride, long n) {
  for (long i = 0; i < n; i++) p[i * stride] = v[i];
}

/* a where the mask's lane is all ones, b where it is zero. */
NL_INLINE nl_vf nl_select(nl_vi mask, nl_vf a, nl_vf b) { return (nl_vf)((mask & (nl_vi)a) | (~mask & (nl_vi)b)); }

/* 0, 1, 2, ... */
NL_INLINE nl_vi nl_iota(void) {
  nl_vi v;
  for (int i = 0; i < NL_LANES; i++) v[i] = i;
  return v;
}

/* Ones in the first n lanes. */
NL_INLINE nl_vi nl_first(long n) { return nl_iota() < (int32_t)n; }

typedef float nl_v4 __attribute__((vector_size(16)));
typedef int32_t nl_i4 __attribute__((vector_size(16)));
#if NL_LANES >= 8
typedef float nl_v8 __attribute__((vector_size(32)));
#endif

/* The larger of two; NaN wins, so that a maximum never hides one. */
NL_INLINE nl_vf nl_vmax(nl_vf a, nl_vf b) { return nl_select((b > a) | (b != b), b, a); }
NL_INLINE float nl_fmax(float a, float b) { return b > a || b != b ? b : a; }
NL_INLINE nl_v4 nl_max4(nl_v4 a, nl_v4 b) {
  nl_i4 mask = (b > a) | (b != b);
  return (nl_v4)((mask & (nl_i4)b) | (~mask & (nl_i4)a));
}

/* Halves of the lanes, so that they meet always in the same order. */
#if NL_LANES == 16
NL_INLINE nl_v8 nl_low(nl_vf v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7); }
NL_INLINE nl_v8 nl_high(nl_vf v) { return __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15); }
#endif
#if NL_LANES >= 8
NL_INLINE nl_v4 nl_low8(nl_v8 v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3); }
NL_INLINE nl_v4 nl_high8(nl_v8 v) { return __builtin_shufflevector(v, v, 4, 5, 6, 7); }
#endif

NL_INLINE float nl_sum(nl_vf v) {
#if NL_LANES == 16
  nl_v8 eight = nl_low(v) + nl_high(v);
  nl_v4 four = nl_low8(eight) + nl_high8(eight);
#elif NL_LANES == 8
  nl_v4 four = nl_low8(v) + nl_high8(v);
#else
  nl_v4 four = v;
#endif
  nl_v4 two = four + __builtin_shufflevector(four, four, 2, 3, 0, 1);
  return two[0] + two[1];
}

NL_INLINE float nl_max(nl_vf v) {
#if NL_LANES == 16
  nl_v4 four = nl_max4(nl_max4(nl_low8(nl_low(v)), nl_high8(nl_low(v))), nl_max4(nl_low8(nl_high(v)), nl_high8(nl_high(v))));
#elif NL_LANES == 8
  nl_v4 four = nl_max4(nl_low8(v), nl_high8(v));
#else
  nl_v4 four = v;
#endif
  nl_v4 two = nl_max4(four, __builtin_shufflevector(four, four, 2, 3, 0, 1));
  return nl_fmax(two[0], two[1]);
}

/* a's and b's lanes in turns: of their first halves (low), of their last (high). Clang and GCC name the shuffle differently. */
#if NL_LANES == 16
#define NL_ZIP_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define NL_ZIP_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif NL_LANES == 8
#define NL_ZIP_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define NL_ZIP_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define NL_ZIP_LOW 0, 4, 1, 5
#define NL_ZIP_HIGH 2, 6, 3, 7
#endif
#ifdef __clang__
NL_INLINE nl_vf nl_zip_low(nl_vf a, nl_vf b) { return __builtin_shufflevector(a, b, NL_ZIP_LOW); }
NL_INLINE nl_vf nl_zip_high(nl_vf a, nl_vf b) { return __builtin_shufflevector(a, b, NL_ZIP_HIGH); }
#else
NL_INLINE nl_vf nl_zip_low(nl_vf a, nl_vf b) { return __builtin_shuffle(a, b, (nl_vi){NL_ZIP_LOW}); }
NL_INLINE nl_vf nl_zip_high(nl_vf a, nl_vf b) { return __builtin_shuffle(a, b, (nl_vi){NL_ZIP_HIGH}); }
#endif

/* NL_LANES rows of NL_LANES: lane j of row i becomes lane i of row j. Each step turns the bits of (row, lane) by one place. */
NL_INLINE void nl_transpose(nl_vf row[NL_LANES]) {
NL_UNROLL
  for (int step = 1; step < NL_LANES; step *= 2) {
    nl_vf next[NL_LANES];
NL_UNROLL
    for (int i = 0; i < NL_LANES / 2; i++) {
      next[2 * i] = nl_zip_low(row[i], row[i + NL_LANES / 2]);
      next[2 * i + 1] = nl_zip_high(row[i], row[i + NL_LANES / 2]);
    }
NL_UNROLL
    for (int i = 0; i < NL_LANES; i++) row[i] = next[i];
  }
}
#endif
