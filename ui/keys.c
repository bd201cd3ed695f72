// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/keys.h"

#include "ui/aim.h"
#include "ui/ask.h"
#include "ui/blind_panel.h"
#include "ui/curve_view.h"
#include "ui/edit.h"
#include "ui/equaliser_map.h"
#include "ui/experiment.h"
#include "ui/history_view.h"
#include "ui/layout.h"
#include "ui/menu.h"
#include "ui/moods.h"
#include "ui/tag_groups.h"
#include "ui/tags.h"

#include <math.h>

/// The controls that Tab visits between the bands and the tag rows
static const ItemKind controls_before_rows[] = {
  ITEM_BAND_ON,     ITEM_BAND_FREQUENCY, ITEM_BAND_GAIN,  ITEM_BAND_Q, ITEM_CURVE_COUNT, ITEM_CURVE_GAIN,
  ITEM_CURVE_RESET, ITEM_GRAPHIC,        ITEM_SHADOW,     ITEM_BYPASS, ITEM_LEVEL_MATCH, ITEM_OUTPUT_GAIN,
  ITEM_MAP,         ITEM_MAP_OF,         ITEM_UNDO,       ITEM_REDO,   ITEM_PRESET,      ITEM_TAG_MODEL,
  ITEM_MOOD_MODEL,  ITEM_COMPARE,        ITEM_UNCERTAINTY
};

/// ... and after the tag rows
static const ItemKind controls_after_rows[] = {
  ITEM_FLIP_VERDICT,  ITEM_FLIP_LIMIT,   ITEM_FLIP_BANDS,    ITEM_FLIP_FIND,  ITEM_FLIP_APPLY,   ITEM_FLIP_LIVE,
  ITEM_TARGET_ACCEPT, ITEM_TARGET_HALF,  ITEM_TARGET_REJECT, ITEM_HISTORY,    ITEM_HISTORY_SPAN, ITEM_HISTORY_MARK,
  ITEM_HISTORY_SAVE,  ITEM_HISTORY_LIVE, ITEM_HISTORY_SHOW,  ITEM_DRY_SOURCE, ITEM_DRY_DELAY,    ITEM_ALIGN,
  ITEM_BLIND,         ITEM_HELP,         ITEM_THEME,         ITEM_ZOOM
};

enum {
  N_BEFORE  = sizeof(controls_before_rows) / sizeof(controls_before_rows[0]),
  N_AFTER   = sizeof(controls_after_rows) / sizeof(controls_after_rows[0]),
  MAX_STOPS = CURVE_MAX_BANDS + SLOTS + 1 + N_BEFORE + MOODS_MAX + PLACE_COUNT + LAYOUT_MAX_ROWS + N_AFTER
};

static void
add_controls(const Layout* layout, const ItemKind* kinds, unsigned n_kinds, Item* stops, unsigned* n)
{
  for (unsigned i = 0; i < n_kinds; ++i) {
    if (layout_control(layout, kinds[i]).w > 0.0) {
      stops[(*n)++] = (Item){ kinds[i], 0 };
    }
  }
}

/// Everything that can have the focus, in the order of Tab
static unsigned
list_stops(const ViewState* view, const Snapshot* snapshot, Item* stops)
{
  if (blind_panel_is_open(view)) {
    return blind_panel_stops(snapshot, view, stops);
  }
  const Layout layout = layout_make(view, snapshot);
  uint16_t     labels[LAYOUT_MAX_ROWS];
  unsigned     n = 0;

  const unsigned n_bands = view->graphic ? curve_view_bands(snapshot) : EQ_BANDS;
  for (unsigned i = 0; i < n_bands; ++i) {
    stops[n++] = (Item){ view->graphic ? ITEM_CURVE_BAND : ITEM_BAND, i };
  }
  for (unsigned i = 0; i < SLOTS; ++i) {
    stops[n++] = (Item){ ITEM_SLOT, i };
  }
  add_controls(&layout, controls_before_rows, N_BEFORE, stops, &n);
  Mood           moods[MOODS_MAX];
  const unsigned n_moods = moods_list(snapshot, moods);
  for (unsigned i = 0; layout.legend.h > 0.0 && i < n_moods; ++i) {
    stops[n++] = (Item){ ITEM_MOOD, i };
  }
  if (n_moods) {
    stops[n++] = (Item){ ITEM_WET_DOT, 0 };
  }
  Place          groups[PLACE_COUNT];
  const unsigned n_groups = tag_groups_list(snapshot, groups);
  for (unsigned i = 0; i < n_groups; ++i) {
    stops[n++] = (Item){ ITEM_TAG_GROUP, i };
  }
  const unsigned n_rows = tags_rows(snapshot, view, &layout, labels);
  for (unsigned i = 0; i < n_rows; ++i) {
    stops[n++] = (Item){ ITEM_TAG_ROW, i };
  }
  add_controls(&layout, controls_after_rows, N_AFTER, stops, &n);
  return n;
}

static void
focus_on(ViewState* view, Item item)
{
  view->focus         = item;
  view->focus_visible = true;
  view->hover         = (Item){ ITEM_NONE, 0 }; // What was touched last is what is shown
  if (item.kind == ITEM_BAND) {
    view->band = item.index;
  } else if (item.kind == ITEM_CURVE_BAND) {
    view->curve_band = item.index;
  }
}

static void
move_focus(ViewState* view, const Snapshot* snapshot, bool back)
{
  Item           stops[MAX_STOPS];
  const unsigned n = list_stops(view, snapshot, stops);
  for (unsigned i = 0; i < n; ++i) {
    if (stops[i].kind == view->focus.kind && stops[i].index == view->focus.index) {
      focus_on(view, stops[(i + (back ? n - 1 : 1)) % n]);
      return;
    }
  }
  const Item start = view->graphic ? (Item){ ITEM_CURVE_BAND, view->curve_band } : (Item){ ITEM_BAND, view->band };
  focus_on(view, back || blind_panel_is_open(view) ? stops[back ? n - 1 : 0] : start);
}

static void
move_to_row(ViewState* view, const Snapshot* snapshot, int steps)
{
  const Layout layout = layout_make(view, snapshot);
  uint16_t     labels[LAYOUT_MAX_ROWS];
  const int    last = (int)tags_rows(snapshot, view, &layout, labels) - 1;
  if (last >= 0) {
    focus_on(view, (Item){ ITEM_TAG_ROW, (unsigned)limit((int)view->focus.index + steps, 0, last) });
  }
}

/// The sliders of the curve: to another one, or up and down
static void
move_slider(ViewState* view, const Snapshot* snapshot, bool vertical, double step, bool fine, Actions* actions)
{
  if (vertical) {
    edit_step(snapshot, curve_view_parameter(view->curve_band), step, fine, actions);
  } else {
    curve_view_select(view, snapshot, (int)step);
    focus_on(view, (Item){ ITEM_CURVE_BAND, view->curve_band });
  }
}

/// Arrow keys: on a row they move, on a number they change it, else they change the selected band
static void
press_arrow(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const bool   fine     = event->modifiers & MODIFIER_SHIFT;
  const bool   vertical = event->key == KEY_UP || event->key == KEY_DOWN;
  const double step     = event->key == KEY_UP || event->key == KEY_RIGHT ? 1.0 : -1.0;
  const int    index    = edit_parameter(view, view->focus.kind);

  if (view->focus.kind == ITEM_WET_DOT) {
    const double way = (fine ? 0.01 : 0.05) * step;
    aim_step(view, snapshot, vertical ? 0.0 : way, vertical ? way : 0.0);
  } else if (view->focus.kind == ITEM_TAG_ROW) {
    move_to_row(view, snapshot, vertical ? (int)-step : 0);
  } else if (view->focus.kind != ITEM_CURVE_BAND && index >= 0 &&
             !(parameter((unsigned)index)->flags & PARAMETER_TOGGLED)) {
    edit_step(snapshot, (unsigned)index, step, fine, actions);
  } else if (view->graphic) {
    move_slider(view, snapshot, vertical, step, fine, actions);
  } else {
    edit_step(snapshot, parameter_of_band(view->band, vertical ? BAND_GAIN : BAND_FREQUENCY), step, fine, actions);
  }
}

static void
open_row_menu(ViewState* view, const Snapshot* snapshot)
{
  const Layout layout = layout_make(view, snapshot);
  uint16_t     labels[LAYOUT_MAX_ROWS];
  if (view->focus.index < tags_rows(snapshot, view, &layout, labels)) {
    menu_open(view, snapshot, ITEM_TAG_ROW, view->focus.index, labels[view->focus.index]);
  }
}

/// Press what has the focus; without focus the selected band
static void
activate(ViewState* view, const Snapshot* snapshot, Actions* actions)
{
  const int index = edit_parameter(view, view->focus.kind);
  switch (view->focus.kind) {
  case ITEM_TAG_ROW:
    open_row_menu(view, snapshot);
    break;
  case ITEM_SLOT:
    slots_choose(&view->slots, snapshot->parameters, view->focus.index, actions);
    break;
  case ITEM_HELP:
    view->help = true;
    break;
  case ITEM_MOOD:
    edit_choose_mood(view, snapshot, view->focus.index, actions);
    break;
  case ITEM_TAG_GROUP:
    tag_groups_choose(snapshot, view->focus.index, actions);
    break;
  case ITEM_UNCERTAINTY:
    edit_toggle_uncertainty(view, actions);
    break;
  case ITEM_WET_DOT:
    aim_end(view, snapshot, actions);
    break;
  default:
    if (history_view_press(view, view->focus.kind, actions) || ask_press(snapshot, view->focus.kind, actions) ||
        edit_press(view, snapshot, view->focus.kind, actions) ||
        menu_open_of(view, snapshot, view->focus.kind, actions)) {
      break;
    }
    if (index >= 0 && (parameter((unsigned)index)->flags & PARAMETER_TOGGLED)) {
      edit_toggle(snapshot, (unsigned)index, actions);
    } else {
      edit_toggle(snapshot, parameter_of_band(view->band, BAND_ON), actions);
    }
  }
}

static void
change_zoom(ViewState* view, double zoom, Actions* actions)
{
  view->zoom    = limit(0.25 * round(4.0 * zoom), VIEW_MIN_ZOOM, VIEW_MAX_ZOOM);
  actions->keep = actions->resize = true;
}

static void
change_theme(ViewState* view, Actions* actions)
{
  view->theme   = (ThemeName)(((unsigned)view->theme + 1u) % THEME_COUNT);
  actions->keep = true;
}

static void
press_menu_key(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  switch (key) {
  case KEY_UP:
    menu_move(view, snapshot, -1);
    break;
  case KEY_DOWN:
    menu_move(view, snapshot, 1);
    break;
  case KEY_PAGE_UP:
    menu_move(view, snapshot, -8);
    break;
  case KEY_PAGE_DOWN:
    menu_move(view, snapshot, 8);
    break;
  case KEY_RETURN:
  case KEY_SPACE:
    menu_choose(view, snapshot, view->menu.entry, actions);
    break;
  case KEY_ESCAPE:
  case KEY_TAB:
    view->menu = (Menu){ .owner = ITEM_NONE };
    break;
  default:
    break;
  }
}

/// Keys that mean the curve where its sliders are shown; false for others
static bool
press_curve_key(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const bool all = event->modifiers & MODIFIER_SHIFT;
  if (!view->graphic) {
    return false;
  }
  if (event->key == KEY_DELETE || event->key == KEY_BACKSPACE) {
    if (all) {
      curve_view_reset(snapshot, actions);
    } else {
      edit_reset(snapshot, curve_view_parameter(view->curve_band), actions);
    }
    return true;
  }
  if (event->key >= '1' && event->key < '1' + EQ_BANDS) {
    focus_on(view, (Item){ ITEM_CURVE_BAND, event->key - '1' });
    return true;
  }
  return event->key == 'o' || event->key == '[' || event->key == ']';
}

/// Keys that change the selected band or the equaliser as a whole
static void
press_equaliser_key(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const bool     fine = event->modifiers & MODIFIER_SHIFT;
  const unsigned q    = parameter_of_band(view->band, BAND_Q);
  switch (event->key) {
  case KEY_LEFT:
  case KEY_RIGHT:
  case KEY_UP:
  case KEY_DOWN:
    press_arrow(view, snapshot, event, actions);
    break;
  case ']':
  case KEY_PAGE_UP:
    edit_step(snapshot, q, 1.0, fine, actions);
    break;
  case '[':
  case KEY_PAGE_DOWN:
    edit_step(snapshot, q, -1.0, fine, actions);
    break;
  case 'o':
    edit_toggle(snapshot, parameter_of_band(view->band, BAND_ON), actions);
    break;
  case KEY_DELETE:
  case KEY_BACKSPACE:
    edit_reset_band(snapshot, view->band, actions);
    break;
  case 'b':
    edit_toggle(snapshot, PARAM_ENABLED, actions);
    break;
  case 'm':
    edit_toggle(snapshot, PARAM_LEVEL_MATCH, actions);
    break;
  case 'w':
    edit_toggle(snapshot, PARAM_SHADOW, actions);
    break;
  case 'g':
    curve_view_toggle(view, actions);
    break;
  case 'd':
    menu_open(view, snapshot, ITEM_DRY_SOURCE, 0, 0);
    break;
  default:
    if (event->key >= '1' && event->key < '1' + EQ_BANDS) {
      focus_on(view, (Item){ ITEM_BAND, event->key - '1' });
    }
  }
}

/// A key on a row of the tag list that asks for more or less of the tag; false if there is none
static bool
press_on_tag(const ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  const Layout layout = layout_make(view, snapshot);
  uint16_t     labels[LAYOUT_MAX_ROWS];
  const bool   up = key == '+' || key == '=';
  if (view->focus.kind != ITEM_TAG_ROW || !(up || key == '-') ||
      view->focus.index >= tags_rows(snapshot, view, &layout, labels)) {
    return false;
  }
  const Sidecar* const sidecar = snapshot_place(snapshot, MODEL_TAGS)->sidecar;
  ask_tag(snapshot, sidecar->labels[labels[view->focus.index]].name, up, actions);
  return true;
}

static bool
is_on_target_button(const ViewState* view)
{
  return view->focus_visible && view->focus.kind >= ITEM_TARGET_ACCEPT && view->focus.kind <= ITEM_TARGET_REJECT;
}

/// A key that decides on a target; false if there is none to decide on
static bool
press_on_target(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  const bool proposed = experiment_proposal(snapshot);
  if (key == KEY_ESCAPE && experiment_has_target(snapshot, view)) {
    if (!view->aiming) {
      ask_no_target(snapshot, actions);
    }
    view->aiming = false;
  } else if (key == KEY_RETURN && view->aiming) {
    aim_end(view, snapshot, actions);
  } else if (key == KEY_RETURN && proposed && !is_on_target_button(view)) {
    ask_accept(snapshot, 1.0, actions);
  } else if (key == 'h' && proposed) {
    ask_accept(snapshot, 0.5, actions);
  } else {
    return false;
  }
  return true;
}

/// Keys of the experiment; false if it is none
static bool
press_experiment_key(ViewState* view, const Snapshot* snapshot, unsigned key, Actions* actions)
{
  switch (key) {
  case 'f':
    ask_find(snapshot, actions);
    return true;
  case 'l':
    ask_live(snapshot, actions);
    return true;
  case 'a':
    ask_apply(snapshot, actions);
    return true;
  case 'n':
    ask_map(snapshot, !snapshot->wish.maps, actions);
    return true;
  case 'v':
    menu_open(view, snapshot, ITEM_FLIP_VERDICT, 0, 0);
    return true;
  default:
    return press_on_target(view, snapshot, key, actions) || press_on_tag(view, snapshot, key, actions);
  }
}

static void
open_slot_menu(ViewState* view, const Snapshot* snapshot)
{
  const bool focused = view->focus.kind == ITEM_SLOT;
  menu_open(view, snapshot, ITEM_SLOT, focused ? view->focus.index : view->slots.current, 0);
}

/// Keys that switch slots or take steps back; false for others
static bool
press_history_key(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const bool shifted = event->modifiers & MODIFIER_SHIFT;
  if (event->key >= 'A' && event->key < 'A' + SLOTS) {
    slots_choose(&view->slots, snapshot->parameters, event->key - 'A', actions);
    return true;
  }
  switch (event->key) {
  case 'x':
    slots_choose(&view->slots, snapshot->parameters, view->slots.last, actions);
    return true;
  case 'e':
    open_slot_menu(view, snapshot);
    return true;
  case 'z':
  case 'Z':
    edit_turn_back(view, snapshot, !shifted, actions);
    return true;
  case 'y':
    edit_turn_back(view, snapshot, false, actions);
    return true;
  default:
    return false;
  }
}

static void
press_window_key(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  switch (event->key) {
  case KEY_TAB:
    move_focus(view, snapshot, event->modifiers & MODIFIER_SHIFT);
    break;
  case KEY_SPACE:
  case KEY_RETURN:
    activate(view, snapshot, actions);
    break;
  case KEY_ESCAPE:
    view->focus_visible = false;
    view->focus         = (Item){ ITEM_NONE, 0 };
    break;
  case 'p':
    if (view->presets) {
      menu_open(view, snapshot, ITEM_PRESET, 0, 0);
    }
    break;
  case 'c':
    menu_open(view, snapshot, ITEM_COMPARE, 0, 0);
    actions->look = true;
    break;
  case 'q':
    blind_open(&view->blind);
    break;
  case 'u':
    edit_toggle_uncertainty(view, actions);
    break;
  case 't':
    change_theme(view, actions);
    break;
  case '+':
  case '=':
    change_zoom(view, view->zoom + 0.25, actions);
    break;
  case '-':
    change_zoom(view, view->zoom - 0.25, actions);
    break;
  case '0':
    change_zoom(view, 1.0, actions);
    break;
  case '?':
  case KEY_F1:
    view->help = true;
    break;
  default:
    if (!press_history_key(view, snapshot, event, actions) && !press_curve_key(view, snapshot, event, actions)) {
      press_equaliser_key(view, snapshot, event, actions);
    }
  }
}

/// Letters with Control: the usual ones for steps back and forth, none besides
static bool
is_foreign(const SceneEvent* event)
{
  const bool letter = event->key > KEY_SPACE && event->key < KEY_DELETE;
  return letter && (event->modifiers & MODIFIER_CONTROL) && event->key != 'z' && event->key != 'y';
}

void
keys_press(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  if (view->drag.item.kind == ITEM_WET_DOT && event->key == KEY_ESCAPE) {
    view->drag      = (Drag){ .item = { ITEM_NONE, 0 } };
    view->aiming    = false;
    actions->redraw = true;
  }
  if (view->drag.item.kind != ITEM_NONE || is_foreign(event)) {
    return;
  }
  actions->redraw = true;
  if (blind_panel_is_open(view) && event->key == KEY_TAB) {
    move_focus(view, snapshot, event->modifiers & MODIFIER_SHIFT);
  } else if (blind_panel_is_open(view)) {
    blind_panel_key(view, snapshot, event->key, actions);
  } else if (view->help) {
    view->help = false;
  } else if (view->menu.owner != ITEM_NONE) {
    press_menu_key(view, snapshot, event->key, actions);
  } else if (!history_view_key(view, snapshot, event->key, event->modifiers & MODIFIER_SHIFT, actions) &&
             !press_experiment_key(view, snapshot, event->key, actions)) {
    press_window_key(view, snapshot, event, actions);
  }
}
