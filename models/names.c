// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/names.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const char* name; ///< NULL where free
  int32_t     number;
} Entry;

struct Names {
  uint32_t capacity, count;
  uint32_t mask; ///< Size of the table, a power of two at least twice the capacity, less one
  Entry    entries[];
};

Names*
names_new(const uint32_t capacity)
{
  uint64_t size = 16;
  while (size < 2 * (uint64_t)capacity) {
    size *= 2;
  }

  Names* const names = size > UINT32_MAX ? NULL : calloc(1, sizeof(Names) + size * sizeof(Entry));
  if (names) {
    names->capacity = capacity;
    names->mask     = (uint32_t)(size - 1);
  }
  return names;
}

void
names_free(Names* const names)
{
  free(names);
}

/// The entry of this name, or the free one where it would go (Fowler-Noll-Vo hash, linear probing)
static uint32_t
find(const Names* const names, const char* const name)
{
  uint32_t hash = 2166136261u;
  for (const char* c = name; *c; ++c) {
    hash = (hash ^ (uint8_t)*c) * 16777619u;
  }

  uint32_t i = hash & names->mask;
  while (names->entries[i].name && strcmp(names->entries[i].name, name)) {
    i = (i + 1) & names->mask;
  }
  return i;
}

bool
names_put(Names* const names, const char* const name, const int32_t number)
{
  Entry* const entry = &names->entries[find(names, name)];
  if (!entry->name) {
    if (names->count == names->capacity) {
      return false;
    }
    ++names->count;
    entry->name = name;
  }
  entry->number = number;
  return true;
}

int32_t
names_get(const Names* const names, const char* const name)
{
  const Entry* const entry = &names->entries[find(names, name)];
  return entry->name ? entry->number : -1;
}
