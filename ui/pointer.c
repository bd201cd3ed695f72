// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pointer.h"

#include "ui/aim.h"
#include "ui/ask.h"
#include "ui/blind_panel.h"
#include "ui/curve_view.h"
#include "ui/dry.h"
#include "ui/edit.h"
#include "ui/equaliser_map.h"
#include "ui/history_view.h"
#include "ui/layout.h"
#include "ui/menu.h"
#include "ui/slope_map.h"
#include "ui/tag_groups.h"
#include "ui/tags.h"

#include <math.h>

static const double double_click_seconds = 0.4;
static const double drag_threshold       = 3.0; ///< Pixels before a press becomes a drag
static const double fine_factor          = 0.15;

static bool
is_same(Item a, Item b)
{
  return a.kind == b.kind && a.index == b.index;
}

static bool
is_double_click(ViewState* view, Item item, double time)
{
  const bool twice      = is_same(view->last_press, item) && time - view->last_press_time < double_click_seconds;
  view->last_press      = twice ? (Item){ ITEM_NONE, 0 } : item;
  view->last_press_time = time;
  return twice;
}

/// Parameters that a drag of an item moves: the one along x (or the only one) and the one along y, -1 for none
static void
dragged_parameters(const ViewState* view, Item item, int* along_x, int* along_y)
{
  if (item.kind == ITEM_BAND) {
    *along_x = (int)parameter_of_band(item.index, BAND_FREQUENCY);
    *along_y = equaliser_map_is_pass(item.index) ? -1 : (int)parameter_of_band(item.index, BAND_GAIN);
  } else if (item.kind == ITEM_CURVE_BAND) {
    *along_x = (int)curve_view_parameter(item.index);
    *along_y = -1;
  } else {
    *along_x = edit_parameter(view, item.kind);
    *along_y = -1;
  }
}

static void
begin_drag(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Item item)
{
  int along_x = -1;
  int along_y = -1;
  dragged_parameters(view, item, &along_x, &along_y);
  view->drag = (Drag){ .item = item, .x = event->x, .y = event->y };
  if (item.kind == ITEM_BAND) {
    const Layout layout = layout_make(view, snapshot);
    view->drag.a        = equaliser_map_x(&layout, (double)snapshot->parameters[along_x]);
    view->drag.b        = along_y < 0 ? 0.0 : equaliser_map_y(&layout, view, (double)snapshot->parameters[along_y]);
  } else if (item.kind == ITEM_CURVE_BAND) {
    const Layout layout = layout_make(view, snapshot);
    view->drag.b        = equaliser_map_y(&layout, view, (double)snapshot->parameters[along_x]);
  } else {
    view->drag.a = edit_to_even((unsigned)along_x, (double)snapshot->parameters[along_x]);
  }
}

static void
press_band(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Item item, Actions* actions)
{
  const bool twice = is_double_click(view, item, event->time);

  view->band = item.index;
  if (twice || event->button == 1 || (event->modifiers & MODIFIER_CONTROL)) {
    edit_toggle(snapshot, parameter_of_band(item.index, BAND_ON), actions);
  } else if (event->button == 0) {
    begin_drag(view, snapshot, event, item);
  }
}

static void
press_number(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Item item, Actions* actions)
{
  const unsigned         index = (unsigned)edit_parameter(view, item.kind);
  const Parameter* const p     = parameter(index);
  if (p->flags & PARAMETER_ENUMERATION) {
    edit_step(snapshot, index, snapshot->parameters[index] > p->minimum ? -1.0 : 1.0, false, actions);
  } else if (is_double_click(view, item, event->time)) {
    edit_reset(snapshot, index, actions);
  } else {
    begin_drag(view, snapshot, event, item);
  }
}

/// A slider moves by dragging; double and right click put it back
static void
press_slider(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Item item, Actions* actions)
{
  view->curve_band = item.index;
  if (is_double_click(view, item, event->time) || event->button == 1) {
    edit_reset(snapshot, curve_view_parameter(item.index), actions);
  } else if (event->button == 0) {
    begin_drag(view, snapshot, event, item);
  }
}

static void
press_row(ViewState* view, const Snapshot* snapshot, unsigned row)
{
  const Layout   layout = layout_make(view, snapshot);
  uint16_t       labels[LAYOUT_MAX_ROWS];
  const unsigned n = tags_rows(snapshot, view, &layout, labels);
  if (row < n) {
    menu_open(view, snapshot, ITEM_TAG_ROW, row, labels[row]);
  }
}

static void
press_item(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Item item, Actions* actions)
{
  if (history_view_press(view, item.kind, actions) || ask_press(snapshot, item.kind, actions) ||
      menu_open_of(view, snapshot, item.kind, actions)) {
    return;
  }
  switch (item.kind) {
  case ITEM_BAND:
    press_band(view, snapshot, event, item, actions);
    break;
  case ITEM_CURVE_BAND:
    press_slider(view, snapshot, event, item, actions);
    break;
  case ITEM_BAND_ON:
  case ITEM_SHADOW:
  case ITEM_BYPASS:
  case ITEM_LEVEL_MATCH:
    edit_toggle(snapshot, (unsigned)edit_parameter(view, item.kind), actions);
    break;
  case ITEM_BAND_FREQUENCY:
  case ITEM_BAND_GAIN:
  case ITEM_BAND_Q:
  case ITEM_OUTPUT_GAIN:
  case ITEM_CURVE_GAIN:
  case ITEM_DRY_DELAY:
    press_number(view, snapshot, event, item, actions);
    break;
  case ITEM_TAG_ROW:
    press_row(view, snapshot, item.index);
    break;
  case ITEM_SLOT:
    if (event->button == 0 && !(event->modifiers & MODIFIER_CONTROL)) {
      slots_choose(&view->slots, snapshot->parameters, item.index, actions);
    } else {
      menu_open(view, snapshot, ITEM_SLOT, item.index, 0);
    }
    break;
  case ITEM_HELP:
    view->help = true;
    break;
  case ITEM_MOOD:
    edit_choose_mood(view, snapshot, item.index, actions);
    break;
  case ITEM_TAG_GROUP:
    tag_groups_choose(snapshot, item.index, actions);
    break;
  case ITEM_UNCERTAINTY:
    edit_toggle_uncertainty(view, actions);
    break;
  case ITEM_HISTORY:
    history_view_scrub(view, snapshot, event->x);
    view->drag = (Drag){ .item = item, .x = event->x, .y = event->y, .moved = true };
    break;
  case ITEM_WET_DOT:
    view->drag = (Drag){ .item = item, .x = event->x, .y = event->y };
    break;
  default:
    edit_press(view, snapshot, item.kind, actions);
    break;
  }
}

static void
press_menu(ViewState* view, const Snapshot* snapshot, Item item, Actions* actions)
{
  if (item.kind == ITEM_MENU_ENTRY) {
    menu_choose(view, snapshot, item.index, actions);
  } else {
    view->menu = (Menu){ .owner = ITEM_NONE };
  }
}

/// The press has become a drag: announce the gesture, put a band that was off into the path
static void
start_moving(ViewState* view, const Snapshot* snapshot, Actions* actions)
{
  const Item item    = view->drag.item;
  int        along_x = -1;
  int        along_y = -1;

  view->drag.moved = true;
  if (item.kind == ITEM_WET_DOT) {
    aim_begin(view, snapshot);
    return;
  }
  dragged_parameters(view, item, &along_x, &along_y);
  if (item.kind == ITEM_BAND && snapshot->parameters[parameter_of_band(item.index, BAND_ON)] <= 0.0f) {
    edit_toggle(snapshot, parameter_of_band(item.index, BAND_ON), actions);
  }
  actions_add(actions, ACTION_BEGIN, (unsigned)along_x, snapshot->parameters[along_x]);
  if (along_y >= 0) {
    actions_add(actions, ACTION_BEGIN, (unsigned)along_y, snapshot->parameters[along_y]);
  }
}

static void
drag_band(ViewState* view, const Snapshot* snapshot, double dx, double dy, Actions* actions)
{
  const Layout layout  = layout_make(view, snapshot);
  int          along_x = -1;
  int          along_y = -1;

  dragged_parameters(view, view->drag.item, &along_x, &along_y);
  view->drag.a += dx;
  view->drag.b += dy;
  edit_set(snapshot, (unsigned)along_x, equaliser_map_frequency(&layout, view->drag.a), actions);
  if (along_y >= 0) {
    edit_set(snapshot, (unsigned)along_y, equaliser_map_gain(&layout, view, view->drag.b), actions);
  }
}

static void
drag_slider(ViewState* view, const Snapshot* snapshot, double dy, Actions* actions)
{
  const Layout layout = layout_make(view, snapshot);
  view->drag.b += dy;
  edit_set(
    snapshot, curve_view_parameter(view->drag.item.index), equaliser_map_gain(&layout, view, view->drag.b), actions);
}

static void
drag_number(ViewState* view, const Snapshot* snapshot, double dx, double dy, Actions* actions)
{
  const unsigned index = (unsigned)edit_parameter(view, view->drag.item.kind);
  view->drag.a += (dx - dy) * edit_per_pixel(index);
  edit_set(snapshot, index, edit_from_even(index, view->drag.a), actions);
}

static void
drag(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const double factor = (event->modifiers & MODIFIER_SHIFT) ? fine_factor : 1.0;
  const double dx     = event->x - view->drag.x;
  const double dy     = event->y - view->drag.y;
  if (!view->drag.moved) {
    if (hypot(dx, dy) < drag_threshold) {
      return;
    }
    start_moving(view, snapshot, actions);
  }
  view->drag.x = event->x;
  view->drag.y = event->y;
  if (view->drag.item.kind == ITEM_HISTORY) {
    history_view_scrub(view, snapshot, event->x);
    actions->redraw = true;
    return;
  }
  if (view->drag.item.kind == ITEM_WET_DOT) {
    const Layout layout = layout_make(view, snapshot);
    aim_drag(view, &layout, factor * dx, factor * dy);
    actions->redraw = true;
    return;
  }
  if (view->drag.item.kind == ITEM_BAND) {
    drag_band(view, snapshot, factor * dx, factor * dy, actions);
  } else if (view->drag.item.kind == ITEM_CURVE_BAND) {
    drag_slider(view, snapshot, factor * dy, actions);
  } else {
    drag_number(view, snapshot, factor * dx, factor * dy, actions);
  }
}

static void
hover(ViewState* view, Item item, Actions* actions)
{
  if (!is_same(view->hover, item)) {
    view->hover     = item;
    actions->redraw = true;
  }
  if (item.kind == ITEM_MENU_ENTRY && view->menu.entry != item.index) {
    view->menu.entry = item.index;
    actions->redraw  = true;
  }
}

/// What is told of a map or of the past changes with the pointer
static void
follow_on_map(ViewState* view, const Snapshot* snapshot, double x, Actions* actions)
{
  const bool told = view->hover.kind == ITEM_HISTORY || (view->hover.kind == ITEM_PLOT && slope_map_is_shown(snapshot));
  if (told && view->pointer_x != x) {
    view->pointer_x = x;
    actions->redraw = true;
  }
}

void
pointer_move(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  if (view->drag.item.kind != ITEM_NONE) {
    drag(view, snapshot, event, actions);
  } else {
    hover(view, scene_hit(snapshot, view, event->x, event->y), actions);
    follow_on_map(view, snapshot, event->x, actions);
  }
}

void
pointer_release(ViewState* view, const Snapshot* snapshot, Actions* actions)
{
  int along_x = -1;
  int along_y = -1;
  if (view->drag.item.kind == ITEM_NONE) {
    return;
  }
  if (view->drag.item.kind == ITEM_HISTORY) {
    view->pointer_x = view->drag.x;
  } else if (view->drag.item.kind == ITEM_WET_DOT) {
    aim_end(view, snapshot, actions);
  } else if (view->drag.moved) {
    dragged_parameters(view, view->drag.item, &along_x, &along_y);
    actions_add(actions, ACTION_END, (unsigned)along_x, snapshot->parameters[along_x]);
    if (along_y >= 0) {
      actions_add(actions, ACTION_END, (unsigned)along_y, snapshot->parameters[along_y]);
    }
  }
  view->drag      = (Drag){ .item = { ITEM_NONE, 0 } };
  actions->redraw = true;
}

void
pointer_press(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const Item item = scene_hit(snapshot, view, event->x, event->y);

  pointer_release(view, snapshot, actions); // Of another button, or one that got lost
  actions->redraw          = true;
  view->history_message[0] = '\0';
  if (blind_panel_is_open(view)) {
    view->focus_visible = false;
    blind_panel_press(view, snapshot, item, actions);
  } else if (view->help) {
    view->help = false;
  } else if (view->menu.owner != ITEM_NONE) {
    press_menu(view, snapshot, item, actions);
  } else {
    view->focus         = item;
    view->focus_visible = false;
    view->aiming        = false;
    press_item(view, snapshot, event, item, actions);
  }
}

void
pointer_leave(ViewState* view, Actions* actions)
{
  if (view->hover.kind != ITEM_NONE) {
    view->hover     = (Item){ ITEM_NONE, 0 };
    actions->redraw = true;
  }
}

/// A node that is held can be made wider or narrower; anything else waits
static void
scroll_while_dragging(const ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  if (view->drag.item.kind == ITEM_BAND) {
    const unsigned q = parameter_of_band(view->drag.item.index, BAND_Q);
    edit_step(snapshot, q, event->scroll, event->modifiers & MODIFIER_SHIFT, actions);
  }
}

void
pointer_scroll(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const bool fine = event->modifiers & MODIFIER_SHIFT;
  if (view->help || blind_panel_is_open(view) || event->scroll == 0.0) {
    return;
  }
  if (view->drag.item.kind != ITEM_NONE) {
    scroll_while_dragging(view, snapshot, event, actions);
    return;
  }
  if (view->menu.owner != ITEM_NONE) {
    menu_move(view, snapshot, event->scroll > 0.0 ? -1 : 1);
    actions->redraw = true;
    return;
  }

  const Item item  = scene_hit(snapshot, view, event->x, event->y);
  const int  index = edit_parameter(view, item.kind);
  if (item.kind == ITEM_BAND) {
    view->band = item.index;
    edit_step(snapshot, parameter_of_band(item.index, BAND_Q), event->scroll, fine, actions);
    actions->redraw = true;
  } else if (item.kind == ITEM_CURVE_BAND) {
    view->curve_band = item.index;
    edit_step(snapshot, curve_view_parameter(item.index), event->scroll, fine, actions);
    actions->redraw = true;
  } else if (item.kind == ITEM_HISTORY) {
    history_view_change_span(view, event->scroll > 0.0 ? -1 : 1, actions);
  } else if (item.kind == ITEM_PLOT) {
    view->range   = event->scroll > 0.0 ? 12.0 : 18.0;
    actions->keep = actions->redraw = true;
  } else if (index >= 0 && !(parameter((unsigned)index)->flags & PARAMETER_TOGGLED)) {
    edit_step(snapshot, (unsigned)index, event->scroll, fine, actions);
  }
}
