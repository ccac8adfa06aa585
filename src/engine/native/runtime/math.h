/* Functions of float32 on vectors, each within about two units in the last place over the whole range: infinities, NaN and
   denormals included (results below 1.2e-38 may come out as zero). No branch on data: what is special is selected at the end.
   The polynomials are minimax fits of their own (error of each far below a unit in the last place). */
#ifndef NL_MATH_H
#define NL_MATH_H
#include "vector.h"

#define NL_INF __builtin_inff()

/* Adding and taking away 1.5 * 2^23 rounds to the nearest whole number, which then stands in the lowest bits of the sum. */
#define NL_ROUND 0x1.8p23f

NL_INLINE nl_vf nl_abs(nl_vf x) { return (nl_vf)((nl_vi)x & 0x7fffffff); }

/* The machine's own square root: compilers make one instruction of the lanes. */
NL_INLINE nl_vf nl_sqrt(nl_vf x) {
  for (int i = 0; i < NL_LANES; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
}

/* e^x = 2^n * e^r with n whole and |r| <= ln(2) / 2. */
NL_INLINE nl_vf nl_exp(nl_vf x) {
  nl_vf rounded = x * 0x1.715476p0f + NL_ROUND;
  nl_vf n = rounded - NL_ROUND;
  /* ln(2) in two parts, the first so short that its product with n is exact even where there is no fused one. */
  nl_vf r = n * -0x1.63p-1f + x;
  r = n * 0x1.bd0106p-13f + r;
  nl_vf q = r * 0x1.6a23d6p-10f + 0x1.123a2p-7f;
  q = q * r + 0x1.5558f2p-5f;
  q = q * r + 0x1.555492p-3f;
  q = q * r + 0x1.fffffcp-2f;
  nl_vf e = (q * r + 1.0f) * r + 1.0f;
  /* Times 2^n: n is added to the exponent. */
  nl_vf y = (nl_vf)((nl_vi)e + ((nl_vi)rounded << 23));
  /* Above, infinity; below, zero; what is not a number stays so. */
  y = nl_select(x <= 0x1.62e42ep6f, y, x + NL_INF);
  return nl_select(x < -0x1.5d589ep6f, nl_set(0), y);
}

/* log(x) = e ln(2) + log(1 + f) with 1 + f between sqrt(1/2) and sqrt(2). */
NL_INLINE nl_vf nl_log(nl_vf x) {
  /* A denormal is made normal first. */
  nl_vi small = x < 0x1p-126f;
  nl_vi bits = (nl_vi)nl_select(small, x * 0x1p23f, x);
  nl_vi exponent = (bits - 0x3f3504f3) >> 23;
  nl_vf f = (nl_vf)(bits - (exponent << 23)) - 1.0f;
  nl_vf e = __builtin_convertvector(exponent - (small & 23), nl_vf);
  nl_vf p = f * -0x1.38b564p-4f + 0x1.055b5ap-3f;
  p = p * f - 0x1.0d854p-3f;
  p = p * f + 0x1.22da2p-3f;
  p = p * f - 0x1.547246p-3f;
  p = p * f + 0x1.99a008p-3f;
  p = p * f - 0x1.000226p-2f;
  p = p * f + 0x1.555554p-2f;
  nl_vf square = f * f;
  nl_vf rest = p * f * square + e * -0x1.bd0106p-13f;
  nl_vf y = e * 0x1.63p-1f + (f + (square * -0.5f + rest));
  /* Of infinity and what is not a number: itself. Of zero, minus infinity; of less, no number. */
  y = nl_select(x < NL_INF, y, x);
  nl_vf none = nl_select(x == 0.0f, nl_set(-NL_INF), nl_set(__builtin_nanf("")));
  return nl_select(x <= 0.0f, none, y);
}

#endif
