// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_DIRECT_RING_H
#define EQUUS_PLUGIN_DIRECT_RING_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Lock-free queue of messages of any size between two threads, neither of which waits.

   One thread writes, one reads.
*/
typedef struct Ring Ring;

/// @param size Bytes, a power of two.  NULL if out of memory; free with ring_free()
Ring* ring_new(uint32_t size);

void ring_free(Ring* ring);

/// Write a message of `size` bytes; false, with nothing written, if there is no room now
bool ring_write(Ring* ring, uint32_t type, const void* body, uint32_t size) EQUUS_RT;

/**
   Read the oldest message.
   @param body [room]; of a larger message the rest is lost.
   @return Its type, or 0 if there is none
*/
uint32_t ring_read(Ring* ring, void* body, uint32_t room) EQUUS_RT;

#endif // EQUUS_PLUGIN_DIRECT_RING_H
