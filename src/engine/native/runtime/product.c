/* Products in blocks. C is cut into panels of columns (1 to 3 vectors wide), a panel into blocks of rows; a block's sums stay in registers while
   k runs over a chunk. B is packed so that a panel's rows lie one after the other, unless it lies well already; A is read where it is, or from a
   copy of the same orientation where its strides would throw lines out of the cache. */
#include "product.h"
#include "vector.h"

#if NL_LANES == 16 || defined(__aarch64__)
#define NL_REGISTERS 32
#else
#define NL_REGISTERS 16
#endif

enum {
  NL_CHUNK = 256,      /* of k */
  NL_COLUMNS = 512,    /* of B packed at once */
  NL_ROWS = 128,       /* of A copied at once */
  NL_WIDEST = 3,       /* vectors in a panel */
  NL_TALLEST = 16,     /* rows in a block */
  NL_PAD = 16
};

static _Thread_local float nl_packed_b[NL_CHUNK * (NL_COLUMNS + NL_WIDEST * NL_LANES)] __attribute__((aligned(64)));
static _Thread_local float nl_copied_a[(NL_CHUNK + NL_PAD) * (NL_ROWS + NL_PAD)] __attribute__((aligned(64)));

/* Where a block's sums go, and what is added on the way. */
typedef struct nl_target {
  float *c; long c_row, c_col;
  const float *plus; long plus_row, plus_col; /* or NULL */
  const float *bias; long bias_row, bias_col; /* or NULL; one of the steps is 0 */
  float scale;
} nl_target;

/* One block: its operands, its size. */
typedef struct nl_block {
  const float *a; long a_step; /* between rows (along k: 1), or between columns (along rows: 1) */
  const float *b; long b_row;
  long k;
  long columns; /* that are really there: at most width * NL_LANES */
  nl_target to;
} nl_block;

static nl_target nl_target_at(const nl_target *t, long i, long j) {
  nl_target at = *t;
  at.c += i * t->c_row + j * t->c_col;
  if (t->plus) at.plus += i * t->plus_row + j * t->plus_col;
  if (t->bias) at.bias += i * t->bias_row + j * t->bias_col;
  return at;
}

/* What stands in C for a vector of sums: every path ends here, so all round alike. */
NL_INLINE nl_vf nl_finish(nl_vf sum, float scale, nl_vf bias, nl_vf plus) { return sum * nl_set(scale) + bias + plus; }

/* A vector of sums in row i from column j on, by any strides, `n` lanes of it. */
static void nl_put_any(const nl_target *t, long i, long j, nl_vf sum, long n) {
  nl_target at = nl_target_at(t, i, j);
  nl_vf none = nl_set(-0.0f); /* x + -0 is x, for each x */
  nl_vf bias = at.bias ? nl_load_strided(at.bias, at.bias_col, n) : none;
  nl_vf plus = at.plus ? nl_load_strided(at.plus, at.plus_col, n) : none;
  nl_store_strided(at.c, nl_finish(sum, at.scale, bias, plus), at.c_col, n);
}

/* The same where a row of C and of plus is contiguous and the vector is whole. */
NL_INLINE void nl_put_whole(const nl_target *t, long i, long j, nl_vf sum) {
  nl_vf none = nl_set(-0.0f);
  nl_vf bias = !t->bias ? none : t->bias_col ? nl_load(t->bias + j) : nl_set(t->bias[i * t->bias_row]);
  nl_vf plus = t->plus ? nl_load(t->plus + i * t->plus_row + j) : none;
  nl_store(t->c + i * t->c_row + j, nl_finish(sum, t->scale, bias, plus));
}

/* rows * width vectors of sums over block->k. along_k: a row of A is contiguous; otherwise a column is. All three are constants where this is
   called, so that the sums are registers. */
NL_INLINE void nl_sum_block(const int rows, const int width, const int along_k, const nl_block *block) {
  nl_vf sum[NL_TALLEST][NL_WIDEST];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 3
    for (int j = 0; j < width; j++) sum[i][j] = (nl_vf){0};
  const float *a = block->a, *b = block->b;
  const long step = block->a_step, b_row = block->b_row;
  for (long k = 0; k < block->k; k++) {
    nl_vf x[NL_WIDEST];
#pragma GCC unroll 3
    for (int j = 0; j < width; j++) x[j] = nl_load(b + j * NL_LANES);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      nl_vf y = nl_set(along_k ? a[i * step] : a[i]);
#pragma GCC unroll 3
      for (int j = 0; j < width; j++) sum[i][j] += y * x[j];
    }
    b += b_row;
    a += along_k ? 1 : step;
  }
  const nl_target *t = &block->to;
  const int easy = t->c_col == 1 && (!t->plus || t->plus_col == 1) && (!t->bias || t->bias_col <= 1) && block->columns == width * NL_LANES;
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 3
    for (int j = 0; j < width; j++) {
      const long left = block->columns - j * NL_LANES;
      if (easy) nl_put_whole(t, i, j * NL_LANES, sum[i][j]);
      else if (left > 0) nl_put_any(t, i, j * NL_LANES, sum[i][j], left < NL_LANES ? left : NL_LANES);
    }
}

/* The blocks there are, by their height (rows), width (vectors) and how A lies (k: along k, r: along rows). */
static void nl_block_12x1k(const nl_block *b) { nl_sum_block(12, 1, 1, b); }
static void nl_block_12x1r(const nl_block *b) { nl_sum_block(12, 1, 0, b); }
static void nl_block_4x1k(const nl_block *b) { nl_sum_block(4, 1, 1, b); }
static void nl_block_4x1r(const nl_block *b) { nl_sum_block(4, 1, 0, b); }
static void nl_block_1x1k(const nl_block *b) { nl_sum_block(1, 1, 1, b); }
static void nl_block_1x1r(const nl_block *b) { nl_sum_block(1, 1, 0, b); }
static void nl_block_4x2k(const nl_block *b) { nl_sum_block(4, 2, 1, b); }
static void nl_block_4x2r(const nl_block *b) { nl_sum_block(4, 2, 0, b); }
static void nl_block_1x2k(const nl_block *b) { nl_sum_block(1, 2, 1, b); }
static void nl_block_1x2r(const nl_block *b) { nl_sum_block(1, 2, 0, b); }
#if NL_REGISTERS == 32
static void nl_block_12x2k(const nl_block *b) { nl_sum_block(12, 2, 1, b); }
static void nl_block_12x2r(const nl_block *b) { nl_sum_block(12, 2, 0, b); }
static void nl_block_8x3k(const nl_block *b) { nl_sum_block(8, 3, 1, b); }
static void nl_block_8x3r(const nl_block *b) { nl_sum_block(8, 3, 0, b); }
static void nl_block_4x3k(const nl_block *b) { nl_sum_block(4, 3, 1, b); }
static void nl_block_4x3r(const nl_block *b) { nl_sum_block(4, 3, 0, b); }
static void nl_block_1x3k(const nl_block *b) { nl_sum_block(1, 3, 1, b); }
static void nl_block_1x3r(const nl_block *b) { nl_sum_block(1, 3, 0, b); }
#else
static void nl_block_6x2k(const nl_block *b) { nl_sum_block(6, 2, 1, b); }
static void nl_block_6x2r(const nl_block *b) { nl_sum_block(6, 2, 0, b); }
#endif

typedef struct nl_shape {
  long rows;
  void (*along_k)(const nl_block *);
  void (*along_rows)(const nl_block *);
} nl_shape;

/* By width, tallest first, down to one row. */
static const nl_shape nl_shapes[NL_WIDEST][4] = {
  { { 12, nl_block_12x1k, nl_block_12x1r }, { 4, nl_block_4x1k, nl_block_4x1r }, { 1, nl_block_1x1k, nl_block_1x1r } },
#if NL_REGISTERS == 32
  { { 12, nl_block_12x2k, nl_block_12x2r }, { 4, nl_block_4x2k, nl_block_4x2r }, { 1, nl_block_1x2k, nl_block_1x2r } },
  { { 8, nl_block_8x3k, nl_block_8x3r }, { 4, nl_block_4x3k, nl_block_4x3r }, { 1, nl_block_1x3k, nl_block_1x3r } },
#else
  { { 6, nl_block_6x2k, nl_block_6x2r }, { 4, nl_block_4x2k, nl_block_4x2r }, { 1, nl_block_1x2k, nl_block_1x2r } },
#endif
};

/* Vectors in the next panel, where `left` vectors of columns are still to come: no panel of one vector where it can be helped. */
static long nl_width(long left) {
  if (NL_REGISTERS == 32) return left == 1 || left == 2 || left == 4 ? (left < 2 ? left : 2) : 3;
  return left < 2 ? left : 2;
}

/* All rows of a panel of columns. */
static void nl_panel(nl_block block, long rows, long width, int along_k, const nl_target *to) {
  long i = 0;
  const float *a = block.a;
  for (const nl_shape *s = nl_shapes[width - 1]; i < rows; s++)
    for (; rows - i >= s->rows; i += s->rows) {
      block.a = a + i * (along_k ? block.a_step : 1);
      block.to = nl_target_at(to, i, 0);
      (along_k ? s->along_k : s->along_rows)(&block);
    }
}

/* B's columns from j on, width vectors of them, into rows that lie one after the other; zeros where there are no columns. */
static void nl_pack_b(float *to, const float *b, long b_row, long b_col, long k, long columns, long width) {
  const long row = width * NL_LANES, there = columns < row ? columns : row;
  for (long p = 0; p < k; p++, to += row) {
    for (long j = 0; j < there; j++) to[j] = b[p * b_row + j * b_col];
    for (long j = there; j < row; j++) to[j] = 0;
  }
}

/* rows * k of A in the orientation that along_k says, rows (or columns) `step` apart. */
static void nl_copy_a(float *to, const float *a, long a_row, long a_col, long rows, long k, int along_k, long step) {
  const long outer = along_k ? rows : k, inner = along_k ? k : rows;
  const long outer_step = along_k ? a_row : a_col, inner_step = along_k ? a_col : a_row;
  for (long o = 0; o < outer; o++)
    for (long i = 0; i < inner; i++) to[o * step + i] = a[o * outer_step + i * inner_step];
}

/* One part's rows and columns of C. */
static void nl_product_part(const nl_product *p, const nl_target *to, long row, long rows_end, long column, long columns_end) {
  const int along_k = p->a_row != 1;
  const int copies_a = along_k && p->a_col != 1;
  for (long k = 0; k < p->k; k += NL_CHUNK) {
    const long depth = p->k - k < NL_CHUNK ? p->k - k : NL_CHUNK;
    nl_target chunk = *to;
    if (k > 0) {
      chunk.bias = 0;
      chunk.plus = to->c;
      chunk.plus_row = to->c_row;
      chunk.plus_col = to->c_col;
    }
    for (long from = column; from < columns_end; from += NL_COLUMNS) {
      const long columns = columns_end - from < NL_COLUMNS ? columns_end - from : NL_COLUMNS;
      const float *b = p->b + k * p->b_row + from * p->b_col;
      float *packed = nl_packed_b;
      for (long j = 0; j < columns;) {
        const long width = nl_width((columns - j + NL_LANES - 1) / NL_LANES);
        nl_pack_b(packed, b + j * p->b_col, p->b_row, p->b_col, depth, columns - j, width);
        packed += depth * width * NL_LANES;
        j += width * NL_LANES;
      }
      for (long i = row; i < rows_end; i += NL_ROWS) {
        const long rows = rows_end - i < NL_ROWS ? rows_end - i : NL_ROWS;
        nl_block block = { p->a + i * p->a_row + k * p->a_col, along_k ? p->a_row : p->a_col, 0, 0, depth, 0, *to };
        if (copies_a) {
          block.a_step = NL_CHUNK + NL_PAD;
          nl_copy_a(nl_copied_a, block.a, p->a_row, p->a_col, rows, depth, along_k, block.a_step);
          block.a = nl_copied_a;
        }
        block.b = nl_packed_b;
        for (long j = 0; j < columns;) {
          const long width = nl_width((columns - j + NL_LANES - 1) / NL_LANES);
          block.b_row = width * NL_LANES;
          block.columns = columns - j < block.b_row ? columns - j : block.b_row;
          nl_target at = nl_target_at(&chunk, i, from + j);
          nl_panel(block, rows, width, along_k, &at);
          block.b += depth * block.b_row;
          j += block.b_row;
        }
      }
    }
  }
}

void nl_multiply(const nl_product *p, int part, int parts) {
  nl_product q = *p;
  nl_target to = { p->c, p->c_row, p->c_col, p->plus, p->plus_row, p->plus_col, p->bias, 0, 1, p->scale };
  if (p->c_col != 1 && p->c_row == 1) { /* the transposed product: C's contiguous direction becomes a row */
    q = (nl_product){ .m = p->n, .n = p->m, .k = p->k, .a = p->b, .a_row = p->b_col, .a_col = p->b_row, .b = p->a, .b_row = p->a_col, .b_col = p->a_row };
    to = (nl_target){ p->c, p->c_col, p->c_row, p->plus, p->plus_col, p->plus_row, p->bias, 1, 0, p->scale };
  }
  const long unit = q.m >= q.n ? 8 : NL_LANES, size = q.m >= q.n ? q.m : q.n, units = (size + unit - 1) / unit;
  const long begin = units * part / parts * unit, past = units * (part + 1) / parts * unit, end = past < size ? past : size;
  if (begin >= end) return;
  if (q.m >= q.n) nl_product_part(&q, &to, begin, end, 0, q.n);
  else nl_product_part(&q, &to, 0, q.m, begin, end);
}
