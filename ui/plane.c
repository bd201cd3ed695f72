// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/plane.h"

#include "ui/format.h"
#include "ui/moods.h"
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

static PlanePoint
point_of(const Mood* mood, Rect square, Tap tap)
{
  return plane_map_point(square, (double)mood->reading->valence[tap], (double)mood->reading->arousal[tap]);
}

/// Path of an ellipse with these half axes on the plane
static void
add_ellipse(const Canvas* canvas, Rect square, PlanePoint centre, double valence, double arousal)
{
  cairo_save(canvas->cr);
  cairo_new_path(canvas->cr);
  cairo_translate(canvas->cr, centre.x, centre.y);
  cairo_scale(canvas->cr, 0.5 * square.w * valence, 0.5 * square.h * arousal);
  cairo_arc(canvas->cr, 0.0, 0.0, 1.0, 0.0, 6.283185307179586);
  cairo_restore(canvas->cr);
}

/// How far the readings of the last seconds lie apart: a filled ellipse
static void
draw_spread(const Canvas* canvas, Rect square, const Mood* mood, Tap tap)
{
  const double     valence = (double)mood->reading->valence_spread[tap];
  const double     arousal = (double)mood->reading->arousal_spread[tap];
  const ColourRole colour  = tap == TAP_DRY ? COLOUR_DRY : COLOUR_WET;
  if (valence > 0.0 && arousal > 0.0) {
    add_ellipse(canvas, square, point_of(mood, square, tap), valence, arousal);
    canvas_set_colour(canvas, colour, 0.16);
    cairo_fill_preserve(canvas->cr);
    canvas_set_colour(canvas, colour, 0.6);
    cairo_set_line_width(canvas->cr, 1.0);
    cairo_stroke(canvas->cr);
  }
}

/// How far readings are from what people say: a dashed ellipse around wet; dry's would be as large
static void
draw_error(const Canvas* canvas, Rect square, const Mood* mood)
{
  static const double dashes[] = { 4.0, 4.0 };

  const double valence = moods_error(&mood->sidecar->valence);
  const double arousal = moods_error(&mood->sidecar->arousal);
  if (valence > 0.0 && arousal > 0.0) {
    add_ellipse(canvas, square, point_of(mood, square, TAP_WET), valence, arousal);
    canvas_set_colour(canvas, COLOUR_WET, 0.7);
    cairo_set_line_width(canvas->cr, 1.25);
    cairo_set_dash(canvas->cr, dashes, 2, 0.0);
    cairo_stroke(canvas->cr);
  }
}

static void
draw_uncertainty(const Canvas* canvas, Rect square, const Mood* mood)
{
  cairo_save(canvas->cr);
  cairo_rectangle(canvas->cr, square.x, square.y, square.w, square.h);
  cairo_clip(canvas->cr);
  cairo_set_antialias(canvas->cr, CAIRO_ANTIALIAS_FAST);
  draw_spread(canvas, square, mood, TAP_DRY);
  draw_spread(canvas, square, mood, TAP_WET);
  draw_error(canvas, square, mood);
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
draw_dots(const Canvas* canvas, const Mood* mood, Rect square, double size)
{
  const PlanePoint dry = point_of(mood, square, TAP_DRY);
  const PlanePoint wet = point_of(mood, square, TAP_WET);
  plane_map_dry(canvas, dry, mood->glyph, size);
  plane_map_wet(canvas, wet, mood->glyph, size);
  if (dry.beyond) {
    plane_map_beyond(canvas, square, dry, COLOUR_DRY);
  }
  if (wet.beyond) {
    plane_map_beyond(canvas, square, wet, COLOUR_WET);
  }
}

/// A mood beside the one that matters: smaller, its two marks joined by a thin line
static void
draw_beside(const Canvas* canvas, const Mood* mood, Rect square)
{
  const PlanePoint dry = point_of(mood, square, TAP_DRY);
  const PlanePoint wet = point_of(mood, square, TAP_WET);
  canvas_line(canvas, dry.x, dry.y, wet.x, wet.y, 1.0, COLOUR_MUTED);
  draw_dots(canvas, mood, square, 0.65);
}

/// The mood that matters, with all that is known of it
static void
draw_in_front(Canvas* canvas, const ViewState* view, const Mood* mood, Rect square, Placer* placer)
{
  const PlanePoint dry = point_of(mood, square, TAP_DRY);
  const PlanePoint wet = point_of(mood, square, TAP_WET);
  if (view->uncertainty) {
    draw_uncertainty(canvas, square, mood);
  }
  draw_trail(canvas, mood->reading, square, TAP_DRY);
  draw_trail(canvas, mood->reading, square, TAP_WET);
  plane_map_arrow(canvas, dry, wet, COLOUR_TEXT);
  draw_dots(canvas, mood, square, 1.0);
  draw_dot_name(canvas, placer, dry, wet, TAP_DRY);
  draw_dot_name(canvas, placer, wet, dry, TAP_WET);
}

static void
draw_moods(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, Rect square, Placer* placer)
{
  Mood           list[MOODS_MAX];
  const unsigned n     = moods_list(snapshot, list);
  const unsigned front = moods_in_focus(view, n);
  for (unsigned i = 0; i < n; ++i) {
    const PlanePoint dry = point_of(&list[i], square, TAP_DRY);
    const PlanePoint wet = point_of(&list[i], square, TAP_WET);
    take_dot(placer, dry);
    take_dot(placer, wet);
    placer_take_line(placer, dry.x, dry.y, wet.x, wet.y);
    if (i != front) {
      draw_beside(canvas, &list[i], square);
    }
  }
  if (n) {
    draw_in_front(canvas, view, &list[front], square, placer);
  }
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
plane_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  Placer placer;
  char   text[STATUS_TEXT_SIZE];

  plane_map_draw(canvas, layout->square, &placer);
  draw_axis_names(canvas, snapshot, layout);
  draw_moods(canvas, snapshot, view, layout->square, &placer);
  if (format_absence(snapshot, MODEL_MOOD, text, sizeof(text))) {
    draw_message(canvas, layout->square, text);
  }
}
