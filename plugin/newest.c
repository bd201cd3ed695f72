// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/newest.h"

#include <stdlib.h>

enum { INDEX = 3, IS_NEW = 4 };

Newest*
newest_init(Newest* newest, size_t size)
{
  for (unsigned i = 0; i < 3; ++i) {
    newest->buffers[i] = calloc(1, size);
  }
  atomic_init(&newest->between, 1);
  newest->back  = 0;
  newest->front = 2;
  if (!newest->buffers[0] || !newest->buffers[1] || !newest->buffers[2]) {
    newest_clear(newest);
    return NULL;
  }
  return newest;
}

void
newest_clear(Newest* newest)
{
  for (unsigned i = 0; i < 3; ++i) {
    free(newest->buffers[i]);
    newest->buffers[i] = NULL;
  }
}

void*
newest_draft(const Newest* newest)
{
  return newest->buffers[newest->back];
}

void
newest_publish(Newest* newest)
{
  const unsigned old = atomic_exchange_explicit(&newest->between, newest->back | IS_NEW, memory_order_acq_rel);
  newest->back       = old & INDEX;
}

const void*
newest_take(Newest* newest)
{
  if (!(atomic_load_explicit(&newest->between, memory_order_relaxed) & IS_NEW)) {
    return NULL;
  }
  const unsigned old = atomic_exchange_explicit(&newest->between, newest->front, memory_order_acq_rel);
  newest->front      = old & INDEX;
  return newest->buffers[newest->front];
}

const void*
newest_taken(const Newest* newest)
{
  return newest->buffers[newest->front];
}
