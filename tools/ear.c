// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ear.h"

#include "tools/host.h"
#include "tools/model_choice.h"
#include "tools/rows.h"
#include "tools/settings.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const double patience = 1.0; ///< Seconds of zeros beyond the last reading's due time

enum { POOL = 16 };

/// An instance that nobody uses
typedef struct {
  Host*    host; ///< NULL for none
  double   rate;
  unsigned channels;
} IdleHost;

struct EarPool {
  pthread_mutex_t lock;
  IdleHost        idle[POOL];
};

/// A pass under way
typedef struct {
  const Ear*  ear;
  Heard*      heard; ///< [TAP_COUNT]; n is how many have come
  uint32_t    rows;  ///< That are due on each tap
  unsigned    taps;  ///< That are listened to
  EquusStatus status;
  EquusError* error;
} Pass;

/// The kind of a model by its name
static EquusStatus
find_kind(const Bundle* const bundle, const char* const name, ModelKind* const kind, EquusError* const error)
{
  EquusError why   = { EQUUS_OK, "" };
  float      value = 0.0f;
  *kind            = MODEL_TAGS;
  if (!bundle_find_model(MODEL_TAGS, name, &value, &why)) {
    return EQUUS_OK;
  }
  if (!bundle_find_model(MODEL_MOOD, name, &value, NULL)) {
    float parameters[PARAM_COUNT];
    settings_init(parameters);
    parameters[PARAM_MOOD_MODEL] = value;
    *kind                        = MODEL_MOOD;
    return places_mood(parameters).name ? equus_error_set(error,
                                                          EQUUS_ERR_NOT_FOUND,
                                                          "%s is one of a model's moods; name it with --mood, and the "
                                                          "model that has it with --model",
                                                          name)
                                        : EQUUS_OK;
  }
  Sidecar* const sidecar = bundle_sidecar(bundle, name, error);
  if (sidecar) {
    *kind = sidecar->kind;
    sidecar_free(sidecar);
    return EQUUS_OK;
  }
  return EQUUS_OK; // model_choose() says what there is
}

/// A copy of the side-car for values that have been through their activations
static EquusStatus
make_published(Ear* const ear, EquusError* const error)
{
  const uint32_t n      = ear->sidecar->n_labels;
  ear->published        = *ear->sidecar;
  ear->published.labels = (SidecarLabel*)calloc(n + 1U, sizeof(SidecarLabel));
  if (!ear->published.labels) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (uint32_t i = 0; i < n; ++i) {
    ear->published.labels[i]            = ear->sidecar->labels[i];
    ear->published.labels[i].activation = ACTIVATION_NONE;
  }
  return EQUUS_OK;
}

static void
set_hop(Ear* const ear)
{
  const FrontendSettings* const frontend = &ear->sidecar->frontend;
  const bool                    halves   = ear->sidecar->kind == MODEL_MOOD;
  ear->hop                               = halves ? rows_hop(frontend, 0.5 * rows_needed(frontend)) : frontend->frames;
  settings_hop(ear->parameters, ear->sidecar, ear->hop);
}

static EquusStatus
open_all(Ear* const ear, const char* const model, const char* const mood, EquusError* const error)
{
  AnalysisPart part = { .sidecar = NULL };
  ModelKind    kind = MODEL_TAGS;
  settings_init(ear->parameters);
  ear->parameters[PARAM_LEVEL_MATCH] = 0.0f;
  ear->bundle                        = bundle_open(error);
  if (!ear->bundle) {
    return EQUUS_ERR_IO;
  }
  EquusStatus status = find_kind(ear->bundle, model, &kind, error);
  if (!status) {
    ear->parameters[places_parameter(kind == MODEL_TAGS ? MODEL_MOOD : MODEL_TAGS)] = 0.0f;
    status = model_choose(ear->bundle, kind, model, ear->parameters, &ear->sidecar, &part, error);
  }
  if (status) {
    return status;
  }
  const int head = mood ? sidecar_mood(ear->sidecar, mood) : 0;
  ear->place     = part.place;
  ear->mood      = ear->sidecar->n_moods ? &ear->sidecar->moods[head < 0 ? 0 : head] : NULL;
  set_hop(ear);
  ear->pool = (struct EarPool*)calloc(1, sizeof(*ear->pool));
  if (!ear->pool) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  pthread_mutex_init(&ear->pool->lock, NULL);
  return make_published(ear, error);
}

Ear*
ear_open(const char* const model, const char* const mood, EquusError* const error)
{
  Ear* const ear = (Ear*)calloc(1, sizeof(*ear));
  if (!ear) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  if (open_all(ear, model, mood, error)) {
    ear_close(ear);
    return NULL;
  }
  return ear;
}

static void
close_pool(struct EarPool* const pool)
{
  for (unsigned i = 0; pool && i < POOL; ++i) {
    host_free(pool->idle[i].host);
  }
  if (pool) {
    pthread_mutex_destroy(&pool->lock);
    free(pool);
  }
}

/// An instance for a sound's format, started anew
static Host*
take_host(const Ear* const ear, const Sound* const sound, EquusError* const error)
{
  Host* host = NULL;
  pthread_mutex_lock(&ear->pool->lock);
  for (unsigned i = 0; !host && i < POOL; ++i) {
    IdleHost* const idle = &ear->pool->idle[i];
    if (idle->host && idle->channels == sound->channels && !(fabs(idle->rate - sound->rate) > 0.0)) {
      host       = idle->host;
      idle->host = NULL;
    }
  }
  pthread_mutex_unlock(&ear->pool->lock);
  if (host) {
    host_restart(host);
    return host;
  }
  host = host_new(ear->bundle, sound->channels, true, sound->rate, HOST_MAX_BLOCK, ear->parameters, error);
  if (host) {
    host_set_parameter(host, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN); // It is connected from the first block on
  }
  return host;
}

/// Keep an instance for later, if there is room
static void
give_back(const Ear* const ear, const Sound* const sound, Host* host)
{
  pthread_mutex_lock(&ear->pool->lock);
  for (unsigned i = 0; host && i < POOL; ++i) {
    if (!ear->pool->idle[i].host) {
      ear->pool->idle[i] = (IdleHost){ host, sound->rate, sound->channels };
      host               = NULL;
    }
  }
  pthread_mutex_unlock(&ear->pool->lock);
  host_free(host);
}

void
ear_close(Ear* const ear)
{
  if (ear) {
    close_pool(ear->pool);
    free(ear->published.labels);
    sidecar_free(ear->sidecar);
    bundle_close(ear->bundle);
    free(ear);
  }
}

static void
take_reading(void* const handle, const ReadingMessage* const reading)
{
  Pass* const  pass  = (Pass*)handle;
  Heard* const heard = &pass->heard[reading->tap];
  if (pass->status || reading->replay || reading->place != pass->ear->place || reading->tap >= pass->taps) {
    return;
  }
  const uint32_t labels = pass->ear->sidecar->n_labels;
  if (heard->n >= pass->rows) {
    return;
  }
  if (reading->sequence != heard->n || reading->n_values != labels) {
    pass->status = equus_error_set(pass->error,
                                   EQUUS_ERR_HOST,
                                   "internal error: reading %llu of %s came where %u was due",
                                   (unsigned long long)reading->sequence,
                                   pass->ear->sidecar->name,
                                   heard->n);
    return;
  }
  float* const values = heard->values + (size_t)heard->n * labels;
  for (uint32_t i = 0; i < labels; ++i) {
    values[i] = sidecar_activate(pass->ear->sidecar, i, reading->values[i]);
  }
  ++heard->n;
}

static bool
complete(const Pass* const pass)
{
  for (unsigned tap = 0; tap < pass->taps; ++tap) {
    if (pass->heard[tap].n < pass->rows) {
      return false;
    }
  }
  return true;
}

/// The next block of a sound, zeros after its end; nothing but zeros for none
static void
fill(const Sound* const sound, const size_t at, float (*const to)[HOST_MAX_BLOCK])
{
  const size_t left = sound && at < sound->n ? sound->n - at : 0;
  const size_t part = left < HOST_MAX_BLOCK ? left : HOST_MAX_BLOCK;
  for (unsigned c = 0; c < AUDIO_FILE_MAX_CHANNELS; ++c) {
    if (part && c < sound->channels) {
      memcpy(to[c], sound->channel[c] + at, part * sizeof(float));
    }
    memset(to[c] + part, 0, (HOST_MAX_BLOCK - part) * sizeof(float));
  }
}

/// Play the first sound to the side-chain, which is the dry tap, and the second through the flat equaliser
static EquusStatus
play(Pass* const pass, Host* const host, const Sound* const sounds[2], bool (*const stop)(void))
{
  const HostListener            listener = { .handle = pass, .reading = take_reading };
  const FrontendSettings* const frontend = &pass->ear->sidecar->frontend;
  const double drained = rows_time(frontend, 1, 0) + 2.0 * rows_hop_seconds(frontend, pass->ear->hop) + patience;
  const size_t end     = sounds[0]->n + (size_t)(drained * sounds[0]->rate);
  float        blocks[3][AUDIO_FILE_MAX_CHANNELS][HOST_MAX_BLOCK];
  float* const side[] = { blocks[0][0], blocks[0][1] };
  float* const in[]   = { blocks[1][0], blocks[1][1] };
  float* const out[]  = { blocks[2][0], blocks[2][1] };
  for (size_t at = 0; !complete(pass); at += HOST_MAX_BLOCK) {
    if (at > end) {
      return equus_error_set(
        pass->error, EQUUS_ERR_HOST, "internal error: %s gave too few readings", pass->ear->sidecar->name);
    }
    if (stop && stop()) {
      return equus_error_set(pass->error, EQUUS_ERR_IO, "stopped");
    }
    fill(sounds[0], at, blocks[0]);
    fill(sounds[1], at, blocks[1]);
    host_run(host, in, side, out, HOST_MAX_BLOCK, &listener);
    if (pass->status) {
      return pass->status;
    }
  }
  return EQUUS_OK;
}

/// How many windows sounds have; 0 with `error` where there is none
static uint32_t
count_rows(const Ear* const ear, const Sound* const sound, EquusError* const error)
{
  const FrontendSettings* const frontend = &ear->sidecar->frontend;
  const uint64_t                samples  = rows_samples(frontend, sound->n, sound->rate);
  const uint64_t                rows     = rows_count(frontend, ear->hop, samples);
  if (!rows) {
    equus_error_set(error,
                    EQUUS_ERR_RANGE,
                    "is %.4g s long; %s needs at least %.4g s",
                    (double)sound->n / sound->rate,
                    ear->sidecar->title,
                    rows_needed(frontend));
  }
  return (uint32_t)rows;
}

EquusStatus
ear_hear(const Ear* const   ear,
         const Sound* const sounds[2],
         Heard              heard[2],
         bool (*const stop)(void),
         EquusError* const error)
{
  heard[0] = heard[1] = (Heard){ 0, NULL };
  const uint32_t rows = count_rows(ear, sounds[0], error);
  Pass           pass = { .ear = ear, .heard = heard, .rows = rows, .taps = sounds[1] ? 2 : 1, .error = error };
  if (!rows) {
    return EQUUS_ERR_RANGE;
  }
  for (unsigned tap = 0; tap < pass.taps; ++tap) {
    heard[tap].values = (float*)calloc((size_t)rows * ear->sidecar->n_labels, sizeof(float));
    if (!heard[tap].values) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  Host* const host = take_host(ear, sounds[0], error);
  if (!host) {
    return EQUUS_ERR_HOST;
  }
  const EquusStatus status = play(&pass, host, sounds, stop);
  give_back(ear, sounds[0], host);
  return status;
}

void
heard_clear(Heard* const heard)
{
  free(heard->values);
  *heard = (Heard){ 0, NULL };
}

const float*
heard_window(const Ear* const ear, const Heard* const heard, const uint32_t window)
{
  return heard->values + (size_t)window * ear->sidecar->n_labels;
}

void
ear_plane(const Ear* const ear, const float* const values, double* const valence, double* const arousal)
{
  const SidecarMood* const mood = ear->mood;
  *valence = mood ? (double)sidecar_axis_to_plane(&mood->valence, values[mood->valence.label]) : (double)NAN;
  *arousal = mood ? (double)sidecar_axis_to_plane(&mood->arousal, values[mood->arousal.label]) : (double)NAN;
}
