// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/casting.h"

#include <string.h>

/// Most rigs that one answer or one removal sends to be freed
enum { DISCARDS_A_STEP = 2 };

static bool
contains(PlaceSet set, Place place)
{
  return set & place_set(place);
}

static void
ask(Casting* casting, Loader* loader, Place place)
{
  casting->asked |= place_set(place);
  casting->trouble[place][0] = '\0';
  loader_want(loader, place);
}

static void
forget(Casting* casting, Loader* loader, Place place)
{
  casting->asked &= ~place_set(place);
  casting->trouble[place][0] = '\0';
  loader_drop(loader, place);
}

void
casting_update(Casting* casting, Loader* loader, const Analysis* analysis, const float* parameters)
{
  casting->running = places_running(parameters, casting->own);
  casting->tags    = places_tags(parameters);
  casting->mood    = places_mood(parameters);
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    const Place place = (Place)i;
    if (!contains(casting->running, place)) {
      forget(casting, loader, place);
    } else if (!contains(casting->asked, place) && !analysis_rig(analysis, place)) {
      ask(casting, loader, place);
    }
  }
}

void
casting_set_own(Casting* casting, Loader* loader, Place place, const char* name)
{
  const PlaceSet set = place_set(place);
  casting->own       = *name ? casting->own | set : casting->own & ~set;
  loader_set_own(loader, place, name);
  if (contains(casting->running, place)) {
    ask(casting, loader, place);
  }
}

/// Let an answer take effect
static void
cast(Casting* casting, Loader* loader, Analysis* analysis, Rig* rig, uint64_t position)
{
  memcpy(casting->trouble[rig->place], rig->trouble, STATUS_TEXT_SIZE);
  loader_discard(loader, rig->status ? rig : analysis_install(analysis, rig, position));
}

static int
head_of(const Casting* casting, const Analysis* analysis)
{
  const Sidecar* const sidecar = rig_sidecar(analysis_rig(analysis, casting->mood.place));
  return casting->mood.name ? sidecar_mood(sidecar, casting->mood.name) : 0;
}

/// Show what is chosen if it is there, nothing if nothing is chosen, else what was shown before
static Shown
choose(const Casting* casting, Analysis* analysis)
{
  Shown shown = analysis_outputs(analysis)->shown;
  if (casting->tags == PLACE_NONE || analysis_rig(analysis, casting->tags)) {
    shown.tags = casting->tags;
  }
  if (casting->mood.place == PLACE_NONE) {
    shown.mood = PLACE_NONE;
    shown.head = -1;
  } else if (analysis_rig(analysis, casting->mood.place)) {
    shown.mood = casting->mood.place;
    shown.head = head_of(casting, analysis);
  }
  return shown;
}

static void
remove_others(Loader* loader, Analysis* analysis, PlaceSet keep)
{
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    const Place place = (Place)i;
    if (!contains(keep, place) && analysis_rig(analysis, place) && loader_room(loader)) {
      loader_discard(loader, analysis_remove(analysis, place));
    }
  }
}

void
casting_take(Casting* casting, Loader* loader, Analysis* analysis, uint64_t position)
{
  for (unsigned place = 0; place < PLACE_COUNT && loader_room(loader) >= DISCARDS_A_STEP; ++place) {
    Rig* const rig = loader_take(loader, (Place)place);
    if (rig) {
      cast(casting, loader, analysis, rig, position);
    }
  }

  const Shown now   = analysis_outputs(analysis)->shown;
  const Shown shown = choose(casting, analysis);
  if (shown.tags != now.tags || shown.mood != now.mood || shown.head != now.head) {
    outputs_show(analysis_outputs(analysis), shown);
  }
  remove_others(loader, analysis, casting->running | place_set(shown.tags) | place_set(shown.mood));
}

const char*
casting_trouble(const Casting* casting)
{
  const Place chosen[] = { casting->tags, casting->mood.place };
  for (unsigned i = 0; i < 2; ++i) {
    if (chosen[i] != PLACE_NONE && casting->trouble[chosen[i]][0]) {
      return casting->trouble[chosen[i]];
    }
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (casting->trouble[place][0]) {
      return casting->trouble[place];
    }
  }
  return "";
}
