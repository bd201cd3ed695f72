// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/scene.h"

#include "ui/aim.h"
#include "ui/blind_panel.h"
#include "ui/curve_view.h"
#include "ui/equaliser.h"
#include "ui/equaliser_map.h"
#include "ui/flip_panel.h"
#include "ui/header.h"
#include "ui/help.h"
#include "ui/history_panel.h"
#include "ui/history_view.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/legend.h"
#include "ui/menu.h"
#include "ui/moods.h"
#include "ui/plane.h"
#include "ui/pointer.h"
#include "ui/readings.h"
#include "ui/slope_map.h"
#include "ui/status.h"
#include "ui/tag_groups.h"
#include "ui/tags.h"
#include "ui/target_panel.h"

static void
paint_window(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const Snapshot* const shown = history_view_shown(snapshot, view);
  canvas_fill_rect(canvas, layout->window, 0.0, COLOUR_BACKGROUND);
  canvas_fill_rect(canvas, layout->plane, THEME_RADIUS, COLOUR_PANEL);
  canvas_fill_rect(canvas, layout->tags, THEME_RADIUS, COLOUR_PANEL);
  canvas_fill_rect(canvas, layout->equaliser, THEME_RADIUS, COLOUR_PANEL);

  header_draw(canvas, snapshot, view, layout);
  status_draw_trouble(canvas, snapshot, layout);
  legend_draw(canvas, shown, view, layout);
  plane_draw(canvas, shown, view, layout);
  readings_draw(canvas, shown, view, layout);
  aim_draw(canvas, snapshot, view, layout);
  if (layout->tags.h > 0.0) {
    tags_draw(canvas, shown, view, layout);
  }
  flip_panel_draw(canvas, snapshot, view, layout);
  target_panel_draw(canvas, snapshot, view, layout);
  history_panel_draw(canvas, snapshot, view, layout);
  equaliser_draw(canvas, snapshot, view, layout);
  status_draw(canvas, snapshot, view, layout);
}

void
scene_paint(Canvas* canvas, const Snapshot* snapshot, const ViewState* view)
{
  if (blind_panel_is_open(view)) {
    blind_panel_draw(canvas, snapshot, view);
    return;
  }
  const Layout layout = layout_make(view, snapshot);

  paint_window(canvas, snapshot, view, &layout);
  canvas->layer = 1;
  equaliser_draw_tooltip(canvas, snapshot, view, &layout);
  legend_draw_tooltip(canvas, snapshot, view, &layout);
  slope_map_draw_tooltip(canvas, snapshot, view, &layout);
  flip_panel_draw_tooltip(canvas, view, &layout);
  history_panel_draw_notes(canvas, view, &layout);
  canvas->layer = 2;
  menu_draw(canvas, snapshot, view, &layout);
  canvas->layer = 3;
  if (view->help) {
    help_draw(canvas, &layout);
  }
  canvas->layer = 0;
}

void
scene_draw(cairo_t* cr, const Snapshot* snapshot, const ViewState* view)
{
  Canvas canvas;
  canvas_begin(&canvas, cr, theme_get(view->theme), view->texts);
  scene_paint(&canvas, snapshot, view);
  canvas_end(&canvas);
}

static Item
hit_menu(const Snapshot* snapshot, const ViewState* view, const Layout* layout, double x, double y)
{
  const unsigned n = menu_count(snapshot, view);
  for (unsigned i = 0; i < n; ++i) {
    if (rect_contains(menu_entry_rect(snapshot, view, layout, i), x, y)) {
      return (Item){ ITEM_MENU_ENTRY, i };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

static Item
hit_control(const Layout* layout, double x, double y)
{
  for (unsigned i = ITEM_NONE; i < ITEM_KIND_COUNT; ++i) {
    if (rect_contains(layout_control(layout, (ItemKind)i), x, y)) {
      return (Item){ (ItemKind)i, 0 };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

static Item
hit_slot(const Layout* layout, double x, double y)
{
  for (unsigned i = 0; i < SLOTS; ++i) {
    if (rect_contains(layout->slots[i], x, y)) {
      return (Item){ ITEM_SLOT, i };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

static Item
hit_mood(const Snapshot* snapshot, const Layout* layout, double x, double y)
{
  Mood           list[MOODS_MAX];
  const unsigned n = moods_list(snapshot, list);
  for (unsigned i = 0; i < n; ++i) {
    if (rect_contains(legend_mood(layout, i, n), x, y)) {
      return (Item){ ITEM_MOOD, i };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

static Item
hit_group(const Snapshot* snapshot, const Layout* layout, double x, double y)
{
  Place          places[PLACE_COUNT];
  const unsigned n = layout->tags.h > 0.0 ? tag_groups_list(snapshot, places) : 0;
  for (unsigned i = 0; i < n; ++i) {
    if (rect_contains(tag_groups_rect(layout, i, n), x, y)) {
      return (Item){ ITEM_TAG_GROUP, i };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

static Item
hit_row(const Snapshot* snapshot, const ViewState* view, const Layout* layout, double x, double y)
{
  uint16_t       labels[LAYOUT_MAX_ROWS];
  const unsigned n = tags_rows(snapshot, view, layout, labels);
  for (unsigned i = 0; i < n; ++i) {
    if (rect_contains(rect_inset(layout_row(layout, i), -12.0, 0.0), x, y)) {
      return (Item){ ITEM_TAG_ROW, i };
    }
  }
  return (Item){ ITEM_NONE, 0 };
}

Item
scene_hit(const Snapshot* snapshot, const ViewState* view, double x, double y)
{
  if (blind_panel_is_open(view)) {
    return blind_panel_hit(snapshot, view, x, y);
  }
  const Layout layout = layout_make(view, snapshot);
  if (view->menu.owner != ITEM_NONE) {
    return hit_menu(snapshot, view, &layout, x, y);
  }

  const int band = view->graphic ? -1 : equaliser_map_hit(&layout, snapshot, view, x, y); // May lie on the map's switch
  if (band >= 0) {
    return (Item){ ITEM_BAND, (unsigned)band };
  }
  const Item slot    = hit_slot(&layout, x, y);
  const Item control = slot.kind != ITEM_NONE ? slot : hit_control(&layout, x, y);
  if (control.kind != ITEM_NONE) {
    return control;
  }
  const int slider = curve_view_hit(&layout, snapshot, view, x, y);
  if (slider >= 0) {
    return (Item){ ITEM_CURVE_BAND, (unsigned)slider };
  }
  if (rect_contains(layout.plot, x, y)) {
    return (Item){ ITEM_PLOT, 0 };
  }
  if (aim_hit(snapshot, &layout, x, y)) {
    return (Item){ ITEM_WET_DOT, 0 };
  }
  const Item mood  = hit_mood(snapshot, &layout, x, y);
  const Item group = hit_group(snapshot, &layout, x, y);
  return mood.kind != ITEM_NONE ? mood : group.kind != ITEM_NONE ? group : hit_row(snapshot, view, &layout, x, y);
}

static void
take(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  switch (event->kind) {
  case EVENT_PRESS:
    pointer_press(view, snapshot, event, actions);
    break;
  case EVENT_RELEASE:
    pointer_release(view, snapshot, actions);
    break;
  case EVENT_MOVE:
    pointer_move(view, snapshot, event, actions);
    break;
  case EVENT_LEAVE:
    pointer_leave(view, actions);
    break;
  case EVENT_SCROLL:
    pointer_scroll(view, snapshot, event, actions);
    break;
  case EVENT_KEY:
    keys_press(view, snapshot, event, actions);
    break;
  }
}

/// True for events that come in numbers: what they do in quick succession is one step
static bool
is_quick(const SceneEvent* event)
{
  return event->kind == EVENT_SCROLL || (event->kind == EVENT_KEY && event->key >= KEY_LEFT) ||
         (event->kind == EVENT_KEY && (event->key == '[' || event->key == ']'));
}

void
scene_input(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions)
{
  const Slots before = view->slots;
  take(view, snapshot, event, actions);
  if (view->undo) {
    undo_watch(view->undo, snapshot, &before, &view->slots, actions, event->time, is_quick(event));
  }
}
