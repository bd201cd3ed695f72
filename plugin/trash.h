// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_TRASH_H
#define EQUUS_PLUGIN_TRASH_H

#include "dsp/rt.h"

#include <stdatomic.h>

enum { TRASH_SIZE = 32 }; ///< A power of two

/**
   Lock-free queue by which the audio thread gives away what it may not free itself.

   One thread throws, one collects.  All zero is empty.
*/
typedef struct {
  void*       items[TRASH_SIZE];
  atomic_uint thrown, collected;
} Trash;

/// How many items can be thrown before the other side has collected any
unsigned trash_room(const Trash* trash) EQUUS_RT;

/// Give `item` away; only while there is room
void trash_throw(Trash* trash, void* item) EQUUS_RT;

/// The oldest item, now the caller's, or NULL
void* trash_collect(Trash* trash);

#endif // EQUUS_PLUGIN_TRASH_H
