/* Calls one of the programs it is linked with, as a file says, and writes what comes out. All arrays are exactly as long as they must be, so that
   a sanitizer sees every step beyond; none begins at more than a float's place, as an array of Node's may; results and the arena begin as rubbish.

   Input, all int32: program, threads, arrays, then of each whether it is an output, and its bytes; then the bytes of the inputs.
   Output: what the program returned (int32), then the bytes of the outputs. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct program {
  int (*step)(void **io, float *arena, int threads);
  long (*arena)(void);
} program;

extern const program programs[];

static FILE *file;

static int32_t number(void) {
  int32_t x;
  if (fread(&x, sizeof x, 1, file) != 1) exit(64);
  return x;
}

typedef struct array {
  int out;
  size_t bytes;
  char *whole, *at, *before; /* `before`: a copy of an input, to see that it is left alone */
} array;

/* Misplaced by a float, so that nothing may count on more. */
static array take(int out, size_t bytes) {
  array a = {out, bytes, malloc(bytes + 4), 0, 0};
  a.at = a.whole + 4;
  if (out) memset(a.at, 0xff, bytes);
  else {
    if (fread(a.at, 1, bytes, file) != bytes) exit(65);
    a.before = malloc(bytes);
    memcpy(a.before, a.at, bytes);
  }
  return a;
}

/* One call, written out; whether it left its inputs as they were. */
static int call(void) {
  const program *p = &programs[number()];
  const int threads = number(), count = number();
  array *arrays = malloc((size_t)count * sizeof *arrays);
  int32_t *form = malloc((size_t)count * 2 * sizeof *form);
  void **io = malloc((size_t)count * sizeof *io);
  for (int i = 0; i < 2 * count; i++) form[i] = number();
  for (int i = 0; i < count; i++) {
    arrays[i] = take(form[2 * i], (size_t)form[2 * i + 1]);
    io[i] = arrays[i].at;
  }
  const size_t floats = (size_t)p->arena();
  float *arena = malloc(floats * sizeof *arena);
  /* Rubbish that differs with the threads: what reads it shows in a result, or differs. */
  memset(arena, threads == 1 ? 0xff : 0x47 + threads, floats * sizeof *arena);
  const int32_t fault = p->step(io, arena, threads);
  int changed = 0;
  fwrite(&fault, sizeof fault, 1, stdout);
  for (int i = 0; i < count; i++) {
    if (arrays[i].out) fwrite(arrays[i].at, 1, arrays[i].bytes, stdout);
    else changed |= memcmp(arrays[i].at, arrays[i].before, arrays[i].bytes) != 0;
    free(arrays[i].whole);
    free(arrays[i].before);
  }
  free(arena);
  free(io);
  free(form);
  free(arrays);
  return changed;
}

int main(int argc, char **argv) {
  if (argc != 2 || !(file = fopen(argv[1], "rb"))) return 66;
  int changed = 0;
  for (int calls = number(); calls > 0; calls--) changed |= call();
  fclose(file);
  return changed ? 67 : 0;
}
