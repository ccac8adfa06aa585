/* Attention of every head, forward and backward, without the half that a causal mask hides. */
#ifndef NL_ATTEND_H
#define NL_ATTEND_H

/* A tensor [batch, heads, length, features] by strides in floats; features lie side by side. */
typedef struct nl_heads {
  const float *at;
  long batch, head, row;
} nl_heads;

typedef struct nl_heads_out {
  float *at;
  long batch, head, row;
} nl_heads_out;

/* y = P v with P = softmax(scale * q k^T + mask + bias). */
typedef struct nl_attend {
  long batch, heads, queries, keys, features; /* at least 1 each */
  float scale;
  int causal;                                 /* then queries == keys, and a query sees keys up to its own */
  nl_heads q, k, v;
  const float *bias; long bias_batch;         /* [batch, 1, 1, keys], keys side by side; -1e30 closes a key; or NULL */
  nl_heads_out y;
  float *weights;                             /* P, dense [batch, heads, queries, keys], or NULL */
} nl_attend;

/* From dy, with dS = P * (dy v^T - sum(dy * y) over features): dq = scale dS k, dk = scale dS^T q, dv = P^T dy. P is computed anew. */
typedef struct nl_attend_gradient {
  long batch, heads, queries, keys, features;
  float scale;
  int causal;
  nl_heads q, k, v;
  const float *bias; long bias_batch;
  nl_heads y, dy;
  nl_heads_out dq, dk, dv;
} nl_attend_gradient;

/* Compute share `part` (0 <= part < parts) of the heads and leave the rest alone. An output whose `at` is NULL is not computed; the others
   overlap nothing. The bits of a head depend neither on parts nor on strides. NaN and infinity come out as IEEE arithmetic says: a query that
   meets NaN, or a score of +infinity, among the keys that it sees is NaN, its weights too; hidden keys may only add to what is NaN in a head
   that has some. Weights that the mask hides are zero otherwise. Callable from several threads at once. Memory grows with keys, not with
   queries times keys; where there is none the process ends. */
void nl_attend_forward(const nl_attend *p, int part, int parts);
void nl_attend_backward(const nl_attend_gradient *p, int part, int parts);
#endif
