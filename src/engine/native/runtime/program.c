/* Runs a program's calls, and the kernels that are the same in every program. */
#include "program.h"
#include "elements.h"
#include "threads.h"

typedef struct run {
  const nl_program *program;
  void **io;
  float *arena;
  int fault;
} run;

static void *find(const run *run, nl_place place) {
  const int io = run->program->io, base = place.base;
  if (base < 0) return NULL;
  const char *begin = base < io ? run->io[base] : base == io ? (const char *)run->arena : (const char *)run->program->constants[base - io - 1];
  return (void *)(begin + place.offset);
}

static void body(void *context, int part, int parts) {
  run *own = context;
  int fault = 0;
  for (long i = 0; i < own->program->count; i++) {
    const nl_call call = own->program->calls[i];
    void *at[call.count];
    for (int k = 0; k < call.count; k++) at[k] = find(own, call.places[k]);
    call.kernel(call.shape, at, part, parts, &fault);
    nl_barrier(parts);
  }
  if (fault) __atomic_store_n(&own->fault, 1, __ATOMIC_RELAXED);
}

int nl_run(const nl_program *program, void **io, float *arena, int threads) {
  run own = {program, io, arena, 0};
  nl_parallel(body, &own, threads);
  return own.fault;
}

void nl_products_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  (void)fault;
  const nl_products *s = shape;
  nl_product one = s->one;
  one.bias = at[3];
  /* A single one is divided among the parts, of several each part does some. */
  const int single = s->batch == 1;
  long from = 0, to = 1;
  if (!single) nl_share(s->batch, part, parts, &from, &to);
  for (long g = from; g < to; g++) {
    long a = 0, b = 0, c = 0, left = g;
    for (int axis = s->axes - 1; axis >= 0; axis--) {
      const long place = left % s->extent[axis];
      left /= s->extent[axis];
      a += place * s->a[axis];
      b += place * s->b[axis];
      c += place * s->c[axis];
    }
    one.a = (const float *)at[0] + a;
    one.b = (const float *)at[1] + b;
    one.c = (float *)at[2] + c;
    nl_multiply(&one, single ? part : 0, single ? parts : 1);
  }
}

void nl_scatter_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  const nl_scatter *s = shape;
  float *table = at[0];
  const int32_t *index = at[1];
  const float *x = at[2];
  long from, to;
  nl_share(s->rows, part, parts, &from, &to);
  nl_fill(table + from * s->width, (to - from) * s->width, 0);
  for (long i = 0; i < s->count; i++) {
    const long row = nl_row(index[i * s->index_stride], s->rows, fault);
    if (row < from || row >= to) continue;
    float *t = table + row * s->width;
    const float *own = x + i * s->x_row;
    long j = 0;
    if (s->x_column == 1)
      for (; j + NL_LANES <= s->width; j += NL_LANES) nl_store(t + j, nl_load(t + j) + s->scale * nl_load(own + j));
    for (; j < s->width; j++) t[j] += s->scale * own[j * s->x_column];
  }
}

void nl_sum_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  (void)fault;
  const nl_join *s = shape;
  float *into = at[0];
  const float *from = at[1];
  const long end = nl_lines(s->n, part + 1, parts);
  long j = nl_lines(s->n, part, parts);
  for (; j + NL_LANES <= end; j += NL_LANES) {
    nl_vf total = nl_load(from + j);
    for (long c = 1; c < s->count; c++) total += nl_load(from + c * s->n + j);
    nl_store(into + j, total);
  }
  for (; j < end; j++) {
    float total = from[j];
    for (long c = 1; c < s->count; c++) total += from[c * s->n + j];
    into[j] = total;
  }
}

void nl_maximum_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  (void)fault;
  const nl_join *s = shape;
  float *into = at[0];
  const float *from = at[1];
  for (long j = nl_lines(s->n, part, parts); j < nl_lines(s->n, part + 1, parts); j++) {
    float most = from[j];
    for (long c = 1; c < s->count; c++) most = nl_fmax(most, from[c * s->n + j]);
    into[j] = most;
  }
}

void nl_attend_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  (void)fault;
  nl_attend own = *(const nl_attend *)shape;
  own.q.at = at[0];
  own.k.at = at[1];
  own.v.at = at[2];
  own.bias = at[3];
  own.y.at = at[4];
  own.weights = at[5];
  nl_attend_forward(&own, part, parts);
}

void nl_attend_gradient_kernel(const void *shape, void **at, int part, int parts, int *fault) {
  (void)fault;
  nl_attend_gradient own = *(const nl_attend_gradient *)shape;
  own.q.at = at[0];
  own.k.at = at[1];
  own.v.at = at[2];
  own.bias = at[3];
  own.y.at = at[4];
  own.dy.at = at[5];
  own.dq.at = at[6];
  own.dk.at = at[7];
  own.dv.at = at[8];
  nl_attend_backward(&own, part, parts);
}
