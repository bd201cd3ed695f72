// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/slope_map.h"

#include "ui/chip.h"
#include "ui/equaliser_map.h"
#include "ui/format.h"

#include <math.h>
#include <stdio.h>

static const double share     = 0.24; ///< Of the plot's height, for the largest slope either way
static const double step      = 4.0;  ///< Pixels between two points of the outline
static const double old_after = 15.0; ///< Seconds after which the age is told

bool
slope_map_is_shown(const Snapshot* snapshot)
{
  return snapshot->wish.maps && snapshot->has_maps && snapshot->maps.bands > 1;
}

/// The next of 1, 2, 5, 10, ... that isn't below
static double
round_up(double value)
{
  const double decade = pow(10.0, floor(log10(fmax(value, 1e-9))));
  const double times  = value / decade;
  return decade * (times <= 1.0 ? 1.0 : times <= 2.0 ? 2.0 : times <= 5.0 ? 5.0 : 10.0);
}

static double
largest(const float* values, uint32_t n)
{
  double most = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)values[i]));
  }
  return round_up(most);
}

/// Between two values, level at both
static double
ease(double a, double b, double t)
{
  return a + (b - a) * t * t * (3.0 - 2.0 * t);
}

/// The slope at a frequency: level at the bands' centres, gone a band beyond the last
static double
slope_at(const MapsMessage* maps, double frequency)
{
  const uint32_t n      = maps->bands;
  const double   width  = log((double)(maps->centre[1] / maps->centre[0]));
  const double   before = log((double)maps->centre[0] / frequency) / width;
  const double   after  = log(frequency / (double)maps->centre[n - 1]) / width;
  if (before > 0.0) {
    return ease((double)maps->slope[0], 0.0, fmin(before, 1.0));
  }
  if (after > 0.0) {
    return ease((double)maps->slope[n - 1], 0.0, fmin(after, 1.0));
  }
  const uint32_t i = (uint32_t)limit(-before, 0.0, n - 2.0);
  return ease((double)maps->slope[i], (double)maps->slope[i + 1], limit(-before - i, 0.0, 1.0));
}

typedef struct {
  double middle, height; ///< Of the plot
  double most;           ///< Slope that reaches `height`
} Scale;

static Scale
scale_of(const MapsMessage* maps, const ViewState* view, const Layout* layout)
{
  return (Scale){ equaliser_map_y(layout, view, 0.0), share * layout->plot.h, largest(maps->slope, maps->bands) };
}

static void
trace(const Canvas* canvas, const MapsMessage* maps, const Layout* layout, const Scale* scale)
{
  const int n = (int)ceil(layout->plot.w / step);
  for (int i = 0; i <= n; ++i) {
    const double x     = layout->plot.x + i * step;
    const double slope = slope_at(maps, equaliser_map_frequency(layout, x));
    cairo_line_to(canvas->cr, x, scale->middle - scale->height * slope / scale->most);
  }
}

/// The part above the middle, or below
static void
draw_side(const Canvas* canvas, const MapsMessage* maps, const Layout* layout, const Scale* scale, bool up)
{
  const Rect       plot   = layout->plot;
  const double     top    = up ? plot.y : scale->middle;
  const double     bottom = up ? scale->middle : plot.y + plot.h;
  const ColourRole colour = up ? COLOUR_UP : COLOUR_DOWN;
  cairo_save(canvas->cr);
  cairo_rectangle(canvas->cr, plot.x, top, plot.w, bottom - top);
  cairo_clip(canvas->cr);
  cairo_new_path(canvas->cr);
  cairo_move_to(canvas->cr, plot.x, scale->middle);
  trace(canvas, maps, layout, scale);
  cairo_line_to(canvas->cr, plot.x + plot.w, scale->middle);
  canvas_set_colour(canvas, colour, 0.3);
  cairo_fill_preserve(canvas->cr);
  canvas_set_colour(canvas, colour, 1.0);
  cairo_set_line_width(canvas->cr, 1.25);
  cairo_stroke(canvas->cr);
  cairo_restore(canvas->cr);
}

/// A triangle beyond each hill and valley that matters
static void
draw_marks(const Canvas* canvas, const MapsMessage* maps, const Layout* layout, const Scale* scale)
{
  for (uint32_t i = 0; i < maps->bands; ++i) {
    const double here   = fabs((double)maps->slope[i]);
    const double before = i ? fabs((double)maps->slope[i - 1]) : 0.0;
    const double after  = i + 1 < maps->bands ? fabs((double)maps->slope[i + 1]) : 0.0;
    const bool   up     = maps->slope[i] > 0.0f;
    const double away   = scale->height * here / scale->most + 8.0;
    if (here >= 0.25 * scale->most && here > before && here >= after) {
      canvas_triangle(canvas,
                      equaliser_map_x(layout, (double)maps->centre[i]),
                      up ? scale->middle - away : scale->middle + away,
                      9.0,
                      up,
                      up ? COLOUR_UP : COLOUR_DOWN);
    }
  }
}

/// What the bands hold, on a scale of its own
static void
draw_occlusion(const Canvas* canvas, const MapsMessage* maps, const Layout* layout, const Scale* scale)
{
  const double most = largest(maps->occlusion, maps->bands);
  for (uint32_t i = 0; i < maps->bands; ++i) {
    const double x    = floor(equaliser_map_x(layout, (double)maps->centre[i]));
    const double size = scale->height * (double)maps->occlusion[i] / most;
    canvas_fill_rect(
      canvas, (Rect){ x - 1.5, size > 0.0 ? scale->middle - size : scale->middle, 3.0, fabs(size) }, 0.0, COLOUR_MUTED);
  }
}

void
slope_map_draw(const Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  if (!slope_map_is_shown(snapshot)) {
    return;
  }
  const MapsMessage* const maps  = &snapshot->maps;
  const Scale              scale = scale_of(maps, view, layout);
  draw_side(canvas, maps, layout, &scale, true);
  draw_side(canvas, maps, layout, &scale, false);
  if (maps->occlusion_time > 0.0) {
    draw_occlusion(canvas, maps, layout, &scale);
  }
  draw_marks(canvas, maps, layout, &scale);
}

/// A number of the map's own unit: points of a probability, or of the plane
static char*
format_slope(const MapsMessage* maps, double slope, char* text, unsigned size)
{
  const double value    = maps->published_is_probability ? 100.0 * slope : slope;
  const int    decimals = maps->published_is_probability ? 1 : 3;
  char         number[16];
  format_signed(value, fabs(value) < 0.1 && maps->published_is_probability ? 2 : decimals, number, sizeof(number));
  snprintf(text, size, "%s%s", number, maps->published_is_probability ? "\u202Fpt/dB" : "/dB");
  return text;
}

char*
slope_map_describe(const Snapshot* snapshot, double frequency, char* text, unsigned size)
{
  const MapsMessage* const maps = &snapshot->maps;
  char                     slope[32];
  snprintf(
    text, size, "boost here: %s %s", maps->of, format_slope(maps, slope_at(maps, frequency), slope, sizeof(slope)));
  return text;
}

/// Draw an entry of the legend if it fits
static void
draw_entry(Canvas* canvas, Rect* rest, int mark, const char* text)
{
  const double width = ceil(canvas_text_width(canvas, FONT_SMALL, text)) + 1.0 + (mark ? 13.0 : 0.0);
  if (width > rest->w) {
    return;
  }
  Rect         entry = rect_cut_left(rest, width, 12.0);
  const double y     = entry.y + 0.5 * entry.h;
  if (mark) {
    const Rect box = rect_cut_left(&entry, 9.0, 4.0);
    if (mark == 3) {
      canvas_fill_rect(canvas, (Rect){ box.x + 3.0, y - 5.0, 3.0, 10.0 }, 0.0, COLOUR_MUTED);
    } else {
      canvas_triangle(canvas, box.x + 4.5, y, 9.0, mark == 1, mark == 1 ? COLOUR_UP : COLOUR_DOWN);
    }
  }
  canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, entry, ALIGN_LEFT, text);
}

/// Where the legend may be, clear of what else is written in the plot
static Rect
legend_room(const Snapshot* snapshot, const Layout* layout)
{
  const double heard = 0.5 * snapshot_model_rate(snapshot);
  const double end   = heard > EQUALISER_LOWEST ? equaliser_map_x(layout, heard) - 10.0 : 1e9;
  Rect         room  = layout->map_legend;
  room.w             = fmin(room.w, end - room.x);
  return room;
}

static void
draw_legend(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const MapsMessage* const maps = &snapshot->maps;
  Rect                     rest = legend_room(snapshot, layout);
  char                     number[48];
  char                     text[64];
  if (!slope_map_is_shown(snapshot)) {
    const bool broken = snapshot->has_maps && maps->trouble[0];
    canvas_text(canvas, FONT_SMALL, COLOUR_MUTED, rest, ALIGN_LEFT, broken ? "no map" : "waiting for music");
    return;
  }
  const double age = view->load_time - maps->time;
  snprintf(
    text, sizeof(text), "\u00B1%s", format_slope(maps, largest(maps->slope, maps->bands), number, sizeof(number)) + 1);
  draw_entry(canvas, &rest, 0, text);
  draw_entry(canvas, &rest, 1, "boost raises");
  draw_entry(canvas, &rest, 2, "boost lowers");
  if (age >= old_after) {
    snprintf(text, sizeof(text), "%.0f\u202Fs old", age);
    draw_entry(canvas, &rest, 0, text);
  }
  if (maps->occlusion_time > 0.0) {
    draw_entry(canvas, &rest, 3, "what the band holds");
  }
}

void
slope_map_draw_head(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  chip_draw(canvas,
            view,
            (Item){ ITEM_MAP, 0 },
            layout->map,
            &(Chip){ .kind = CHIP_SWITCH, .on = snapshot->wish.maps, .quiet = true, .text = "sensitivity" });
  if (layout->map_of.w > 0.0) {
    char text[SIDECAR_MAX_TEXT + 8];
    snprintf(text, sizeof(text), "of %s", snapshot->wish.of);
    chip_draw(canvas, view, (Item){ ITEM_MAP_OF, 0 }, layout->map_of, &(Chip){ .kind = CHIP_MENU, .text = text });
    draw_legend(canvas, snapshot, view, layout);
  }
}

/// The maps' trouble, or what is under the pointer; NULL for nothing
static const char*
tooltip_text(const Snapshot* snapshot, const ViewState* view, const Layout* layout, char* text, unsigned size)
{
  const bool on_head = view->hover.kind == ITEM_MAP || view->hover.kind == ITEM_MAP_OF;
  if (on_head && snapshot->wish.maps && snapshot->has_maps && snapshot->maps.trouble[0]) {
    return snapshot->maps.trouble;
  }
  if (view->hover.kind != ITEM_PLOT || !slope_map_is_shown(snapshot)) {
    return NULL;
  }
  const double frequency = equaliser_map_frequency(layout, view->pointer_x);
  char         hertz[32];
  char         boost[SIDECAR_MAX_TEXT + 48];
  format_parameter(parameter_of_band(0, BAND_FREQUENCY), (float)frequency, hertz, sizeof(hertz));
  snprintf(text, size, "%s   %s", hertz, slope_map_describe(snapshot, frequency, boost, sizeof(boost)));
  return text;
}

bool
slope_map_has_tooltip(const Snapshot* snapshot, const ViewState* view)
{
  const bool on_plot = view->hover.kind == ITEM_PLOT && slope_map_is_shown(snapshot);
  const bool on_head = view->hover.kind == ITEM_MAP || view->hover.kind == ITEM_MAP_OF;
  return on_plot || (on_head && snapshot->wish.maps && snapshot->maps.trouble[0]);
}

void
slope_map_draw_tooltip(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  char              buffer[SIDECAR_MAX_TEXT + 96];
  const char* const text = tooltip_text(snapshot, view, layout, buffer, sizeof(buffer));
  if (!text) {
    return;
  }
  const Rect   plot  = layout->plot;
  const bool   low   = text == buffer; // At the foot of the plot, out of the way of the hand
  const double width = fmin(canvas_text_width(canvas, FONT_TEXT, text) + 22.0, plot.w - 12.0);
  const double x     = low ? view->pointer_x - 0.5 * width : plot.x;
  const Rect   box   = { limit(x, plot.x + 4.0, plot.x + plot.w - width - 4.0),
                     low ? plot.y + plot.h - 32.0 : layout->map.y + layout->map.h + 4.0,
                         width,
                     low ? 26.0 : 44.0 };
  canvas_fill_rect(canvas, box, 6.0, COLOUR_RAISED);
  canvas_stroke_rect(canvas, box, 6.0, 1.0, COLOUR_LINE);
  canvas_paragraph(canvas, FONT_TEXT, COLOUR_TEXT, rect_inset(box, 10.0, 4.0), true, text);
}
