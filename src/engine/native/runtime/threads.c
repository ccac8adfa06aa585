/* A pool of threads that sleep between steps. pthreads only, so that Linux and macOS are alike. */
#define _GNU_SOURCE
#include "threads.h"
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

enum { MOST = 256, LINE = 128 };

/* Long enough to bridge what differs between equal shares, short enough to starve nobody. */
static const long SPIN_NS = 30000;
static const size_t STACK = 8u << 20;

typedef void body_fn(void *context, int part, int parts);

/* The work at hand: written and read under `lock`, one `round` after the other. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  pthread_cond_t done;
  body_fn *body;
  void *context;
  int parts;
} job = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};

static pthread_mutex_t one_caller = PTHREAD_MUTEX_INITIALIZER;
static int workers = 0; /* under one_caller */

/* Counters that are spun upon, each on a line of its own. */
static _Alignas(LINE) atomic_uint round_number;
static _Alignas(LINE) atomic_int unfinished;
static _Alignas(LINE) atomic_int arrived;
static _Alignas(LINE) atomic_uint generation;
static _Alignas(LINE) atomic_int sleepers;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __asm__ volatile("pause");
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

/* Whether *word has left `value` within the time for which spinning is cheaper than sleeping. */
static int left_soon(atomic_uint *word, unsigned value) {
  const long end = now_ns() + SPIN_NS;
  do {
    for (int i = 0; i < 32; i++) {
      if (atomic_load_explicit(word, memory_order_acquire) != value) return 1;
      relax();
    }
  } while (now_ns() < end);
  return 0;
}

void nl_barrier(int parts) {
  if (parts == 1) return;
  const unsigned mine = atomic_load(&generation);
  if (atomic_fetch_add(&arrived, 1) + 1 == parts) {
    atomic_store(&arrived, 0);
    atomic_store(&generation, mine + 1);
    if (atomic_load(&sleepers) == 0) return;
    pthread_mutex_lock(&gate);
    pthread_cond_broadcast(&opened);
    pthread_mutex_unlock(&gate);
    return;
  }
  if (left_soon(&generation, mine)) return;
  pthread_mutex_lock(&gate);
  /* Counted before the look at the generation, as the opener looks at the count after it: one of the two sees the other. */
  atomic_fetch_add(&sleepers, 1);
  while (atomic_load(&generation) == mine) pthread_cond_wait(&opened, &gate);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&gate);
}

/* The last to finish wakes the caller, should it sleep. */
static void finish(void) {
  if (atomic_fetch_sub(&unfinished, 1) != 1) return;
  pthread_mutex_lock(&job.lock);
  pthread_cond_signal(&job.done);
  pthread_mutex_unlock(&job.lock);
}

static void wait_for_all(void) {
  const long end = now_ns() + SPIN_NS;
  do {
    for (int i = 0; i < 32; i++) {
      if (atomic_load_explicit(&unfinished, memory_order_acquire) == 0) return;
      relax();
    }
  } while (now_ns() < end);
  pthread_mutex_lock(&job.lock);
  while (atomic_load(&unfinished) != 0) pthread_cond_wait(&job.done, &job.lock);
  pthread_mutex_unlock(&job.lock);
}

static struct start {
  int part;
  unsigned seen;
} starts[MOST];

/* A worker is one part for as long as the process lives; rounds with fewer parts it lets pass. */
static void *work(void *arg) {
  const struct start *start = arg;
  const int part = start->part;
  unsigned seen = start->seen;
  for (;;) {
    left_soon(&round_number, seen);
    pthread_mutex_lock(&job.lock);
    while (atomic_load(&round_number) == seen) pthread_cond_wait(&job.wake, &job.lock);
    seen = atomic_load(&round_number);
    body_fn *const body = job.body;
    void *const context = job.context;
    const int parts = job.parts;
    pthread_mutex_unlock(&job.lock);
    if (part >= parts) continue;
    body(context, part, parts);
    finish();
  }
  return 0;
}

/* Sleeping threads return into this code, so it must never be unloaded. */
static void stay_loaded(void) {
  Dl_info info;
  if (dladdr((void *)(size_t)&nl_parallel, &info) && info.dli_fname) dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

/* Starts what is missing of `wanted` workers; signals stay with the threads that expect them. */
static void hire(int wanted) {
  if (workers >= wanted) return;
  if (workers == 0) stay_loaded();
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attr, STACK);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (pthread_t thread; workers < wanted; workers++) {
    starts[workers] = (struct start){workers + 1, atomic_load(&round_number)};
    if (pthread_create(&thread, &attr, work, &starts[workers])) break;
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  pthread_attr_destroy(&attr);
}

void nl_parallel(body_fn *body, void *context, int parts) {
  if (parts <= 1) {
    body(context, 0, 1);
    return;
  }
  pthread_mutex_lock(&one_caller);
  if (parts > MOST) parts = MOST;
  hire(parts - 1);
  if (parts > workers + 1) parts = workers + 1;
  atomic_store(&unfinished, parts - 1);
  pthread_mutex_lock(&job.lock);
  job.body = body;
  job.context = context;
  job.parts = parts;
  atomic_fetch_add(&round_number, 1);
  pthread_cond_broadcast(&job.wake);
  pthread_mutex_unlock(&job.lock);
  body(context, 0, parts);
  wait_for_all();
  pthread_mutex_unlock(&one_caller);
}
