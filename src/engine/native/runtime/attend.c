/* One head after the other, its queries in panels. A panel's scores lie by key, queries side by side in the lanes of vectors: so a softmax is
   arithmetic on whole vectors, a causal mask cuts rows off, and a bias is one number a row. Products come in two forms: scores, where lanes are
   queries (q and dy are turned for it), and sums of rows, where lanes are features. */
#include "attend.h"
#include "math.h"
#include "vector.h"
#include <stdlib.h>

enum {
  NL_PANEL = 32,                        /* queries */
  NL_WIDE = 2,                          /* vectors that a block of either product is wide */
  NL_TALL = NL_LANES == 16 ? 8 : 4,     /* rows of a block: keys, or what sums are made of; divides NL_LANES */
  NL_SCRATCH = 5 << 16                  /* floats: enough for 512 keys of 128 features */
};

/* Stands for minus infinity where a mask hides a score. */
#define NL_CLOSED -1e30f

/* One head: what is constant over its panels, and its panel. Rows of features are `row` floats apart, a whole number of vectors. */
typedef struct nl_head {
  long queries, keys, features, row;
  float scale;
  int causal;
  const float *bias;
  float *k, *v, *dk, *dv;               /* [keys] rows */
  long first, count, vectors;           /* the panel: its first query, how many there are, how many vectors they fill */
  float *q, *dy, *y;                    /* [NL_PANEL] rows, those behind the last query zero */
  float *turned_q, *turned_dy, *turned_y; /* [features][NL_PANEL] */
  float *sums;                          /* [NL_PANEL] rows */
  float *p, *ds;                        /* [keys][NL_PANEL]: e^(score - most), then P; dS */
  float *most, *inverse, *inner;        /* [NL_PANEL]: largest score, 1 / sum of exponentials, sum of dy * y */
} nl_head;

static inline long nl_up(long n, long step) { return (n + step - 1) / step * step; }
static inline long nl_least(long a, long b) { return a < b ? a : b; }

/* Vector j of the panel sees keys up to here. */
static inline long nl_seen(const nl_head *h, long j) {
  return h->causal ? nl_least(h->keys, h->first + (j + 1) * NL_LANES) : h->keys;
}

/* Copies rows of `features` floats to rows of whole vectors. A row is read beyond its end where another follows: lanes do not mix. */
static void nl_pack_rows(float *to, long to_row, const float *from, long from_row, long rows, long features) {
  long end = (rows - 1) * from_row + features, whole = from_row <= 0 ? 0 : rows;
  while (whole > 0 && (whole - 1) * from_row + to_row > end) whole--;
  for (long i = 0; i < whole; i++)
    for (long f = 0; f < to_row; f += NL_LANES) nl_store(to + i * to_row + f, nl_load(from + i * from_row + f));
  for (long i = whole; i < rows; i++) memcpy(to + i * to_row, from + i * from_row, (size_t)features * sizeof(float));
}

/* x[i][j] and x[j][i] change places. */
NL_INLINE void nl_turn_square(nl_vf x[NL_LANES]) {
#pragma GCC unroll 4
  for (int half = NL_LANES / 2; half > 0; half /= 2) {
    /* Of each square of two halves, the corners off the diagonal change places. */
    nl_vi lane = nl_iota(), upper = (lane & half) != 0;
    nl_vi low = (upper & (lane - half + NL_LANES)) | (~upper & lane), high = low + half;
#pragma GCC unroll 16
    for (int i = 0; i < NL_LANES; i++) {
      if (i & half) continue;
      nl_vf a = x[i], b = x[i + half];
      x[i] = __builtin_shuffle(a, b, low);
      x[i + half] = __builtin_shuffle(a, b, high);
    }
  }
}

/* The panel's rows as columns, times scale. */
static void nl_turn(float *to, const float *from, const nl_head *h, float scale) {
  for (long j = 0; j < h->vectors; j++)
    for (long f = 0; f < h->features; f += NL_LANES) {
      nl_vf x[NL_LANES];
      const float *corner = from + j * NL_LANES * h->row + f;
#pragma GCC unroll 16
      for (int i = 0; i < NL_LANES; i++) x[i] = nl_load(corner + i * h->row);
      nl_turn_square(x);
      float *column = to + f * NL_PANEL + j * NL_LANES;
      long n = nl_least(NL_LANES, h->features - f);
#pragma GCC unroll 16
      for (int i = 0; i < NL_LANES; i++)
        if (i < n) nl_store(column + i * NL_PANEL, x[i] * nl_set(scale));
    }
}

/* sum[i][j] = sum over features of rows[i] * columns[j], lanes of columns apart. */
NL_INLINE void nl_dot_block(const int wide, const float *rows, long row, const float *columns, long features, nl_vf sum[NL_TALL][NL_WIDE]) {
#pragma GCC unroll 8
  for (int i = 0; i < NL_TALL; i++)
#pragma GCC unroll 2
    for (int j = 0; j < wide; j++) sum[i][j] = (nl_vf){0};
  for (long f = 0; f < features; f++) {
    nl_vf column[NL_WIDE];
#pragma GCC unroll 2
    for (int j = 0; j < wide; j++) column[j] = nl_load(columns + f * NL_PANEL + j * NL_LANES);
#pragma GCC unroll 8
    for (int i = 0; i < NL_TALL; i++) {
      nl_vf left = nl_set(rows[i * row + f]);
#pragma GCC unroll 2
      for (int j = 0; j < wide; j++) sum[i][j] += left * column[j];
    }
  }
}

/* Scores of some keys and the vectors from j on, and the largest so far. */
NL_INLINE void nl_score_keys(const int wide, const nl_head *h, long j, long from, long to) {
  nl_vf most[NL_WIDE], sum[NL_TALL][NL_WIDE];
  for (int w = 0; w < wide; w++) most[w] = nl_load(h->most + (j + w) * NL_LANES);
  for (long key = from; key < to; key += NL_TALL) {
    nl_dot_block(wide, h->k + key * h->row, h->row, h->turned_q + j * NL_LANES, h->features, sum);
#pragma GCC unroll 8
    for (int i = 0; i < NL_TALL; i++) {
      if (key + i >= to) break;
#pragma GCC unroll 2
      for (int w = 0; w < wide; w++) {
        nl_vf score = sum[i][w];
        if (h->bias) score += nl_set(h->bias[key + i]);
        long hidden = key + i - h->first - (j + w) * NL_LANES; /* lanes below do not see this key */
        if (h->causal && hidden > 0) score = nl_select(nl_iota() >= (int32_t)hidden, score, nl_set(NL_CLOSED));
        nl_store(h->p + (key + i) * NL_PANEL + (j + w) * NL_LANES, score);
        most[w] = nl_select(score > most[w], score, most[w]); /* may miss NaN, which the sum of exponentials does not */
      }
    }
  }
  for (int w = 0; w < wide; w++) nl_store(h->most + (j + w) * NL_LANES, most[w]);
}

/* P where it is, and dS, of some keys and the vectors from j on. */
NL_INLINE void nl_differentiate_keys(const int wide, const nl_head *h, long j, long from, long to) {
  nl_vf inverse[NL_WIDE], inner[NL_WIDE], sum[NL_TALL][NL_WIDE];
  for (int w = 0; w < wide; w++) {
    inverse[w] = nl_load(h->inverse + (j + w) * NL_LANES);
    inner[w] = nl_load(h->inner + (j + w) * NL_LANES);
  }
  for (long key = from; key < to; key += NL_TALL) {
    nl_dot_block(wide, h->v + key * h->row, h->row, h->turned_dy + j * NL_LANES, h->features, sum);
#pragma GCC unroll 8
    for (int i = 0; i < NL_TALL; i++) {
      if (key + i >= to) break;
#pragma GCC unroll 2
      for (int w = 0; w < wide; w++) {
        long at = (key + i) * NL_PANEL + (j + w) * NL_LANES;
        nl_vf p = nl_load(h->p + at) * inverse[w];
        nl_store(h->p + at, p);
        nl_store(h->ds + at, p * (sum[i][w] - inner[w]) * nl_set(h->scale));
      }
    }
  }
}

/* Either of the two on all keys that each vector of the panel sees, two vectors at once as far as both do. */
NL_INLINE void nl_over_keys(const int differentiate, const nl_head *h) {
  for (long j = 0; j < h->vectors; j += 2) {
    long seen = nl_seen(h, j), more = j + 1 < h->vectors ? nl_seen(h, j + 1) : 0;
    if (differentiate) {
      if (more) nl_differentiate_keys(2, h, j, 0, seen);
      else nl_differentiate_keys(1, h, j, 0, seen);
      if (more > seen) nl_differentiate_keys(1, h, j + 1, seen, more);
    } else {
      if (more) nl_score_keys(2, h, j, 0, seen);
      else nl_score_keys(1, h, j, 0, seen);
      if (more > seen) nl_score_keys(1, h, j + 1, seen, more);
    }
  }
}

/* Scores as exponentials, and 1 / their sum. */
static void nl_exponentials(const nl_head *h) {
  for (long j = 0; j < h->vectors; j++) {
    float *at = h->p + j * NL_LANES;
    nl_vf most = nl_load(h->most + j * NL_LANES), sum = {0};
    for (long key = 0; key < nl_seen(h, j); key++, at += NL_PANEL) {
      nl_vf e = nl_exp(nl_load(at) - most);
      nl_store(at, e);
      sum += e;
    }
    nl_store(h->inverse + j * NL_LANES, 1.0f / sum);
  }
}

static void nl_open_panel(nl_head *h, long first) {
  h->first = first;
  h->count = nl_least(NL_PANEL, h->queries - first);
  h->vectors = nl_up(h->count, NL_LANES) / NL_LANES;
  for (long i = 0; i < NL_PANEL; i += NL_LANES) nl_store(h->most + i, nl_set(-NL_INF));
}

/* The panel's rows of an operand of one head. */
static void nl_pack_panel(float *to, const nl_head *h, const float *from, long row) {
  nl_pack_rows(to, h->row, from + h->first * row, row, h->count, h->features);
  for (long i = h->count; i < h->vectors * NL_LANES; i++) memset(to + i * h->row, 0, (size_t)h->row * sizeof(float));
}

/* Rows of to: those of start, or zero, plus the sum over n of left[i] * right; left by any strides, right rows of features. */
NL_INLINE void nl_row_block(const int wide, const float *left, const long step, const long across, const float *right, long row, long n,
                            const float *start, float *to, long to_row) {
  nl_vf sum[NL_TALL][NL_WIDE];
#pragma GCC unroll 8
  for (int i = 0; i < NL_TALL; i++)
#pragma GCC unroll 2
    for (int j = 0; j < wide; j++) sum[i][j] = start ? nl_load(start + i * to_row + j * NL_LANES) : (nl_vf){0};
  for (long k = 0; k < n; k++, left += step, right += row) {
    nl_vf features[NL_WIDE];
#pragma GCC unroll 2
    for (int j = 0; j < wide; j++) features[j] = nl_load(right + j * NL_LANES);
#pragma GCC unroll 8
    for (int i = 0; i < NL_TALL; i++) {
      nl_vf factor = nl_set(left[i * across]);
#pragma GCC unroll 2
      for (int j = 0; j < wide; j++) sum[i][j] += factor * features[j];
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < NL_TALL; i++)
#pragma GCC unroll 2
    for (int j = 0; j < wide; j++) nl_store(to + i * to_row + j * NL_LANES, sum[i][j]);
}

/* Stores the first n lanes, n below NL_LANES. */
NL_INLINE void nl_store_first(float *to, nl_vf x, long n) {
  float lanes[NL_LANES], *from = lanes;
  nl_store(lanes, x);
#pragma GCC unroll 4
  for (int piece = NL_LANES / 2; piece > 0; piece /= 2) {
    if (!(n & piece)) continue;
    memcpy(to, from, (size_t)piece * sizeof(float));
    to += piece;
    from += piece;
  }
}

/* Hands out rows of whole vectors as rows of `features`, each times its factor where there are any. */
static void nl_hand_rows(float *to, long to_row, const float *from, long from_row, long rows, long features, const float *factors) {
  for (long i = 0; i < rows; i++) {
    nl_vf factor = nl_set(factors ? factors[i] : 1);
    long f = 0;
    for (; f + NL_LANES <= features; f += NL_LANES) nl_store(to + i * to_row + f, nl_load(from + i * from_row + f) * factor);
    if (f < features) nl_store_first(to + i * to_row + f, nl_load(from + i * from_row + f) * factor, features - f);
  }
}

/* Sums over keys for the panel's queries: left (p or dS) times some features of right (v or k). */
NL_INLINE void nl_query_sums(const int wide, const nl_head *h, const float *left, const float *right, float *to) {
  for (long query = 0; query < h->count; query += NL_TALL) {
    long seen = h->causal ? nl_least(h->keys, h->first + query + NL_TALL) : h->keys;
    nl_row_block(wide, left + query, NL_PANEL, 1, right, h->row, seen, NULL, to + query * h->row, h->row);
  }
}

/* y, or dq, of the panel's queries. */
static void nl_queries(const nl_head *h, const float *left, const float *right, const float *factors, float *to, long to_row) {
  long f = 0;
  for (; f + NL_LANES < h->row; f += 2 * NL_LANES) nl_query_sums(2, h, left, right + f, h->sums + f);
  if (f < h->row) nl_query_sums(1, h, left, right + f, h->sums + f);
  nl_hand_rows(to + h->first * to_row, to_row, h->sums, h->row, h->count, h->features, factors);
}

/* Adds to the sums of keys what the panel's queries give: left (p or dS) times some features of right (dy or q). */
NL_INLINE void nl_key_sums(const int wide, const nl_head *h, const float *left, const float *right, float *sums) {
  long seen = h->causal ? nl_least(h->keys, h->first + h->count) : h->keys;
  for (long key = 0; key < seen; key += NL_TALL) {
    long from = h->causal && key > h->first ? key - h->first : 0; /* queries before do not see it */
    int begun = h->causal ? key < h->first : h->first > 0;
    float *own = sums + key * h->row;
    nl_row_block(wide, left + key * NL_PANEL + from, 1, NL_PANEL, right + from * h->row, h->row, h->count - from, begun ? own : NULL, own, h->row);
  }
}

/* dk, or dv, as far as the queries up to here give it. */
static void nl_keys(const nl_head *h, const float *left, const float *right, float *sums) {
  long f = 0;
  for (; f + NL_LANES < h->row; f += 2 * NL_LANES) nl_key_sums(2, h, left, right + f, sums + f);
  if (f < h->row) nl_key_sums(1, h, left, right + f, sums + f);
}

/* inner = sum over features of dy * y */
static void nl_inner(const nl_head *h) {
  for (long j = 0; j < h->vectors; j++) {
    nl_vf sum = {0};
    for (long f = 0; f < h->features; f++) {
      long at = f * NL_PANEL + j * NL_LANES;
      sum += nl_load(h->turned_dy + at) * nl_load(h->turned_y + at);
    }
    nl_store(h->inner + j * NL_LANES, sum);
  }
}

/* P of the panel as rows of queries. */
static void nl_hand_weights(const nl_head *h, float *to) {
  for (long query = 0; query < h->count; query++) {
    float inverse = h->inverse[query], *row = to + (h->first + query) * h->keys;
    long seen = nl_seen(h, query / NL_LANES);
    for (long key = 0; key < seen; key++) row[key] = h->p[key * NL_PANEL + query] * inverse;
    for (long key = seen; key < h->keys; key++) row[key] = 0 * inverse;
  }
}

/* Memory for one head after the other. */
static _Thread_local float nl_attend_scratch[NL_SCRATCH] __attribute__((aligned(64)));

static float *nl_take(float **free, long floats) {
  float *at = *free;
  *free += nl_up(floats, 16);
  return at;
}

/* Lays the head's arrays out from `at` on; returns how many floats they take. */
static long nl_lay_out(nl_head *h, float *at, int backward) {
  float *free = at;
  long all = nl_up(h->keys, NL_TALL), turned = nl_up(h->features, NL_LANES) * NL_PANEL;
  h->k = nl_take(&free, all * h->row);
  h->v = nl_take(&free, all * h->row);
  h->q = nl_take(&free, NL_PANEL * h->row);
  h->turned_q = nl_take(&free, turned);
  h->sums = nl_take(&free, NL_PANEL * h->row);
  h->p = nl_take(&free, all * NL_PANEL);
  h->most = nl_take(&free, NL_PANEL);
  h->inverse = nl_take(&free, NL_PANEL);
  if (backward) {
    h->dk = nl_take(&free, all * h->row);
    h->dv = nl_take(&free, all * h->row);
    h->dy = nl_take(&free, NL_PANEL * h->row);
    h->y = nl_take(&free, NL_PANEL * h->row);
    h->turned_dy = nl_take(&free, turned);
    h->turned_y = nl_take(&free, turned);
    h->ds = nl_take(&free, all * NL_PANEL);
    h->inner = nl_take(&free, NL_PANEL);
  }
  return free - at;
}

/* Where a head's arrays lie: in the thread's own scratch, or, where that is too small, in memory to be freed. */
static float *nl_open_head(nl_head *h, int backward) {
  long floats = nl_lay_out(h, nl_attend_scratch, backward);
  if (floats <= NL_SCRATCH) return NULL;
  float *own = aligned_alloc(64, (size_t)floats * sizeof(float));
  if (!own) abort();
  nl_lay_out(h, own, backward);
  return own;
}

static const float *nl_in(const nl_heads *x, long batch, long head) { return x->at + batch * x->batch + head * x->head; }
static float *nl_out(const nl_heads_out *x, long batch, long head) { return x->at + batch * x->batch + head * x->head; }

void nl_attend_forward(const nl_attend *p, int part, int parts) {
  nl_head h = {.queries = p->queries, .keys = p->keys, .features = p->features, .row = nl_up(p->features, NL_LANES), .scale = p->scale, .causal = p->causal};
  float *own = nl_open_head(&h, 0);
  long all = p->batch * p->heads;
  for (long i = all * part / parts; i < all * (part + 1) / parts; i++) {
    long batch = i / p->heads, head = i % p->heads;
    h.bias = p->bias ? p->bias + batch * p->bias_batch : NULL;
    nl_pack_rows(h.k, h.row, nl_in(&p->k, batch, head), p->k.row, h.keys, h.features);
    nl_pack_rows(h.v, h.row, nl_in(&p->v, batch, head), p->v.row, h.keys, h.features);
    for (long first = 0; first < h.queries; first += NL_PANEL) {
      nl_open_panel(&h, first);
      nl_pack_panel(h.q, &h, nl_in(&p->q, batch, head), p->q.row);
      nl_turn(h.turned_q, h.q, &h, h.scale);
      nl_over_keys(0, &h);
      nl_exponentials(&h);
      nl_queries(&h, h.p, h.v, h.inverse, nl_out(&p->y, batch, head), p->y.row);
      if (p->weights) nl_hand_weights(&h, p->weights + i * h.queries * h.keys);
    }
  }
  free(own);
}

void nl_attend_backward(const nl_attend_gradient *p, int part, int parts) {
  nl_head h = {.queries = p->queries, .keys = p->keys, .features = p->features, .row = nl_up(p->features, NL_LANES), .scale = p->scale, .causal = p->causal};
  float *own = nl_open_head(&h, 1);
  long all = p->batch * p->heads;
  for (long i = all * part / parts; i < all * (part + 1) / parts; i++) {
    long batch = i / p->heads, head = i % p->heads;
    h.bias = p->bias ? p->bias + batch * p->bias_batch : NULL;
    nl_pack_rows(h.k, h.row, nl_in(&p->k, batch, head), p->k.row, h.keys, h.features);
    nl_pack_rows(h.v, h.row, nl_in(&p->v, batch, head), p->v.row, h.keys, h.features);
    for (long first = 0; first < h.queries; first += NL_PANEL) {
      nl_open_panel(&h, first);
      nl_pack_panel(h.q, &h, nl_in(&p->q, batch, head), p->q.row);
      nl_pack_panel(h.dy, &h, nl_in(&p->dy, batch, head), p->dy.row);
      nl_pack_panel(h.y, &h, nl_in(&p->y, batch, head), p->y.row);
      nl_turn(h.turned_q, h.q, &h, h.scale);
      nl_turn(h.turned_dy, h.dy, &h, 1);
      nl_turn(h.turned_y, h.y, &h, 1);
      nl_over_keys(0, &h);
      nl_exponentials(&h);
      nl_inner(&h);
      nl_over_keys(1, &h);
      nl_queries(&h, h.ds, h.k, NULL, nl_out(&p->dq, batch, head), p->dq.row);
      nl_keys(&h, h.ds, h.q, h.dk);
      nl_keys(&h, h.p, h.dy, h.dv);
    }
    nl_hand_rows(nl_out(&p->dk, batch, head), p->dk.row, h.dk, h.row, h.keys, h.features, NULL);
    nl_hand_rows(nl_out(&p->dv, batch, head), p->dv.row, h.dv, h.row, h.keys, h.features, NULL);
  }
  free(own);
}
