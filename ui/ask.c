// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/ask.h"

#include "dsp/curve.h"
#include "ui/equaliser_map.h"
#include "ui/experiment.h"
#include "ui/geometry.h"

#include <stdio.h>

/// Ask for this instead
static void
ask(const Wish* wish, Actions* actions)
{
  if (actions->n < ACTIONS_MAX && wish_write(wish, actions->wish, sizeof(actions->wish))) {
    actions->items[actions->n++] = (Action){ ACTION_WISH, 0, 0.0f, actions->wish };
    actions->redraw              = true;
  }
}

void
ask_find(const Snapshot* snapshot, Actions* actions)
{
  Wish wish      = snapshot->wish;
  wish.once      = !wish.meter || wish.once;
  wish.meter     = true;
  wish.target[0] = '\0';
  ++wish.request;
  ask(&wish, actions);
}

void
ask_live(const Snapshot* snapshot, Actions* actions)
{
  Wish wish  = snapshot->wish;
  wish.meter = !wish.meter || wish.once;
  wish.once  = false;
  ask(&wish, actions);
}

void
ask_verdict(const Snapshot* snapshot, const char* rule, Actions* actions)
{
  Wish wish = snapshot->wish;
  snprintf(wish.verdict, sizeof(wish.verdict), "%s", rule);
  ask(&wish, actions);
}

void
ask_limit(const Snapshot* snapshot, double decibels, Actions* actions)
{
  Wish wish  = snapshot->wish;
  wish.limit = decibels;
  ask(&wish, actions);
}

void
ask_bands(const Snapshot* snapshot, unsigned bands, Actions* actions)
{
  Wish wish  = snapshot->wish;
  wish.bands = bands;
  ask(&wish, actions);
}

void
ask_map(const Snapshot* snapshot, bool on, Actions* actions)
{
  Wish wish = snapshot->wish;
  wish.maps = on;
  ask(&wish, actions);
}

void
ask_map_of(const Snapshot* snapshot, const char* what, Actions* actions)
{
  Wish wish = snapshot->wish;
  wish.maps = true;
  snprintf(wish.of, sizeof(wish.of), "%s", what);
  ask(&wish, actions);
}

/// Ask for the target that was written into the wish
static void
ask_target(Wish* wish, Actions* actions)
{
  if (wish->once) {
    wish->meter = wish->once = false; // What it found stays
  }
  ++wish->request;
  ask(wish, actions);
}

void
ask_point(const Snapshot* snapshot, double valence, double arousal, Actions* actions)
{
  Wish      wish = snapshot->wish;
  const int v    = (int)(100.0 * limit(valence, -1.0, 1.0) + (valence < 0.0 ? -0.5 : 0.5));
  const int a    = (int)(100.0 * limit(arousal, -1.0, 1.0) + (arousal < 0.0 ? -0.5 : 0.5));
  snprintf(wish.target, // Whole hundredths, whatever the locale's decimal point
           sizeof(wish.target),
           "%s%d.%02d,%s%d.%02d",
           v < 0 ? "-" : "",
           (v < 0 ? -v : v) / 100,
           (v < 0 ? -v : v) % 100,
           a < 0 ? "-" : "",
           (a < 0 ? -a : a) / 100,
           (a < 0 ? -a : a) % 100);
  ask_target(&wish, actions);
}

void
ask_tag(const Snapshot* snapshot, const char* tag, bool up, Actions* actions)
{
  Wish wish = snapshot->wish;
  if (snprintf(wish.target, sizeof(wish.target), "%c%s", up ? '+' : '-', tag) < (int)sizeof(wish.target)) {
    ask_target(&wish, actions);
  }
}

/// What the equaliser's own parameter is while only the curve acts
static float
flat_value(const Snapshot* snapshot, unsigned index)
{
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    if (index == parameter_of_band(band, equaliser_map_is_pass(band) ? BAND_ON : BAND_GAIN)) {
      return 0.0f;
    }
  }
  return index == PARAM_OUTPUT_GAIN ? 0.0f : snapshot->parameters[index];
}

/// One gesture over all that differs: all begin, all are set, all end
static void
change_together(const Snapshot* snapshot, const float* values, Actions* actions)
{
  static const ActionKind kinds[] = { ACTION_BEGIN, ACTION_SET, ACTION_END };
  for (unsigned k = 0; k < 3; ++k) {
    for (unsigned i = 0; i < PARAM_COUNT; ++i) {
      if (values[i] != snapshot->parameters[i]) {
        actions_add(actions, kinds[k], i, values[i]);
        actions->redraw = true;
      }
    }
  }
}

/// Put a share of a curve into the equaliser, alone
static void
put_curve(const Snapshot* snapshot, const FlipMessage* flip, double share, Actions* actions)
{
  float values[PARAM_COUNT];
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = flat_value(snapshot, i);
  }
  values[PARAM_CURVE_BANDS] = parameter_limit(PARAM_CURVE_BANDS, (float)flip->bands);
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    const double gain       = i < flip->bands ? share * (double)flip->gains[i] : 0.0;
    values[PARAM_CURVE + i] = parameter_limit(PARAM_CURVE + i, (float)gain);
  }
  change_together(snapshot, values, actions);
}

void
ask_apply(const Snapshot* snapshot, Actions* actions)
{
  const FlipMessage* const flip = experiment_flip(snapshot);
  if (flip) {
    put_curve(snapshot, flip, 1.0, actions);
  }
}

void
ask_accept(const Snapshot* snapshot, double share, Actions* actions)
{
  const FlipMessage* const proposal = experiment_proposal(snapshot);
  if (proposal) {
    put_curve(snapshot, proposal, share, actions);
    ask_no_target(snapshot, actions);
  }
}

void
ask_no_target(const Snapshot* snapshot, Actions* actions)
{
  Wish wish = snapshot->wish;
  if (wish.target[0]) {
    wish.target[0] = '\0';
    ask(&wish, actions);
  }
}

bool
ask_press(const Snapshot* snapshot, ItemKind item, Actions* actions)
{
  switch (item) {
  case ITEM_FLIP_FIND:
    ask_find(snapshot, actions);
    return true;
  case ITEM_FLIP_APPLY:
    ask_apply(snapshot, actions);
    return true;
  case ITEM_FLIP_LIVE:
    ask_live(snapshot, actions);
    return true;
  case ITEM_TARGET_ACCEPT:
    ask_accept(snapshot, 1.0, actions);
    return true;
  case ITEM_TARGET_HALF:
    ask_accept(snapshot, 0.5, actions);
    return true;
  case ITEM_TARGET_REJECT:
    ask_no_target(snapshot, actions);
    return true;
  case ITEM_MAP:
    ask_map(snapshot, !snapshot->wish.maps, actions);
    return true;
  default:
    return false;
  }
}
