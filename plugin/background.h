// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_BACKGROUND_H
#define EQUUS_PLUGIN_BACKGROUND_H

#include <pthread.h>
#include <stdbool.h>

/**
   A thread for work that may wait: others go first, but it is never left out.

   On Linux it has the nice value 10, a tenth of an ordinary thread's share of a
   busy processor; elsewhere it is an ordinary thread.  Never started or ended on the audio
   thread.
*/
typedef struct {
  pthread_t thread;
  void* (*body)(void*);
  void* data;
} Background;

/// Run `body` with `data` on a new thread, whatever the priority of this one; `background` must stay where it is until
/// background_join().  False if there is no thread to be had.
bool background_start(Background* background, void* (*body)(void*), void* data);

/// Wait for the end
void background_join(Background* background);

#endif // EQUUS_PLUGIN_BACKGROUND_H
