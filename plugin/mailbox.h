// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_MAILBOX_H
#define EQUUS_PLUGIN_MAILBOX_H

#include "dsp/rt.h"

#include <stdatomic.h>

/**
   Lock-free hand-over of one pointer between two threads; the newest wins.

   Whoever receives a pointer, by taking it or by replacing it untaken, owns it.
   All zero is an empty mailbox.
*/
typedef struct {
  _Atomic(void*) item;
} Mailbox;

/// Leave `item`; returns the one that nobody had taken yet, or NULL
void* mailbox_put(Mailbox* mailbox, void* item) EQUUS_RT;

/// Take what is there, or NULL
void* mailbox_take(Mailbox* mailbox) EQUUS_RT;

#endif // EQUUS_PLUGIN_MAILBOX_H
