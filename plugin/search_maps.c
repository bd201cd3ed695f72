// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_maps.h"

#include "models/frontend.h"
#include "plugin/search_clock.h"
#include "plugin/search_occlusion.h"
#include "plugin/sensitivity.h"
#include "plugin/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double shortest_interval = 1.0;  ///< Between slopes, seconds of music
static const double share             = 0.15; ///< Of the time that slopes may take
static const double settling          = 0.1;  ///< Before a window, for filters to settle, seconds

/// What maps depend on
typedef struct {
  char     path[SHARED_TEXT_SIZE]; ///< Of the model's side-car
  char     mood[SIDECAR_MAX_TEXT];
  char     of[SIDECAR_MAX_TEXT];
  uint32_t bands;
} MapsKey;

struct SearchMaps {
  MapsKey          key;
  Sensitivity*     sensitivity; ///< NULL if there are none, or the model can't be had
  SearchOcclusion* occlusion;   ///< There if the above is, as is
  Resampler*       resampler;   ///< ... from the host's rate to the model's
  SensitivityAxis  axis;
  Objective        objective;
  SearchMusic      music;
  float*           samples; ///< The music that slopes were found in last, at the model's rate; NULL for none
  SensitivityMusic window;  ///< The window in it
  bool             yields;  ///< Slopes have had their turn, now it is occlusion's
  bool             told;    ///< A message went out, so that its end must be told, too
  bool             looked;  ///< At music, with this key
  uint64_t         end;     ///< Of the music that was looked at last
  double           cost;    ///< Of the last slopes, seconds of processor time
  uint32_t         version; ///< Of the task that the key was made of
  MapsMessage      message; ///< Told last, if `samples` is there
};

SearchMaps*
search_maps_new(void)
{
  return (SearchMaps*)calloc(1, sizeof(SearchMaps));
}

static void
drop_samples(SearchMaps* maps)
{
  free(maps->samples);
  maps->samples = NULL;
}

/// Give the model up
static void
forget(SearchMaps* maps)
{
  sensitivity_free(maps->sensitivity);
  search_occlusion_free(maps->occlusion);
  resampler_free(maps->resampler);
  search_music_clear(&maps->music);
  drop_samples(maps);
  memset(&maps->key, 0, sizeof(maps->key));
  maps->sensitivity = NULL;
  maps->occlusion   = NULL;
  maps->resampler   = NULL;
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

/// Load the model at `path`
static EquusStatus
load(SearchMaps* maps, const SearchTask* task, const char* path, EquusError* error)
{
  const Hearing* const hearing = search_hearings_get(task->hearings, task->bundled, path, error);
  if (!hearing) {
    return error->status;
  }
  const double rate = hearing_sidecar(hearing)->frontend.rate;
  maps->axis        = sensitivity_axis(task->wish.map_bands, fmin(0.45 * task->rate, 0.5 * rate));
  maps->sensitivity = sensitivity_new_sharing(hearing, &maps->axis, task->rate, error);
  maps->occlusion   = maps->sensitivity ? search_occlusion_new(hearing, &maps->axis, task->rate, error) : NULL;
  maps->resampler   = maps->occlusion ? resampler_new(task->rate, rate) : NULL;
  if (!maps->resampler) {
    forget(maps);
    return error->status ? error->status : equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for the maps");
  }
  sensitivity_set_stop(maps->sensitivity, task->stop);
  return EQUUS_OK;
}

/// Be ready for what the task asks; a model that serves on is kept
static EquusStatus
prepare(SearchMaps* maps, const SearchTask* task, ModelKind kind, EquusError* error)
{
  const char* const path   = search_task_model(task, kind, error);
  const MapsKey     key    = make_key(task, kind);
  const bool        kept   = maps->sensitivity && !strcmp(key.path, maps->key.path) && key.bands == maps->key.bands;
  EquusStatus       status = EQUUS_OK;
  if (!kept) {
    forget(maps);
    status = path ? load(maps, task, path, error) : error->status;
  }
  maps->key    = key;
  maps->looked = false;
  drop_samples(maps);
  if (status) {
    return status;
  }
  search_occlusion_reset(maps->occlusion);
  const char* const mood = kind == MODEL_MOOD && task->mood[0] ? task->mood : NULL;
  status = objective_parse(sensitivity_sidecar(maps->sensitivity), task->wish.of, mood, false, &maps->objective, error);
  if (status) {
    forget(maps);
    maps->key = key;
  }
  return status;
}

static double
interval(const SearchMaps* maps)
{
  const Sidecar* const sidecar = sensitivity_sidecar(maps->sensitivity);
  const double         hop     = sidecar->live_hop * sidecar->frontend.stft.hop / sidecar->frontend.rate;
  return fmax(fmax(shortest_interval, hop), maps->cost / share);
}

/// True if the newest slopes are of music as long ago as their interval, or of what came before activate
static bool
are_old(const SearchMaps* maps, const SearchTask* task)
{
  const RecorderSpan span = recorder_span(task->recorder);
  return span.end < maps->end || (double)(span.end - maps->end) >= interval(maps) * task->rate;
}

/// Slopes of the window at hand, and what occlusion is known
static EquusStatus
compute(const SearchMaps* maps, MapsMessage* message, EquusError* error)
{
  double            slopes[SENSITIVITY_MAX_BANDS], energy[SENSITIVITY_MAX_BANDS];
  double            value = 0.0;
  const EquusStatus status =
    sensitivity_slopes(maps->sensitivity, &maps->objective, &maps->window, slopes, energy, &value, error);
  if (status) {
    return status;
  }
  message->bands = maps->axis.n;
  message->value = (float)value;
  for (unsigned b = 0; b < maps->axis.n; ++b) {
    message->centre[b] = (float)sensitivity_centre(&maps->axis, b);
    message->slope[b]  = (float)slopes[b];
    message->energy[b] = (float)energy[b];
  }
  search_occlusion_fill(maps->occlusion, message);
  return EQUUS_OK;
}

/// Slopes of the newest window, from frame `first` to where `due` samples at the model's rate are there
static EquusStatus
make(SearchMaps* maps, const SearchTask* task, uint64_t first, uint64_t due, MapsMessage* message, EquusError* error)
{
  const Sidecar* const sidecar = sensitivity_sidecar(maps->sensitivity);
  const double         began   = search_clock();
  drop_samples(maps);
  maps->samples = search_music_resample(&maps->music, maps->resampler, due);
  if (!maps->samples) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for the maps");
  }
  maps->window             = (SensitivityMusic){ maps->samples, due, first, 1, 1 };
  const EquusStatus status = compute(maps, message, error);
  maps->cost               = search_clock() - began;
  message->time            = (double)maps->music.end / task->rate;
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
  const uint32_t                needed = search_music_needed(task, maps->resampler, f->rate, due);
  const MusicState              state  = search_music_take(&maps->music, task, needed);
  if (state != MUSIC_HEARD) {
    maps->looked = state == MUSIC_SILENT;
    maps->end    = maps->music.end;
    return false;
  }

  begin_message(task, message);
  const EquusStatus status = make(maps, task, first, due, message, &error);
  if (atomic_load(task->stop)) {
    drop_samples(maps);
    return false;
  }
  maps->looked  = true;
  maps->end     = maps->music.end;
  maps->told    = true;
  maps->message = *message;
  return status ? tell_trouble(maps, task, &error, message) : true;
}

/// Go on with occlusion, or begin it with the window at hand; true if `message` was filled
static bool
occlude(SearchMaps* maps, const SearchTask* task, MapsMessage* message)
{
  EquusError error = { EQUUS_OK, "" };
  if (search_occlusion_is_due(maps->occlusion, maps->message.time) &&
      search_occlusion_begin(maps->occlusion, &maps->objective, &maps->window, maps->message.time, &error)) {
    drop_samples(maps);
    return tell_trouble(maps, task, &error, message);
  }
  if (!search_occlusion_run(maps->occlusion, task->stop)) {
    return false;
  }
  search_occlusion_fill(maps->occlusion, &maps->message);
  maps->message.request = task->wish.request;
  *message              = maps->message;
  return true;
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
  maps->yields =
    !maps->yields && maps->sensitivity && (!maps->looked || are_old(maps, task)) && look(maps, task, message);
  return maps->yields || (maps->samples && occlude(maps, task, message));
}
