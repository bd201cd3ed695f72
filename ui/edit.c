// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/edit.h"

#include "ui/curve_view.h"
#include "ui/dry.h"
#include "ui/equaliser_map.h"
#include "ui/moods.h"

#include <math.h>

int
edit_parameter(const ViewState* view, ItemKind item)
{
  switch (item) {
  case ITEM_BAND_ON:
  case ITEM_BAND_FREQUENCY:
  case ITEM_BAND_GAIN:
  case ITEM_BAND_Q:
    return (int)parameter_of_band(view->band, (unsigned)item - (unsigned)ITEM_BAND_ON);
  case ITEM_CURVE_BAND:
  case ITEM_CURVE_GAIN:
    return (int)curve_view_parameter(view->curve_band);
  case ITEM_SHADOW:
    return PARAM_SHADOW;
  case ITEM_DRY_DELAY:
    return PARAM_DRY_DELAY;
  case ITEM_BYPASS:
    return PARAM_ENABLED;
  case ITEM_LEVEL_MATCH:
    return PARAM_LEVEL_MATCH;
  case ITEM_OUTPUT_GAIN:
    return PARAM_OUTPUT_GAIN;
  default:
    return -1;
  }
}

void
edit_set(const Snapshot* snapshot, unsigned index, double value, Actions* actions)
{
  const float limited = parameter_limit(index, (float)value);
  if (limited != snapshot->parameters[index]) {
    actions_add(actions, ACTION_SET, index, limited);
    actions->redraw = true;
  }
}

static void
change(const Snapshot* snapshot, unsigned index, double value, Actions* actions)
{
  const float limited = parameter_limit(index, (float)value);
  if (limited != snapshot->parameters[index]) {
    actions_change(actions, index, limited);
    actions->redraw = true;
  }
}

void
edit_toggle(const Snapshot* snapshot, unsigned index, Actions* actions)
{
  change(snapshot, index, snapshot->parameters[index] > 0.0f ? 0.0 : 1.0, actions);
}

void
edit_reset(const Snapshot* snapshot, unsigned index, Actions* actions)
{
  change(snapshot, index, (double)parameter(index)->initial, actions);
}

void
edit_reset_band(const Snapshot* snapshot, unsigned band, Actions* actions)
{
  for (unsigned i = 0; i < PARAMS_PER_BAND; ++i) {
    edit_reset(snapshot, parameter_of_band(band, i), actions);
  }
}

double
edit_to_even(unsigned index, double value)
{
  return (parameter(index)->flags & PARAMETER_LOGARITHMIC) ? log2(value) : value;
}

double
edit_from_even(unsigned index, double even)
{
  return (parameter(index)->flags & PARAMETER_LOGARITHMIC) ? exp2(even) : even;
}

double
edit_per_pixel(unsigned index)
{
  const Parameter* const p = parameter(index);
  return (p->flags & PARAMETER_LOGARITHMIC)
           ? 1.0 / 40.0
           : (p->maximum > p->minimum ? (double)(p->maximum - p->minimum) / 400.0 : 0.0);
}

static double
step_size(const Parameter* p, bool fine)
{
  if (p->flags & PARAMETER_INTEGER) {
    return fine ? 1.0 : 10.0;
  }
  const double whole = p->unit == UNIT_HZ ? 1.0 / 12.0 : p->unit == UNIT_DB ? 0.5 : 0.25;
  return fine ? 0.2 * whole : whole;
}

void
edit_step(const Snapshot* snapshot, unsigned index, double steps, bool fine, Actions* actions)
{
  const Parameter* const p     = parameter(index);
  const double           value = (double)snapshot->parameters[index];
  if (p->flags & PARAMETER_ENUMERATION) {
    change(snapshot, index, steps > 0.0 ? (double)p->maximum : (double)p->minimum, actions);
  } else {
    change(snapshot, index, edit_from_even(index, edit_to_even(index, value) + steps * step_size(p, fine)), actions);
  }
}

void
edit_choose_mood(ViewState* view, const Snapshot* snapshot, unsigned index, Actions* actions)
{
  Mood           list[MOODS_MAX];
  const unsigned n = moods_list(snapshot, list);
  if (index < n && list[index].value > 0.0f) {
    change(snapshot, PARAM_MOOD_MODEL, (double)list[index].value, actions);
    view->hover = (Item){ ITEM_NONE, 0 };
    if (view->focus.kind == ITEM_MOOD) {
      view->focus.index = 0;
    }
  }
}

void
edit_toggle_uncertainty(ViewState* view, Actions* actions)
{
  view->uncertainty = !view->uncertainty;
  actions->keep     = true;
}

void
edit_turn_back(ViewState* view, const Snapshot* snapshot, bool back, Actions* actions)
{
  if (view->undo && back) {
    undo_back(view->undo, snapshot, &view->slots, actions);
  } else if (view->undo) {
    undo_forth(view->undo, snapshot, &view->slots, actions);
  }
}

bool
edit_press(ViewState* view, const Snapshot* snapshot, ItemKind item, Actions* actions)
{
  switch (item) {
  case ITEM_UNDO:
  case ITEM_REDO:
    edit_turn_back(view, snapshot, item == ITEM_UNDO, actions);
    return true;
  case ITEM_GRAPHIC:
    curve_view_toggle(view, actions);
    return true;
  case ITEM_CURVE_RESET:
    curve_view_reset(snapshot, actions);
    return true;
  case ITEM_ALIGN:
    dry_align(snapshot, actions);
    return true;
  case ITEM_BLIND:
    blind_open(&view->blind);
    return true;
  default:
    return false;
  }
}
