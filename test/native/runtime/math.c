/* Reads floats until they end; writes how many lanes a vector has, then what each function makes of all of them. */
#include "math.h"
#include <stdio.h>

enum { MOST = 1 << 20 };

static float given[MOST], made[MOST];

/* Each is inlined into a loop of its own, as in a generated kernel. */
#define EACH(function) for (long i = 0; i < MOST; i += NL_LANES) nl_store(made + i, function(nl_load(given + i)))

int main(void) {
  const size_t n = fread(given, sizeof *given, MOST, stdin);
  const float lanes = NL_LANES;
  fwrite(&lanes, sizeof lanes, 1, stdout);
  for (int which = 0; which < 7; which++) {
    switch (which) {
      case 0: EACH(nl_abs); break;
      case 1: EACH(nl_sqrt); break;
      case 2: EACH(nl_exp); break;
      case 3: EACH(nl_log); break;
      case 4: EACH(nl_tanh); break;
      case 5: EACH(nl_erf); break;
      default: EACH(nl_atan);
    }
    fwrite(made, sizeof *made, n, stdout);
  }
  return ferror(stdin) || ferror(stdout);
}
