// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/aim.h"

#include "ui/ask.h"
#include "ui/chip.h"
#include "ui/experiment.h"
#include "ui/moods.h"
#include "ui/plane_map.h"

#include <math.h>

/// The mood that is shown first, false for none
static bool
first_mood(const Snapshot* snapshot, Mood* mood)
{
  Mood list[MOODS_MAX];
  if (!moods_list(snapshot, list)) {
    return false;
  }
  *mood = list[0];
  return true;
}

bool
aim_dot(const Snapshot* snapshot, const Layout* layout, double* x, double* y)
{
  Mood mood;
  if (!first_mood(snapshot, &mood)) {
    return false;
  }
  const PlanePoint point =
    plane_map_point(layout->square, (double)mood.reading->valence[TAP_WET], (double)mood.reading->arousal[TAP_WET]);
  *x = point.x;
  *y = point.y;
  return true;
}

bool
aim_hit(const Snapshot* snapshot, const Layout* layout, double x, double y)
{
  double dot_x = 0.0;
  double dot_y = 0.0;
  return aim_dot(snapshot, layout, &dot_x, &dot_y) && hypot(x - dot_x, y - dot_y) <= PLANE_DOT_RADIUS + 2.0;
}

void
aim_begin(ViewState* view, const Snapshot* snapshot)
{
  Mood mood;
  if (first_mood(snapshot, &mood)) {
    view->aiming      = true;
    view->aim_valence = limit((double)mood.reading->valence[TAP_WET], -1.0, 1.0);
    view->aim_arousal = limit((double)mood.reading->arousal[TAP_WET], -1.0, 1.0);
  }
}

void
aim_drag(ViewState* view, const Layout* layout, double dx, double dy)
{
  view->aim_valence = limit(view->aim_valence + 2.0 * dx / layout->square.w, -1.0, 1.0);
  view->aim_arousal = limit(view->aim_arousal - 2.0 * dy / layout->square.h, -1.0, 1.0);
}

void
aim_step(ViewState* view, const Snapshot* snapshot, double valence, double arousal)
{
  if (!view->aiming) {
    aim_begin(view, snapshot);
  }
  view->aim_valence = limit(view->aim_valence + valence, -1.0, 1.0);
  view->aim_arousal = limit(view->aim_arousal + arousal, -1.0, 1.0);
}

void
aim_end(ViewState* view, const Snapshot* snapshot, Actions* actions)
{
  if (view->aiming) {
    view->aiming = false;
    ask_point(snapshot, view->aim_valence, view->aim_arousal, actions);
  }
}

/// A cross within a ring
static void
draw_target(const Canvas* canvas, PlanePoint p)
{
  static const double arm = 10.0;
  for (unsigned i = 0; i < 2; ++i) {
    const ColourRole colour = i ? COLOUR_TEXT : COLOUR_PANEL;
    const double     width  = i ? 1.5 : 4.0;
    canvas_ring(canvas, p.x, p.y, 6.0, width, colour);
    canvas_line(canvas, p.x - arm, p.y, p.x - 3.0, p.y, width, colour);
    canvas_line(canvas, p.x + 3.0, p.y, p.x + arm, p.y, width, colour);
    canvas_line(canvas, p.x, p.y - arm, p.x, p.y - 3.0, width, colour);
    canvas_line(canvas, p.x, p.y + 3.0, p.x, p.y + arm, width, colour);
  }
}

/// Dotted line that ends short of both
static void
draw_way(const Canvas* canvas, double x, double y, PlanePoint to)
{
  static const double dots[] = { 1.5, 4.0 };

  const double length = hypot(to.x - x, to.y - y);
  const double from   = PLANE_DOT_RADIUS + 2.0;
  const double short_ = 12.0;
  if (length > from + short_) {
    const double dx = (to.x - x) / length;
    const double dy = (to.y - y) / length;
    cairo_save(canvas->cr);
    cairo_set_dash(canvas->cr, dots, 2, 0.0);
    canvas_line(canvas, x + from * dx, y + from * dy, to.x - short_ * dx, to.y - short_ * dy, 1.5, COLOUR_TEXT);
    cairo_restore(canvas->cr);
  }
}

/// The target as an axis pair, false for none on the plane
static bool
target_of(const Snapshot* snapshot, const ViewState* view, double place[2])
{
  if (view->aiming) {
    place[0] = view->aim_valence;
    place[1] = view->aim_arousal;
    return true;
  }
  return wish_target(&snapshot->wish, place) == WISH_POINT;
}

void
aim_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const FlipMessage* const proposal = experiment_proposal(snapshot);
  double                   place[2] = { 0.0, 0.0 };
  double                   x        = 0.0;
  double                   y        = 0.0;
  if (!aim_dot(snapshot, layout, &x, &y)) {
    return;
  }
  if (chip_has_focus(view, (Item){ ITEM_WET_DOT, 0 }) || view->hover.kind == ITEM_WET_DOT) {
    canvas_ring(canvas, x, y, PLANE_DOT_RADIUS + 4.0, 2.0, COLOUR_TEXT);
  }
  if (target_of(snapshot, view, place)) {
    const PlanePoint target = plane_map_point(layout->square, place[0], place[1]);
    draw_way(canvas, x, y, target);
    draw_target(canvas, target);
  }
  if (proposal && !view->aiming && isfinite(proposal->valence[TAP_WET])) {
    const PlanePoint p =
      plane_map_point(layout->square, (double)proposal->valence[TAP_WET], (double)proposal->arousal[TAP_WET]);
    canvas_disc(canvas, p.x, p.y, 5.5, COLOUR_PANEL);
    canvas_ring(canvas, p.x, p.y, 4.0, 2.0, COLOUR_WET);
  }
}
