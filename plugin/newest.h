// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_NEWEST_H
#define EQUUS_PLUGIN_NEWEST_H

#include "dsp/rt.h"

#include <stdatomic.h>
#include <stddef.h>

/**
   Hands plain structs from one thread to another, of which only the newest counts.

   Three buffers: one being written, one being read, and one between that they are
   exchanged with; nobody waits, nothing is allocated.
*/
typedef struct {
  void*       buffers[3];
  atomic_uint between; ///< Index of the buffer between, and whether it is new
  unsigned    back;    ///< The writer's
  unsigned    front;   ///< The reader's
} Newest;

/// Make room for structs of `size` bytes, all zero; returns `newest`, or NULL if out of memory
Newest* newest_init(Newest* newest, size_t size);

void newest_clear(Newest* newest);

/// The writer's buffer, whose content is any older one
void* newest_draft(const Newest* newest);

/// Hand over what newest_draft() gave
void newest_publish(Newest* newest);

/// What came since the last call, valid until the next; NULL for nothing
const void* newest_take(Newest* newest) EQUUS_RT;

/// What newest_take() gave last, or zeros
const void* newest_taken(const Newest* newest) EQUUS_RT;

#endif // EQUUS_PLUGIN_NEWEST_H
