// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_thread.h"

#include "plugin/flip.h"
#include "plugin/search_delay.h"
#include "plugin/search_flip.h"
#include "plugin/search_maps.h"
#include "plugin/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct timespec nap = { 0, 20000000 };

/// What the thread works with
typedef struct {
  SearchBoard*   board;
  SearchTask     task;
  SearchHearings hearings;
  SearchMaps*    maps;
  SearchDelay*   delay;
  SearchFlip*    flip;
  bool           bad_wish; ///< It can't be read, which is to be told
  EquusError     trouble;  ///< Why
} Desk;

static void
tell_maps(Desk* desk, const MapsMessage* message)
{
  memcpy(newest_draft(&desk->board->maps), message, sizeof(*message));
  newest_publish(&desk->board->maps);
}

static void
tell_flip(Desk* desk, const FlipMessage* message)
{
  Newest* const flip = &desk->board->flips[message->target ? FLIP_OF_TARGET : FLIP_OF_METER];
  memcpy(newest_draft(flip), message, sizeof(*message));
  newest_publish(flip);
}

/// Tell why the wish can't be fulfilled, where the window shows its maps and its meter
static void
tell_bad_wish(Desk* desk)
{
  if (!desk->bad_wish) {
    return;
  }
  desk->bad_wish   = false;
  MapsMessage maps = { .request = 0 };
  FlipMessage flip = { .phase = FLIP_DONE, .outcome = FLIP_STOPPED };
  text_copy(maps.trouble, desk->trouble.text, sizeof(maps.trouble));
  text_copy(flip.trouble, desk->trouble.text, sizeof(flip.trouble));
  tell_maps(desk, &maps);
  tell_flip(desk, &flip);
}

/// Read what the board says if it has changed
static void
read_board(Desk* desk)
{
  SearchBoard* const board = desk->board;
  SearchTask* const  task  = &desk->task;
  char               text[SHARED_TEXT_SIZE];
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
  if (desk->trouble.text[0]) {
    search_board_tell_nothing(board);
  }
  desk->trouble  = (EquusError){ EQUUS_OK, "" };
  desk->bad_wish = wish_read(text, &task->wish, &desk->trouble);
}

static void
run_maps(Desk* desk)
{
  MapsMessage message;
  if (search_maps_run(desk->maps, &desk->task, &message)) {
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

/// Told of a flip, also while it is being searched: maps and delay go on then
static void
hear_of_flip(void* handle, const FlipMessage* message)
{
  Desk* const desk = (Desk*)handle;
  tell_flip(desk, message);
  if (message->phase == FLIP_SEARCHING && message->progress > 0.0f && !atomic_load(&desk->board->stop)) {
    run_maps(desk);
    run_delay(desk);
  }
}

/// What a flip must know of the delay, as search_flip_run() takes it
static int
delay_now(const Desk* desk)
{
  return atomic_load(&desk->board->side_chain) ? atomic_load(&desk->board->delay) : 0;
}

static void
run_flip(Desk* desk, FlipKind kind)
{
  search_flip_run(desk->flip, &desk->task, kind, delay_now(desk), hear_of_flip, desk);
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
                              .hearings = &desk->hearings,
                              .stop     = &thread->board->stop };
  desk->maps  = search_maps_new();
  desk->delay = search_delay_new();
  desk->flip  = search_flip_new();
  return desk->maps && desk->delay && desk->flip;
}

static void
close_desk(Desk* desk)
{
  search_maps_free(desk->maps);
  search_delay_free(desk->delay);
  search_flip_free(desk->flip);
  search_hearings_tidy(&desk->hearings);
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
      run_flip(&desk, FLIP_OF_TARGET);
      run_maps(&desk);
      run_delay(&desk);
      run_flip(&desk, FLIP_OF_METER);
      tell_bad_wish(&desk);
      search_hearings_tidy(&desk.hearings);
    }
    nanosleep(&nap, NULL);
  }
  close_desk(&desk);
  return NULL;
}
