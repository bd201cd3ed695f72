// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_BACKGROUND_H
#define EQUUS_PLUGIN_BACKGROUND_H

#include <pthread.h>
#include <stdbool.h>

/**
   A thread for work that nobody waits for: runs where the processor has nothing else to do.

   On Linux with the policy SCHED_IDLE, elsewhere as an ordinary thread.  Never
   started or ended on the audio thread.
*/
typedef struct {
  pthread_t thread;
} Background;

/// Run `body` with `data` on a new thread, whatever the priority of this one; false if there is none to be had
bool background_start(Background* background, void* (*body)(void*), void* data);

/// Wait for the end; until then the thread runs with ordinary priority, so that a busy machine doesn't delay it
void background_join(Background* background);

#endif // EQUUS_PLUGIN_BACKGROUND_H
