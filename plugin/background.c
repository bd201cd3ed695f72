// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifdef __linux__
// For SCHED_IDLE
#  define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
#endif

#include "plugin/background.h"

#include <sched.h>

#ifdef SCHED_IDLE
enum { POLICY = SCHED_IDLE };
#else
enum { POLICY = SCHED_OTHER };
#endif

bool
background_start(Background* background, void* (*body)(void*), void* data)
{
  const struct sched_param lowest = { 0 };
  pthread_attr_t           attributes;
  if (pthread_attr_init(&attributes)) {
    return false;
  }
  // A host may call from a thread of higher priority; it may not matter if the policy is refused
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &lowest);
  const int failed = pthread_create(&background->thread, &attributes, body, data);
  pthread_attr_destroy(&attributes);
  if (!failed) {
    pthread_setschedparam(background->thread, POLICY, &lowest);
  }
  return !failed;
}

void
background_join(Background* background)
{
  const struct sched_param lowest = { 0 };
  pthread_setschedparam(background->thread, SCHED_OTHER, &lowest);
  pthread_join(background->thread, NULL);
}
