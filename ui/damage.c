// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/damage.h"

#include "ui/blind_panel.h"
#include "ui/canvas.h"
#include "ui/equaliser.h"
#include "ui/layout.h"
#include "ui/legend.h"
#include "ui/slope_map.h"

#include <math.h>
#include <string.h>

static bool
has_overlay(const Snapshot* snapshot, const ViewState* view)
{
  return view->menu.owner != ITEM_NONE || view->help || equaliser_has_tooltip(view) ||
         legend_has_tooltip(snapshot, view) || slope_map_has_tooltip(snapshot, view);
}

/// Numbers that the footer doesn't show as they come in
static void
copy_hidden(StatusMessage* to, const StatusMessage* from)
{
  to->time      = from->time;
  to->load      = from->load;
  to->load_peak = from->load_peak;
}

/// Byte by byte: a difference in padding alone costs a drawing, no more
static bool
is_same(const Snapshot* a, const Snapshot* b)
{
  return !memcmp(a, b, sizeof(*a)); // NOLINT(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c)
}

static bool
has_same_parameters(const Snapshot* a, const Snapshot* b)
{
  unsigned i = 0;
  while (i < PARAM_COUNT && a->parameters[i] == b->parameters[i]) {
    ++i;
  }
  return i == PARAM_COUNT;
}

Damage
damage_between(const Snapshot* drawn, const Snapshot* snapshot, const ViewState* view)
{
  if (blind_panel_is_open(view)) { // Shows nothing of what the plug-in tells
    return has_same_parameters(drawn, snapshot) ? DAMAGE_NONE : DAMAGE_ALL;
  }
  Snapshot same = *snapshot;
  same.revision = drawn->revision;
  copy_hidden(&same.status, &drawn->status);
  if (is_same(&same, drawn)) {
    return DAMAGE_NONE;
  }
  memcpy(same.spectrum, drawn->spectrum, sizeof(same.spectrum));
  memcpy(same.has_spectrum, drawn->has_spectrum, sizeof(same.has_spectrum));
  return !has_overlay(snapshot, view) && is_same(&same, drawn) ? DAMAGE_PLOT : DAMAGE_ALL;
}

/// A rectangle in whole device pixels, so that its edges aren't blended twice
static Rect
snap(Rect rect, double scale)
{
  const double left   = floor(rect.x * scale);
  const double top    = floor(rect.y * scale);
  const double right  = ceil((rect.x + rect.w) * scale);
  const double bottom = ceil((rect.y + rect.h) * scale);
  return (Rect){ left, top, right - left, bottom - top };
}

Rect
damage_plot_pixels(const Snapshot* snapshot, const ViewState* view, double scale)
{
  const Layout layout = layout_make(view, snapshot);
  return snap(equaliser_reach(&layout), scale);
}

void
damage_draw_plot(cairo_t* cr, const Snapshot* snapshot, const ViewState* view)
{
  const Layout layout = layout_make(view, snapshot);
  Canvas       canvas;
  double       scale = 1.0;
  double       other = 1.0;

  cairo_user_to_device_distance(cr, &scale, &other);
  const Rect pixels = snap(equaliser_reach(&layout), scale);
  cairo_save(cr);
  cairo_rectangle(cr, pixels.x / scale, pixels.y / scale, pixels.w / scale, pixels.h / scale);
  cairo_clip(cr);
  canvas_begin(&canvas, cr, theme_get(view->theme), view->texts);
  canvas_fill_rect(&canvas, layout.equaliser, 0.0, COLOUR_PANEL);
  equaliser_draw_plot(&canvas, snapshot, view, &layout);
  canvas_end(&canvas);
  cairo_restore(cr);
}
