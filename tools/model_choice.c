// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/model_choice.h"

static EquusStatus
find_mood(const Sidecar* const sidecar, const char* const name, const SidecarMood** const mood, EquusError* const error)
{
  const int head = name ? sidecar_mood(sidecar, name) : 0;
  if (head < 0 || (unsigned)head >= sidecar->n_moods) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s hears no mood %s", sidecar->title, name ? name : "");
  }
  *mood = &sidecar->moods[head];
  return EQUUS_OK;
}

EquusStatus
model_choose(const Bundle* const bundle,
             const ModelKind     kind,
             const char* const   name,
             float* const        parameters,
             Sidecar** const     sidecar,
             AnalysisPart* const part,
             EquusError* const   error)
{
  float* const      value  = &parameters[places_parameter(kind)];
  const EquusStatus status = name ? bundle_find_model(kind, name, value, error) : EQUUS_OK;
  const MoodChoice  mood   = places_mood(parameters);
  part->place              = kind == MODEL_TAGS ? places_tags(parameters) : mood.place;
  if (status || part->place == PLACE_NONE) {
    return status;
  }
  const char* const model = place_model(part->place);
  if (!model) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "no model of your own is named; choose an installed one");
  }
  *sidecar      = bundle_sidecar(bundle, model, error);
  part->sidecar = *sidecar;
  if (!*sidecar) {
    return EQUUS_ERR_IO;
  }
  return kind == MODEL_MOOD ? find_mood(*sidecar, mood.name, &part->mood, error) : EQUUS_OK;
}
