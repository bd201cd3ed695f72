// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/loader.h"

#include "plugin/mailbox.h"
#include "plugin/queue.h"
#include "plugin/shared_text.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/// What both threads know of a place
typedef struct {
  atomic_uint wish; ///< Number of the present wish, 0 for none
  Mailbox     answer;
  SharedText  own; ///< Name of the user's own model
} LoaderPlace;

struct Loader {
  RigConfig config;
  char*     directory;

  // Shared
  LoaderPlace places[PLACE_COUNT];
  Queue       trash;

  // Audio thread
  bool     news;
  unsigned wishes;                ///< How many there were
  unsigned answered[PLACE_COUNT]; ///< Number of the wish that was answered last

  // Worker, under the lock
  pthread_mutex_t lock;
  unsigned        built[PLACE_COUNT]; ///< Number of the wish that was built last
};

Loader*
loader_new(const RigConfig* config)
{
  Loader* const loader = (Loader*)calloc(1, sizeof(Loader));
  if (!loader) {
    return NULL;
  }

  loader->directory = strdup(config->directory);
  if (!loader->directory || pthread_mutex_init(&loader->lock, NULL)) {
    free(loader->directory);
    free(loader);
    return NULL;
  }
  loader->config           = *config;
  loader->config.directory = loader->directory;
  return loader;
}

static void
empty_trash(Loader* loader)
{
  for (Rig* rig = NULL; (rig = (Rig*)queue_take(&loader->trash));) {
    rig_free(rig);
  }
}

void
loader_free(Loader* loader)
{
  if (loader) {
    empty_trash(loader);
    for (unsigned place = 0; place < PLACE_COUNT; ++place) {
      rig_free((Rig*)mailbox_take(&loader->places[place].answer));
    }
    pthread_mutex_destroy(&loader->lock);
    free(loader->directory);
    free(loader);
  }
}

static EQUUS_RT unsigned
wish_for(const Loader* loader, Place place)
{
  return atomic_load_explicit(&loader->places[place].wish, memory_order_relaxed);
}

void
loader_want(Loader* loader, Place place)
{
  ++loader->wishes;
  loader->wishes += loader->wishes == 0; // 0 means none
  atomic_store_explicit(&loader->places[place].wish, loader->wishes, memory_order_release);
  loader->news = true;
}

void
loader_drop(Loader* loader, Place place)
{
  atomic_store_explicit(&loader->places[place].wish, 0, memory_order_release);
}

void
loader_set_own(Loader* loader, Place place, const char* name)
{
  shared_text_write(&loader->places[place].own, name);
}

bool
loader_needs_work(Loader* loader)
{
  const bool news = loader->news;
  loader->news    = false;
  return news;
}

bool
loader_is_loading(const Loader* loader, Place place)
{
  const unsigned wish = wish_for(loader, place);
  return wish && wish != loader->answered[place];
}

Rig*
loader_take(Loader* loader, Place place)
{
  Rig* const rig = loader_room(loader) ? (Rig*)mailbox_take(&loader->places[place].answer) : NULL;
  if (rig && rig->wish != wish_for(loader, place)) {
    loader_discard(loader, rig);
    return NULL;
  }
  if (rig) {
    loader->answered[place] = rig->wish;
  }
  return rig;
}

unsigned
loader_room(const Loader* loader)
{
  return queue_room(&loader->trash);
}

void
loader_discard(Loader* loader, Rig* rig)
{
  if (rig) {
    queue_put(&loader->trash, rig);
    loader->news = true;
  }
}

static void
build(Loader* loader, Place place)
{
  LoaderPlace* const p    = &loader->places[place];
  const unsigned     wish = atomic_load_explicit(&p->wish, memory_order_acquire);
  if (!wish || wish == loader->built[place]) {
    return;
  }

  char own[SHARED_TEXT_SIZE];
  shared_text_read(&p->own, own);
  Rig* const rig = rig_load(&loader->config, place, own);
  if (rig) {
    rig->wish            = wish;
    loader->built[place] = wish;
    rig_free((Rig*)mailbox_put(&p->answer, rig));
  }
}

void
loader_work(Loader* loader)
{
  pthread_mutex_lock(&loader->lock);
  empty_trash(loader);
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    build(loader, (Place)place);
  }
  pthread_mutex_unlock(&loader->lock);
}
