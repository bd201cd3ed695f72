// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/rig.h"

#include "plugin/parameters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double live_interval = 0.1; ///< Shortest time between two readings while not freewheeling, seconds

static EquusStatus
check(const Sidecar* sidecar, Place place, EquusError* error)
{
  const ModelKind kind = place_kind(place);
  if (sidecar->kind != kind) {
    return equus_error_set(
      error, EQUUS_ERR_UNSUPPORTED, "%s is not a %s model", sidecar->name, kind == MODEL_TAGS ? "tag" : "mood");
  }
  return EQUUS_OK;
}

/// Frames of a model in a second
static double
frame_rate(const Sidecar* sidecar)
{
  return sidecar->frontend.rate / sidecar->frontend.stft.hop;
}

/// Hop in frames that a value of the mood's hop parameter means, rounded
static double
mood_hop_in_frames(const Sidecar* sidecar, float hop)
{
  return round((double)hop * frame_rate(sidecar));
}

/// Largest hop that the parameters allow a model of any kind, so that all which share ears have room
static uint32_t
longest_hop(const Sidecar* sidecar)
{
  const double mood = mood_hop_in_frames(sidecar, parameter(PARAM_MOOD_HOP)->maximum);
  return (uint32_t)fmax(mood, (double)parameter(PARAM_TAG_HOP)->maximum);
}

/// A lead for each predictor that may run, in sixteenths whose bits are those of its number in reverse
static double
lead(Place place, Tap tap)
{
  static const unsigned reversed[] = { 0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15 };
  return reversed[((unsigned)place * TAP_COUNT + tap) % 16] / 16.0;
}

static EquusStatus
prepare(Rig* rig, const RigConfig* config, EquusError* error)
{
  const Sidecar* const sidecar = rig_sidecar(rig);
  const uint32_t       hop     = longest_hop(sidecar);
  rig->own_stream              = stream_new(config->host_rate, sidecar->frontend.rate, config->most);
  rig->own_ears                = ears_new(rig->model, hop);
  rig->predictors[TAP_DRY]     = predictor_new(rig->model, hop, lead(rig->place, TAP_DRY));
  rig->predictors[TAP_WET]     = predictor_new(rig->model, hop, lead(rig->place, TAP_WET));
  if (!rig->own_stream || !rig->own_ears || !rig->predictors[TAP_DRY] || !rig->predictors[TAP_WET]) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "%s: not enough memory to run it", sidecar->name);
  }
  return EQUUS_OK;
}

static EquusStatus
load_model(Rig* rig, const RigConfig* config, const char* own, EquusError* error)
{
  const char* const bundled = place_model(rig->place);
  if (!bundled && !*own) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "No model of your own is named yet; choose an installed one");
  }
  rig->model = model_load(config->directory, bundled ? bundled : own, error);
  if (!rig->model) {
    return error->status;
  }
  const EquusStatus status = check(rig_sidecar(rig), rig->place, error);
  return status ? status : prepare(rig, config, error);
}

static void
unload_model(Rig* rig)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    predictor_free(rig->predictors[tap]);
    rig->predictors[tap] = NULL;
  }
  ears_free(rig->own_ears);
  stream_free(rig->own_stream);
  model_release(rig->model);
  rig->own_ears   = NULL;
  rig->own_stream = NULL;
  rig->model      = NULL;
}

Rig*
rig_load(const RigConfig* config, Place place, const char* own)
{
  Rig* const rig = (Rig*)calloc(1, sizeof(Rig));
  if (!rig) {
    return NULL;
  }

  rig->place       = place;
  EquusError error = { EQUUS_OK, "" };
  if (load_model(rig, config, own, &error)) {
    unload_model(rig);
    rig->status = error.status ? error.status : EQUUS_ERR_FORMAT;
    snprintf(rig->trouble, sizeof(rig->trouble), "%.*s", STATUS_TEXT_SIZE - 1, error.text);
  }
  return rig;
}

void
rig_free(Rig* rig)
{
  if (rig) {
    unload_model(rig);
    free(rig);
  }
}

const Sidecar*
rig_sidecar(const Rig* rig)
{
  return model_sidecar(rig->model);
}

uint32_t
rig_wanted_hop(const Rig* rig, const float* parameters, bool freewheel)
{
  const Sidecar* const sidecar = rig_sidecar(rig);
  const double tag_hop = parameters[PARAM_TAG_HOP] > 0.0f ? (double)parameters[PARAM_TAG_HOP] : sidecar->live_hop;
  const bool   tags    = sidecar->kind == MODEL_TAGS;
  const double wanted  = tags ? tag_hop : mood_hop_in_frames(sidecar, parameters[PARAM_MOOD_HOP]);
  const double least   = freewheel ? 1.0 : ceil(live_interval * frame_rate(sidecar));
  return (uint32_t)fmax(wanted, least);
}

void
rig_start(Rig* rig, uint32_t hop)
{
  rig->hop = hop;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    predictor_start(rig->predictors[tap], rig->ears->frontends[tap], hop);
  }
}
