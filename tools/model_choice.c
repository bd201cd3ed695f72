// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/model_choice.h"

#include "models/catalogue.h"

#include <string.h>

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

/// True for what can only be the name of a file
static bool
is_file(const char* const name)
{
  const char* const end = strrchr(name, '.');
  return strchr(name, '/') || (end && (!strcmp(end, ".json") || !strcmp(end, ".onnx") || !strcmp(end, ".pb")));
}

/// Neither the plug-in has the model, as `why` says, nor the user
static EquusStatus
unknown_model(const EquusError* const why, const char* const name, EquusError* const error)
{
  char folder[CATALOGUE_MAX_PATH] = "";
  if (!catalogue_user_folder(folder, sizeof(folder))) {
    return equus_error_set(error, why->status, "%s", why->text);
  }
  return equus_error_set(
    error, why->status, "%s; of your own there is no %.60s.json in %.200s", why->text, name, folder);
}

/// Set a kind's parameter to one of the plug-in's models, or to the user's own, of which the bundle is told
static EquusStatus
find_model(Bundle* const     bundle,
           const ModelKind   kind,
           const char* const name,
           float* const      value,
           EquusError* const error)
{
  EquusError        why    = { EQUUS_OK, "" };
  const EquusStatus status = is_file(name) ? EQUUS_ERR_NOT_FOUND : bundle_find_model(kind, name, value, &why);
  const ModelKind   other  = kind == MODEL_TAGS ? MODEL_MOOD : MODEL_TAGS;
  float             unused = 0.0f;
  if (!status) {
    return EQUUS_OK;
  }
  if (!is_file(name) && !bundle_find_model(other, name, &unused, NULL)) {
    return equus_error_set(error, why.status, "%s", why.text); // One of the plug-in's, but for something else
  }
  const EquusStatus found = bundle_set_own_model(bundle, kind, name, error);
  if (!found) {
    *value = (float)(kind == MODEL_TAGS ? TAG_MODEL_OWN : MOOD_MODEL_OWN);
  }
  return found == EQUUS_ERR_NOT_FOUND && why.status ? unknown_model(&why, name, error) : found;
}

EquusStatus
model_choose(Bundle* const       bundle,
             const ModelKind     kind,
             const char* const   name,
             float* const        parameters,
             Sidecar** const     sidecar,
             AnalysisPart* const part,
             EquusError* const   error)
{
  float* const      value  = &parameters[places_parameter(kind)];
  const EquusStatus status = name ? find_model(bundle, kind, name, value, error) : EQUUS_OK;
  const MoodChoice  mood   = places_mood(parameters);
  part->place              = kind == MODEL_TAGS ? places_tags(parameters) : mood.place;
  if (status || part->place == PLACE_NONE) {
    return status;
  }
  const char* const bundled = place_model(part->place);
  const char* const model   = bundled ? bundled : bundle_own_model(bundle, place_kind(part->place));
  if (!*model) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "no model of your own is named; do so with --model-file FILE");
  }
  *sidecar      = bundle_sidecar(bundle, model, error);
  part->sidecar = *sidecar;
  if (!*sidecar) {
    return EQUUS_ERR_IO;
  }
  if (!bundled && (*sidecar)->kind != kind) {
    return equus_error_set(error,
                           EQUUS_ERR_NOT_FOUND,
                           "%s: is a model for %s, not for %s; equus %s and --%s-model take it",
                           model,
                           kind == MODEL_TAGS ? "mood" : "tags",
                           kind == MODEL_TAGS ? "tags" : "mood",
                           kind == MODEL_TAGS ? "mood" : "tag",
                           kind == MODEL_TAGS ? "mood" : "tag");
  }
  return kind == MODEL_MOOD ? find_mood(*sidecar, mood.name, &part->mood, error) : EQUUS_OK;
}

EquusStatus
model_choice_of_file(const Bundle* const bundle,
                     const char* const   file,
                     const char** const  names,
                     EquusError* const   error)
{
  if (!file) {
    return EQUUS_OK;
  }
  Sidecar* const sidecar = bundle_sidecar(bundle, file, error);
  if (!sidecar) {
    return EQUUS_ERR_IO;
  }
  const ModelKind kind = sidecar->kind;
  sidecar_free(sidecar);
  if (names[kind]) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "--model-file and --%s-model name two models of a kind; leave one out",
                           kind == MODEL_TAGS ? "tag" : "mood");
  }
  names[kind] = file;
  return EQUUS_OK;
}
