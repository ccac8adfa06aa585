/* A generated program with the clock read after each of its calls: profile-native.mjs puts the program in the place of step.c.
   Every step adds a line of JSON to the file that $NORMLAB_LAPS names: its milliseconds, and those of each call. By the first
   thread's CPU clock, so that neighbours on the machine do not count. */
#include "normlab.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double last;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/* A kernel like the others: its shape is where the milliseconds since the one before go. */
static void lap(const void *shape, void **at, int part, int parts, int *fault) {
  (void)at, (void)parts, (void)fault;
  if (part != 0) return;
  const double time = now();
  *(double *)shape = time - last;
  last = time;
}

static int clocked_run(const nl_program *program, void **io, float *arena, int threads) {
  static const nl_place nowhere = {-1, 0};
  const long count = program->count;
  nl_call *calls = malloc(2 * count * sizeof *calls);
  double *laps = malloc(count * sizeof *laps);
  for (long i = 0; i < count; i++) {
    calls[2 * i] = program->calls[i];
    calls[2 * i + 1] = (nl_call){lap, laps + i, 1, &nowhere};
  }
  const nl_program clocked = {calls, 2 * count, program->io, program->constants};
  const double began = last = now();
  const int fault = nl_run(&clocked, io, arena, threads);
  const double step = now() - began;
  FILE *file = fopen(getenv("NORMLAB_LAPS"), "a");
  fprintf(file, "{\"step\": %.6f, \"laps\": [", step);
  for (long i = 0; i < count; i++) fprintf(file, "%s%.6f", i == 0 ? "" : ", ", laps[i]);
  fprintf(file, "]}\n");
  fclose(file);
  free(calls);
  free(laps);
  return fault;
}

#define nl_run clocked_run
#include "step.c"
