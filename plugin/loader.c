// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/loader.h"

#include "plugin/mailbox.h"
#include "plugin/trash.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const unsigned nothing_yet = ~0u; ///< No value of a parameter

enum { DISCARDS_PER_ANSWER = 2 }; ///< The rig that goes, and the answer itself if it is "off"

struct Loader {
  char* directory;

  // Shared
  atomic_uint wanted[ROLE_COUNT];
  Mailbox     answers[ROLE_COUNT];
  Trash       trash;

  // Audio thread
  bool     news;
  unsigned answered[ROLE_COUNT]; ///< Value that the last answer was for

  // Worker, under the lock
  pthread_mutex_t lock;
  unsigned        built[ROLE_COUNT];
};

Loader*
loader_new(const char* directory)
{
  Loader* const loader = (Loader*)calloc(1, sizeof(Loader));
  if (!loader) {
    return NULL;
  }

  loader->directory = strdup(directory);
  if (!loader->directory || pthread_mutex_init(&loader->lock, NULL)) {
    free(loader->directory);
    free(loader);
    return NULL;
  }
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    atomic_init(&loader->wanted[role], nothing_yet);
    loader->answered[role] = nothing_yet;
    loader->built[role]    = nothing_yet;
  }
  return loader;
}

static void
empty_trash(Loader* loader)
{
  for (Rig* rig = NULL; (rig = (Rig*)trash_collect(&loader->trash));) {
    rig_free(rig);
  }
}

void
loader_free(Loader* loader)
{
  if (loader) {
    empty_trash(loader);
    for (unsigned role = 0; role < ROLE_COUNT; ++role) {
      rig_free((Rig*)mailbox_take(&loader->answers[role]));
    }
    pthread_mutex_destroy(&loader->lock);
    free(loader->directory);
    free(loader);
  }
}

void
loader_want(Loader* loader, Role role, unsigned value)
{
  if (atomic_load_explicit(&loader->wanted[role], memory_order_relaxed) != value) {
    atomic_store_explicit(&loader->wanted[role], value, memory_order_release);
    loader->news = true;
  }
}

bool
loader_needs_work(Loader* loader)
{
  const bool news = loader->news;
  loader->news    = false;
  return news;
}

bool
loader_is_loading(const Loader* loader, Role role)
{
  return atomic_load_explicit(&loader->wanted[role], memory_order_relaxed) != loader->answered[role];
}

Rig*
loader_take(Loader* loader, Role role)
{
  if (trash_room(&loader->trash) < DISCARDS_PER_ANSWER) {
    return NULL;
  }

  Rig* const rig = (Rig*)mailbox_take(&loader->answers[role]);
  if (rig) {
    loader->answered[role] = rig->value;
  }
  return rig;
}

void
loader_discard(Loader* loader, Rig* rig)
{
  if (rig) {
    trash_throw(&loader->trash, rig);
    loader->news = true;
  }
}

static void
build(Loader* loader, Role role)
{
  const unsigned wanted = atomic_load_explicit(&loader->wanted[role], memory_order_acquire);
  if (wanted == loader->built[role]) {
    return;
  }

  Rig* const rig = rig_load(loader->directory, role, wanted);
  if (rig) {
    loader->built[role] = wanted;
    rig_free((Rig*)mailbox_put(&loader->answers[role], rig));
  }
}

void
loader_work(Loader* loader)
{
  pthread_mutex_lock(&loader->lock);
  empty_trash(loader);
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    build(loader, (Role)role);
  }
  pthread_mutex_unlock(&loader->lock);
}
