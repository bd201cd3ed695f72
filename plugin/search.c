// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search.h"

#include "dsp/delay_estimate.h"
#include "plugin/background.h"
#include "plugin/mailbox.h"
#include "plugin/search_board.h"
#include "plugin/search_thread.h"
#include "plugin/text.h"
#include "plugin/wish.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double dry_seconds = 12.0; ///< The longest window of a bundled model has 10 s
static const double spare       = 0.5;  ///< What may come while wet is copied, seconds

struct Search {
  SearchConfig config;
  char*        bundled;
  SearchBoard  board;
  atomic_bool  watched; ///< Written by the audio thread
  atomic_bool  record;  ///< Written by the worker: the audio thread may have a recorder
  Mailbox      offered, returned;

  // Audio thread
  Recorder*   recorder; ///< NULL while nothing is recorded
  SearchState state;
  bool        news;
  bool        maps_due, flip_due[FLIP_KINDS]; ///< To be told once more
  char        model[SEARCH_KINDS][SHARED_TEXT_SIZE];
  char        mood[SIDECAR_MAX_TEXT];

  // Worker, under the lock
  pthread_mutex_t lock;
  Background      background;
  SearchThread    thread;
  Recorder*       lent; ///< Offered, and not back yet
  bool            running;
};

Search*
search_new(const SearchConfig* config)
{
  Search* const search = (Search*)calloc(1, sizeof(Search));
  if (!search) {
    return NULL;
  }
  search->bundled        = strdup(config->bundled);
  search->config         = *config;
  search->config.bundled = search->bundled;
  if (!search->bundled || !search_board_init(&search->board) || pthread_mutex_init(&search->lock, NULL)) {
    search_board_clear(&search->board);
    free(search->bundled);
    free(search);
    return NULL;
  }
  return search;
}

static void
end_thread(Search* search)
{
  if (search->running) {
    atomic_store(&search->board.end, true);
    atomic_store(&search->board.stop, true);
    background_join(&search->background);
    search->running = false;
    search_board_tell_nothing(&search->board);
    atomic_store(&search->board.delay, SEARCH_UNKNOWN);
  }
}

void
search_free(Search* search)
{
  if (search) {
    end_thread(search);
    recorder_free(search->lent);
    search_board_clear(&search->board);
    pthread_mutex_destroy(&search->lock);
    free(search->bundled);
    free(search);
  }
}

void
search_set_wish(Search* search, const char* json)
{
  shared_text_write(&search->board.wish, json);
  search_board_change(&search->board);
  search->news = true;
}

void
search_set_model(Search* search, ModelKind kind, const char* path, const char* mood)
{
  const bool other = strcmp(search->model[kind], path) != 0;
  if (!other && (kind != MODEL_MOOD || !strcmp(search->mood, mood))) {
    return;
  }
  text_copy(search->model[kind], path, SHARED_TEXT_SIZE);
  shared_text_write(&search->board.model[kind], search->model[kind]);
  if (kind == MODEL_MOOD) {
    text_copy(search->mood, mood, SIDECAR_MAX_TEXT);
    shared_text_write(&search->board.mood, search->mood);
  }
  search_board_change(&search->board);
}

/// Take a recorder that was offered, give one back that isn't wanted
static EQUUS_RT void
exchange_recorder(Search* search)
{
  const bool record = atomic_load(&search->record);
  if (record && !search->recorder) {
    search->recorder = (Recorder*)mailbox_take(&search->offered);
  } else if (!record && search->recorder) {
    mailbox_put(&search->returned, search->recorder);
    search->recorder = NULL;
    search->news     = true;
  }
}

void
search_update(Search* search, SearchState state)
{
  const SearchState was = search->state;
  search->state         = state;
  if (state.watched != was.watched || state.side_chain != was.side_chain) {
    atomic_store(&search->board.side_chain, state.side_chain);
    atomic_store(&search->watched, state.watched);
    search_board_change(&search->board);
    search->news = true;
  }
  if (state.paused != was.paused) {
    atomic_store(&search->board.paused, state.paused);
    search_board_change(&search->board);
  }
  exchange_recorder(search);
}

void
search_hear(Search* search, uint64_t position, const float* const* dry, const float* const* wet, uint32_t n)
{
  if (search->recorder) {
    recorder_write(search->recorder, position, dry, wet, n);
  }
}

bool
search_needs_work(Search* search)
{
  const bool news = search->news;
  search->news    = false;
  return news;
}

/// True if there is anything to find out, be it what is wrong with the wish
static bool
is_wanted(const Search* search)
{
  char text[SHARED_TEXT_SIZE];
  Wish wish;
  if (!atomic_load(&search->watched)) {
    return false;
  }
  shared_text_read(&search->board.wish, text);
  return atomic_load(&search->board.side_chain) || wish_read(text, &wish, NULL) || !wish_is_empty(&wish);
}

static void
begin_thread(Search* search)
{
  const double rate = search->config.rate;
  const double wet  = DELAY_ESTIMATE_FRAMES / rate + spare;
  if (!search->lent) {
    search->lent = recorder_new(rate, search->config.channels, fmax(dry_seconds, wet), wet);
    mailbox_put(&search->offered, search->lent);
  }
  if (search->lent) {
    search->thread = (SearchThread){ &search->config, &search->board, search->lent };
    atomic_store(&search->board.end, false);
    search->running = background_start(&search->background, search_thread_run, &search->thread);
  }
}

/// Free the recorder once the audio thread doesn't have it any more
static void
end_recorder(Search* search)
{
  Recorder* const offered  = (Recorder*)mailbox_take(&search->offered);
  Recorder* const returned = (Recorder*)mailbox_take(&search->returned);
  if (offered || returned) {
    recorder_free(search->lent);
    search->lent = NULL;
  }
}

/// What came back from the audio thread before it is wanted again
static void
offer_again(Search* search)
{
  Recorder* const returned = (Recorder*)mailbox_take(&search->returned);
  if (returned) {
    mailbox_put(&search->offered, returned);
  }
}

void
search_work(Search* search)
{
  pthread_mutex_lock(&search->lock);
  const bool wanted = is_wanted(search);
  atomic_store(&search->record, wanted);
  if (wanted) {
    offer_again(search);
  }
  if (wanted && !search->running) {
    begin_thread(search);
  }
  if (!wanted) {
    end_thread(search);
    end_recorder(search);
  }
  pthread_mutex_unlock(&search->lock);
}

const MapsMessage*
search_next_maps(Search* search)
{
  const MapsMessage* const maps = (const MapsMessage*)newest_take(&search->board.maps);
  const bool               due  = search->maps_due;
  search->maps_due              = false;
  return maps ? maps : due ? (const MapsMessage*)newest_taken(&search->board.maps) : NULL;
}

static EQUUS_RT const FlipMessage*
next_flip(Search* search, FlipKind kind)
{
  const FlipMessage* const flip = (const FlipMessage*)newest_take(&search->board.flips[kind]);
  const bool               due  = search->flip_due[kind];
  search->flip_due[kind]        = false;
  return flip ? flip : due ? (const FlipMessage*)newest_taken(&search->board.flips[kind]) : NULL;
}

const FlipMessage*
search_next_flip(Search* search)
{
  const FlipMessage* const meter = next_flip(search, FLIP_OF_METER);
  return meter ? meter : next_flip(search, FLIP_OF_TARGET);
}

/// True if a flip that was taken says anything
static EQUUS_RT bool
says(const Newest* flip)
{
  return ((const FlipMessage*)newest_taken(flip))->phase != FLIP_IDLE;
}

void
search_replay(Search* search)
{
  const MapsMessage* const maps = (const MapsMessage*)newest_taken(&search->board.maps);
  search->maps_due              = maps->bands || maps->trouble[0];
  for (unsigned kind = 0; kind < FLIP_KINDS; ++kind) {
    search->flip_due[kind] = says(&search->board.flips[kind]);
  }
}

bool
search_delay(const Search* search, int* samples)
{
  const int delay = atomic_load_explicit(&search->board.delay, memory_order_relaxed);
  *samples        = delay == SEARCH_UNKNOWN ? 0 : delay;
  return delay != SEARCH_UNKNOWN;
}
