// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/plane.h"

#include "ui/format.h"
#include "ui/plane_map.h"

#include <math.h>
#include <stdio.h>

enum { FADE_STEPS = 12 };

static const double trail_seconds = 30.0;
static const double longest_gap   = 11.0; ///< Between two points of one line, s; readings come every 10 s at least

static void
draw_axis_names(Canvas* canvas, const Snapshot* snapshot, const Layout* layout)
{
  char name[SIDECAR_MAX_TEXT + 16];
  char text[SIDECAR_MAX_TEXT + 32];

  snprintf(text, sizeof(text), "%s \u2192", format_arousal_name(snapshot, name, sizeof(name)));
  canvas_text_upward(canvas, FONT_TEXT, COLOUR_MUTED, layout->arousal_axis, text);
  canvas_text(canvas, FONT_TEXT, COLOUR_MUTED, layout->valence_axis, ALIGN_CENTRE, "valence \u2192");
}

/// Draw the part of a tap's trail whose age lies in one step of the fade
static void
draw_trail_step(const Canvas* canvas, const SnapshotMood* mood, Rect square, Tap tap, double youngest, double oldest)
{
  const double now  = mood->trail[mood->n_trail - 1].time;
  bool         open = false;

  for (uint32_t i = 1; i < mood->n_trail; ++i) {
    const TrailPoint* const from = &mood->trail[i - 1];
    const TrailPoint* const to   = &mood->trail[i];
    const double            age  = now - to->time;
    if (age < youngest || age >= oldest || to->time - from->time > longest_gap) {
      open = false;
      continue;
    }
    const PlanePoint a = plane_map_point(square, (double)from->valence[tap], (double)from->arousal[tap]);
    const PlanePoint b = plane_map_point(square, (double)to->valence[tap], (double)to->arousal[tap]);
    if (!open) {
      cairo_move_to(canvas->cr, a.x, a.y);
    }
    cairo_line_to(canvas->cr, b.x, b.y);
    open = true;
  }
  cairo_stroke(canvas->cr);
}

static void
draw_trail(const Canvas* canvas, const SnapshotMood* mood, Rect square, Tap tap)
{
  if (mood->n_trail < 2) {
    return;
  }
  cairo_save(canvas->cr);
  cairo_set_antialias(canvas->cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_width(canvas->cr, 1.75);
  cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_ROUND);
  for (int step = FADE_STEPS - 1; step >= 0; --step) {
    const double youngest = trail_seconds * step / FADE_STEPS;
    const double oldest   = trail_seconds * (step + 1) / FADE_STEPS;
    const double fresh    = 1.0 - (step + 0.5) / FADE_STEPS;
    canvas_set_colour(canvas, tap == TAP_DRY ? COLOUR_DRY : COLOUR_WET, 0.06 + 0.5 * fresh * fresh);
    draw_trail_step(canvas, mood, square, tap, youngest, step == FADE_STEPS - 1 ? HUGE_VAL : oldest);
  }
  cairo_restore(canvas->cr);
}

static void
take_dot(Placer* placer, PlanePoint point)
{
  const double r = PLANE_DOT_RADIUS + 1.0;
  placer_take(placer, (Rect){ point.x - r, point.y - r, 2.0 * r, 2.0 * r });
}

/// Name a dot beside it, on a ground of its own so that trail and grid don't run through the letters
static void
draw_dot_name(Canvas* canvas, Placer* placer, PlanePoint point, PlanePoint other, Tap tap)
{
  const char* const text  = tap == TAP_DRY ? "dry" : "wet";
  const double      width = canvas_text_width(canvas, FONT_BOLD, text) + 8.0;
  const double      dx    = point.x - other.x;
  const Rect        box   = placer_place(
    placer, point.x, point.y, PLANE_DOT_RADIUS + 1.0, width, 17.0, dx == 0.0 ? (tap == TAP_DRY ? 1.0 : -1.0) : dx, 0.0);

  canvas_fill_rect(canvas, box, 4.0, COLOUR_PANEL);
  canvas_text(canvas, FONT_BOLD, tap == TAP_DRY ? COLOUR_DRY : COLOUR_WET, box, ALIGN_CENTRE, text);
}

static void
draw_dots(Canvas* canvas, const SnapshotMood* mood, Rect square, Placer* placer)
{
  const PlanePoint dry = plane_map_point(square, (double)mood->valence[TAP_DRY], (double)mood->arousal[TAP_DRY]);
  const PlanePoint wet = plane_map_point(square, (double)mood->valence[TAP_WET], (double)mood->arousal[TAP_WET]);

  plane_map_arrow(canvas, dry, wet, COLOUR_TEXT);
  plane_map_dry(canvas, dry);
  plane_map_wet(canvas, wet);
  if (dry.beyond) {
    plane_map_beyond(canvas, square, dry, COLOUR_DRY);
  }
  if (wet.beyond) {
    plane_map_beyond(canvas, square, wet, COLOUR_WET);
  }
  take_dot(placer, dry);
  take_dot(placer, wet);
  placer_take_line(placer, dry.x, dry.y, wet.x, wet.y);
  draw_dot_name(canvas, placer, dry, wet, TAP_DRY);
  draw_dot_name(canvas, placer, wet, dry, TAP_WET);
}

static void
draw_message(Canvas* canvas, Rect square, const char* text)
{
  const double width = fmin(canvas_text_width(canvas, FONT_TEXT, text) + 32.0, square.w);
  const Rect   box   = { square.x + 0.5 * (square.w - width), square.y + 0.5 * square.h - 16.0, width, 32.0 };
  canvas_fill_rect(canvas, box, 16.0, COLOUR_RAISED);
  canvas_text(canvas, FONT_TEXT, COLOUR_TEXT, rect_inset(box, 2.0, 0.0), ALIGN_CENTRE, text);
}

void
plane_draw(Canvas* canvas, const Snapshot* snapshot, const Layout* layout)
{
  Placer placer;
  char   text[STATUS_TEXT_SIZE];

  plane_map_draw(canvas, layout->square, &placer);
  draw_axis_names(canvas, snapshot, layout);
  if (format_absence(snapshot, MODEL_MOOD, text, sizeof(text))) {
    draw_message(canvas, layout->square, text);
    return;
  }
  const SnapshotMood* const mood = snapshot_mood(snapshot);
  draw_trail(canvas, mood, layout->square, TAP_DRY);
  draw_trail(canvas, mood, layout->square, TAP_WET);
  draw_dots(canvas, mood, layout->square, &placer);
}
