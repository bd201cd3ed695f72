// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/poller.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct Poller {
  Equus*      equus;
  pthread_t   thread;
  atomic_bool stop;
};

static const struct timespec interval = { 0, 20000000 };

static void*
poll_work(void* data)
{
  Poller* const poller = (Poller*)data;
  while (!atomic_load(&poller->stop)) {
    equus_work(poller->equus);
    nanosleep(&interval, NULL);
  }
  return NULL;
}

/// Of normal priority, although a host may instantiate on a thread of a higher one
static int
start(Poller* poller)
{
  const struct sched_param normal = { 0 };
  pthread_attr_t           attributes;
  if (pthread_attr_init(&attributes)) {
    return -1;
  }
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &normal);
  const int failed = pthread_create(&poller->thread, &attributes, poll_work, poller);
  pthread_attr_destroy(&attributes);
  return failed;
}

Poller*
poller_new(Equus* equus)
{
  Poller* const poller = (Poller*)calloc(1, sizeof(Poller));
  if (!poller) {
    return NULL;
  }

  poller->equus = equus;
  if (start(poller)) {
    free(poller);
    return NULL;
  }
  return poller;
}

void
poller_free(Poller* poller)
{
  if (poller) {
    atomic_store(&poller->stop, true);
    pthread_join(poller->thread, NULL);
    free(poller);
  }
}
