// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/history_panel.h"

#include "ui/chip.h"
#include "ui/format.h"
#include "ui/glyph.h"
#include "ui/history_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double longest_gap = 11.0; ///< Seconds between two points of one line; readings come every 10 s at least
static const double undecided   = 0.05; ///< Of an axis, on both sides of 0

static const double dashes[] = { 5.0, 3.0 }; ///< Of dry, so that the colour isn't all that tells it from wet

/// "1:23 ago"
static void
describe_ago(const ViewState* view, double time, char* text, unsigned size)
{
  const double ago = fmax(0.0, round(history_end(view->history) - time));
  snprintf(text, size, "%.0f:%02.0f ago", floor(ago / 60.0), fmod(ago, 60.0));
}

static double
lane_y(Rect lane, const HistoryLane* what, double value)
{
  const double share = what->axis ? 0.5 + 0.5 * value : value;
  return lane.y + lane.h * (1.0 - limit(share, 0.0, 1.0));
}

/// The readings of one pixel's width are one point of the line: their mean
typedef struct {
  double   x, sum;
  unsigned n;
} Bucket;

static void
flush(const Canvas* canvas, Rect lane, const HistoryLane* what, Bucket* bucket, bool* open)
{
  if (bucket->n) {
    const double y = lane_y(lane, what, bucket->sum / bucket->n);
    if (*open) {
      cairo_line_to(canvas->cr, bucket->x, y);
    } else {
      cairo_move_to(canvas->cr, bucket->x, y);
    }
    *open     = true;
    bucket->n = 0;
  }
}

static void
add_line(const Canvas* canvas, const ViewState* view, Rect lane, const HistoryLane* what, Tap tap)
{
  const unsigned n      = history_points(view->history, what->place, what->sidecar);
  Bucket         bucket = { 0.0, 0.0, 0 };
  bool           open   = false;
  double         last   = -HUGE_VAL;
  for (unsigned i = 0; i < n; ++i) {
    const HistoryPoint point = history_point(view->history, what->place, i);
    const double       x     = history_view_x(view, lane, point.time);
    if (!point.valid[tap] || x < lane.x - 8.0) {
      continue;
    }
    if (x - bucket.x >= 1.0 || point.time - last > longest_gap) {
      flush(canvas, lane, what, &bucket, &open);
      open   = open && point.time - last <= longest_gap;
      bucket = (Bucket){ x, 0.0, 0 };
    }
    bucket.sum += history_view_value(what, point.raw[tap]);
    ++bucket.n;
    last = point.time;
  }
  flush(canvas, lane, what, &bucket, &open);
}

static void
draw_line(const Canvas* canvas, const ViewState* view, Rect lane, const HistoryLane* what, Tap tap)
{
  cairo_save(canvas->cr);
  cairo_rectangle(canvas->cr, lane.x, lane.y - 2.0, lane.w, lane.h + 4.0);
  cairo_clip(canvas->cr);
  cairo_new_path(canvas->cr);
  add_line(canvas, view, lane, what, tap);
  canvas_set_colour(canvas, tap == TAP_DRY ? COLOUR_DRY : COLOUR_WET, 1.0);
  cairo_set_line_width(canvas->cr, tap == TAP_DRY ? 1.5 : 2.0);
  cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_ROUND);
  if (tap == TAP_DRY) {
    cairo_set_dash(canvas->cr, dashes, 2, 0.0);
  }
  cairo_stroke(canvas->cr);
  cairo_restore(canvas->cr);
}

/// What the lane's lines are to be read against: the undecided band and 0, or the ends of a probability
static void
draw_ground(const Canvas* canvas, Rect lane, const HistoryLane* what)
{
  if (what->axis) {
    const double top    = lane_y(lane, what, undecided);
    const double bottom = lane_y(lane, what, -undecided);
    const double zero   = floor(lane_y(lane, what, 0.0)) + 0.5;
    canvas_fill_rect(canvas, (Rect){ lane.x, top, lane.w, bottom - top }, 0.0, COLOUR_TRACK);
    canvas_line(canvas, lane.x, zero, lane.x + lane.w, zero, 1.0, COLOUR_LINE);
  } else {
    const double foot = floor(lane.y + lane.h) - 0.5;
    canvas_line(canvas, lane.x, foot, lane.x + lane.w, foot, 1.0, COLOUR_LINE);
  }
}

static char*
describe_value(const HistoryLane* what, double value, char* text, unsigned size)
{
  if (what->axis) {
    return format_signed(value, 2, text, size);
  }
  snprintf(text, size, "%.0f\u202F%%", 100.0 * value);
  return text;
}

/// The lane's name, and its values at the cursor
static void
draw_head(Canvas* canvas, const ViewState* view, Rect head, const HistoryLane* what, double time)
{
  const int i = history_find(view->history, what->place, time);
  char      text[96];
  char      dry[32];
  char      wet[32];
  if (i >= 0 && history_points(view->history, what->place, what->sidecar)) {
    const HistoryPoint point = history_point(view->history, what->place, (unsigned)i);
    if (point.valid[TAP_DRY] && point.valid[TAP_WET] && time - point.time <= longest_gap) {
      snprintf(text,
               sizeof(text),
               "%s \u2192 %s",
               describe_value(what, history_view_value(what, point.raw[TAP_DRY]), dry, sizeof(dry)),
               describe_value(what, history_view_value(what, point.raw[TAP_WET]), wet, sizeof(wet)));
      canvas_text(canvas, FONT_SMALL, COLOUR_TEXT, rect_cut_right(&head, 96.0, 6.0), ALIGN_RIGHT, text);
    }
  }
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, head, ALIGN_LEFT, what->name);
}

/// Every kind of mark has a shape of its own
static void
draw_shape(const Canvas* canvas, MarkKind kind, double x, double y)
{
  switch (kind) {
  case MARK_JUMP:
    canvas_line(canvas, x - 3.5, y - 3.5, x, y, 1.5, COLOUR_MUTED);
    canvas_line(canvas, x, y, x - 3.5, y + 3.5, 1.5, COLOUR_MUTED);
    canvas_line(canvas, x, y - 3.5, x + 3.5, y, 1.5, COLOUR_MUTED);
    canvas_line(canvas, x + 3.5, y, x, y + 3.5, 1.5, COLOUR_MUTED);
    break;
  case MARK_START:
    canvas_arrow_head(canvas, x + 4.0, y, 1.0, 0.0, 8.0, COLOUR_MUTED);
    break;
  case MARK_STOP:
    glyph_fill(canvas, GLYPH_SQUARE, x, y, 3.5, COLOUR_MUTED);
    break;
  case MARK_MODEL:
    glyph_stroke(canvas, GLYPH_SQUARE, x, y, 3.5, 1.5, COLOUR_TEXT);
    break;
  case MARK_EQUALISER:
    glyph_fill(canvas, GLYPH_DIAMOND, x, y, 4.5, COLOUR_WET);
    break;
  case MARK_USER:
    glyph_fill(canvas, GLYPH_CIRCLE, x, y, 4.5, COLOUR_TEXT);
    break;
  default:
    break;
  }
}

static void
draw_marks(const Canvas* canvas, const ViewState* view, const HistoryRoom* room)
{
  const unsigned n = history_marks(view->history);
  for (unsigned i = 0; i < n; ++i) {
    const MarkMessage* const mark = history_mark(view->history, i);
    const double             x    = round(history_view_x(view, room->plot, mark->time)) + 0.5;
    if (mark->kind != MARK_BEGIN && x >= room->plot.x && x <= room->plot.x + room->plot.w) {
      const double top = room->marks.y + room->marks.h;
      canvas_line(canvas, x, top, x, room->plot.y + room->plot.h, 1.0, COLOUR_GRID);
      draw_shape(canvas, mark->kind, x, room->marks.y + 0.5 * room->marks.h);
    }
  }
}

/// The mark next to a time, if it is within a few pixels
static const MarkMessage*
mark_near(const ViewState* view, Rect plot, double time)
{
  const MarkMessage* nearest = NULL;
  double             least   = 5.0 * view->history_span / plot.w;
  for (unsigned i = 0; i < history_marks(view->history); ++i) {
    const MarkMessage* const mark = history_mark(view->history, i);
    if (mark->kind != MARK_BEGIN && fabs(mark->time - time) <= least) {
      least   = fabs(mark->time - time);
      nearest = mark;
    }
  }
  return nearest;
}

static const char*
mark_name(const MarkMessage* mark)
{
  static const char* const names[MARK_KIND_COUNT] = {
    [MARK_BEGIN] = "begin",         [MARK_JUMP] = "jump",           [MARK_START] = "start", [MARK_STOP] = "stop",
    [MARK_MODEL] = "another model", [MARK_EQUALISER] = "equaliser", [MARK_USER] = "mark"
  };
  return mark->kind == MARK_MODEL && mark->text[0] ? mark->text : names[mark->kind];
}

/// Beside the title: which line is which, or the time that is looked at
static void
draw_about(Canvas* canvas, const ViewState* view, const Layout* layout)
{
  Rect         rest = layout->history.about;
  const double y    = floor(rest.y + 0.5 * rest.h) + 0.5;
  double       time = 0.0;
  char         text[MARK_TEXT_SIZE + 48];
  if (history_view_cursor(view, layout, &time)) {
    const MarkMessage* const mark = mark_near(view, layout->history.plot, time);
    char                     ago[32];
    describe_ago(view, time, ago, sizeof(ago));
    snprintf(text, sizeof(text), "%s%s%s", mark ? mark_name(mark) : "", mark ? ", " : "", ago);
    canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rest, ALIGN_RIGHT, text);
    return;
  }
  const Rect wet  = rect_cut_right(&rest, 24.0, 4.0);
  const Rect full = rect_cut_right(&rest, 18.0, 12.0);
  const Rect dry  = rect_cut_right(&rest, 22.0, 4.0);
  const Rect part = rect_cut_right(&rest, 18.0, 0.0);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, wet, ALIGN_LEFT, "wet");
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, dry, ALIGN_LEFT, "dry");
  canvas_line(canvas, full.x, y, full.x + full.w, y, 2.0, COLOUR_WET);
  cairo_save(canvas->cr);
  cairo_set_dash(canvas->cr, dashes, 2, 0.0);
  canvas_line(canvas, part.x, y, part.x + part.w, y, 1.5, COLOUR_DRY);
  cairo_restore(canvas->cr);
}

static void
draw_axis(Canvas* canvas, const ViewState* view, Rect axis)
{
  char text[32];
  snprintf(text, sizeof(text), "\u2212%.0f min", view->history_span / 60.0);
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, (Rect){ axis.x, axis.y, 80.0, axis.h }, ALIGN_LEFT, text);
  const Rect middle = { axis.x + 0.5 * axis.w - 40.0, axis.y, 80.0, axis.h };
  snprintf(text, sizeof(text), "\u2212%g min", view->history_span / 120.0);
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, middle, ALIGN_CENTRE, text);
  const Rect now = { axis.x + axis.w - 80.0, axis.y, 80.0, axis.h };
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, now, ALIGN_RIGHT, "now");
}

static void
draw_lanes(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const HistoryRoom* const room = &layout->history;
  HistoryLane              lanes[HISTORY_LANES];
  const unsigned           made = history_view_lanes(snapshot, view, lanes, room->n_lanes);
  const unsigned           n    = made < room->n_lanes ? made : room->n_lanes;
  double                   time = 0.0;
  const bool               held = history_view_cursor(view, layout, &time);
  for (unsigned i = 0; i < n; ++i) {
    draw_ground(canvas, room->lanes[i], &lanes[i]);
  }
  draw_marks(canvas, view, room);
  for (unsigned i = 0; i < n; ++i) {
    draw_line(canvas, view, room->lanes[i], &lanes[i], TAP_WET);
    draw_line(canvas, view, room->lanes[i], &lanes[i], TAP_DRY); // Over wet, which shows between its dashes
    draw_head(canvas, view, room->heads[i], &lanes[i], held ? time : history_end(view->history));
  }
  for (unsigned i = 0; held && i < n; ++i) {
    const Rect   lane = room->lanes[i];
    const double x    = limit(history_view_x(view, lane, time), lane.x, lane.x + lane.w - 1.0);
    canvas_line(canvas, x, lane.y, x, lane.y + lane.h, view->scrubbing ? 2.0 : 1.0, COLOUR_TEXT);
  }
}

static void
draw_buttons(Canvas* canvas, const ViewState* view, const HistoryRoom* room)
{
  char span[16];
  snprintf(span, sizeof(span), "%.0f min", view->history_span / 60.0);
  const Chip plain = { .kind = CHIP_PLAIN, .text = span };
  chip_draw(canvas, view, (Item){ ITEM_HISTORY_SPAN, 0 }, room->span, &plain);
  chip_draw(canvas, view, (Item){ ITEM_HISTORY_MARK, 0 }, room->mark, &(Chip){ .kind = CHIP_PLAIN, .text = "Mark" });
  chip_draw(
    canvas, view, (Item){ ITEM_HISTORY_SAVE, 0 }, room->save, &(Chip){ .kind = CHIP_PLAIN, .text = "Save CSV" });
  if (room->live.w > 0.0) {
    chip_draw(canvas, view, (Item){ ITEM_HISTORY_LIVE, 0 }, room->live, &(Chip){ .kind = CHIP_STRONG, .text = "Live" });
  }
}

void
history_panel_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const HistoryRoom* const room = &layout->history;
  if (!history_view_is_shown(layout)) {
    return;
  }
  canvas_fill_rect(canvas, room->panel, THEME_RADIUS, COLOUR_PANEL);
  canvas_text(canvas, FONT_TITLE, COLOUR_TEXT, room->title, ALIGN_LEFT, "Last ten minutes");
  if (!view->history || history_end(view->history) <= 0.0) {
    canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, room->plot, ALIGN_CENTRE, "nothing heard yet");
    return;
  }
  draw_about(canvas, view, layout);
  draw_lanes(canvas, snapshot, view, layout);
  draw_axis(canvas, view, room->axis);
  draw_buttons(canvas, view, room);
  if (chip_has_focus(view, (Item){ ITEM_HISTORY, 0 })) {
    chip_draw_focus(canvas, rect_inset(room->plot, -4.0, -2.0), 4.0);
  }
}

static void
draw_note(Canvas* canvas, Rect box, const char* text)
{
  canvas_fill_rect(canvas, box, 13.0, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, 13.0, 1.0, COLOUR_LINE);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rect_inset(box, 6.0, 0.0), ALIGN_CENTRE, text);
}

void
history_panel_draw_notes(Canvas* canvas, const ViewState* view, const Layout* layout)
{
  const Rect square = layout->square;
  char       text[64];
  if (view->history && view->scrubbing) {
    describe_ago(view, view->scrub_time, text, sizeof(text));
    const double width = canvas_text_width(canvas, FONT_TEXT, text) + 20.0;
    draw_note(canvas, (Rect){ square.x + 0.5 * (square.w - width), square.y + square.h - 27.0, width, 22.0 }, text);
  }
  if (view->history_message[0] && history_view_is_shown(layout)) {
    const Rect   window = layout->window;
    const Rect   panel  = layout->history.panel;
    const double width =
      fmin(canvas_text_width(canvas, FONT_TEXT, view->history_message) + 32.0, window.w - 2.0 * THEME_MARGIN);
    draw_note(
      canvas, (Rect){ window.w - THEME_MARGIN - width, panel.y + panel.h - 38.0, width, 26.0 }, view->history_message);
  }
}
