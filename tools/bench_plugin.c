// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/equus.h"
#include "tools/bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 8192, CHANNELS = 2, RING = BENCH_RATE, LONGEST_WARM_UP = 60 * BENCH_RATE };

static const uint32_t sizes[BENCH_SIZES] = { 16, 64, 256, 1024, 4096, LARGEST };

/// A plug-in that plays noise
typedef struct {
  Equus*   equus;
  float*   memory;
  float*   in[CHANNELS];  ///< [RING + LARGEST], the last as the first
  float*   out[CHANNELS]; ///< [LARGEST]
  uint64_t position;
  double*  times; ///< [passes][capacity]
  unsigned passes;
  double   outlier;  ///< The longest block on the wall
  uint32_t capacity; ///< Blocks
} Rehearsal;

static void
rehearsal_end(Rehearsal* const r)
{
  equus_free(r->equus);
  free(r->memory);
  free(r->times);
}

/// Value of the parameter mood_model that means vibenet
static float
vibenet_value(void)
{
  const Parameter* const about = parameter(PARAM_MOOD_MODEL);
  for (unsigned i = 0; i < about->n_points; ++i) {
    const char* const name = places_choice_name(MODEL_MOOD, about->points[i].value);
    if (name && !strcmp(name, place_model(PLACE_VIBENET))) {
      return about->points[i].value;
    }
  }
  return 0.0f;
}

static void
set_up(Equus* const equus, const BenchChoice choice)
{
  equus_set_parameter(equus, parameter_of_band(0, BAND_ON), 1.0f);
  for (unsigned band = 1; band + 1 < EQ_BANDS; ++band) {
    equus_set_parameter(equus, parameter_of_band(band, BAND_GAIN), band % 2 ? 3.0f : -3.0f);
  }
  equus_set_parameter(equus, parameter_of_band(EQ_BANDS - 1, BAND_ON), 1.0f);
  equus_set_parameter(equus, PARAM_MOOD_MODEL, choice == BENCH_TAGS ? 0.0f : vibenet_value());
  equus_set_parameter(equus, PARAM_COMPARE, choice == BENCH_ALL ? (float)COMPARE_ALL : (float)COMPARE_NOTHING);
  if (equus_needs_work(equus)) {
    equus_work(equus);
  }
}

static EquusStatus
rehearsal_begin(Rehearsal* const  r,
                const char* const models,
                const BenchChoice choice,
                const double      seconds,
                EquusError* const error)
{
  const EquusConfig config = { BENCH_RATE, CHANNELS, models };
  const size_t      input  = RING + LARGEST;
  uint32_t          seed   = 1;
  r->capacity              = (uint32_t)ceil(seconds * BENCH_RATE / sizes[0]);
  r->memory                = (float*)calloc(CHANNELS * (input + LARGEST), sizeof(float));
  r->times                 = (double*)calloc((size_t)r->passes * r->capacity, sizeof(double));
  r->equus                 = equus_new(&config, error);
  if (!r->memory || !r->times || !r->equus) {
    if (r->equus) {
      equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
    rehearsal_end(r);
    return EQUUS_ERR_MEMORY;
  }
  for (unsigned c = 0; c < CHANNELS; ++c) {
    r->in[c]  = r->memory + c * input;
    r->out[c] = r->memory + CHANNELS * input + c * LARGEST;
    bench_noise(&seed, r->in[c], RING);
    memcpy(r->in[c] + RING, r->in[c], LARGEST * sizeof(float));
  }
  set_up(r->equus, choice);
  return EQUUS_OK;
}

/// Play one block; seconds that it takes
static double
play(Rehearsal* const r, const uint32_t frames)
{
  const uint64_t     at    = r->position % RING;
  const float* const in[]  = { r->in[0] + at, r->in[1] + at };
  const double       wall  = bench_wall();
  const double       begin = bench_now();
  equus_process(r->equus, in, NULL, r->out, frames, false);
  const double spent = bench_now() - begin;
  r->outlier         = fmax(r->outlier, bench_wall() - wall);
  r->position += frames;
  return spent;
}

static bool
settles(const StatusMessage* const status)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (status->settling[place] > 0.0f) {
      return true;
    }
  }
  return false;
}

/// From the start to where every model has had its first window
static void
warm_up(Rehearsal* const r)
{
  StatusMessage status;
  r->position = 0;
  equus_activate(r->equus);
  do {
    play(r, LARGEST);
    equus_status(r->equus, &status);
  } while (r->position < LONGEST_WARM_UP && settles(&status));
}

/// The places that this choice runs
static PlaceSet
wanted(const BenchChoice choice)
{
  PlaceSet all = 0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    all |= place_model((Place)place) ? place_set((Place)place) : 0;
  }
  const PlaceSet mood = choice == BENCH_VIBENET ? place_set(PLACE_VIBENET) : 0;
  return choice == BENCH_ALL ? all : place_set(PLACE_MSD_MUSICNN) | mood;
}

static EquusStatus
check(const Rehearsal* const r, const BenchChoice choice, PlaceSet* const running, EquusError* const error)
{
  StatusMessage status;
  equus_status(r->equus, &status);
  *running = 0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    *running |= status.model[place][0] ? place_set((Place)place) : 0;
  }
  if (status.trouble[0] || *running != wanted(choice)) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "the plug-in doesn't run its models: %s", status.trouble);
  }
  return EQUUS_OK;
}

/// What a block takes: the shortest of all passes, for whatever made another longer wasn't its work
static double
shortest(const Rehearsal* const r, const uint32_t block)
{
  double least = r->times[block];
  for (unsigned pass = 1; pass < r->passes; ++pass) {
    least = fmin(least, r->times[(size_t)pass * r->capacity + block]);
  }
  return least;
}

/// Leaves the blocks' times in the first pass's place
static void
summarise(const Rehearsal* const r, BenchBlock* const block)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < block->blocks; ++i) {
    r->times[i] = shortest(r, i);
    sum += r->times[i];
  }
  bench_sort(r->times, block->blocks);
  block->mean  = sum / block->blocks;
  block->p999  = r->times[(uint32_t)ceil(0.999 * block->blocks) - 1];
  block->worst = r->times[block->blocks - 1];
  block->cost  = block->mean / block->deadline;
}

static void
measure(Rehearsal* const r, const uint32_t frames, const double seconds, BenchBlock* const block)
{
  const uint32_t blocks = (uint32_t)(seconds * BENCH_RATE / frames);
  *block                = (BenchBlock){ frames, blocks ? blocks : 1, (double)frames / BENCH_RATE, 0, 0, 0, 0, 0 };
  for (unsigned pass = 0; pass < r->passes; ++pass) {
    warm_up(r);
    r->outlier = 0.0;
    for (uint32_t i = 0; i < block->blocks; ++i) {
      r->times[(size_t)pass * r->capacity + i] = play(r, frames);
    }
    block->outlier = fmax(block->outlier, r->outlier);
  }
  summarise(r, block);
}

EquusStatus
bench_plugin(const char* const  models,
             const BenchChoice  choice,
             const double       seconds,
             const unsigned     passes,
             BenchPlugin* const result,
             EquusError* const  error)
{
  static const char* const names[] = { "tags", "tags and vibenet", "all models" };

  Rehearsal   r      = { .passes = passes };
  EquusStatus status = rehearsal_begin(&r, models, choice, seconds, error);
  if (status) {
    return status;
  }
  result->models = names[choice];
  warm_up(&r);
  status = check(&r, choice, &result->running, error);
  for (unsigned i = 0; !status && i < BENCH_SIZES; ++i) {
    measure(&r, sizes[i], seconds, &result->blocks[i]);
  }
  rehearsal_end(&r);
  return status;
}
