// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/trash.h"

#include <stddef.h>

unsigned
trash_room(const Trash* trash)
{
  const unsigned thrown    = atomic_load_explicit(&trash->thrown, memory_order_relaxed);
  const unsigned collected = atomic_load_explicit(&trash->collected, memory_order_acquire);
  return TRASH_SIZE - (thrown - collected);
}

void
trash_throw(Trash* trash, void* item)
{
  const unsigned thrown             = atomic_load_explicit(&trash->thrown, memory_order_relaxed);
  trash->items[thrown % TRASH_SIZE] = item;
  atomic_store_explicit(&trash->thrown, thrown + 1, memory_order_release);
}

void*
trash_collect(Trash* trash)
{
  const unsigned collected = atomic_load_explicit(&trash->collected, memory_order_relaxed);
  if (collected == atomic_load_explicit(&trash->thrown, memory_order_acquire)) {
    return NULL;
  }

  void* const item = trash->items[collected % TRASH_SIZE];
  atomic_store_explicit(&trash->collected, collected + 1, memory_order_release);
  return item;
}
