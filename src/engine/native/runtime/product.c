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
  NL_NEAR = 65536,     /* floats of A between two uses of a panel of B: they stay in the second cache */
  NL_WIDEST = 3,       /* vectors in a panel */
  NL_TALLEST = 16,     /* rows in a block */
  NL_PAD = 16
};

static _Thread_local float nl_packed_b[NL_CHUNK * (NL_COLUMNS + NL_WIDEST * NL_LANES)] __attribute__((aligned(64)));
static _Thread_local float nl_copied_a[(NL_CHUNK + NL_PAD) * (NL_ROWS + NL_PAD)] __attribute__((aligned(64)));

static long nl_least(long x, long y) { return x < y ? x : y; }

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
NL_INLINE nl_vf nl_finish(nl_vf sum, float scale, nl_vf bias, nl_vf plus) { return nl_keep(sum * nl_set(scale)) + bias + plus; }

/* Rows of C and of plus are contiguous, the bias too unless it is one number a row. */
NL_INLINE int nl_is_easy(const nl_target *t) { return t->c_col == 1 && (!t->plus || t->plus_col == 1) && (!t->bias || t->bias_col <= 1); }

/* One vector of sums, from column j of an easy row i on, whole. */
NL_INLINE void nl_put_whole(const nl_target *t, long i, long j, nl_vf sum) {
  nl_vf none = nl_set(-0.0f); /* x + -0 is x, for each x */
  nl_vf bias = !t->bias ? none : t->bias_col ? nl_load(t->bias + j) : nl_set(t->bias[i * t->bias_row]);
  nl_vf plus = t->plus ? nl_load(t->plus + i * t->plus_row + j) : none;
  nl_store(t->c + i * t->c_row + j, nl_finish(sum, t->scale, bias, plus));
}

/* `size` floats (a constant, a power of 2) if n has that bit: how many were copied. */
NL_INLINE long nl_copy_bit(float *to, const float *from, long n, const long size) {
  if (n & size) memcpy(to, from, (size_t)size * sizeof(float));
  return n & size;
}

/* n floats, at most a vector, where a call of memcpy would take longer. */
NL_INLINE void nl_copy_few(float *to, const float *from, long n) {
  long done = NL_LANES < 16 ? 0 : nl_copy_bit(to, from, n, 16);
  done += NL_LANES < 8 ? 0 : nl_copy_bit(to + done, from + done, n, 8);
  done += nl_copy_bit(to + done, from + done, n, 4);
  done += nl_copy_bit(to + done, from + done, n, 2);
  nl_copy_bit(to + done, from + done, n, 1);
}

NL_INLINE nl_vf nl_load_few(const float *p, long n) {
  float lanes[NL_LANES] = {0};
  nl_copy_few(lanes, p, n);
  return nl_load(lanes);
}

/* The same of fewer lanes. */
NL_INLINE void nl_put_few(const nl_target *t, long i, long j, nl_vf sum, long n) {
  nl_vf none = nl_set(-0.0f);
  nl_vf bias = !t->bias ? none : t->bias_col ? nl_load_few(t->bias + j, n) : nl_set(t->bias[i * t->bias_row]);
  nl_vf plus = t->plus ? nl_load_few(t->plus + i * t->plus_row + j, n) : none;
  float lanes[NL_LANES];
  nl_store(lanes, nl_finish(sum, t->scale, bias, plus));
  nl_copy_few(t->c + i * t->c_row + j, lanes, n);
}

/* The same by any strides. */
NL_INLINE void nl_put_strided(const nl_target *t, long i, long j, nl_vf sum, long n) {
  const nl_target at = nl_target_at(t, i, j);
  nl_vf none = nl_set(-0.0f);
  nl_vf bias = at.bias ? nl_load_strided(at.bias, at.bias_col, n) : none;
  nl_vf plus = at.plus ? nl_load_strided(at.plus, at.plus_col, n) : none;
  nl_store_strided(at.c, nl_finish(sum, at.scale, bias, plus), at.c_col, n);
}

/* rows * width vectors of sums, of which so many columns are there, wherever they belong. */
static void nl_put_any(const nl_target *t, const nl_vf *sum, long rows, long width, long columns) {
  const int easy = nl_is_easy(t);
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < columns; j += NL_LANES) {
      const nl_vf v = sum[i * width + j / NL_LANES];
      const long n = nl_least(columns - j, NL_LANES);
      if (!easy) nl_put_strided(t, i, j, v, n);
      else if (n < NL_LANES) nl_put_few(t, i, j, v, n);
      else nl_put_whole(t, i, j, v);
    }
}

/* A block of whole vectors in easy rows. */
NL_INLINE void nl_put_block(const int rows, const int width, const int adds, const nl_target t, nl_vf sum[NL_TALLEST][NL_WIDEST]) {
  nl_vf bias[NL_WIDEST], none = nl_set(-0.0f);
  NL_UNROLL
  for (int j = 0; j < width; j++) bias[j] = t.bias ? nl_load(t.bias + j * NL_LANES) : none;
  NL_UNROLL
  for (int i = 0; i < rows; i++)
    NL_UNROLL
    for (int j = 0; j < width; j++) {
      nl_vf plus = adds ? nl_load(t.plus + i * t.plus_row + j * NL_LANES) : none;
      nl_store(t.c + i * t.c_row + j * NL_LANES, nl_finish(sum[i][j], t.scale, bias[j], plus));
    }
}

/* rows * width vectors of sums over block->k. along_k: a row of A is contiguous; otherwise a column is. All three are constants where this is
   called, so that the sums are registers. */
NL_INLINE void nl_sum_block(const int rows, const int width, const int along_k, const nl_block *block) {
  nl_vf sum[NL_TALLEST][NL_WIDEST];
  NL_UNROLL
  for (int i = 0; i < rows; i++)
    NL_UNROLL
    for (int j = 0; j < width; j++) sum[i][j] = (nl_vf){0};
  const nl_target t = block->to; /* a copy: writing C cannot change it */
  const int easy = nl_is_easy(&t) && block->columns == width * NL_LANES && !(t.bias && t.bias_col == 0);
  if (easy)
    NL_UNROLL
    for (int i = 0; i < rows; i++)
      NL_UNROLL
      for (int j = 0; j < width; j++) __builtin_prefetch(t.c + i * t.c_row + j * NL_LANES, 1);
  const float *a = block->a, *b = block->b;
  const long step = block->a_step, b_row = block->b_row;
  for (long k = 0; k < block->k; k++) {
    nl_vf x[NL_WIDEST];
    NL_UNROLL
    for (int j = 0; j < width; j++) x[j] = nl_keep(nl_load(b + j * NL_LANES));
    NL_UNROLL
    for (int i = 0; i < rows; i++) {
      nl_vf y = nl_set(along_k ? a[i * step] : a[i]);
      NL_UNROLL
      for (int j = 0; j < width; j++) sum[i][j] = (rows * width == 1 ? nl_keep(sum[i][j]) : sum[i][j]) + y * x[j];
    }
    b += b_row;
    a += along_k ? 1 : step;
  }
  if (easy && t.plus) nl_put_block(rows, width, 1, t, sum);
  else if (easy) nl_put_block(rows, width, 0, t, sum);
  else {
    nl_vf all[NL_TALLEST * NL_WIDEST]; /* a copy, so that the sums themselves need no address */
    NL_UNROLL
    for (int i = 0; i < rows; i++)
      NL_UNROLL
      for (int j = 0; j < width; j++) all[i * width + j] = sum[i][j];
    nl_put_any(&block->to, all, rows, width, block->columns);
  }
}

/* The blocks there are, by their height (rows), width (vectors) and how A lies (k: along k, r: along rows). */
static void nl_block_8x1k(const nl_block *b) { nl_sum_block(8, 1, 1, b); }
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
static void nl_block_8x2k(const nl_block *b) { nl_sum_block(8, 2, 1, b); }
static void nl_block_8x2r(const nl_block *b) { nl_sum_block(8, 2, 0, b); }
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
  void (*sum)(const nl_block *);
} nl_shape;

/* By width and by how A lies (along_k last), tallest first, down to one row. */
static const nl_shape nl_shapes[NL_WIDEST][2][3] = {
  { { { 12, nl_block_12x1r }, { 4, nl_block_4x1r }, { 1, nl_block_1x1r } }, { { 8, nl_block_8x1k }, { 4, nl_block_4x1k }, { 1, nl_block_1x1k } } },
#if NL_REGISTERS == 32
  { { { 8, nl_block_8x2r }, { 4, nl_block_4x2r }, { 1, nl_block_1x2r } }, { { 8, nl_block_8x2k }, { 4, nl_block_4x2k }, { 1, nl_block_1x2k } } },
  { { { 8, nl_block_8x3r }, { 4, nl_block_4x3r }, { 1, nl_block_1x3r } }, { { 8, nl_block_8x3k }, { 4, nl_block_4x3k }, { 1, nl_block_1x3k } } },
#else
  { { { 6, nl_block_6x2r }, { 4, nl_block_4x2r }, { 1, nl_block_1x2r } }, { { 6, nl_block_6x2k }, { 4, nl_block_4x2k }, { 1, nl_block_1x2k } } },
#endif
};

/* Vectors in the next panel, where so many columns are still to come: no panel of one vector where it can be helped. */
static long nl_width(long columns) {
  const long left = (columns + NL_LANES - 1) / NL_LANES;
  if (left <= 2) return left;
  return NL_REGISTERS == 16 || left == 4 ? 2 : 3;
}

/* All rows of a panel of columns. */
static void nl_panel(nl_block block, long rows, long width, int along_k) {
  const nl_shape *s = nl_shapes[width - 1][along_k];
  for (; rows > 0; s++)
    for (; rows >= s->rows; rows -= s->rows) {
      s->sum(&block);
      block.a += s->rows * (along_k ? block.a_step : 1);
      block.to = nl_target_at(&block.to, s->rows, 0);
    }
}

/* Columns that are contiguous along k: NL_LANES of them at a time, turned in registers. */
static void nl_pack_turned(float *to, long row, const float *b, long b_col, long k, long columns) {
  nl_vf v[NL_LANES];
  for (long p = 0; p < k; p += NL_LANES) {
    if (p + NL_LANES > k && k >= NL_LANES) p = k - NL_LANES; /* some again, with the same values */
    const long rows = nl_least(k, NL_LANES);
    for (long j = 0; j < NL_LANES; j++) {
      const float *from = b + j * b_col + p;
      v[j] = j >= columns ? (nl_vf){0} : rows == NL_LANES ? nl_load(from) : nl_load_few(from, rows);
    }
    nl_transpose(v);
    for (long j = 0; j < rows; j++) nl_store(to + (p + j) * row, v[j]);
  }
}

/* Rows of at most NL_LANES columns, zeros behind. */
static void nl_pack_rows(float *to, long row, const float *b, long b_row, long b_col, long k, long columns) {
  if (b_col == 1 && columns == NL_LANES)
    for (long p = 0; p < k; p++) nl_store(to + p * row, nl_load(b + p * b_row));
  else if (b_col == 1)
    for (long p = 0; p < k; p++) {
      nl_store(to + p * row, (nl_vf){0});
      nl_copy_few(to + p * row, b + p * b_row, columns);
    }
  else
    for (long p = 0; p < k; p++) nl_store(to + p * row, nl_load_strided(b + p * b_row, b_col, columns));
}

/* k rows of B, `columns` of them there, into rows of width vectors that lie one after the other; zeros where there are no columns. */
static void nl_pack_b(float *to, const float *b, long b_row, long b_col, long k, long columns, long width) {
  const long row = width * NL_LANES;
  for (long j = 0; j < row; j += NL_LANES) {
    const long there = nl_least(columns - j, NL_LANES);
    if (b_row == 1 && b_col != 1) nl_pack_turned(to + j, row, b + j * b_col, b_col, k, there);
    else nl_pack_rows(to + j, row, b + j * b_col, b_row, b_col, k, there);
  }
}

/* rows * k of A in the orientation that along_k says, rows (or columns) `step` apart. */
static void nl_copy_a(float *to, const float *a, long a_row, long a_col, long rows, long k, int along_k, long step) {
  const long outer = along_k ? rows : k, inner = along_k ? k : rows;
  const long outer_step = along_k ? a_row : a_col, inner_step = along_k ? a_col : a_row;
  for (long o = 0; o < outer; o++)
    if (inner_step == 1) memcpy(to + o * step, a + o * outer_step, (size_t)inner * sizeof(float));
    else
      for (long i = 0; i < inner; i++) to[o * step + i] = a[o * outer_step + i * inner_step];
}

/* Of rows so many floats apart, one in how many may stay in a first cache of 64 sets of lines: where they are a multiple of a high power of 2
   apart they share few sets. */
static long nl_crowd(long stride) {
  const long apart = (stride < 0 ? -stride : stride) * (long)sizeof(float);
  return apart == 0 || apart % 64 ? 1 : nl_least(apart / 64 & -(apart / 64), 64);
}

/* Whether copying rows of B that lie so far apart (contiguous themselves) pays for a product of so many rows of A. */
static int nl_pays(long stride, long depth, long rows) {
  const long crowd = nl_crowd(stride);
  const long pages = (stride < 0 ? -stride : stride) * (long)sizeof(float) >= 4096;
  if (pages || crowd == 64) return rows >= 64;
  return crowd * depth > 24 * 64 && rows >= 96;
}

/* A piece of C: rows * columns at most, over a chunk of k. */
typedef struct nl_piece {
  long rows, columns, k;
  const float *a; long a_step; int along_k;
  const float *b; long b_row, b_col;
  int packs;  /* all of B's panels, or those only that cannot be read where they are */
  int packed; /* B is in nl_packed_b from an earlier piece with the same columns */
  nl_target to;
} nl_piece;

static void nl_product_piece(const nl_piece *p) {
  for (long j = 0, width; j < p->columns; j += width * NL_LANES) {
    width = nl_width(p->columns - j);
    nl_block block = { p->a, p->a_step, p->b + j * p->b_col, p->b_row, p->k, nl_least(p->columns - j, width * NL_LANES), nl_target_at(&p->to, 0, j) };
    if (p->packs || block.columns < width * NL_LANES) {
      float *at = nl_packed_b + j * p->k;
      if (!p->packed) nl_pack_b(at, block.b, p->b_row, p->b_col, p->k, block.columns, width);
      block.b = at;
      block.b_row = width * NL_LANES;
    }
    nl_panel(block, p->rows, width, p->along_k);
  }
}

/* One part's rows and columns of C. */
static void nl_product_part(const nl_product *p, const nl_target *to, long row, long rows_end, long column, long columns_end) {
  const int along_k = p->a_row != 1;
  nl_target sums = *to;
  for (long k = 0; k < p->k; k += NL_CHUNK) {
    const long depth = nl_least(p->k - k, NL_CHUNK);
    const int copies = along_k ? p->a_col != 1 : columns_end - column >= 128 && nl_crowd(p->a_col) == 64;
    const int packs = p->b_col != 1 || nl_pays(p->b_row, depth, rows_end - row);
    const long most = copies ? NL_ROWS : NL_NEAR / depth;
    for (long j = column; j < columns_end; j += NL_COLUMNS)
      for (long i = row; i < rows_end; i += most) {
        nl_piece piece = {
          .rows = nl_least(rows_end - i, most), .columns = nl_least(columns_end - j, NL_COLUMNS), .k = depth,
          .a = p->a + i * p->a_row + k * p->a_col, .a_step = along_k ? p->a_row : p->a_col, .along_k = along_k,
          .b = p->b + k * p->b_row + j * p->b_col, .b_row = p->b_row, .b_col = p->b_col,
          .packs = packs, .packed = i > row, .to = nl_target_at(&sums, i, j),
        };
        if (copies) {
          piece.a_step = (along_k ? NL_CHUNK : NL_ROWS) + NL_PAD;
          nl_copy_a(nl_copied_a, piece.a, p->a_row, p->a_col, piece.rows, depth, along_k, piece.a_step);
          piece.a = nl_copied_a;
        }
        nl_product_piece(&piece);
      }
    sums = (nl_target){ to->c, to->c_row, to->c_col, to->c, to->c_row, to->c_col, 0, 0, 0, to->scale };
  }
}

void nl_multiply(const nl_product *p, int part, int parts) {
  nl_product q = *p;
  nl_target to = { p->c, p->c_row, p->c_col, p->plus, p->plus_row, p->plus_col, p->bias, 0, 1, p->scale };
  if (p->c_col != 1 && p->c_row == 1) { /* the transposed product: C's contiguous direction becomes its rows */
    q = (nl_product){ .m = p->n, .n = p->m, .k = p->k, .a = p->b, .a_row = p->b_col, .a_col = p->b_row, .b = p->a, .b_row = p->a_col, .b_col = p->a_row };
    to = (nl_target){ p->c, p->c_col, p->c_row, p->plus, p->plus_col, p->plus_row, p->bias, 1, 0, p->scale };
  }
  const int by_rows = q.m >= q.n;
  const long size = by_rows ? q.m : q.n, unit = !by_rows ? NL_LANES : NL_REGISTERS == 32 ? 8 : 6, units = (size + unit - 1) / unit;
  const long begin = units * part / parts * unit, end = nl_least(units * (part + 1) / parts * unit, size);
  if (begin >= end) return;
  if (by_rows) nl_product_part(&q, &to, begin, end, 0, q.n);
  else nl_product_part(&q, &to, 0, q.m, begin, end);
}
