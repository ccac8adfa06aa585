/* A generated step with the clock read at each of its barriers: profile-native.mjs puts the step in the place of step.c.
   Every step adds a line of JSON to the file that $NORMLAB_LAPS names: its milliseconds, and those before each barrier by the
   number of its line. By the first thread's CPU clock, so that neighbours on the machine do not count. */
#include "normlab.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { lines = 1 << 17 };
static double laps[lines];
static double last;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void lap(int part, int line) {
  if (part != 0) return;
  const double at = now();
  laps[line] = at - last;
  last = at;
}

#define nl_barrier(parts) (nl_barrier(parts), lap(part, __LINE__))
#define nl_step unclocked_step
#include "step.c"
#undef nl_step
_Static_assert(__LINE__ < lines, "a step of more lines");

int nl_step(void **io, float *arena, int threads) {
  memset(laps, 0, sizeof laps);
  const double began = last = now();
  const int fault = unclocked_step(io, arena, threads);
  const double step = now() - began;
  FILE *file = fopen(getenv("NORMLAB_LAPS"), "a");
  fprintf(file, "{\"step\": %.6f, \"laps\": {\"0\": 0", step);
  for (int line = 1; line < lines; line++)
    if (laps[line] > 0) fprintf(file, ", \"%d\": %.6f", line, laps[line]);
  fprintf(file, "}}\n");
  fclose(file);
  return fault;
}
