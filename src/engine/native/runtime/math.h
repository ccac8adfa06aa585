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

/* y * 2^n, where `rounded` is n + NL_ROUND: n is added to the exponent. Both y and the outcome are normal. */
NL_INLINE nl_vf nl_times_power(nl_vf y, nl_vf rounded) { return (nl_vf)((nl_vu)y + ((nl_vu)rounded << 23)); }

/* e^x for x from -87.33 to 88.72: 2^n * e^r with n whole and |r| <= ln(2) / 2. */
NL_INLINE nl_vf nl_exp_inside(nl_vf x) {
  nl_vf rounded = x * 0x1.715476p0f + NL_ROUND;
  nl_vf n = rounded - NL_ROUND;
  /* ln(2) in two parts, the first so short that its product with n is exact even where there is no fused one. */
  nl_vf r = n * -0x1.63p-1f + x;
  r = n * 0x1.bd0106p-13f + r;
  nl_vf p = r * 0x1.6a23d6p-10f + 0x1.123a2p-7f;
  p = p * r + 0x1.5558f2p-5f;
  p = p * r + 0x1.555492p-3f;
  p = p * r + 0x1.fffffcp-2f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return nl_times_power(p, rounded);
}

NL_INLINE nl_vf nl_exp(nl_vf x) {
  /* Above, infinity; below, zero; what is not a number stays so. */
  nl_vf y = nl_select(x <= 0x1.62e42ep6f, nl_exp_inside(x), x + NL_INF);
  return nl_select(x < -0x1.5d589ep6f, nl_set(0), y);
}

/* log(x) = e ln(2) + log(1 + f) with 1 + f between sqrt(1/2) and sqrt(2). */
NL_INLINE nl_vf nl_log(nl_vf x) {
  /* A denormal is made normal first. */
  nl_vi small = x < 0x1p-126f;
  nl_vu bits = (nl_vu)nl_select(small, x * 0x1p23f, x);
  nl_vi exponent = (nl_vi)(bits - 0x3f3504f3u) >> 23;
  nl_vf f = (nl_vf)(bits - ((nl_vu)exponent << 23)) - 1.0f;
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

/* y, which is not negative, with the sign of x. */
NL_INLINE nl_vf nl_signed(nl_vf y, nl_vf x) { return (nl_vf)((nl_vi)y | ((nl_vi)x & INT32_MIN)); }

/* At most so much; what is not a number stays so. */
NL_INLINE nl_vf nl_at_most(nl_vf x, float most) { return nl_select(x > most, nl_set(most), x); }

/* Below 0.625 a polynomial, above 1 - 2 / (e^2x + 1), so that either is exact where it is used. */
NL_INLINE nl_vf nl_tanh(nl_vf x) {
  nl_vf a = nl_at_most(nl_abs(x), 9.02f);
  nl_vf z = a * a;
  nl_vf p = z * -0x1.75e1c2p-8f + 0x1.522698p-6f;
  p = p * z - 0x1.b83c5ap-5f;
  p = p * z + 0x1.110726p-3f;
  p = p * z - 0x1.555532p-2f;
  p = p * z * a + a;
  nl_vf high = 1.0f - 2.0f / (nl_exp_inside(a + a) + 1.0f);
  return nl_signed(nl_select(a >= 0.625f, high, p), x);
}

/* Below 1 a polynomial, above 1 - 2^s with s a polynomial too. */
NL_INLINE nl_vf nl_erf(nl_vf x) {
  nl_vf a = nl_at_most(nl_abs(x), 3.95f);
  nl_vf z = a * a;
  nl_vf p = z * -0x1.273f92p-11f + 0x1.4246cap-8f;
  p = p * z - 0x1.b5a35ap-6f;
  p = p * z + 0x1.ce0942p-4f;
  p = p * z - 0x1.812674p-2f;
  p = p * z + 0x1.06eba2p-3f;
  p = p * a + a;
  nl_vf s = a * -0x1.b3156cp-10f + 0x1.5d500cp-6f;
  s = s * a - 0x1.05e1dap-3f;
  s = s * a - 0x1.e371d4p-1f;
  s = s * a - 0x1.9cb41ap0f;
  s = s * a - 0x1.f934c6p-9f;
  nl_vf rounded = s + NL_ROUND;
  nl_vf r = s - (rounded - NL_ROUND);
  nl_vf q = r * 0x1.5bb9e4p-10f + 0x1.3ceab6p-7f;
  q = q * r + 0x1.c6b754p-5f;
  q = q * r + 0x1.ebf9bcp-3f;
  q = q * r + 0x1.62e42ap-1f;
  q = q * r + 1.0f;
  nl_vf high = 1.0f - nl_times_power(q, rounded);
  return nl_signed(nl_select(a >= 1.0f, high, p), x);
}

/* Of what is above 1, a right angle less the one of 1 / x. */
NL_INLINE nl_vf nl_atan(nl_vf x) {
  nl_vf a = nl_abs(x);
  nl_vi steep = a > 1.0f;
  nl_vf t = nl_select(steep, 1.0f / a, a);
  nl_vf z = t * t;
  nl_vf p = z * 0x1.7ed10ep-9f - 0x1.0c2b8p-6f;
  p = p * z + 0x1.61fd6p-5f;
  p = p * z - 0x1.355682p-4f;
  p = p * z + 0x1.b4e112p-4f;
  p = p * z - 0x1.230ad8p-3f;
  p = p * z + 0x1.9978f4p-3f;
  p = p * z - 0x1.5554dcp-2f;
  nl_vf y = p * z * t + t;
  return nl_signed(nl_select(steep, 0x1.921fb6p0f - y, y), x);
}

#endif
