// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/direct/ring.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint32_t type, size;
} Header;

struct Ring {
  uint8_t*         bytes;
  uint32_t         size;
  _Atomic uint32_t written, read; ///< Bytes since the beginning, modulo 2^32
};

Ring*
ring_new(uint32_t size)
{
  Ring* const ring = (Ring*)calloc(1, sizeof(Ring));
  if (!ring) {
    return NULL;
  }
  ring->size  = size;
  ring->bytes = (uint8_t*)malloc(size);
  if (!ring->bytes) {
    free(ring);
    return NULL;
  }
  return ring;
}

void
ring_free(Ring* ring)
{
  if (ring) {
    free(ring->bytes);
    free(ring);
  }
}

static EQUUS_RT void
copy_in(Ring* ring, uint32_t at, const void* from, uint32_t n)
{
  const uint32_t start = at & (ring->size - 1);
  const uint32_t first = n < ring->size - start ? n : ring->size - start;
  memcpy(ring->bytes + start, from, first);
  memcpy(ring->bytes, (const uint8_t*)from + first, n - first);
}

static EQUUS_RT void
copy_out(const Ring* ring, uint32_t at, void* to, uint32_t n)
{
  const uint32_t start = at & (ring->size - 1);
  const uint32_t first = n < ring->size - start ? n : ring->size - start;
  memcpy(to, ring->bytes + start, first);
  memcpy((uint8_t*)to + first, ring->bytes, n - first);
}

bool
ring_write(Ring* ring, uint32_t type, const void* body, uint32_t size)
{
  const Header   header  = { type, size };
  const uint32_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
  const uint32_t read    = atomic_load_explicit(&ring->read, memory_order_acquire);
  if (ring->size - (written - read) < sizeof(header) + size) {
    return false;
  }
  copy_in(ring, written, &header, sizeof(header));
  copy_in(ring, written + (uint32_t)sizeof(header), body, size);
  atomic_store_explicit(&ring->written, written + (uint32_t)sizeof(header) + size, memory_order_release);
  return true;
}

uint32_t
ring_read(Ring* ring, void* body, uint32_t room)
{
  const uint32_t read    = atomic_load_explicit(&ring->read, memory_order_relaxed);
  const uint32_t written = atomic_load_explicit(&ring->written, memory_order_acquire);
  if (read == written) {
    return 0;
  }
  Header header;
  copy_out(ring, read, &header, sizeof(header));
  copy_out(ring, read + (uint32_t)sizeof(header), body, header.size < room ? header.size : room);
  atomic_store_explicit(&ring->read, read + (uint32_t)sizeof(header) + header.size, memory_order_release);
  return header.type;
}
