// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/menu.h"

#include "ui/ask.h"
#include "ui/chip.h"
#include "ui/curve_view.h"
#include "ui/dry.h"
#include "ui/experiment_menu.h"
#include "ui/model_menu.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double entry_height = 26.0;
static const double menu_padding = 6.0;

/// Entries of a slot's menu: copies to and exchanges with the others, and back to flat
enum { SLOT_ENTRIES = 2 * (SLOTS - 1) + 1 };

static const unsigned curve_counts[] = { 8, 10, 31 };

static const double zooms[] = { 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 3.0, 4.0 };

enum { ZOOMS = sizeof(zooms) / sizeof(zooms[0]) };

/// Entries of the menu of a tag; the output slots follow
enum { TAG_PIN, TAG_RAISE, TAG_LOWER, TAG_OUTPUTS };

unsigned
menu_count(const Snapshot* snapshot, const ViewState* view)
{
  if (experiment_menu_owns(view->menu.owner)) {
    return experiment_menu_count(snapshot, view);
  }
  if (model_menu_owns(view->menu.owner)) {
    return model_menu_count(view);
  }
  switch (view->menu.owner) {
  case ITEM_PRESET:
    return view->presets ? view->presets->n : 0;
  case ITEM_THEME:
    return THEME_COUNT;
  case ITEM_ZOOM:
    return ZOOMS;
  case ITEM_TAG_ROW:
    return TAG_OUTPUTS + TAG_SLOTS;
  case ITEM_SLOT:
    return SLOT_ENTRIES;
  case ITEM_CURVE_COUNT:
    return sizeof(curve_counts) / sizeof(curve_counts[0]);
  case ITEM_DRY_SOURCE:
    return DRY_SIDE_CHAIN + 1;
  default:
    return 0;
  }
}

static const char*
tag_of_menu(const Snapshot* snapshot, const ViewState* view)
{
  const SnapshotPlace* const place   = snapshot_place(snapshot, MODEL_TAGS);
  const Sidecar* const       sidecar = place ? place->sidecar : NULL;
  return sidecar && view->menu.label < sidecar->n_tags ? sidecar->labels[view->menu.label].name : "";
}

static bool
is_current_for_tag(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  const char* const tag = tag_of_menu(snapshot, view);
  return entry == TAG_PIN ? view_state_is_pinned(view, tag)
                          : entry >= TAG_OUTPUTS && !strcmp(snapshot->status.slots[entry - TAG_OUTPUTS], tag);
}

bool
menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  if (model_menu_owns(view->menu.owner)) {
    return model_menu_is_current(snapshot, view, entry);
  }
  if (experiment_menu_owns(view->menu.owner)) {
    return experiment_menu_is_current(snapshot, view, entry);
  }
  switch (view->menu.owner) {
  case ITEM_PRESET:
    return (int)entry == preset_list_find(view->presets, snapshot->parameters);
  case ITEM_CURVE_COUNT:
    return curve_counts[entry] == curve_view_bands(snapshot);
  case ITEM_DRY_SOURCE:
    return (entry == DRY_SIDE_CHAIN) == dry_is_side_chain(snapshot);
  case ITEM_THEME:
    return entry == (unsigned)view->theme;
  case ITEM_ZOOM:
    return fabs(zooms[entry] - view->zoom) < 0.005;
  case ITEM_TAG_ROW:
    return is_current_for_tag(snapshot, view, entry);
  default:
    return false;
  }
}

static void
describe_slot(const Snapshot* snapshot, unsigned slot, char* text, unsigned size)
{
  const char* const tag = snapshot->status.slots[slot];
  snprintf(text, size, "Send to output %u%s%s", slot + 1, tag[0] ? ", now " : "", tag);
}

/// The slot that an entry of the menu of another is about
static unsigned
other_slot(const ViewState* view, unsigned entry)
{
  const unsigned other = entry % (SLOTS - 1);
  return other + (other >= view->menu.row);
}

static void
describe_setting(const ViewState* view, unsigned entry, char* text, unsigned size)
{
  const char* const name  = slots_name(view->menu.row);
  const char* const other = slots_name(other_slot(view, entry));
  if (entry == SLOT_ENTRIES - 1) {
    snprintf(text, size, "Make %s flat", name);
  } else if (entry < SLOTS - 1) {
    snprintf(text, size, "Copy %s to %s", name, other);
  } else {
    snprintf(text, size, "Swap %s and %s", name, other);
  }
}

static void
describe_for_tag(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  static const char* const formats[] = { "Keep \u201C%s\u201D on top",
                                         "Find a curve that raises \u201C%s\u201D",
                                         "Find a curve that lowers \u201C%s\u201D" };
  if (entry < TAG_OUTPUTS) {
    snprintf(text, size, formats[entry], tag_of_menu(snapshot, view)); // NOLINT(clang-diagnostic-format-nonliteral)
  } else {
    describe_slot(snapshot, entry - TAG_OUTPUTS, text, size);
  }
}

static void
describe(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  switch (view->menu.owner) {
  case ITEM_PRESET:
    snprintf(text, size, "%s", view->presets->presets[entry].title);
    break;
  case ITEM_TAG_MODEL:
  case ITEM_MOOD_MODEL:
  case ITEM_COMPARE:
    model_menu_name(view, entry, text, size);
    break;
  case ITEM_THEME:
    snprintf(text, size, "%s", theme_get((ThemeName)entry)->name);
    break;
  case ITEM_ZOOM:
    snprintf(text, size, "%.0f\u202F%%", 100.0 * zooms[entry]);
    break;
  case ITEM_TAG_ROW:
    describe_for_tag(snapshot, view, entry, text, size);
    break;
  case ITEM_SLOT:
    describe_setting(view, entry, text, size);
    break;
  case ITEM_CURVE_COUNT:
    snprintf(text, size, "%u bands", curve_counts[entry]);
    break;
  case ITEM_DRY_SOURCE:
    snprintf(text, size, "%s", dry_source_name(entry));
    break;
  default:
    experiment_menu_name(snapshot, view, entry, text, size);
  }
}

static Rect
anchor_of(const ViewState* view, const Layout* layout)
{
  return view->menu.owner == ITEM_TAG_ROW ? layout_row(layout, view->menu.row)
         : view->menu.owner == ITEM_SLOT  ? layout->slots[view->menu.row]
                                          : layout_control(layout, view->menu.owner);
}

static double
width_of(ItemKind owner)
{
  switch (owner) {
  case ITEM_PRESET:
    return 320.0;
  case ITEM_TAG_ROW:
    return 312.0;
  case ITEM_TAG_MODEL:
  case ITEM_MOOD_MODEL:
  case ITEM_COMPARE:
    return 400.0;
  case ITEM_FLIP_VERDICT:
    return 300.0;
  case ITEM_MAP_OF:
    return 220.0;
  case ITEM_FLIP_LIMIT:
  case ITEM_FLIP_BANDS:
    return 128.0;
  case ITEM_ZOOM:
    return 100.0;
  case ITEM_DRY_SOURCE:
    return 290.0;
  default:
    return 172.0;
  }
}

/// Room for words on the highlighted entry
static double
about_height(ItemKind owner)
{
  switch (owner) {
  case ITEM_PRESET:
    return 58.0;
  case ITEM_TAG_MODEL:
    return 136.0;
  case ITEM_MOOD_MODEL:
    return 186.0;
  case ITEM_COMPARE:
    return 40.0;
  default:
    return 0.0;
  }
}

/// Entries that fit into the window
static unsigned
visible_count(const Snapshot* snapshot, const ViewState* view)
{
  const double   room = view->height - 82.0 - about_height(view->menu.owner);
  const unsigned most = (unsigned)(room / entry_height);
  const unsigned n    = menu_count(snapshot, view);
  return n < most ? n : most;
}

static unsigned
first_visible(const Snapshot* snapshot, const ViewState* view)
{
  const unsigned n     = menu_count(snapshot, view);
  const unsigned shown = visible_count(snapshot, view);
  return view->menu.first + shown > n ? n - shown : view->menu.first;
}

Rect
menu_rect(const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const Rect   anchor = anchor_of(view, layout);
  const double about  = about_height(view->menu.owner);
  const double w      = width_of(view->menu.owner);
  const double h      = visible_count(snapshot, view) * entry_height + 2.0 * menu_padding + about;
  const bool   below  = anchor.y + anchor.h + 4.0 + h <= view->height - 4.0;
  const double x      = limit(anchor.x + anchor.w - w, 8.0, view->width - w - 8.0);
  const double y      = below ? anchor.y + anchor.h + 4.0 : fmax(4.0, anchor.y - 4.0 - h);
  return (Rect){ x, y, w, h };
}

Rect
menu_entry_rect(const Snapshot* snapshot, const ViewState* view, const Layout* layout, unsigned entry)
{
  const Rect     rect  = menu_rect(snapshot, view, layout);
  const unsigned first = first_visible(snapshot, view);
  if (entry < first || entry >= first + visible_count(snapshot, view)) {
    return (Rect){ 0 };
  }
  return (Rect){ rect.x + menu_padding,
                 rect.y + menu_padding + (entry - first) * entry_height,
                 rect.w - 2.0 * menu_padding,
                 entry_height };
}

static void
draw_check(const Canvas* canvas, Rect box)
{
  const double x = box.x + 0.5 * box.w;
  const double y = box.y + 0.5 * box.h;
  canvas_set_colour(canvas, COLOUR_TEXT, 1.0);
  cairo_set_line_width(canvas->cr, 1.75);
  cairo_move_to(canvas->cr, x - 4.5, y);
  cairo_line_to(canvas->cr, x - 1.5, y + 3.5);
  cairo_line_to(canvas->cr, x + 4.5, y - 4.0);
  cairo_stroke(canvas->cr);
}

static void
draw_entry(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Rect rect, unsigned entry)
{
  char text[SIDECAR_MAX_TEXT + 64];
  if (entry == view->menu.entry) {
    canvas_fill_rect(canvas, rect, 5.0, COLOUR_TEXT);
    canvas_fill_rect(canvas, rect_inset(rect, 1.5, 1.5), 4.0, COLOUR_RAISED);
  }
  const Rect check = rect_cut_left(&rect, 26.0, 0.0);
  if (menu_is_current(snapshot, view, entry)) {
    draw_check(canvas, check);
  }
  rect.w -= 8.0;
  if (model_menu_owns(view->menu.owner)) {
    model_menu_cost(snapshot, view, entry, text, sizeof(text));
    const double width = ceil(canvas_text_width(canvas, FONT_SMALL, text)) + 1.0;
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, rect_cut_right(&rect, width, 8.0), ALIGN_RIGHT, text);
  }
  describe(snapshot, view, entry, text, sizeof(text));
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rect, ALIGN_LEFT, text);
}

static void
draw_about(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Rect rect)
{
  Rect       rest = rect_inset(rect, menu_padding + 6.0, menu_padding);
  const Rect box  = rect_cut_bottom(&rest, about_height(view->menu.owner) - 8.0, 0.0);
  char       text[MODEL_MENU_TEXT];
  if (view->menu.owner == ITEM_PRESET) {
    snprintf(text, sizeof(text), "%s", view->presets->presets[view->menu.entry].about);
  } else {
    model_menu_about(snapshot, view, view->menu.entry, text);
  }
  canvas_line(canvas, rect.x + 10.0, box.y - 4.5, rect.x + rect.w - 10.0, box.y - 4.5, 1.0, COLOUR_LINE);
  canvas_paragraph(canvas, FONT_SMALL, COLOUR_MUTED, box, view->menu.owner == ITEM_PRESET, text);
}

void
menu_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const unsigned n = menu_count(snapshot, view);
  if (!n) {
    return;
  }
  const Rect rect = menu_rect(snapshot, view, layout);
  canvas_fill_rect(canvas, rect, THEME_RADIUS, COLOUR_RAISED);
  canvas_stroke_rect(canvas, rect, THEME_RADIUS, 1.0, COLOUR_LINE);
  for (unsigned i = 0; i < n; ++i) {
    const Rect entry = menu_entry_rect(snapshot, view, layout, i);
    if (entry.h > 0.0) {
      draw_entry(canvas, snapshot, view, entry, i);
    }
  }
  if (about_height(view->menu.owner) > 0.0 && view->menu.entry < n) {
    draw_about(canvas, snapshot, view, rect);
  }
}

void
menu_open(ViewState* view, const Snapshot* snapshot, ItemKind owner, unsigned row, unsigned label)
{
  view->menu       = (Menu){ .owner = owner, .row = row, .label = label };
  const unsigned n = menu_count(snapshot, view);
  for (unsigned i = 0; i < n && owner != ITEM_TAG_ROW; ++i) {
    if (menu_is_current(snapshot, view, i)) {
      view->menu.entry = i;
    }
  }
  const unsigned shown = visible_count(snapshot, view);
  view->menu.first     = view->menu.entry >= shown ? view->menu.entry + 1 - shown : 0;
}

bool
menu_open_of(ViewState* view, const Snapshot* snapshot, ItemKind owner, Actions* actions)
{
  const bool own = owner == ITEM_PRESET || owner == ITEM_CURVE_COUNT || owner == ITEM_DRY_SOURCE ||
                   owner == ITEM_THEME || owner == ITEM_ZOOM;
  if (!own && !model_menu_owns(owner) && !experiment_menu_owns(owner)) {
    return false;
  }
  menu_open(view, snapshot, owner, 0, 0);
  actions->look = model_menu_owns(owner);
  return true;
}

void
menu_move(ViewState* view, const Snapshot* snapshot, int steps)
{
  const int      last  = (int)menu_count(snapshot, view) - 1;
  const unsigned shown = visible_count(snapshot, view);
  view->menu.entry     = (unsigned)limit((int)view->menu.entry + steps, 0, last);
  if (view->menu.entry < view->menu.first) {
    view->menu.first = view->menu.entry;
  } else if (view->menu.entry >= view->menu.first + shown) {
    view->menu.first = view->menu.entry + 1 - shown;
  }
}

static void
choose_preset(const ViewState* view, const Snapshot* snapshot, unsigned entry, Actions* actions)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float value = view->presets->presets[entry].values[i];
    if (preset_sets(i) && value != snapshot->parameters[i]) {
      actions_change(actions, i, value);
    }
  }
}

static void
choose_for_tag(ViewState* view, const Snapshot* snapshot, unsigned entry, Actions* actions)
{
  if (entry == TAG_PIN) {
    view_state_toggle_pin(view, tag_of_menu(snapshot, view));
    actions->keep = true;
  } else if (entry < TAG_OUTPUTS) {
    ask_tag(snapshot, tag_of_menu(snapshot, view), entry == TAG_RAISE, actions);
  } else if (actions->n < ACTIONS_MAX) {
    actions->items[actions->n++] = (Action){ ACTION_SLOT, entry - TAG_OUTPUTS, 0.0f, tag_of_menu(snapshot, view) };
  }
}

static void
choose_for_slot(ViewState* view, const Snapshot* snapshot, unsigned entry, Actions* actions)
{
  const float* const now   = snapshot->parameters;
  const unsigned     slot  = view->menu.row;
  const unsigned     other = other_slot(view, entry);
  if (entry == SLOT_ENTRIES - 1) {
    slots_clear(&view->slots, now, slot, actions);
  } else if (entry < SLOTS - 1) {
    slots_copy(&view->slots, now, slot, other, actions);
  } else {
    slots_swap(&view->slots, now, slot, other, actions);
  }
}

void
menu_choose(ViewState* view, const Snapshot* snapshot, unsigned entry, Actions* actions)
{
  if (experiment_menu_owns(view->menu.owner) && !experiment_menu_choose(snapshot, view, entry, actions)) {
    actions->redraw = true;
    return;
  }
  switch (view->menu.owner) {
  case ITEM_PRESET:
    choose_preset(view, snapshot, entry, actions);
    break;
  case ITEM_TAG_MODEL:
  case ITEM_MOOD_MODEL:
  case ITEM_COMPARE:
    if (!model_menu_choose(snapshot, view, entry, actions)) {
      return;
    }
    break;
  case ITEM_THEME:
    view->theme   = (ThemeName)entry;
    actions->keep = true;
    break;
  case ITEM_ZOOM:
    view->zoom    = zooms[entry];
    actions->keep = actions->resize = true;
    break;
  case ITEM_SLOT:
    choose_for_slot(view, snapshot, entry, actions);
    break;
  case ITEM_CURVE_COUNT:
    curve_view_set_bands(snapshot, curve_counts[entry], actions);
    curve_view_select(view, snapshot, 0);
    break;
  case ITEM_DRY_SOURCE:
    if (entry != (unsigned)snapshot->parameters[PARAM_DRY_SOURCE]) {
      actions_change(actions, PARAM_DRY_SOURCE, (float)entry);
    }
    break;
  case ITEM_TAG_ROW:
    choose_for_tag(view, snapshot, entry, actions);
    break;
  default:
    break;
  }
  view->menu      = (Menu){ .owner = ITEM_NONE };
  actions->redraw = true;
}
