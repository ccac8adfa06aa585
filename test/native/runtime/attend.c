/* Attention of random shapes, layouts, masks and biases against plain loops in double: `attend COUNT` checks so many and says each fault. */
#include "attend.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static long below(long n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (long)((state >> 33) % (uint64_t)n);
}

static float small(void) { return (float)below(1 << 20) / (1 << 19) - 1; }

enum { GUARD = 19 };
static const float guard = 12345.678f;

/* [batch, heads, length, features], some way laid out in memory of its own. */
typedef struct heads {
  float *memory, *at;
  long floats, batches, heads, length, features, batch, head, row;
} heads;

/* What lies between the elements of an input is NaN: it must not matter. An input's memory ends with its last element, so that a sanitizer sees
   who reads further; that of an output has guards. */
static heads lay_out(long batches, long count, long length, long features, int input, int dense) {
  heads x = {.batches = batches, .heads = count, .length = length, .features = features};
  const long gap = dense ? 0 : below(4), more = dense ? 0 : below(2) * below(70);
  if (dense || below(2)) x.row = features + gap, x.head = length * x.row + more, x.batch = count * x.head + more;
  else x.head = features + gap, x.row = count * x.head + more, x.batch = length * x.row + more;
  x.floats = (batches - 1) * x.batch + (count - 1) * x.head + (length - 1) * x.row + features + (input ? 0 : 2 * GUARD);
  x.memory = malloc((size_t)x.floats * sizeof(float));
  for (long i = 0; i < x.floats; i++) x.memory[i] = input ? NAN : guard;
  x.at = x.memory + (input ? 0 : GUARD);
  return x;
}

static float *at(const heads *x, long b, long h, long i, long f) { return x->at + b * x->batch + h * x->head + i * x->row + f; }

static long elements(const heads *x) { return x->batches * x->heads * x->length * x->features; }

/* Element n in the order of a dense array. */
static float *nth(const heads *x, long n) {
  long f = n % x->features, i = n / x->features % x->length, h = n / x->features / x->length % x->heads;
  return at(x, n / x->features / x->length / x->heads, h, i, f);
}

static heads drawn(long batches, long count, long length, long features) {
  heads x = lay_out(batches, count, length, features, 1, 0);
  for (long n = 0; n < elements(&x); n++) *nth(&x, n) = small();
  return x;
}

static nl_heads in(const heads *x) { return (nl_heads){x->at, x->batch, x->head, x->row}; }
static nl_heads_out out(const heads *x) { return (nl_heads_out){x->at, x->batch, x->head, x->row}; }

typedef struct question {
  long batches, heads, queries, keys, features;
  float scale;
  int causal;
  heads q, k, v, dy;
  float *bias; long bias_batch;
} question;

enum { Y, P, DQ, DK, DV, OUTPUTS };
static const char *const names[] = {"y", "P", "dq", "dk", "dv"};

/* Dense doubles, in the order above. */
typedef struct answer { double *of[OUTPUTS]; } answer;

static long size_of(const question *x, int output) {
  long each = output == P ? x->keys : x->features, length = output == DK || output == DV ? x->keys : x->queries;
  return x->batches * x->heads * length * each;
}

static double dot(const float *a, const float *b, long n) {
  double sum = 0;
  for (long i = 0; i < n; i++) sum += (double)a[i] * b[i];
  return sum;
}

/* One query of one head. hidden: whether keys that it does not see take part, closed by a large negative number, as in plain arithmetic. */
static void answer_query(const question *x, const answer *a, long b, long h, long i, int hidden) {
  const long d = x->features, head = b * x->heads + h, seen = x->causal && !hidden ? i + 1 : x->keys;
  double *p = a->of[P] + (head * x->queries + i) * x->keys, *y = a->of[Y] + (head * x->queries + i) * d, *dq = a->of[DQ] + (head * x->queries + i) * d;
  double most = -INFINITY, sum = 0, inner = 0;
  for (long j = 0; j < seen; j++) {
    p[j] = x->scale * dot(at(&x->q, b, h, i, 0), at(&x->k, b, h, j, 0), d) + (x->causal && j > i ? -1e30 : 0) + (x->bias ? x->bias[b * x->bias_batch + j] : 0);
    if (p[j] > most || isnan(p[j])) most = p[j];
  }
  for (long j = 0; j < seen; j++) sum += p[j] = exp(p[j] - most);
  for (long j = 0; j < seen; j++) p[j] /= sum;
  for (long f = 0; f < d; f++) {
    for (long j = 0; j < seen; j++) y[f] += p[j] * *at(&x->v, b, h, j, f);
    inner += y[f] * *at(&x->dy, b, h, i, f);
  }
  for (long j = 0; j < seen; j++) {
    double ds = p[j] * (dot(at(&x->dy, b, h, i, 0), at(&x->v, b, h, j, 0), d) - inner) * x->scale;
    for (long f = 0; f < d; f++) {
      dq[f] += ds * *at(&x->k, b, h, j, f);
      a->of[DK][(head * x->keys + j) * d + f] += ds * *at(&x->q, b, h, i, f);
      a->of[DV][(head * x->keys + j) * d + f] += p[j] * *at(&x->dy, b, h, i, f);
    }
  }
}

static answer answer_of(const question *x, int hidden) {
  answer a;
  for (int o = 0; o < OUTPUTS; o++) a.of[o] = calloc((size_t)size_of(x, o), sizeof(double));
  for (long b = 0; b < x->batches; b++)
    for (long h = 0; h < x->heads; h++)
      for (long i = 0; i < x->queries; i++) answer_query(x, &a, b, h, i, hidden);
  return a;
}

typedef struct result { heads of[OUTPUTS]; } result;

static nl_heads_out wanted(const heads *x, int is) { return is ? out(x) : (nl_heads_out){0}; }

/* How the runtime is asked: in so many parts, of which those up to `done` are run, in dense arrays or not, for which outputs. */
typedef struct way { int parts, done, dense, all_but; } way;

static result result_of(const question *x, way of) {
  result r;
  for (int o = 0; o < OUTPUTS; o++)
    r.of[o] = lay_out(x->batches, x->heads, o == DK || o == DV ? x->keys : x->queries, o == P ? x->keys : x->features, 0, of.dense || o == P);
  const nl_attend forward = {x->batches, x->heads, x->queries, x->keys, x->features, x->scale, x->causal, in(&x->q), in(&x->k), in(&x->v),
                             x->bias, x->bias_batch, wanted(&r.of[Y], of.all_but != Y), of.all_but == P ? NULL : r.of[P].at};
  for (int part = of.done - 1; part >= 0; part--) nl_attend_forward(&forward, part, of.parts);
  const nl_attend_gradient backward = {x->batches, x->heads, x->queries, x->keys, x->features, x->scale, x->causal, in(&x->q), in(&x->k),
                                       in(&x->v), x->bias, x->bias_batch, in(&r.of[Y]), in(&x->dy), wanted(&r.of[DQ], of.all_but != DQ),
                                       wanted(&r.of[DK], of.all_but != DK), wanted(&r.of[DV], of.all_but != DV)};
  for (int part = 0; part < of.done; part++) nl_attend_backward(&backward, part, of.parts);
  return r;
}

/* Whether what lies around the elements is as it was; the elements become guards. */
static int untouched(const heads *x) {
  for (long n = 0; n < elements(x); n++) *nth(x, n) = guard;
  for (long i = 0; i < x->floats; i++)
    if (x->memory[i] != guard) return 0;
  return 1;
}

static int faults;

static void fault(const question *x, const char *what, const char *output) {
  faults++;
  printf("%s of %s: batch %ld, heads %ld, queries %ld, keys %ld, features %ld, causal %d, bias %d\n", what, output, x->batches, x->heads,
         x->queries, x->keys, x->features, x->causal, x->bias != NULL);
}

static void check_numbers(const question *x, const result *r, const answer *a) {
  for (int o = 0; o < OUTPUTS; o++) {
    double worst = 0, largest = 1e-30;
    int clean = 1;
    for (long n = 0; n < size_of(x, o); n++) {
      const double expected = a->of[o][n], found = *nth(&r->of[o], n);
      if (!(fabs(found - expected) <= worst)) worst = fabs(found - expected);
      if (fabs(expected) > largest) largest = fabs(expected);
      const long query = n / x->keys % x->queries, key = n % x->keys;
      if (o == P && x->causal && key > query && found != 0) clean = 0;
    }
    /* Where one key is open all dS are zero, and what is found is rounding of numbers of size 1. */
    if (o == DQ || o == DK) largest = fmax(largest, 1);
    if (!(worst <= 1e-5 * largest)) fault(x, "wrong numbers", names[o]);
    if (!clean) fault(x, "no zero where the mask hides", names[o]);
  }
}

/* Whether a head has a NaN among all of an answer. */
static int ill(const question *x, const answer *a, long head) {
  for (int o = 0; o < OUTPUTS; o++) {
    const long each = size_of(x, o) / (x->batches * x->heads);
    for (long n = 0; n < each; n++)
      if (isnan(a->of[o][head * each + n])) return 1;
  }
  return 0;
}

/* NaN where the keys that are seen give it. Hidden ones may give more, as in plain arithmetic that closes them by large numbers; but none comes
   into a head that has none there either. */
static void check_none(const question *x, const result *r) {
  const answer least = answer_of(x, 0), most = answer_of(x, 1);
  for (int o = 0; o < OUTPUTS; o++) {
    const long each = size_of(x, o) / (x->batches * x->heads);
    int lost = 0, made = 0;
    for (long n = 0; n < size_of(x, o); n++) lost |= isnan(least.of[o][n]) && !isnan(*nth(&r->of[o], n));
    for (long head = 0; head < x->batches * x->heads; head++) {
      if (ill(x, &least, head) || ill(x, &most, head)) continue;
      for (long n = 0; n < each; n++) made |= isnan(*nth(&r->of[o], head * each + n));
    }
    if (lost) fault(x, "lost NaN", names[o]);
    if (made) fault(x, "invented NaN", names[o]);
  }
  for (int o = 0; o < OUTPUTS; o++) free(least.of[o]), free(most.of[o]);
}

static void check_same(const question *x, const result *a, const result *b, const char *what) {
  for (int o = 0; o < OUTPUTS; o++) {
    int same = 1;
    for (long n = 0; n < size_of(x, o); n++) same &= memcmp(nth(&a->of[o], n), nth(&b->of[o], n), sizeof(float)) == 0;
    if (!same) fault(x, what, names[o]);
  }
}

/* The first of two parts writes half of the heads, rounded down. */
static void check_share(const question *x, const result *r) {
  const long all = x->batches * x->heads;
  for (int o = 0; o < OUTPUTS; o++) {
    int same = 1;
    for (long n = all / 2 * (size_of(x, o) / all); n < size_of(x, o); n++) same &= *nth(&r->of[o], n) == guard;
    if (!same) fault(x, "more than its part", names[o]);
  }
}

/* An output that nobody wants is not written, and the others are the same (the gradient reads y: those of a y left out are not looked at). */
static void check_left_out(const question *x, const result *all, const result *r, int left_out) {
  for (int o = 0; o < OUTPUTS; o++) {
    int same = 1;
    for (long n = 0; n < size_of(x, o); n++) same &= *nth(&r->of[o], n) == (o == left_out ? guard : *nth(&all->of[o], n));
    if (!same && (left_out != Y || o < DQ)) fault(x, "an output left out touches another", names[o]);
  }
}

static void release(const question *x, result *r) {
  for (int o = 0; o < OUTPUTS; o++) {
    if (!untouched(&r->of[o])) fault(x, "memory around", names[o]);
    free(r->of[o].memory);
  }
}

static question draw(void) {
  static const long lengths[] = {1, 2, 3, 5, 8, 12, 15, 16, 17, 24, 31, 32, 33, 40, 63, 64, 65, 96, 100};
  static const long features[] = {1, 2, 3, 4, 5, 8, 9, 12, 15, 16, 17, 20, 24, 31, 32, 33, 40, 48, 64, 80, 128};
  question x = {.batches = 1 + below(3), .heads = 1 + below(3), .causal = (int)below(2), .bias_batch = 0};
  x.queries = lengths[below(sizeof lengths / sizeof *lengths)];
  x.keys = x.causal ? x.queries : lengths[below(sizeof lengths / sizeof *lengths)];
  x.features = features[below(sizeof features / sizeof *features)];
  x.scale = (1 + 4 * below(2)) / sqrtf((float)x.features);
  x.q = drawn(x.batches, x.heads, x.queries, x.features);
  x.k = drawn(x.batches, x.heads, x.keys, x.features);
  x.v = drawn(x.batches, x.heads, x.keys, x.features);
  x.dy = drawn(x.batches, x.heads, x.queries, x.features);
  if (below(3) == 0) {
    x.bias_batch = x.keys + below(3);
    const long floats = (x.batches - 1) * x.bias_batch + x.keys;
    x.bias = malloc((size_t)floats * sizeof(float));
    /* The first key stays open: a query that sees none has no weights to speak of. */
    for (long i = 0; i < floats; i++) x.bias[i] = i % x.bias_batch > 0 && below(3) == 0 ? -1e30f : 3 * small();
  }
  return x;
}

/* One number of one operand becomes none, or infinite. */
static void spoil(question *x) {
  heads *const operands[] = {&x->q, &x->k, &x->v, &x->dy};
  const heads *own = operands[below(4)];
  const float bad[] = {NAN, INFINITY, -INFINITY};
  if (x->bias && below(8) == 0) x->bias[below(x->keys)] = NAN;
  else *nth(own, below(elements(own))) = bad[below(3)];
}

static const way whole = {1, 1, 0, -1};

static void check(long round) {
  question x = draw();
  const int parts = 2 + (int)below(3), left_out = (int)below(OUTPUTS);
  result one = result_of(&x, whole), more = result_of(&x, (way){parts, parts, 0, -1}), dense = result_of(&x, (way){1, 1, 1, -1}),
         half = result_of(&x, (way){2, 1, 0, -1}), some = result_of(&x, (way){1, 1, 0, left_out});
  answer a = answer_of(&x, 0);
  check_numbers(&x, &one, &a);
  check_same(&x, &one, &more, "other bits in parts");
  check_same(&x, &one, &dense, "other bits by layout");
  check_share(&x, &half);
  check_left_out(&x, &one, &some, left_out);
  for (int o = 0; o < OUTPUTS; o++) free(a.of[o]);
  release(&x, &half);
  release(&x, &some);
  release(&x, &one);
  release(&x, &more);
  release(&x, &dense);
  if (round % 2 == 0) {
    spoil(&x);
    one = result_of(&x, whole);
    check_none(&x, &one);
    release(&x, &one);
  }
  free(x.q.memory), free(x.k.memory), free(x.v.memory), free(x.dy.memory), free(x.bias);
}

/* So many keys that they do not fit in a thread's own scratch. */
static void check_large(void) {
  question x = {.batches = 1, .heads = 1, .queries = 33, .keys = 1500, .features = 80, .scale = 0.1f};
  x.q = drawn(1, 1, 33, 80), x.k = drawn(1, 1, 1500, 80), x.v = drawn(1, 1, 1500, 80), x.dy = drawn(1, 1, 33, 80);
  result r = result_of(&x, whole);
  answer a = answer_of(&x, 0);
  check_numbers(&x, &r, &a);
  for (int o = 0; o < OUTPUTS; o++) free(a.of[o]);
  release(&x, &r);
  free(x.q.memory), free(x.k.memory), free(x.v.memory), free(x.dy.memory);
}

int main(int count, char **words) {
  const long rounds = count > 1 ? atol(words[1]) : 1;
  check_large();
  for (long round = 0; round < rounds; round++) check(round);
  printf("%ld attentions, %d faults\n", rounds, faults);
  return faults > 0;
}
