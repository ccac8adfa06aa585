/* Matrix products of float32, for operands of any strides. */
#ifndef NL_PRODUCT_H
#define NL_PRODUCT_H

/* C[i,j] = scale * sum_k A[i,k] B[k,j] (+ bias[j]) (+ plus[i,j]); every operand by its own strides (in floats, of any sign, 0 too), so that no
   transposition is ever written. The elements of C are distinct, and C overlaps neither A, B nor bias. */
typedef struct nl_product {
  long m, n, k;                        /* at least 1 each */
  const float *a; long a_row, a_col;   /* A[i,k] = a[i*a_row + k*a_col] */
  const float *b; long b_row, b_col;   /* B[k,j] = b[k*b_row + j*b_col] */
  float *c; long c_row, c_col;         /* C[i,j] = c[i*c_row + j*c_col] */
  float scale;
  const float *bias;                   /* [n], or NULL */
  const float *plus; long plus_row, plus_col; /* or NULL; C itself (same strides), or apart from it */
} nl_product;

/* Computes share `part` (0 <= part < parts) of C and leaves the rest alone. Each element is summed over k in ascending order, in chunks of a
   fixed length, so its bits depend neither on parts nor on m and n nor on strides. NaN and infinity come out as IEEE arithmetic says.
   Callable from several threads at once. */
void nl_multiply(const nl_product *p, int part, int parts);
#endif
