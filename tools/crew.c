// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MAX_WORKERS = 64 };

typedef struct {
  CrewJob     job;
  void*       handle;
  unsigned    n;
  atomic_uint next;
} Crew;

static void*
work(void* const data)
{
  Crew* const crew = (Crew*)data;
  for (unsigned i = atomic_fetch_add(&crew->next, 1); i < crew->n; i = atomic_fetch_add(&crew->next, 1)) {
    crew->job(crew->handle, i);
  }
  return NULL;
}

void
crew_run(const unsigned workers, const unsigned n, const CrewJob job, void* const handle)
{
  Crew           crew = { .job = job, .handle = handle, .n = n };
  pthread_t      threads[MAX_WORKERS];
  unsigned       started = 0;
  const unsigned most    = workers < n ? workers : n;
  atomic_init(&crew.next, 0);
  while (started + 1 < most && started < MAX_WORKERS && !pthread_create(&threads[started], NULL, work, &crew)) {
    ++started;
  }
  work(&crew);
  for (unsigned i = 0; i < started; ++i) {
    pthread_join(threads[i], NULL);
  }
}

unsigned
crew_processors(void)
{
  const long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 1 ? (unsigned)n : 1;
}
