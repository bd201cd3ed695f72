// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/moods.h"

#include <string.h>

/// True if the parameters ask for all moods beside the chosen one
static bool
are_compared(const Snapshot* snapshot)
{
  const Compare compare = (Compare)snapshot->parameters[PARAM_COMPARE];
  return compare == COMPARE_MOODS || compare == COMPARE_ALL;
}

/// Say which point of the parameter a mood is; point 0 is off, or none for one that is about to go
static void
set_choice(Mood* mood, unsigned point)
{
  const ParameterPoint* const p = &parameter(PARAM_MOOD_MODEL)->points[point];
  mood->value                   = p->value;
  mood->name                    = point && p->value != (float)MOOD_MODEL_OWN ? p->name : mood->sidecar->title;
  mood->glyph                   = point ? (Glyph)((point - 1) % GLYPH_COUNT) : GLYPH_CIRCLE;
}

/// Fill in what a place reads; false if it has no reading of that mood
static bool
find_reading(const Snapshot* snapshot, Place place, int head, Mood* mood)
{
  const SnapshotPlace* const p = place == PLACE_NONE ? NULL : &snapshot->places[place];
  if (!p || !p->sidecar || head < 0 || head >= (int)p->sidecar->n_moods || !p->valid[TAP_DRY] || !p->valid[TAP_WET]) {
    return false;
  }
  mood->place   = p;
  mood->sidecar = &p->sidecar->moods[head];
  mood->reading = &p->moods[head];
  return true;
}

/// The mood that a value of the parameter would choose beside the present tag model
static bool
find_choice(const Snapshot* snapshot, float value, Mood* mood)
{
  float parameters[PARAM_COUNT];
  memcpy(parameters, snapshot->parameters, sizeof(parameters));
  parameters[PARAM_MOOD_MODEL] = value;
  const MoodChoice     choice  = places_mood(parameters);
  const Sidecar* const sidecar = choice.place == PLACE_NONE ? NULL : snapshot->places[choice.place].sidecar;
  const int            head    = !sidecar ? -1 : choice.name ? sidecar_mood(sidecar, choice.name) : 0;
  return find_reading(snapshot, choice.place, head, mood);
}

/// The value that means the mood shown first: the one chosen, or that of the one which goes on until it is there
static unsigned
find_point(const Snapshot* snapshot, const Mood* shown)
{
  const Parameter* const p     = parameter(PARAM_MOOD_MODEL);
  unsigned               point = 0;
  for (unsigned i = 0; i < p->n_points; ++i) {
    Mood mood;
    if (find_choice(snapshot, p->points[i].value, &mood) && mood.reading == shown->reading) {
      point = i;
    }
  }
  return point;
}

static bool
find_shown(const Snapshot* snapshot, Mood* mood)
{
  const Shown shown = snapshot_shown(snapshot);
  if (!find_reading(snapshot, shown.mood, shown.head, mood)) {
    return false;
  }
  const unsigned point = find_point(snapshot, mood);
  set_choice(mood, point);
  return true;
}

unsigned
moods_list(const Snapshot* snapshot, Mood list[MOODS_MAX])
{
  const Parameter* const    p     = parameter(PARAM_MOOD_MODEL);
  unsigned                  n     = find_shown(snapshot, &list[0]) ? 1 : 0;
  const SnapshotMood* const shown = n ? list[0].reading : NULL;
  for (unsigned i = 0; are_compared(snapshot) && i < p->n_points && n < MOODS_MAX; ++i) {
    if (find_choice(snapshot, p->points[i].value, &list[n]) && list[n].reading != shown) {
      set_choice(&list[n++], i);
    }
  }
  return n;
}

unsigned
moods_in_focus(const ViewState* view, unsigned n)
{
  if (view->hover.kind == ITEM_MOOD && view->hover.index < n) {
    return view->hover.index;
  }
  return view->focus_visible && view->focus.kind == ITEM_MOOD && view->focus.index < n ? view->focus.index : 0;
}

bool
moods_is_foreign(const Snapshot* snapshot, const Mood* mood)
{
  const SnapshotPlace* const tags = snapshot_place(snapshot, MODEL_TAGS);
  return mood->place->sidecar->kind == MODEL_TAGS && mood->place != tags;
}

double
moods_error(const SidecarAxis* axis)
{
  return (double)sidecar_axis_to_plane(axis, axis->centre + axis->rmse);
}
