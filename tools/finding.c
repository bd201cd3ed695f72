// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/finding.h"

#include "plugin/search_flip.h"
#include "plugin/search_hearings.h"
#include "plugin/search_maps.h"
#include "plugin/text.h"
#include "tools/progress.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

const char* const finding_bands[] = { "8", "10", "31", NULL };

static const uint32_t bands_of[]      = { 8U, 10U, 31U };
static const double   kept            = 30.0; ///< Seconds: models hear three or ten, one's own perhaps more
static const double   least_of_second = 1.0;  ///< Seconds that a recorder keeps of wet, which no search hears here

/// Where the answers go
typedef struct {
  Snapshot* snapshot;
  Progress  progress;
} Desk;

bool
finding_is_wished(const Finding* const finding)
{
  return finding->map || finding->flip || finding->toward;
}

/// Take a text over where there is one and it fits
static bool
take(const char* const text, char* const to, const size_t size)
{
  if (text && strlen(text) >= size) {
    return false;
  }
  if (text) {
    text_copy(to, text, size);
  }
  return true;
}

EquusStatus
finding_wish(const Finding* const finding, Wish* const wish, EquusError* const error)
{
  double place[2];
  wish_init(wish);
  if (finding->flip && finding->toward) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--flip and --toward are two questions; ask one");
  }
  if (!take(finding->map, wish->of, sizeof(wish->of)) || !take(finding->flip, wish->verdict, sizeof(wish->verdict)) ||
      !take(finding->toward, wish->target, sizeof(wish->target))) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "--map, --flip or --toward: no model has a value of so long a name");
  }
  if (finding->toward && wish_target(wish, place) == WISH_NO_TARGET) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "--toward %s: takes a place on the plane such as 0.5,-0.2, or + or - and a tag",
                           finding->toward);
  }
  wish->maps    = finding->map;
  wish->meter   = finding->flip;
  wish->once    = finding->flip;
  wish->limit   = finding->limit;
  wish->bands   = bands_of[finding->bands];
  wish->seed    = (uint32_t)finding->seed;
  wish->amount  = finding->amount;
  wish->request = 1;
  return EQUUS_OK;
}

Recorder*
finding_recorder(const double rate, const unsigned channels)
{
  return recorder_new(rate, channels, kept, least_of_second);
}

static void
name_model(const Bundle* const bundle, const Place place, char* const name, const size_t size)
{
  const char* const bundled = place == PLACE_NONE ? "" : place_model(place);
  text_copy(name, bundled ? bundled : bundle_own_model(bundle, place_kind(place)), size);
}

/// What the plug-in tells its search of the models
static void
name_models(const Bundle* const bundle, const Snapshot* const snapshot, SearchTask* const task)
{
  const Shown shown = snapshot_shown(snapshot);
  name_model(bundle, shown.tags, task->model[MODEL_TAGS], sizeof(task->model[MODEL_TAGS]));
  name_model(bundle, shown.mood, task->model[MODEL_MOOD], sizeof(task->model[MODEL_MOOD]));
  const SidecarMood* const mood = snapshot_mood_sidecar(snapshot);
  text_copy(task->mood, mood ? mood->name : "", sizeof(task->mood));
}

static void
hear_of_flip(void* const handle, const FlipMessage* const message)
{
  Desk* const desk = (Desk*)handle;
  snapshot_apply_flip(desk->snapshot, message);
  if (message->phase == FLIP_SEARCHING) {
    progress_show(&desk->progress, "Searching", (double)message->progress);
  }
}

/// Slopes come first, occlusion a band or more with each call that follows
static void
find_maps(Snapshot* const snapshot, const SearchTask* const task, SearchMaps* const maps)
{
  MapsMessage message;
  unsigned    calls = 0;
  do {
    if (search_maps_run(maps, task, &message)) {
      snapshot_apply_maps(snapshot, &message);
    }
  } while (snapshot->has_maps && snapshot->maps.bands && snapshot->maps.occlusion_time == 0.0 &&
           ++calls < 4U * EXPERIMENT_BANDS);
}

static EquusStatus
search(Desk* const desk, const SearchTask* const task)
{
  SearchMaps* const maps = search_maps_new();
  SearchFlip* const flip = search_flip_new();
  if (maps && flip) {
    search_flip_run(flip, task, FLIP_OF_TARGET, 0, hear_of_flip, desk);
    search_flip_run(flip, task, FLIP_OF_METER, 0, hear_of_flip, desk);
    find_maps(desk->snapshot, task, maps);
  }
  search_maps_free(maps);
  search_flip_free(flip);
  search_hearings_tidy(task->hearings);
  return maps && flip ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

/// Why a search has no answer, NULL if it has one
static const char*
flip_trouble(const FlipMessage* const flip)
{
  static const char waiting[] = "too little music before this moment, or silence";
  return flip->phase != FLIP_DONE ? waiting : flip->trouble[0] ? flip->trouble : NULL;
}

static EquusStatus
complain_of(const char* const option, const char* const trouble, EquusError* const error)
{
  return trouble ? equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s: %s", option, trouble) : EQUUS_OK;
}

/// The first search that has no answer
static EquusStatus
check(const Snapshot* const snapshot, EquusError* const error)
{
  static const FlipMessage none   = { .phase = FLIP_WAITING };
  const Wish* const        wish   = &snapshot->wish;
  const MapsMessage* const maps   = &snapshot->maps;
  EquusStatus              status = EQUUS_OK;
  if (wish->meter) {
    status = complain_of("--flip", flip_trouble(snapshot->has_meter ? &snapshot->meter : &none), error);
  }
  if (!status && wish->target[0]) {
    status = complain_of("--toward", flip_trouble(snapshot->has_target ? &snapshot->target : &none), error);
  }
  if (!status && wish->maps) {
    const char* const trouble = snapshot->has_maps && maps->trouble[0] ? maps->trouble : flip_trouble(&none);
    status                    = complain_of("--map", snapshot->has_maps && maps->bands ? NULL : trouble, error);
  }
  return status;
}

EquusStatus
finding_run(const Bundle* const   bundle,
            const Recorder* const recorder,
            const double          rate,
            const unsigned        channels,
            Snapshot* const       snapshot,
            EquusError* const     error)
{
  const atomic_bool stop = false;
  char              bundled[PATH_MAX];
  snprintf(bundled, sizeof(bundled), "%s/models", bundle_path(bundle));
  SearchHearings hearings = { .hearing = { NULL } };
  SearchTask     task     = { .bundled  = bundled,
                              .rate     = rate,
                              .channels = channels,
                              .recorder = recorder,
                              .hearings = &hearings,
                              .stop     = &stop,
                              .version  = 1,
                              .wish     = snapshot->wish };
  Desk           desk     = { snapshot, progress_begin() };
  name_models(bundle, snapshot, &task);
  const EquusStatus status = search(&desk, &task);
  progress_clear(&desk.progress);
  return status ? equus_error_set(error, status, "Not enough memory for the search") : check(snapshot, error);
}
