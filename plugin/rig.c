// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/rig.h"

#include "plugin/parameters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double live_interval = 0.1; ///< Shortest time between two readings while not freewheeling, seconds

unsigned
rig_parameter(Role role)
{
  return role == ROLE_TAGS ? PARAM_TAG_MODEL : PARAM_MOOD_MODEL;
}

static EquusStatus
check(const Sidecar* sidecar, Role role, EquusError* error)
{
  const ModelKind kind = role == ROLE_TAGS ? MODEL_TAGS : MODEL_MOOD;
  if (sidecar->kind != kind) {
    return equus_error_set(
      error, EQUUS_ERR_UNSUPPORTED, "%s is not a %s model", sidecar->name, role == ROLE_TAGS ? "tag" : "mood");
  }
  if (sidecar->frontend.rate != (double)RIG_RATE) {
    return equus_error_set(error,
                           EQUUS_ERR_UNSUPPORTED,
                           "%s wants audio of %.0f Hz; only %d Hz is supported",
                           sidecar->name,
                           sidecar->frontend.rate,
                           RIG_RATE);
  }
  return EQUUS_OK;
}

/// Frames of a model in a second
static double
frame_rate(const Sidecar* sidecar)
{
  return sidecar->frontend.rate / sidecar->frontend.stft.hop;
}

/// Hop in frames that values of the hop parameters mean, rounded
static double
hop_in_frames(const Sidecar* sidecar, Role role, float tag_hop, float mood_hop)
{
  return role == ROLE_TAGS ? (double)tag_hop : round((double)mood_hop * frame_rate(sidecar));
}

/// Largest hop that the parameters allow, for which a predictor must have room
static uint32_t
longest_hop(const Sidecar* sidecar, Role role)
{
  const float tag_hop  = parameter(PARAM_TAG_HOP)->maximum;
  const float mood_hop = parameter(PARAM_MOOD_HOP)->maximum;
  return (uint32_t)hop_in_frames(sidecar, role, tag_hop, mood_hop);
}

static EquusStatus
load_model(Rig* rig, const char* directory, const char* name, EquusError* error)
{
  rig->model = model_load(directory, name, error);
  if (!rig->model) {
    return error->status;
  }

  const Sidecar* const sidecar = model_sidecar(rig->model);
  const EquusStatus    status  = check(sidecar, rig->role, error);
  if (status) {
    return status;
  }

  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    rig->predictors[tap] = predictor_new(rig->model, longest_hop(sidecar, rig->role));
    if (!rig->predictors[tap]) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "%s: not enough memory to run it", name);
    }
  }
  return EQUUS_OK;
}

static void
unload_model(Rig* rig)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    predictor_free(rig->predictors[tap]);
    rig->predictors[tap] = NULL;
  }
  if (rig->model) {
    model_release(rig->model);
    rig->model = NULL;
  }
}

Rig*
rig_load(const char* directory, Role role, unsigned value)
{
  Rig* const rig = (Rig*)calloc(1, sizeof(Rig));
  if (!rig) {
    return NULL;
  }

  rig->role               = role;
  rig->value              = value;
  const char* const name  = parameter_model_name(rig_parameter(role), (float)value);
  EquusError        error = { EQUUS_OK, "" };
  if (name && load_model(rig, directory, name, &error)) {
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

uint32_t
rig_wanted_hop(const Rig* rig, const float* parameters, bool freewheel)
{
  const Sidecar* const sidecar = model_sidecar(rig->model);
  const double wanted = hop_in_frames(sidecar, rig->role, parameters[PARAM_TAG_HOP], parameters[PARAM_MOOD_HOP]);
  const double least  = freewheel ? 1.0 : ceil(live_interval * frame_rate(sidecar));
  return (uint32_t)fmax(wanted, least);
}

void
rig_start(Rig* rig, uint32_t hop, uint64_t position)
{
  rig->hop   = hop;
  rig->start = position;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    predictor_set_hop(rig->predictors[tap], hop);
  }
}
