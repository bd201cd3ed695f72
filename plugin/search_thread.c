// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_thread.h"

#include "plugin/search_delay.h"
#include "plugin/search_maps.h"
#include "plugin/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct timespec nap = { 0, 20000000 };

/// What the thread works with
typedef struct {
  SearchBoard* board;
  SearchTask   task;
  SearchMaps*  maps;
  SearchDelay* delay;
  bool         bad_wish; ///< It can't be read, which was told
} Desk;

static void
tell_maps(Desk* desk, const MapsMessage* message)
{
  memcpy(newest_draft(&desk->board->maps), message, sizeof(*message));
  newest_publish(&desk->board->maps);
}

/// Tell why the wish can't be fulfilled
static void
tell_bad_wish(Desk* desk, const EquusError* error)
{
  MapsMessage maps = { .request = 0 };
  text_copy(maps.trouble, error->text, sizeof(maps.trouble));
  tell_maps(desk, &maps);
}

/// Read what the board says if it has changed
static void
read_board(Desk* desk)
{
  SearchBoard* const board = desk->board;
  SearchTask* const  task  = &desk->task;
  char               text[SHARED_TEXT_SIZE];
  EquusError         error   = { EQUUS_OK, "" };
  const unsigned     version = atomic_load(&board->version);
  if (version == task->version) {
    return;
  }
  task->version = version;
  for (unsigned kind = 0; kind < SEARCH_KINDS; ++kind) {
    shared_text_read(&board->model[kind], task->model[kind]);
  }
  shared_text_read(&board->mood, text);
  text_copy(task->mood, text, sizeof(task->mood));
  shared_text_read(&board->wish, text);
  desk->bad_wish = wish_read(text, &task->wish, &error);
  if (desk->bad_wish) {
    tell_bad_wish(desk, &error);
  }
}

static void
run_maps(Desk* desk)
{
  MapsMessage message;
  if (!desk->bad_wish && search_maps_run(desk->maps, &desk->task, &message)) {
    tell_maps(desk, &message);
  }
}

static void
run_delay(Desk* desk)
{
  int samples = 0;
  if (!atomic_load(&desk->board->side_chain)) {
    atomic_store(&desk->board->delay, SEARCH_UNKNOWN);
  } else if (search_delay_run(desk->delay, &desk->task, &samples)) {
    atomic_store(&desk->board->delay, samples);
  }
}

static bool
open_desk(Desk* desk, const SearchThread* thread)
{
  memset(desk, 0, sizeof(*desk));
  desk->board = thread->board;
  desk->task  = (SearchTask){ .bundled  = thread->config->bundled,
                              .rate     = thread->config->rate,
                              .channels = thread->config->channels,
                              .recorder = thread->recorder,
                              .stop     = &thread->board->stop };
  desk->maps  = search_maps_new();
  desk->delay = search_delay_new();
  return desk->maps && desk->delay;
}

static void
close_desk(Desk* desk)
{
  search_maps_free(desk->maps);
  search_delay_free(desk->delay);
}

void*
search_thread_run(void* thread)
{
  SearchBoard* const board = ((SearchThread*)thread)->board;
  Desk               desk;
  const bool         open = open_desk(&desk, (const SearchThread*)thread);
  while (open && !atomic_load(&board->end)) {
    atomic_store(&board->stop, false); // Before the board is read, so that no later change is missed
    read_board(&desk);
    if (!atomic_load(&board->end) && !atomic_load(&board->paused)) {
      run_maps(&desk);
      run_delay(&desk);
    }
    nanosleep(&nap, NULL);
  }
  close_desk(&desk);
  return NULL;
}
