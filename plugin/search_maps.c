// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_maps.h"

#include "models/frontend.h"
#include "models/model.h"
#include "plugin/sensitivity.h"
#include "plugin/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double shortest_interval = 1.0; ///< Between maps, seconds of music
static const double settling          = 0.1; ///< Before a window, for filters to settle, seconds

/// What maps depend on
typedef struct {
  char     path[SHARED_TEXT_SIZE]; ///< Of the model's side-car
  char     mood[SIDECAR_MAX_TEXT];
  char     of[SIDECAR_MAX_TEXT];
  uint32_t bands;
} MapsKey;

struct SearchMaps {
  MapsKey         key;
  Sensitivity*    sensitivity; ///< NULL if there are none, or the model can't be had
  SensitivityAxis axis;
  Objective       objective;
  SearchMusic     music;
  bool            told;    ///< A message went out, so that its end must be told, too
  bool            looked;  ///< At music, with this key
  uint64_t        end;     ///< Of the music that was looked at last
  uint32_t        version; ///< Of the task that the key was made of
};

SearchMaps*
search_maps_new(void)
{
  return (SearchMaps*)calloc(1, sizeof(SearchMaps));
}

/// Give the model up
static void
forget(SearchMaps* maps)
{
  sensitivity_free(maps->sensitivity);
  search_music_clear(&maps->music);
  memset(&maps->key, 0, sizeof(maps->key));
  maps->sensitivity = NULL;
  maps->looked      = false;
}

void
search_maps_free(SearchMaps* maps)
{
  if (maps) {
    forget(maps);
    free(maps);
  }
}

static void
begin_message(const SearchTask* task, MapsMessage* message)
{
  memset(message, 0, sizeof(*message));
  message->request = task->wish.request;
  text_copy(message->of, task->wish.of, sizeof(message->of));
}

static MapsKey
make_key(const SearchTask* task, ModelKind kind)
{
  MapsKey key;
  memset(&key, 0, sizeof(key));
  text_copy(key.path, task->model[kind], sizeof(key.path));
  text_copy(key.mood, task->mood, sizeof(key.mood));
  text_copy(key.of, task->wish.of, sizeof(key.of));
  key.bands = task->wish.map_bands;
  return key;
}

static Sensitivity*
load(SearchMaps* maps, const SearchTask* task, const char* path, EquusError* error)
{
  Model* const model = model_load(task->bundled, path, error);
  if (!model) {
    return NULL;
  }
  const double rate              = model_sidecar(model)->frontend.rate;
  maps->axis                     = sensitivity_axis(task->wish.map_bands, fmin(0.45 * task->rate, 0.5 * rate));
  Sensitivity* const sensitivity = sensitivity_new(task->bundled, path, &maps->axis, task->rate, error);
  model_release(model);
  if (sensitivity) {
    sensitivity_set_stop(sensitivity, task->stop);
  }
  return sensitivity;
}

/// Be ready for what the task asks; a model that serves on is kept
static EquusStatus
prepare(SearchMaps* maps, const SearchTask* task, ModelKind kind, EquusError* error)
{
  const char* const path = search_task_model(task, kind, error);
  const MapsKey     key  = make_key(task, kind);
  const bool        kept = maps->sensitivity && !strcmp(key.path, maps->key.path) && key.bands == maps->key.bands;
  if (!kept) {
    forget(maps);
    maps->sensitivity = path ? load(maps, task, path, error) : NULL;
  }
  maps->key    = key;
  maps->looked = false;
  if (!maps->sensitivity) {
    return error->status;
  }
  const char* const mood = kind == MODEL_MOOD && task->mood[0] ? task->mood : NULL;
  const EquusStatus status =
    objective_parse(sensitivity_sidecar(maps->sensitivity), task->wish.of, mood, false, &maps->objective, error);
  if (status) {
    sensitivity_free(maps->sensitivity);
    maps->sensitivity = NULL;
  }
  return status;
}

static double
interval(const SearchMaps* maps)
{
  const Sidecar* const sidecar = sensitivity_sidecar(maps->sensitivity);
  return fmax(shortest_interval, sidecar->live_hop * sidecar->frontend.stft.hop / sidecar->frontend.rate);
}

/// True if the newest maps are of music as long ago as their interval, or of what came before activate
static bool
are_old(const SearchMaps* maps, const SearchTask* task)
{
  const RecorderSpan span = recorder_span(task->recorder);
  return span.end < maps->end || (double)(span.end - maps->end) >= interval(maps) * task->rate;
}

/// Both maps of music, [n] at the model's rate
static EquusStatus
compute(const SearchMaps* maps, const SensitivityMusic* music, MapsMessage* message, EquusError* error)
{
  double      slopes[SENSITIVITY_MAX_BANDS], occlusion[SENSITIVITY_MAX_BANDS], energy[SENSITIVITY_MAX_BANDS];
  double      value  = 0.0;
  EquusStatus status = sensitivity_value(maps->sensitivity, &maps->objective, music, &value, error);
  status = status ? status : sensitivity_slopes(maps->sensitivity, &maps->objective, music, slopes, energy, error);
  status = status ? status : sensitivity_occlusion(maps->sensitivity, &maps->objective, music, occlusion, error);
  if (status) {
    return status;
  }
  message->bands = maps->axis.n;
  message->value = (float)value;
  for (unsigned b = 0; b < maps->axis.n; ++b) {
    message->centre[b]    = (float)sensitivity_centre(&maps->axis, b);
    message->slope[b]     = (float)slopes[b];
    message->occlusion[b] = (float)occlusion[b];
    message->energy[b]    = (float)energy[b];
  }
  return EQUUS_OK;
}

/// Maps of the newest window, whose samples [due] are at the model's rate
static EquusStatus
make(const SearchMaps* maps,
     const SearchTask* task,
     uint64_t          first,
     uint64_t          due,
     MapsMessage*      message,
     EquusError*       error)
{
  const Sidecar* const sidecar = sensitivity_sidecar(maps->sensitivity);
  float* const         samples = search_music_resample(&maps->music, task, sidecar->frontend.rate, due);
  if (!samples) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for the maps");
  }
  const SensitivityMusic music  = { samples, due, first, 1, 1 };
  const EquusStatus      status = compute(maps, &music, message, error);
  free(samples);
  message->time = (double)maps->music.end / task->rate;
  message->published_is_probability =
    maps->objective.kind == OBJECTIVE_VALUE && sidecar->labels[maps->objective.label].activation == ACTIVATION_SIGMOID;
  return status;
}

static bool
tell_trouble(SearchMaps* maps, const SearchTask* task, const EquusError* error, MapsMessage* message)
{
  begin_message(task, message);
  text_copy(message->trouble, error->text, sizeof(message->trouble));
  maps->told = true;
  return true;
}

/// Look at the newest window; true if `message` was filled
static bool
look(SearchMaps* maps, const SearchTask* task, MapsMessage* message)
{
  EquusError                    error  = { EQUUS_OK, "" };
  const FrontendSettings* const f      = &sensitivity_sidecar(maps->sensitivity)->frontend;
  const uint64_t                first  = (uint64_t)ceil(settling * f->rate / f->stft.hop);
  const uint64_t                due    = frontend_window_due(f, first);
  const uint32_t                needed = search_music_needed(task, f->rate, due);
  const MusicState              state  = search_music_take(&maps->music, task, needed);
  if (state != MUSIC_HEARD) {
    maps->looked = state == MUSIC_SILENT;
    maps->end    = maps->music.end;
    return false;
  }

  begin_message(task, message);
  const EquusStatus status = make(maps, task, first, due, message, &error);
  if (atomic_load(task->stop)) {
    return false;
  }
  maps->looked = true;
  maps->end    = maps->music.end;
  maps->told   = true;
  return status ? tell_trouble(maps, task, &error, message) : true;
}

/// Tell that there are no maps any more, if it isn't known
static bool
end(SearchMaps* maps, const SearchTask* task, MapsMessage* message)
{
  const bool told = maps->told;
  forget(maps);
  maps->told    = false;
  maps->version = task->version;
  begin_message(task, message);
  return told;
}

bool
search_maps_run(SearchMaps* maps, const SearchTask* task, MapsMessage* message)
{
  EquusError error = { EQUUS_OK, "" };
  if (!task->wish.maps) {
    return end(maps, task, message);
  }
  if (maps->version != task->version) {
    const ModelKind kind = search_task_kind(task, task->wish.of);
    const MapsKey   key  = make_key(task, kind);
    maps->version        = task->version;
    if (memcmp(&key, &maps->key, sizeof(key)) != 0 && prepare(maps, task, kind, &error)) {
      return tell_trouble(maps, task, &error, message);
    }
  }
  const bool due = maps->sensitivity && (!maps->looked || are_old(maps, task));
  return due && look(maps, task, message);
}
