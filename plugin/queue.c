// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/queue.h"

#include <stddef.h>

unsigned
queue_room(const Queue* queue)
{
  const unsigned put   = atomic_load_explicit(&queue->put, memory_order_relaxed);
  const unsigned taken = atomic_load_explicit(&queue->taken, memory_order_acquire);
  return QUEUE_SIZE - (put - taken);
}

void
queue_put(Queue* queue, void* item)
{
  const unsigned put             = atomic_load_explicit(&queue->put, memory_order_relaxed);
  queue->items[put % QUEUE_SIZE] = item;
  atomic_store_explicit(&queue->put, put + 1, memory_order_release);
}

void*
queue_take(Queue* queue)
{
  const unsigned taken = atomic_load_explicit(&queue->taken, memory_order_relaxed);
  if (taken == atomic_load_explicit(&queue->put, memory_order_acquire)) {
    return NULL;
  }

  void* const item = queue->items[taken % QUEUE_SIZE];
  atomic_store_explicit(&queue->taken, taken + 1, memory_order_release);
  return item;
}
