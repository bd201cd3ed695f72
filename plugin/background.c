// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifdef __linux__
// For syscall()
#  define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
#endif

#include "plugin/background.h"

#include <sched.h>

#ifdef __linux__
#  include <sys/resource.h>
#  include <sys/syscall.h>
#  include <unistd.h>
#endif

static void
give_way(void)
{
#ifdef __linux__
  enum { NICE = 10 };
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE); // Of this thread alone; refused, it runs all the same
#endif
}

static void*
run(void* data)
{
  const Background* const background = (const Background*)data;
  give_way();
  return background->body(background->data);
}

bool
background_start(Background* background, void* (*body)(void*), void* data)
{
  const struct sched_param normal = { 0 };
  pthread_attr_t           attributes;
  if (pthread_attr_init(&attributes)) {
    return false;
  }
  background->body = body;
  background->data = data;
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED); // A host may call from a thread of a higher one
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &normal);
  const int failed = pthread_create(&background->thread, &attributes, run, background);
  pthread_attr_destroy(&attributes);
  return !failed;
}

void
background_join(Background* background)
{
  pthread_join(background->thread, NULL);
}
