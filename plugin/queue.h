// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_QUEUE_H
#define EQUUS_PLUGIN_QUEUE_H

#include "dsp/rt.h"

#include <stdatomic.h>

enum { QUEUE_SIZE = 32 }; ///< A power of two

/**
   Lock-free queue of pointers between two threads, neither of which waits: how the audio thread gets what another has
   made, and gives away what it may not free itself.

   One thread puts, one takes.  All zero is empty.
*/
typedef struct {
  void*       items[QUEUE_SIZE];
  atomic_uint put, taken;
} Queue;

/// How many items can be put before the other side has taken any
unsigned queue_room(const Queue* queue) EQUUS_RT;

/// Give `item` away; for the putting thread, and only while there is room
void queue_put(Queue* queue, void* item) EQUUS_RT;

/// The oldest item, now the caller's, or NULL; for the taking thread
void* queue_take(Queue* queue) EQUUS_RT;

#endif // EQUUS_PLUGIN_QUEUE_H
