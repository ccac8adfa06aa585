/* A program as data: kernels in their order, each with its shape and the places of what it reads and writes. */
#ifndef NL_PROGRAM_H
#define NL_PROGRAM_H
#include "attend.h"
#include "product.h"

/* Bytes from where a base begins: one of the program's inputs and outputs, then the arena, then its constants. Below 0: NULL. */
typedef struct nl_place {
  int base;
  long offset;
} nl_place;

/* Does share `part` of its work. `at` holds what its places are; *fault becomes 1 when an index lies outside its table. */
typedef void nl_kernel(const void *shape, void **at, int part, int parts, int *fault);

typedef struct nl_call {
  nl_kernel *kernel;
  const void *shape;
  int count;
  const nl_place *places;
} nl_call;

typedef struct nl_program {
  const nl_call *calls;
  long count;
  int io; /* inputs and outputs */
  const float *const *constants;
} nl_program;

/* Runs all calls in order, each on all threads; what one wrote the next sees. Returns 0, or 1 when an index lay outside its table. */
int nl_run(const nl_program *program, void **io, float *arena, int threads);

/* Products over a batch of up to NL_AXES axes, each operand with its own steps (floats). Places: a, b, c, bias. */
enum { NL_AXES = 4 };
typedef struct nl_products {
  nl_product one; /* its pointers are found by the places */
  long batch;
  int axes;
  long extent[NL_AXES], a[NL_AXES], b[NL_AXES], c[NL_AXES];
} nl_products;
nl_kernel nl_products_kernel;

/* Row index[i] of a table gains scale * x[i]; a row's sum goes in the order of i. Places: table, index, x. */
typedef struct nl_scatter {
  long rows, width, index_stride, x_row, x_column, count;
  float scale;
} nl_scatter;
nl_kernel nl_scatter_kernel;

/* Partial results of `count` chunks, n each, joined in their order. Places: result, chunks. */
typedef struct nl_join {
  long count, n;
} nl_join;
nl_kernel nl_sum_kernel, nl_maximum_kernel;

/* Shapes: nl_attend and nl_attend_gradient without their pointers. Places: q, k, v, bias, then y, weights or y, dy, dq, dk, dv. */
nl_kernel nl_attend_kernel, nl_attend_gradient_kernel;
#endif
