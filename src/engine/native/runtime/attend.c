/* One head after the other, its queries in panels. A panel's scores lie by key, queries side by side in the lanes of vectors: so a softmax is
   arithmetic on whole vectors, a causal mask cuts rows off, and a bias is one number a row. Products have two forms: scores, whose lanes are
   queries (q and dy are turned for it), and sums of rows, whose lanes are features. What lies in lanes behind the last feature or query is
   never handed out, and may be anything. */
#include "attend.h"
#include "math.h"
#include "vector.h"
#include <stdlib.h>

/* Vectors that a block of either product is wide: with its height, about as many sums as there are registers. */
#if defined(__aarch64__)
#define NL_WIDE 4
#else
#define NL_WIDE 2
#endif

enum {
  NL_PANEL = 32,                         /* queries */
  NL_KEYS = NL_LANES == 16 ? 8 : 6,      /* keys of a block of scores */
  NL_TALL = NL_LANES == 16 ? 8 : 4,      /* rows of a block of sums: divides NL_LANES, so that all its queries are lanes of one vector */
  NL_SCRATCH = 5 << 16                   /* floats: enough for 512 keys of 128 features */
};

/* One head, and one panel of it. Rows of features are `row` floats apart, a whole number of vectors. */
typedef struct nl_head {
  const nl_attend *of;
  const float *bias;
  long queries, keys, features, row;
  int causal;
  float *k, *v, *dk, *dv;                /* [keys] rows */
  long first, count, vectors;            /* the panel: its first query, how many there are, how many vectors they fill */
  float *q, *dy, *y, *sums;              /* [NL_PANEL] rows */
  float *turned_q, *turned_dy, *turned_y; /* [features][NL_PANEL] */
  float *p, *ds;                         /* [keys][NL_PANEL]: scores, then e^(score - largest), then P; dP, then scale * dS */
  float *inverse, *inner;                /* [NL_PANEL]: 1 / sum of exponentials, sum of dy * y */
} nl_head;

static long nl_up(long n, long step) { return (n + step - 1) / step * step; }
static long nl_least(long a, long b) { return a < b ? a : b; }

/* Vector j of the panel sees keys up to here: more than its first query does, which differ by lanes. */
static long nl_seen(const nl_head *h, long j) { return h->causal ? nl_least(h->keys, h->first + (j + 1) * NL_LANES) : h->keys; }

/* Copies rows of `features` floats to rows of whole vectors. A row is read beyond its end where another follows in the same tensor. */
static void nl_pack_rows(float *to, long to_row, const float *from, long from_row, long rows, long features) {
  long end = (rows - 1) * from_row + features, whole = from_row > 0 ? rows : 0;
  while (whole > 0 && (whole - 1) * from_row + to_row > end) whole--;
  for (long i = 0; i < whole; i++)
    for (long f = 0; f < to_row; f += NL_LANES) nl_store(to + i * to_row + f, nl_load(from + i * from_row + f));
  for (long i = whole; i < rows; i++) memcpy(to + i * to_row, from + i * from_row, (size_t)features * sizeof(float));
}

/* The panel's rows of an operand. */
static void nl_pack_panel(float *to, const nl_head *h, const float *from, long row) {
  nl_pack_rows(to, h->row, from + h->first * row, row, h->count, h->features);
}

/* The panel's rows as columns, times scale. */
static void nl_turn(float *to, const float *from, const nl_head *h, float scale) {
  for (long j = 0; j < h->vectors; j++)
    for (long f = 0; f < h->features; f += NL_LANES) {
      nl_vf x[NL_LANES];
      const float *corner = from + j * NL_LANES * h->row + f;
      NL_UNROLL
      for (int i = 0; i < NL_LANES; i++) x[i] = nl_load(corner + i * h->row);
      nl_transpose(x);
      float *column = to + f * NL_PANEL + j * NL_LANES;
      long n = h->features - f;
      NL_UNROLL
      for (int i = 0; i < NL_LANES; i++)
        if (i < n) nl_store(column + i * NL_PANEL, x[i] * nl_set(scale));
    }
}

/* to[i][j] = sum over features of rows[i] * columns[j], columns NL_LANES apart. */
NL_INLINE void nl_dot_block(const int wide, const float *rows, long row, const float *columns, long features, float *to) {
  nl_vf sum[NL_KEYS][NL_WIDE];
  NL_UNROLL
  for (int i = 0; i < NL_KEYS; i++) {
    NL_UNROLL
    for (int j = 0; j < wide; j++) sum[i][j] = (nl_vf){0};
  }
  for (long f = 0; f < features; f++) {
    nl_vf column[NL_WIDE];
    NL_UNROLL
    for (int j = 0; j < wide; j++) column[j] = nl_keep(nl_load(columns + f * NL_PANEL + j * NL_LANES));
    NL_UNROLL
    for (int i = 0; i < NL_KEYS; i++) {
      nl_vf left = nl_set(rows[i * row + f]);
      NL_UNROLL
      for (int j = 0; j < wide; j++) sum[i][j] += left * column[j];
    }
  }
  NL_UNROLL
  for (int i = 0; i < NL_KEYS; i++) {
    NL_UNROLL
    for (int j = 0; j < wide; j++) nl_store(to + i * NL_PANEL + j * NL_LANES, sum[i][j]);
  }
}

/* The products of keys' rows and so many vectors of the panel from j on. */
NL_INLINE void nl_dot_keys(const int wide, const nl_head *h, const float *rows, const float *turned, long j, long from, long end, float *to) {
  for (long key = from; key < end; key += NL_KEYS)
    nl_dot_block(wide, rows + key * h->row, h->row, turned + j * NL_LANES, h->features, to + key * NL_PANEL + j * NL_LANES);
}

/* to[key] = rows[key] (of k or v) times the panel's queries (turned q or dy), for all that the panel sees: several vectors at once as far as
   all of them do. */
static void nl_dots(const nl_head *h, const float *rows, const float *turned, float *to) {
  for (long group = 0; group < h->vectors; group += NL_WIDE) {
    long last = nl_least(h->vectors, group + NL_WIDE), from = 0;
    for (long j = group; j < last; j++) {
      long end = nl_seen(h, j);
      switch (last - j) {
        case 1: nl_dot_keys(1, h, rows, turned, j, from, end, to); break;
        case 2: nl_dot_keys(2, h, rows, turned, j, from, end, to); break;
#if NL_WIDE == 4
        case 3: nl_dot_keys(3, h, rows, turned, j, from, end, to); break;
        case 4: nl_dot_keys(4, h, rows, turned, j, from, end, to); break;
#endif
      }
      from = end;
    }
  }
}

/* Adds bias and mask to vector j of the scores. */
static void nl_close(const nl_head *h, long j) {
  float *at = h->p + j * NL_LANES;
  long own = h->first + j * NL_LANES, seen = nl_seen(h, j); /* the key of the first lane */
  if (h->bias)
    for (long key = 0; key < seen; key++) nl_store(at + key * NL_PANEL, nl_load(at + key * NL_PANEL) + nl_set(h->bias[key]));
  if (h->causal)
    for (long key = own + 1; key < seen; key++)
      nl_store(at + key * NL_PANEL, nl_select(nl_iota() < (int32_t)(key - own), nl_set(-NL_INF), nl_load(at + key * NL_PANEL)));
}

/* The largest score of each lane. It may pass over NaN: the sum of exponentials does not. */
static nl_vf nl_most(const float *at, long keys) {
  nl_vf most[4];
  for (int i = 0; i < 4; i++) most[i] = nl_set(-NL_INF);
  for (; keys >= 4; keys -= 4, at += 4 * NL_PANEL) {
    NL_UNROLL
    for (int i = 0; i < 4; i++) {
      nl_vf x = nl_load(at + i * NL_PANEL);
      most[i] = nl_select(x > most[i], x, most[i]);
    }
  }
  for (; keys > 0; keys--, at += NL_PANEL) {
    nl_vf x = nl_load(at);
    most[0] = nl_select(x > most[0], x, most[0]);
  }
  for (int i = 1; i < 4; i++) most[0] = nl_select(most[i] > most[0], most[i], most[0]);
  return most[0];
}

/* Scores become exponentials; 1 / their sum. */
static void nl_exponentials(const nl_head *h) {
  for (long j = 0; j < h->vectors; j++) {
    nl_close(h, j);
    float *at = h->p + j * NL_LANES;
    nl_vf most = nl_most(at, nl_seen(h, j)), sum = {0};
    for (long left = nl_seen(h, j); left > 0; left--, at += NL_PANEL) {
      nl_vf e = nl_exp(nl_load(at) - most);
      nl_store(at, e);
      sum += e;
    }
    nl_store(h->inverse + j * NL_LANES, 1.0f / sum);
  }
}

/* Exponentials become P, and dP becomes scale * dS. */
static void nl_differentiate(const nl_head *h) {
  nl_vf scale = nl_set(h->of->scale);
  for (long j = 0; j < h->vectors; j++) {
    nl_vf inverse = nl_load(h->inverse + j * NL_LANES), inner = nl_load(h->inner + j * NL_LANES);
    float *at = h->p + j * NL_LANES, *ds = h->ds + j * NL_LANES;
    for (long left = nl_seen(h, j); left > 0; left--, at += NL_PANEL, ds += NL_PANEL) {
      nl_vf p = nl_load(at) * inverse;
      nl_store(at, p);
      nl_store(ds, p * (nl_load(ds) - inner) * scale);
    }
  }
}

/* inner = sum over features of dy * y, which is that of dP * P over keys. */
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

/* to[i] (+)= sum over n of left[i] * right: left by any strides, right and to rows of features. */
NL_INLINE void nl_row_block(const int wide, const float *left, const long step, const long across, const float *right, long n, int begun,
                            float *to, long row) {
  nl_vf sum[NL_TALL][NL_WIDE];
  NL_UNROLL
  for (int i = 0; i < NL_TALL; i++) {
    NL_UNROLL
    for (int j = 0; j < wide; j++) sum[i][j] = begun ? nl_load(to + i * row + j * NL_LANES) : (nl_vf){0};
  }
  for (; n > 0; n--, left += step, right += row) {
    nl_vf features[NL_WIDE];
    NL_UNROLL
    for (int j = 0; j < wide; j++) features[j] = nl_keep(nl_load(right + j * NL_LANES));
    NL_UNROLL
    for (int i = 0; i < NL_TALL; i++) {
      nl_vf factor = nl_set(left[i * across]);
      NL_UNROLL
      for (int j = 0; j < wide; j++) sum[i][j] += factor * features[j];
    }
  }
  NL_UNROLL
  for (int i = 0; i < NL_TALL; i++) {
    NL_UNROLL
    for (int j = 0; j < wide; j++) nl_store(to + i * row + j * NL_LANES, sum[i][j]);
  }
}

/* For each query of the panel, the sum over keys of left (p or dS) times rows of right (v or k). */
NL_INLINE void nl_query_rows(const int wide, const nl_head *h, const float *left, const float *right, float *to) {
  for (long query = 0; query < h->count; query += NL_TALL) {
    long seen = h->causal ? nl_least(h->keys, h->first + query + NL_TALL) : h->keys;
    nl_row_block(wide, left + query, NL_PANEL, 1, right, seen, 0, to + query * h->row, h->row);
  }
}

/* For each key, the sum over queries up to the panel's last of left (p or dS) times rows of right (dy or q). */
NL_INLINE void nl_key_rows(const int wide, const nl_head *h, const float *left, const float *right, float *to) {
  long seen = h->causal ? nl_least(h->keys, h->first + h->count) : h->keys;
  for (long key = 0; key < seen; key += NL_TALL) {
    long from = h->causal && key > h->first ? key - h->first : 0; /* queries before do not see it */
    int begun = h->causal ? key < h->first : h->first > 0;
    nl_row_block(wide, left + key * NL_PANEL + from, 1, NL_PANEL, right + from * h->row, h->count - from, begun, to + key * h->row, h->row);
  }
}

NL_INLINE void nl_block_of_rows(const int by_key, const int wide, const nl_head *h, const float *left, const float *right, float *to) {
  if (by_key) nl_key_rows(wide, h, left, right, to);
  else nl_query_rows(wide, h, left, right, to);
}

/* Either of the two on all features. */
NL_INLINE void nl_over_features(const int by_key, const nl_head *h, const float *left, const float *right, float *to) {
  for (long f = 0; f < h->row; f += NL_WIDE * NL_LANES) {
    switch (nl_least(NL_WIDE, (h->row - f) / NL_LANES)) {
      case 1: nl_block_of_rows(by_key, 1, h, left, right + f, to + f); break;
      case 2: nl_block_of_rows(by_key, 2, h, left, right + f, to + f); break;
#if NL_WIDE == 4
      case 3: nl_block_of_rows(by_key, 3, h, left, right + f, to + f); break;
      case 4: nl_block_of_rows(by_key, 4, h, left, right + f, to + f); break;
#endif
    }
  }
}

/* Stores the first n lanes, n below NL_LANES. */
NL_INLINE void nl_store_first(float *to, nl_vf x, long n) {
  float lanes[NL_LANES], *from = lanes;
  nl_store(lanes, x);
  NL_UNROLL
  for (int piece = NL_LANES / 2; piece > 0; piece /= 2) {
    if (!(n & piece)) continue;
    memcpy(to, from, (size_t)piece * sizeof(float));
    to += piece;
    from += piece;
  }
}

/* Hands rows of whole vectors out as rows of n floats, each times its factor where there are any. */
static void nl_hand_rows(float *to, long to_row, const float *from, long from_row, long rows, long n, const float *factors) {
  for (long i = 0; i < rows; i++, to += to_row, from += from_row) {
    nl_vf factor = nl_set(factors ? factors[i] : 1);
    long f = 0;
    for (; f + NL_LANES <= n; f += NL_LANES) nl_store(to + f, nl_load(from + f) * factor);
    if (f < n) nl_store_first(to + f, nl_load(from + f) * factor, n - f);
  }
}

/* y, or dq, of the panel. */
static void nl_hand_queries(const nl_head *h, const float *left, const float *right, const float *factors, float *to, long to_row) {
  if (!to) return;
  nl_over_features(0, h, left, right, h->sums);
  nl_hand_rows(to + h->first * to_row, to_row, h->sums, h->row, h->count, h->features, factors);
}

/* dk, or dv, as far as the panel gives it. */
static void nl_add_keys(const nl_head *h, const float *left, const float *right, float *to) { nl_over_features(1, h, left, right, to); }

/* P of the panel as rows of queries. */
static void nl_hand_weights(const nl_head *h, float *to) {
  for (long j = 0; j < h->vectors; j++) {
    nl_vf inverse = nl_load(h->inverse + j * NL_LANES), x[NL_LANES];
    long seen = nl_seen(h, j);
    for (long key = 0; key < h->keys; key += NL_LANES) {
      for (int i = 0; i < NL_LANES; i++) x[i] = inverse * (key + i < seen ? nl_load(h->p + (key + i) * NL_PANEL + j * NL_LANES) : (nl_vf){0});
      nl_transpose(x);
      for (long i = 0; i < NL_LANES && j * NL_LANES + i < h->count; i++) {
        float *row = to + (h->first + j * NL_LANES + i) * h->keys + key;
        if (key + NL_LANES <= h->keys) nl_store(row, x[i]);
        else nl_store_first(row, x[i], h->keys - key);
      }
    }
  }
}

static _Thread_local float nl_scratch[NL_SCRATCH] __attribute__((aligned(64)));

static float *nl_take(float **next, long floats) {
  float *at = *next;
  *next += nl_up(floats, 16);
  return at;
}

/* Lays the head's arrays out from `at` on; returns how many floats they take. */
static long nl_lay_out(nl_head *h, float *at, int backward) {
  float *next = at;
  /* Blocks read, and write, beyond the last key. */
  long keys = nl_up(h->keys + NL_KEYS, NL_TALL), columns = h->row * NL_PANEL;
  h->k = nl_take(&next, keys * h->row);
  h->v = nl_take(&next, keys * h->row);
  h->q = nl_take(&next, NL_PANEL * h->row);
  h->sums = nl_take(&next, NL_PANEL * h->row);
  h->turned_q = nl_take(&next, columns);
  h->p = nl_take(&next, keys * NL_PANEL);
  h->inverse = nl_take(&next, NL_PANEL);
  if (!backward) return next - at;
  h->dk = nl_take(&next, keys * h->row);
  h->dv = nl_take(&next, keys * h->row);
  h->dy = nl_take(&next, NL_PANEL * h->row);
  h->y = nl_take(&next, NL_PANEL * h->row);
  h->turned_dy = nl_take(&next, columns);
  h->turned_y = nl_take(&next, columns);
  h->ds = nl_take(&next, keys * NL_PANEL);
  h->inner = nl_take(&next, NL_PANEL);
  return next - at;
}

/* Memory for one head after the other: the thread's own scratch, or, where that is too small, some that is returned to be freed. */
static float *nl_open(nl_head *h, const nl_attend *of, int backward) {
  *h = (nl_head){.of = of, .queries = of->queries, .keys = of->keys, .features = of->features, .causal = of->causal};
  h->row = nl_up(of->features, NL_LANES);
  long floats = nl_lay_out(h, nl_scratch, backward);
  if (floats <= NL_SCRATCH) return NULL;
  float *own = aligned_alloc(64, (size_t)floats * sizeof(float));
  if (!own) abort();
  nl_lay_out(h, own, backward);
  return own;
}

/* Where head i, counted over all batches, begins. */
static const float *nl_in(const nl_attend *of, const nl_heads *x, long i) { return x->at + i / of->heads * x->batch + i % of->heads * x->head; }
static float *nl_out(const nl_attend *of, const nl_heads_out *x, long i) {
  return x->at ? x->at + i / of->heads * x->batch + i % of->heads * x->head : NULL;
}

static void nl_open_head(nl_head *h, long i) {
  const nl_attend *of = h->of;
  h->bias = of->bias ? of->bias + i / of->heads * of->bias_batch : NULL;
  nl_pack_rows(h->k, h->row, nl_in(of, &of->k, i), of->k.row, h->keys, h->features);
  nl_pack_rows(h->v, h->row, nl_in(of, &of->v, i), of->v.row, h->keys, h->features);
}

/* The panel from query `first` on, up to its exponentials. */
static void nl_open_panel(nl_head *h, long i, long first) {
  h->first = first;
  h->count = nl_least(NL_PANEL, h->queries - first);
  h->vectors = nl_up(h->count, NL_LANES) / NL_LANES;
  nl_pack_panel(h->q, h, nl_in(h->of, &h->of->q, i), h->of->q.row);
  nl_turn(h->turned_q, h->q, h, h->of->scale);
  nl_dots(h, h->k, h->turned_q, h->p);
  nl_exponentials(h);
}

void nl_attend_forward(const nl_attend *p, int part, int parts) {
  nl_head h;
  float *own = nl_open(&h, p, 0);
  long all = p->batch * p->heads;
  for (long i = all * part / parts; i < all * (part + 1) / parts; i++) {
    nl_open_head(&h, i);
    for (long first = 0; first < h.queries; first += NL_PANEL) {
      nl_open_panel(&h, i, first);
      nl_hand_queries(&h, h.p, h.v, h.inverse, nl_out(p, &p->y, i), p->y.row);
      if (p->weights) nl_hand_weights(&h, p->weights + i * h.queries * h.keys);
    }
  }
  free(own);
}

/* What the panel gives to all three gradients. */
static void nl_backward_panel(const nl_head *h, const nl_attend_gradient *p, long i) {
  nl_pack_panel(h->dy, h, nl_in(h->of, &p->dy, i), p->dy.row);
  nl_pack_panel(h->y, h, nl_in(h->of, &p->y, i), p->y.row);
  nl_turn(h->turned_dy, h->dy, h, 1);
  nl_turn(h->turned_y, h->y, h, 1);
  nl_inner(h);
  nl_dots(h, h->v, h->turned_dy, h->ds);
  nl_differentiate(h);
  nl_hand_queries(h, h->ds, h->k, NULL, nl_out(h->of, &p->dq, i), p->dq.row);
  if (p->dk.at) nl_add_keys(h, h->ds, h->q, h->dk);
  if (p->dv.at) nl_add_keys(h, h->p, h->dy, h->dv);
}

void nl_attend_backward(const nl_attend_gradient *p, int part, int parts) {
  nl_attend of = {.batch = p->batch, .heads = p->heads, .queries = p->queries, .keys = p->keys, .features = p->features, .scale = p->scale,
                  .causal = p->causal, .q = p->q, .k = p->k, .v = p->v, .bias = p->bias, .bias_batch = p->bias_batch};
  nl_head h;
  float *own = nl_open(&h, &of, 1);
  long all = p->batch * p->heads;
  for (long i = all * part / parts; i < all * (part + 1) / parts; i++) {
    nl_open_head(&h, i);
    for (long first = 0; first < h.queries; first += NL_PANEL) {
      nl_open_panel(&h, i, first);
      nl_backward_panel(&h, p, i);
    }
    if (p->dk.at) nl_hand_rows(nl_out(&of, &p->dk, i), p->dk.row, h.dk, h.row, h.keys, h.features, NULL);
    if (p->dv.at) nl_hand_rows(nl_out(&of, &p->dv, i), p->dv.row, h.dv, h.row, h.keys, h.features, NULL);
  }
  free(own);
}
