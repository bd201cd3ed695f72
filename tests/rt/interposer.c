// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Preloaded into an LV2 host, counts what a plug-in's run() must not call: memory, locks, files, sleep.
//
// It wraps lv2_descriptor where the host looks it up, so it works inside hosts
// that know nothing of it.  At exit it writes "runs R forbidden F" and the names
// to the file that EQUUS_RT_REPORT names, else to the standard error output.
// A program may ask for the counts by equus_rt_runs() and equus_rt_forbidden().

// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-inconsistent-declaration-parameter-name):
// it stands in for glibc's functions, under their names

#ifndef _GNU_SOURCE
#  define _GNU_SOURCE // For dlvsym() and RTLD_NEXT
#endif

#include "tests/rt/interposer.h"

#include <lv2/core/lv2.h>

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum { MAX_PLUGINS = 8, MAX_NAMES = 32 };

static _Thread_local int inside; ///< Whether this thread is in a run() that is watched

static atomic_ulong        runs;
static atomic_ulong        forbidden;
static const char* _Atomic names[MAX_NAMES]; ///< Of the forbidden calls, in order

static void
count(const char* name)
{
  if (inside) {
    const unsigned long n = atomic_fetch_add(&forbidden, 1);
    if (n < MAX_NAMES) {
      atomic_store(&names[n], name);
    }
  }
}

EXPORT unsigned long
equus_rt_runs(void)
{
  return atomic_load(&runs);
}

EXPORT unsigned long
equus_rt_forbidden(void)
{
  return atomic_load(&forbidden);
}

__attribute__((destructor)) static void
report(void)
{
  const char* const path = getenv("EQUUS_RT_REPORT");
  FILE* const       file = path ? fopen(path, "a") : NULL;
  FILE* const       out  = file ? file : stderr;
  fprintf(out, "runs %lu forbidden %lu", equus_rt_runs(), equus_rt_forbidden());
  for (int i = 0; i < MAX_NAMES && names[i]; ++i) {
    fprintf(out, " %s", names[i]);
  }
  fputc('\n', out);
  if (file) {
    fclose(file);
  }
}

// The real functions: memory under the names that glibc gives it, since dlsym() itself allocates

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t n, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void  __libc_free(void* memory);
extern void* __libc_memalign(size_t alignment, size_t size);

static void*
real_dlsym(const char* name)
{
  typedef void* (*Dlsym)(void*, const char*);
  static Dlsym dlsym_of_libc;
  if (!dlsym_of_libc) {
    static const char* const versions[] = { "GLIBC_2.34", "GLIBC_2.2.5", "GLIBC_2.17" };
    for (size_t i = 0; !dlsym_of_libc && i < sizeof(versions) / sizeof(versions[0]); ++i) {
      *(void**)&dlsym_of_libc = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    }
  }
  if (!dlsym_of_libc) {
    abort(); // No glibc that we know
  }
  return dlsym_of_libc(RTLD_NEXT, name);
}

#define REAL(result, name, ...)         \
  static result (*real)(__VA_ARGS__);   \
  count(#name);                         \
  if (!real) {                          \
    *(void**)&real = real_dlsym(#name); \
  }

EXPORT void*
malloc(size_t size)
{
  count("malloc");
  return __libc_malloc(size);
}

EXPORT void*
calloc(size_t n, size_t size)
{
  count("calloc");
  return __libc_calloc(n, size);
}

EXPORT void*
realloc(void* memory, size_t size)
{
  count("realloc");
  return __libc_realloc(memory, size);
}

EXPORT void
free(void* memory)
{
  count("free");
  __libc_free(memory);
}

EXPORT int
posix_memalign(void** memory, size_t alignment, size_t size)
{
  count("posix_memalign");
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : 12;
}

EXPORT void*
aligned_alloc(size_t alignment, size_t size)
{
  count("aligned_alloc");
  return __libc_memalign(alignment, size);
}

EXPORT int
pthread_mutex_lock(pthread_mutex_t* mutex)
{
  REAL(int, pthread_mutex_lock, pthread_mutex_t*)
  return real(mutex);
}

EXPORT int
pthread_mutex_unlock(pthread_mutex_t* mutex)
{
  REAL(int, pthread_mutex_unlock, pthread_mutex_t*)
  return real(mutex);
}

EXPORT int
pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex)
{
  REAL(int, pthread_cond_wait, pthread_cond_t*, pthread_mutex_t*)
  return real(condition, mutex);
}

EXPORT int
pthread_cond_signal(pthread_cond_t* condition)
{
  REAL(int, pthread_cond_signal, pthread_cond_t*)
  return real(condition);
}

EXPORT int
sem_wait(sem_t* semaphore)
{
  REAL(int, sem_wait, sem_t*)
  return real(semaphore);
}

EXPORT int
sem_post(sem_t* semaphore)
{
  REAL(int, sem_post, sem_t*)
  return real(semaphore);
}

EXPORT int
sched_yield(void)
{
  REAL(int, sched_yield, void)
  return real();
}

EXPORT int
usleep(unsigned microseconds)
{
  REAL(int, usleep, unsigned)
  return real(microseconds);
}

EXPORT int
nanosleep(const struct timespec* wanted, struct timespec* left)
{
  REAL(int, nanosleep, const struct timespec*, struct timespec*)
  return real(wanted, left);
}

EXPORT int
clock_nanosleep(clockid_t clock, int flags, const struct timespec* wanted, struct timespec* left)
{
  REAL(int, clock_nanosleep, clockid_t, int, const struct timespec*, struct timespec*)
  return real(clock, flags, wanted, left);
}

EXPORT ssize_t
read(int file, void* bytes, size_t size)
{
  REAL(ssize_t, read, int, void*, size_t)
  return real(file, bytes, size);
}

EXPORT ssize_t
write(int file, const void* bytes, size_t size)
{
  REAL(ssize_t, write, int, const void*, size_t)
  return real(file, bytes, size);
}

// Under labels, as large-file support gives open() and fopen() other names

#define OPEN(label)                                                                       \
  EXPORT int watched_##label(const char* path, int flags, unsigned mode) __asm__(#label); \
  int        watched_##label(const char* path, int flags, unsigned mode)                  \
  {                                                                                       \
    REAL(int, label, const char*, int, unsigned)                                          \
    return real(path, flags, mode);                                                       \
  }

#define FOPEN(label)                                                                \
  EXPORT FILE* watched_##label(const char* path, const char* mode) __asm__(#label); \
  FILE*        watched_##label(const char* path, const char* mode)                  \
  {                                                                                 \
    REAL(FILE*, label, const char*, const char*)                                    \
    return real(path, mode);                                                        \
  }

OPEN(open)
OPEN(open64)
FOPEN(fopen)
FOPEN(fopen64)

// The plug-in

static struct {
  LV2_Descriptor        wrapped;
  const LV2_Descriptor* real;
} plugins[MAX_PLUGINS];

EXPORT void
equus_rt_watch(bool begins)
{
  inside = begins;
  atomic_fetch_add(&runs, !begins);
}

static void
watch(const LV2_Descriptor* descriptor, LV2_Handle instance, uint32_t n)
{
  inside = 1;
  descriptor->run(instance, n);
  inside = 0;
  atomic_fetch_add(&runs, 1);
}

#define RUN(i)                                         \
  static void run_##i(LV2_Handle instance, uint32_t n) \
  {                                                    \
    watch(plugins[i].real, instance, n);               \
  }

// clang-format off
RUN(0)
RUN(1)
RUN(2)
RUN(3)
RUN(4)
RUN(5)
RUN(6)
RUN(7)
// clang-format on

static const struct {
  void (*run)(LV2_Handle, uint32_t);
} watchers[MAX_PLUGINS] = { { run_0 }, { run_1 }, { run_2 }, { run_3 }, { run_4 }, { run_5 }, { run_6 }, { run_7 } };

static LV2_Descriptor_Function descriptor_function;

/// The plug-in's own descriptor, of Equus with its run() watched
static const LV2_Descriptor*
watched_descriptor(uint32_t index)
{
  const LV2_Descriptor* const real = descriptor_function(index);
  if (!real || strncmp(real->URI, "urn:equus:", 10)) {
    return real;
  }
  for (int i = 0; i < MAX_PLUGINS; ++i) {
    if (!plugins[i].real || plugins[i].real == real) {
      plugins[i].real        = real;
      plugins[i].wrapped     = *real;
      plugins[i].wrapped.run = watchers[i].run;
      return &plugins[i].wrapped;
    }
  }
  return real;
}

EXPORT void*
dlsym(void* library, const char* name)
{
  typedef void* (*Dlsym)(void*, const char*);
  static Dlsym real;
  if (!real) {
    *(void**)&real = real_dlsym("dlsym");
  }
  void* const found = real(library, name);
  if (!found || strcmp(name, "lv2_descriptor")) {
    return found;
  }
  *(void**)&descriptor_function = found;
  LV2_Descriptor_Function mine  = watched_descriptor;
  return *(void**)&mine;
}

// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-inconsistent-declaration-parameter-name)
