/* One program on several threads: each part does its share and meets the others at barriers.
   Which share is whose depends on (part, parts) alone, never on which thread was faster. */
#ifndef NL_THREADS_H
#define NL_THREADS_H

/* Calls body(context, part, parts) for every part at once, part 0 on the calling thread; returns when all have ended.
   Where the system gives fewer threads than asked for, parts is what it gives. */
void nl_parallel(void (*body)(void *context, int part, int parts), void *context, int parts);

/* Called by every part: returns when all have called it. What was written before it is seen after it. */
void nl_barrier(int parts);

/* The share of `part` of n things: from (inclusive) to (exclusive), as even as can be. */
static inline __attribute__((always_inline, unused)) void nl_share(long n, int part, int parts, long *from, long *to) {
  *from = n * part / parts;
  *to = n * (part + 1) / parts;
}
#endif
