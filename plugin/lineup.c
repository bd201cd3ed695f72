// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lineup.h"

#include "models/frontend.h"

#include <stddef.h>

/// A rig that runs and uses this stream, or NULL
static Rig*
user_of_stream(const Lineup* lineup, const Stream* stream)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (lineup->rigs[place] && lineup->rigs[place]->stream == stream) {
      return lineup->rigs[place];
    }
  }
  return NULL;
}

/// A rig that runs and uses these ears, or NULL
static Rig*
user_of_ears(const Lineup* lineup, const Ears* ears)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (lineup->rigs[place] && lineup->rigs[place]->ears == ears) {
      return lineup->rigs[place];
    }
  }
  return NULL;
}

/// The stream that a newcomer uses: one that runs at its rate, else its own
static Stream*
find_stream(const Lineup* lineup, const Rig* rig)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const other = lineup->rigs[place];
    if (other && other->stream->rate == rig->own_stream->rate) {
      return other->stream;
    }
  }
  return rig->own_stream;
}

/// The ears that a newcomer uses: such as hear the same, else its own
static Ears*
find_ears(const Lineup* lineup, const Rig* rig)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const other = lineup->rigs[place];
    if (other && frontend_settings_agree(&rig_sidecar(other)->frontend, &rig_sidecar(rig)->frontend)) {
      return other->ears;
    }
  }
  return rig->own_ears;
}

static void
join(const Lineup* lineup, Rig* rig, double time)
{
  rig->stream = find_stream(lineup, rig);
  if (rig->stream == rig->own_stream) {
    stream_start(rig->stream, time);
  }
  rig->ears = find_ears(lineup, rig);
  if (rig->ears == rig->own_ears) {
    ears_start(rig->ears, rig->stream);
  }
}

/// Leave to one that stays what others use
static void
bequeath(const Lineup* lineup, Rig* rig)
{
  Rig* const stream_heir = user_of_stream(lineup, rig->own_stream);
  if (stream_heir) {
    Stream* const spare     = stream_heir->own_stream;
    stream_heir->own_stream = rig->own_stream;
    rig->own_stream         = spare;
  }
  Rig* const ears_heir = user_of_ears(lineup, rig->own_ears);
  if (ears_heir) {
    Ears* const spare   = ears_heir->own_ears;
    ears_heir->own_ears = rig->own_ears;
    rig->own_ears       = spare;
  }
}

Rig*
lineup_install(Lineup* lineup, Rig* rig, double time)
{
  join(lineup, rig, time);
  Rig* const old           = lineup->rigs[rig->place];
  lineup->rigs[rig->place] = rig;
  rig_start(rig, rig_sidecar(rig)->live_hop);
  if (old) {
    bequeath(lineup, old);
  }
  return old;
}

Rig*
lineup_remove(Lineup* lineup, Place place)
{
  Rig* const rig      = lineup->rigs[place];
  lineup->rigs[place] = NULL;
  if (rig) {
    bequeath(lineup, rig);
  }
  return rig;
}

void
lineup_restart(Lineup* lineup, double time)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    Rig* const rig = lineup->rigs[place];
    if (rig && rig->stream == rig->own_stream) {
      stream_start(rig->stream, time);
    }
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    Rig* const rig = lineup->rigs[place];
    if (rig && rig->ears == rig->own_ears) {
      ears_start(rig->ears, rig->stream);
    }
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (lineup->rigs[place]) {
      rig_start(lineup->rigs[place], lineup->rigs[place]->hop);
    }
  }
}

/// Samples until any model of a stream must be looked after, at most `n`
static uint32_t
step_size(const Lineup* lineup, const Stream* stream, uint32_t n)
{
  uint32_t step = n;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const rig = lineup->rigs[place];
    if (rig && rig->stream == stream) {
      const uint32_t needed = predictor_needed(rig->predictors[TAP_DRY]);
      step                  = needed < step ? needed : step;
    }
  }
  return step;
}

/// Feed every front end of a stream once
static void
feed(const Lineup* lineup, const Stream* stream, uint32_t first, uint32_t n)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const rig = lineup->rigs[place];
    if (rig && rig->stream == stream && rig->ears == rig->own_ears) {
      ears_hear(rig->ears, first, n);
    }
  }
}

static void
follow(const Lineup* lineup, const Stream* stream, const LineupListener* listener)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const rig = lineup->rigs[place];
    for (unsigned tap = 0; rig && rig->stream == stream && tap < TAP_COUNT; ++tap) {
      Reading reading;
      if (predictor_follow(rig->predictors[tap], &reading)) {
        listener->publish(listener->handle, rig, (Tap)tap, &reading);
      }
    }
  }
}

static void
play(const Lineup* lineup, Stream* stream, const LineupListener* listener)
{
  for (uint32_t done = 0; done < stream->n_samples;) {
    const uint32_t step = step_size(lineup, stream, stream->n_samples - done);
    feed(lineup, stream, done, step);
    stream->heard += step;
    done += step;
    follow(lineup, stream, listener);
  }
}

void
lineup_hear(Lineup* lineup, const Taps* taps, uint32_t n, const LineupListener* listener)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const rig = lineup->rigs[place];
    if (rig && rig->stream == rig->own_stream) {
      stream_hear(rig->stream, taps, n);
      play(lineup, rig->stream, listener);
    }
  }
}
