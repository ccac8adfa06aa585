/* Products of random shapes, strides and addends against a loop in double: `product COUNT` checks so many and says each fault. */
#include "product.h"
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

static long size(void) {
  static const long sizes[] = {1, 1, 2, 3, 5, 7, 8, 12, 13, 16, 17, 24, 31, 33, 48, 64, 65, 96, 100, 144};
  return sizes[below(sizeof sizes / sizeof *sizes)];
}

/* An array of rows * columns, some way laid out in memory of its own. */
typedef struct matrix {
  float *memory, *first; /* first: element (0, 0) */
  long floats, rows, columns, row, column;
} matrix;

enum { GUARD = 24 };
static const float guard = 12345.678f;

static matrix lay_out(long rows, long columns, int distinct) {
  matrix x = {.rows = rows, .columns = columns};
  const long gap = below(3), page = below(8) == 0 ? 1024 : 1;
  switch (below(distinct ? 5 : 7)) {
    case 0:
    case 1: x.column = 1, x.row = (columns + gap + page - 1) / page * page; break;
    case 2:
    case 3: x.row = 1, x.column = (rows + gap + page - 1) / page * page; break;
    case 4: x.column = 2 + gap, x.row = columns * x.column + gap; break;
    case 5: x.row = 0, x.column = below(2); break;
    default: x.column = 0, x.row = 1 + gap;
  }
  const int up = below(8) == 0;
  /* An operand ends where its memory does, so that a sanitizer sees reading beyond it. */
  const long around = distinct ? GUARD : 0;
  x.floats = (rows - 1) * x.row + (columns - 1) * x.column + 1 + 2 * around;
  x.memory = malloc((size_t)x.floats * sizeof(float));
  for (long i = 0; i < x.floats; i++) x.memory[i] = distinct ? guard : small();
  x.first = x.memory + around;
  if (up) x.first += (rows - 1) * x.row, x.row = -x.row; /* the last row comes first */
  return x;
}

static float *at(const matrix *x, long i, long j) { return x->first + i * x->row + j * x->column; }

static void fill(const matrix *x) {
  for (long i = 0; i < x->rows; i++)
    for (long j = 0; j < x->columns; j++) *at(x, i, j) = small();
}

static int agrees(float got, double wanted, double bound) {
  if (isnan(wanted)) return isnan(got);
  if (isinf(wanted)) return got == wanted;
  return fabs(got - wanted) <= bound;
}

/* Faults of one product, told on stdout. */
static int check(int number) {
  nl_product p = {.m = size(), .n = size(), .k = size(), .scale = below(2) ? 1 : small()};
  if (below(6) == 0) p.k = 200 + below(500);
  if (below(12) == 0) p.n = 500 + below(60);
  const matrix a = lay_out(p.m, p.k, 0), b = lay_out(p.k, p.n, 0), c = lay_out(p.m, p.n, 1), plus = lay_out(p.m, p.n, 1);
  fill(&plus);
  if (below(5) == 0) *at(&a, below(p.m), below(p.k)) = below(2) ? NAN : INFINITY;
  if (below(5) == 0) *at(&b, below(p.k), below(p.n)) = below(2) ? -INFINITY : 0;
  float *bias = malloc((size_t)p.n * sizeof(float));
  for (long j = 0; j < p.n; j++) bias[j] = small();
  const int adds = (int)below(3); /* nothing, another matrix, C itself */
  p.a = a.first, p.a_row = a.row, p.a_col = a.column;
  p.b = b.first, p.b_row = b.row, p.b_col = b.column;
  p.c = c.first, p.c_row = c.row, p.c_col = c.column;
  if (below(2)) p.bias = bias;
  const matrix *added = adds == 2 ? &c : &plus;
  if (adds) p.plus = added->first, p.plus_row = added->row, p.plus_col = added->column;

  float *before = malloc((size_t)c.floats * sizeof(float)), *first = malloc((size_t)c.floats * sizeof(float));
  int faults = 0;
  for (int parts = 1; parts <= 4; parts++) {
    for (long i = 0; i < c.floats; i++) c.memory[i] = guard;
    if (adds == 2)
      for (long i = 0; i < p.m; i++)
        for (long j = 0; j < p.n; j++) *at(&c, i, j) = (float)((i * 31 + j * 17) % 64) / 32 - 1;
    if (parts == 1) memcpy(before, c.memory, (size_t)c.floats * sizeof(float));
    for (int part = parts - 1; part >= 0; part--) nl_multiply(&p, part, parts);
    if (parts == 1) memcpy(first, c.memory, (size_t)c.floats * sizeof(float));
    if (memcmp(first, c.memory, (size_t)c.floats * sizeof(float))) {
      printf("%d: other bits with %d parts\n", number, parts);
      faults++;
    }
  }

  char *belongs = calloc((size_t)c.floats, 1);
  const double rounding = ldexp((double)(p.k < 256 ? p.k : 256) + (double)p.k / 256 + 6, -24);
  for (long i = 0; i < p.m; i++)
    for (long j = 0; j < p.n; j++) {
      double sum = 0, total = 0;
      for (long k = 0; k < p.k; k++) {
        const double term = (double)*at(&a, i, k) * *at(&b, k, j);
        sum += term;
        total += fabs(term);
      }
      const long place = at(&c, i, j) - c.memory;
      const double others[] = {p.bias ? bias[j] : 0, adds == 0 ? 0 : adds == 1 ? *at(&plus, i, j) : before[place]};
      const double wanted = sum * p.scale + others[0] + others[1];
      belongs[place] = 1;
      if (agrees(c.memory[place], wanted, rounding * (total * fabs(p.scale) + fabs(others[0]) + fabs(others[1])))) continue;
      if (faults++ < 3) printf("%d: [%ld,%ld] of %ld x %ld, k %ld: %g for %g\n", number, i, j, p.m, p.n, p.k, c.memory[place], wanted);
    }
  for (long i = 0; i < c.floats; i++)
    if (!belongs[i] && c.memory[i] != guard) {
      printf("%d: wrote beside C\n", number);
      faults++;
      break;
    }

  /* One element as a product of its own has the same bits. */
  const long i = below(p.m), j = below(p.n);
  nl_product one = p;
  float alone;
  one.m = one.n = 1;
  one.a += i * p.a_row, one.b += j * p.b_col, one.c = &alone;
  if (p.bias) one.bias += j;
  if (adds == 1) one.plus += i * p.plus_row + j * p.plus_col;
  if (adds == 2) one.plus = before + (at(&c, i, j) - c.memory);
  nl_multiply(&one, 0, 1);
  if (memcmp(&alone, at(&c, i, j), sizeof alone) && !isnan(alone)) {
    printf("%d: [%ld,%ld] alone is %.9g, not %.9g\n", number, i, j, alone, *at(&c, i, j));
    faults++;
  }
  float *owned[] = {a.memory, b.memory, c.memory, plus.memory, bias, before, first};
  for (size_t each = 0; each < sizeof owned / sizeof *owned; each++) free(owned[each]);
  free(belongs);
  return faults;
}

int main(int count, char **words) {
  int faults = 0;
  const int products = count > 1 ? atoi(words[1]) : 1;
  for (int number = 0; number < products; number++) faults += check(number);
  printf("%d products, %d faults\n", products, faults);
  return faults > 0;
}
