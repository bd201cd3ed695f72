// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/legend.h"

#include "ui/chip.h"
#include "ui/moods.h"

#include <math.h>
#include <stdio.h>

enum { LINES = 4, LINE_SIZE = 2 * SIDECAR_MAX_TEXT + 64 };

static const double widest_cell = 250.0;
static const double line_height = 17.0;
static const double mark_width  = 16.0;
static const double tip_padding = 10.0;

Rect
legend_mood(const Layout* layout, unsigned index, unsigned n)
{
  const Rect   rest  = layout->legend;
  const double width = fmin(rest.w / n, widest_cell);
  return (Rect){ rest.x + index * width, rest.y, width - 4.0, rest.h };
}

/// Name of a mood with the network that reads it where that isn't plain, as much as fits
static void
draw_name(Canvas* canvas, const Snapshot* snapshot, const Mood* mood, Rect box)
{
  char text[LINE_SIZE];
  snprintf(text, sizeof(text), "%s, heard by %s", mood->name, mood->place->sidecar->title);
  const bool foreign = moods_is_foreign(snapshot, mood);
  const bool fits    = canvas_text_width(canvas, FONT_TEXT, text) <= box.w;
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, box, ALIGN_LEFT, foreign && fits ? text : mood->name);
}

static void
draw_mood(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Mood* mood, unsigned index, Rect cell)
{
  const Item item = { ITEM_MOOD, index };
  if (view->hover.kind == ITEM_MOOD && view->hover.index == index) {
    canvas_fill_rect(canvas, cell, 6.0, COLOUR_RAISED);
  }
  if (chip_has_focus(view, item)) {
    chip_draw_focus(canvas, cell, 6.0);
  }
  Rect         rest = rect_inset(cell, 5.0, 0.0);
  const Rect   mark = rect_cut_left(&rest, 10.0, 6.0);
  const double x    = mark.x + 5.0;
  const double y    = mark.y + 0.5 * mark.h;
  glyph_fill(canvas, mood->glyph, x, y, index ? 4.0 : 5.0, COLOUR_WET);
  draw_name(canvas, snapshot, mood, rest);
}

void
legend_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  if (layout->legend.h <= 0.0) {
    return;
  }
  Mood           list[MOODS_MAX];
  const unsigned n = moods_list(snapshot, list);
  if (!n) {
    canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, layout->legend, ALIGN_LEFT, "Mood");
  }
  for (unsigned i = 0; i < n; ++i) {
    draw_mood(canvas, snapshot, view, &list[i], i, legend_mood(layout, i, n));
  }
  chip_draw(canvas,
            view,
            (Item){ ITEM_UNCERTAINTY, 0 },
            layout->uncertainty,
            &(Chip){ CHIP_SWITCH, view->uncertainty, false, "\u00B1" });
}

static bool
is_in_focus(const ViewState* view, ItemKind kind)
{
  return view->hover.kind == kind || (view->focus_visible && view->focus.kind == kind);
}

bool
legend_has_tooltip(const Snapshot* snapshot, const ViewState* view)
{
  Mood list[MOODS_MAX];
  return (is_in_focus(view, ITEM_MOOD) || is_in_focus(view, ITEM_UNCERTAINTY)) && moods_list(snapshot, list);
}

static void
describe_error(const SidecarMood* mood, char* text)
{
  if (mood->valence.rmse > 0.0f && mood->arousal.rmse > 0.0f) {
    snprintf(text,
             LINE_SIZE,
             "typical error on other music: valence \u00B1%.2f, arousal \u00B1%.2f",
             moods_error(&mood->valence),
             moods_error(&mood->arousal));
  } else {
    snprintf(text, LINE_SIZE, "typical error: not known of this model");
  }
}

static void
describe_spread(const SnapshotMood* mood, char* text)
{
  snprintf(text,
           LINE_SIZE,
           "spread over 10\u202Fs: valence \u00B1%.2f dry, \u00B1%.2f wet; arousal \u00B1%.2f, \u00B1%.2f",
           (double)mood->valence_spread[TAP_DRY],
           (double)mood->valence_spread[TAP_WET],
           (double)mood->arousal_spread[TAP_DRY],
           (double)mood->arousal_spread[TAP_WET]);
}

/// The lines of the tooltip; the second and third have the marks of their ellipses
static void
describe(const Snapshot* snapshot, const Mood* mood, char lines[LINES][LINE_SIZE])
{
  const char* const network = mood->place->sidecar->title;
  const bool        head    = mood->place->sidecar->kind == MODEL_TAGS;
  snprintf(lines[0], LINE_SIZE, "%s%s%s", mood->sidecar->title, head ? ", heard by " : "", head ? network : "");
  describe_error(mood->sidecar, lines[1]);
  describe_spread(mood->reading, lines[2]);
  snprintf(lines[3], LINE_SIZE, "%s", moods_is_foreign(snapshot, mood) ? "another network than that of the tags" : "");
}

/// Small pictures of the ellipses
static void
draw_mark(const Canvas* canvas, Rect box, bool dashed)
{
  static const double dashes[] = { 3.0, 2.5 };

  const double x = box.x + 6.0;
  const double y = box.y + 0.5 * box.h;
  cairo_save(canvas->cr);
  cairo_set_dash(canvas->cr, dashes, dashed ? 2 : 0, 0.0);
  canvas_ring(canvas, x, y, 5.0, 1.25, COLOUR_WET);
  cairo_restore(canvas->cr);
}

void
legend_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  if (!legend_has_tooltip(snapshot, view)) {
    return;
  }
  Mood           list[MOODS_MAX];
  const unsigned n = moods_list(snapshot, list);
  char           lines[LINES][LINE_SIZE];
  double         width = 0.0;
  unsigned       shown = 0;
  describe(snapshot, &list[moods_in_focus(view, n)], lines);
  for (unsigned i = 0; i < LINES && lines[i][0]; ++i) {
    width = fmax(width, canvas_text_width(canvas, i ? FONT_TEXT : FONT_BOLD, lines[i]));
    ++shown;
  }

  const double room   = layout->window.w - layout->legend.x - THEME_MARGIN;
  const double height = shown * line_height + 2.0 * tip_padding; // At the bottom, where dots are rare
  const Rect   box    = { layout->legend.x,
                          layout->plane.y + layout->plane.h - height - 8.0,
                          fmin(ceil(width) + mark_width + 2.0 * tip_padding + 2.0, room),
                          height };
  Rect         rest   = rect_inset(box, tip_padding, tip_padding);
  canvas_fill_rect(canvas, box, 6.0, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, 6.0, 1.0, COLOUR_LINE);
  for (unsigned i = 0; i < shown; ++i) {
    Rect row = rect_cut_top(&rest, line_height, 0.0);
    if (i == 1 || i == 2) {
      draw_mark(canvas, rect_cut_left(&row, mark_width, 0.0), i == 1);
    }
    canvas_text(canvas, i ? FONT_TEXT : FONT_BOLD, i ? COLOUR_MUTED : COLOUR_TEXT, row, ALIGN_LEFT, lines[i]);
  }
}
