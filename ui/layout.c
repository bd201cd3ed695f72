// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/layout.h"

#include "ui/dry.h"
#include "ui/experiment.h"

#include <math.h>
#include <stddef.h>

static const double header_height          = 54.0;
static const double footer_height          = 38.0;
static const double trouble_height         = 40.0;
static const double strip_height           = 28.0;
static const double axis_height            = 18.0;
static const double padding                = 14.0;
static const double legend_height          = 22.0;
static const double least_for_legend       = 190.0;
static const double field_gap              = 4.0;
static const double least_attributes       = 66.0;
static const double least_attributes_width = 136.0; ///< Beside the square
static const double attributes_width       = 138.0;
static const double attributes_gap         = 14.0;
static const double least_table            = 352.0; ///< Width in which a table of readings says everything
static const double reading_line           = 17.0;
static const double brief_header           = 1080.0; ///< Width below which the header's chips tell values alone
static const double roomy_strip            = 1090.0; ///< Width of the equaliser's strip that has room for all its words
static const double least_tagline          = 150.0;
static const double least_for_column       = 1080.0; ///< Width from which the experiment has a column
static const double least_over_row         = 250.0;  ///< Height of the other rooms over a row of panels
static const double least_over_strip       = 190.0;  ///< ... and over a strip

bool
layout_is_brief(const Layout* layout)
{
  return layout->window.w < brief_header;
}

/// Cut a chip of this width off the right, centred in height
static Rect
cut_chip(Rect* rest, double width, double gap)
{
  const Rect strip = rect_cut_right(rest, width, gap);
  return (Rect){ strip.x, floor(strip.y + 0.5 * (strip.h - THEME_CHIP_HEIGHT)), strip.w, THEME_CHIP_HEIGHT };
}

static void
place_header(Layout* layout, bool has_presets, Rect header)
{
  const bool brief = layout_is_brief(layout);

  layout->compare    = cut_chip(&header, brief ? 92.0 : 132.0, 8.0);
  layout->mood_model = cut_chip(&header, brief ? 92.0 : 144.0, 8.0);
  layout->tag_model  = cut_chip(&header, brief ? 124.0 : 172.0, 8.0);
  if (has_presets) {
    layout->preset = cut_chip(&header, brief ? 124.0 : 196.0, brief ? 8.0 : THEME_MARGIN);
  }
  for (unsigned i = SLOTS; i-- > 0;) {
    layout->slots[i] = cut_chip(&header, 28.0, i ? 4.0 : 8.0);
  }
  layout->redo    = cut_chip(&header, 26.0, 2.0);
  layout->undo    = cut_chip(&header, 26.0, 8.0);
  layout->name    = rect_cut_left(&header, brief ? 72.0 : 80.0, 0.0);
  layout->tagline = header.w < least_tagline ? (Rect){ 0 } : header;
}

/// Where dry comes from; with the side-chain also its delay, and the way to what was estimated
static void
place_dry(Layout* layout, const Snapshot* snapshot, Rect* footer)
{
  const bool side = dry_is_side_chain(snapshot);
  if (dry_can_align(snapshot)) {
    layout->align = cut_chip(footer, 52.0, 2.0);
  }
  if (side) {
    layout->dry_delay = cut_chip(footer, 150.0, 2.0);
  }
  layout->dry_source = cut_chip(footer, side ? 122.0 : 74.0, 2.0);
}

static void
place_footer(Layout* layout, const Snapshot* snapshot, Rect footer)
{
  layout->zoom  = cut_chip(&footer, 56.0, 2.0);
  layout->theme = cut_chip(&footer, 56.0, 2.0);
  layout->help  = cut_chip(&footer, 56.0, 2.0);
  layout->blind = cut_chip(&footer, 84.0, THEME_MARGIN);
  place_dry(layout, snapshot, &footer);
  layout->status = footer;
}

/// Readings beside the square, one under the other
static void
place_readings_beside(Layout* layout, Rect column)
{
  const double gap    = column.h < 260.0 ? 6.0 : 18.0;
  const double line   = fmin(reading_line, (column.h - 2.0 * gap) / (2.0 * READING_LINES + CHANGE_LINES));
  layout->dry_reading = rect_cut_top(&column, READING_LINES * line, gap);
  layout->wet_reading = rect_cut_top(&column, READING_LINES * line, gap);
  layout->change      = rect_cut_top(&column, CHANGE_LINES * line, gap);
  if (column.h >= least_attributes) {
    layout->attributes = column;
  }
}

/// A square with the axes' names, as large as it fits, at the left and top
static void
place_square(Layout* layout, Rect area)
{
  const double side    = floor(fmin(area.w - axis_height, area.h - axis_height));
  layout->arousal_axis = (Rect){ area.x, area.y, axis_height, side };
  layout->square       = (Rect){ area.x + axis_height, area.y, side, side };
  layout->valence_axis = (Rect){ layout->square.x, area.y + side + 2.0, side, axis_height - 2.0 };
}

static double
reading_width(const Layout* layout)
{
  return limit(0.13 * layout->window.w, 156.0, 240.0);
}

/// Side of the square with the readings beside it, in a panel of this size inside
static double
side_beside(const Layout* layout, double width, double height)
{
  return floor(fmin(width - reading_width(layout) - padding - 12.0, height) - axis_height);
}

/// The same with the readings in a table under it
static double
side_over_table(double width, double height)
{
  return floor(fmin(width, height - padding - READING_TABLE_HEIGHT) - axis_height);
}

static void
place_beside(Layout* layout, Rect area)
{
  const double reading = reading_width(layout) + padding + 12.0;
  place_square(layout, (Rect){ area.x, area.y, area.w - reading, area.h });
  rect_cut_left(&area, axis_height + layout->square.w, padding + 12.0);
  place_readings_beside(layout, area);
}

/// The attributes stand beside the square if there is room, else under the table
static void
place_over_table(Layout* layout, Rect area)
{
  Rect         head  = area;
  const double table = READING_TABLE_HEIGHT;
  head.h             = area.h - padding - table;
  place_square(layout, head);
  rect_cut_top(&area, layout->square.h + axis_height, padding);
  rect_cut_left(&head, axis_height + layout->square.w, attributes_gap);
  layout->reading_table = rect_cut_top(&area, table, 2.0 * padding);
  head.h                = layout->square.h;
  layout->attributes    = head.w >= least_attributes_width ? head : area.h >= least_attributes ? area : (Rect){ 0 };
}

/// Readings stand where they leave the square more room
static void
place_plane(Layout* layout)
{
  Rect area = rect_inset(layout->plane, padding, padding);
  if (area.h >= least_for_legend) {
    layout->legend      = rect_cut_top(&area, legend_height, 8.0);
    layout->uncertainty = rect_cut_right(&layout->legend, 50.0, 8.0);
  }
  if (side_over_table(area.w, area.h) > side_beside(layout, area.w, area.h)) {
    place_over_table(layout, area);
  } else {
    place_beside(layout, area);
  }
}

static void
place_tags(Layout* layout)
{
  Rect area         = rect_inset(layout->tags, THEME_MARGIN, padding);
  layout->tags_head = rect_cut_top(&area, 22.0, 8.0);
  layout->rows      = area;

  const double   roomy   = floor(area.h / 30.0);
  const double   tight   = floor(area.h / 22.0);
  const unsigned n       = (unsigned)limit(fmax(roomy, fmin(12.0, tight)), 1.0, LAYOUT_MAX_ROWS);
  layout->n_rows         = n;
  layout->row_height     = fmin(area.h / n, 40.0);
  layout->tag_name_width = limit(0.3 * area.w, 98.0, 140.0);
}

/// Flip meter, the way toward a target, and the last ten minutes; false if there isn't room for all
static bool
place_all(Layout* layout, Rect column)
{
  const double least = FLIP_ROOM_FULL + TARGET_ROOM_LEAST + HISTORY_ROOM_LEAST + 2.0 * THEME_GAP;
  const double spare = column.h - least;
  if (spare < 0.0) {
    return false;
  }
  const double sketch = floor(fmin(0.2 * spare, 100.0));
  layout->flip        = flip_room_place(rect_cut_top(&column, FLIP_ROOM_FULL + sketch, THEME_GAP));
  layout->target      = target_room_place(rect_cut_top(&column, TARGET_ROOM_LEAST + sketch, THEME_GAP));
  layout->history     = history_room_place(column);
  return true;
}

/// Panels of the third column one under the other; where there isn't room for all, those that matter now
static void
place_column(Layout* layout, Rect column, bool has_target)
{
  if (place_all(layout, column)) {
    return;
  }
  if (!has_target && column.h >= FLIP_ROOM_FULL + THEME_GAP + HISTORY_ROOM_LEAST) {
    layout->flip    = flip_room_place(rect_cut_top(&column, FLIP_ROOM_FULL, THEME_GAP));
    layout->history = history_room_place(column);
    return;
  }
  const double spare = column.h - FLIP_ROOM_FULL - THEME_GAP - TARGET_ROOM_LEAST;
  if (spare >= 0.0) {
    const double more = floor(spare < 200.0 ? fmin(spare, 100.0) : 0.5 * spare);
    layout->flip      = flip_room_place(rect_cut_top(&column, FLIP_ROOM_FULL + more, THEME_GAP));
    layout->target    = target_room_place(column);
  } else if (has_target) {
    layout->target = target_room_place(column);
  } else {
    layout->flip = flip_room_place(column);
  }
}

/// The same side by side
static void
place_row(Layout* layout, Rect row)
{
  layout->flip   = flip_room_place(rect_cut_left(&row, floor(0.55 * row.w), THEME_GAP));
  layout->target = target_room_place(row);
}

/// Buttons that have nothing to act on aren't there
static void
take_idle_buttons(TargetRoom* target, const Snapshot* snapshot)
{
  if (!experiment_proposal(snapshot)) {
    target->accept = target->half = (Rect){ 0 };
  }
  if (!snapshot->wish.target[0]) {
    target->reject = (Rect){ 0 };
  }
}

/// The experiment takes a column on the right, or a row or a strip below; returns what is left
static Rect
place_experiment(Layout* layout, Rect rooms, bool has_target)
{
  if (layout->window.w >= least_for_column) {
    const double width = floor(limit(0.27 * layout->window.w, 308.0, 380.0));
    place_column(layout, rect_cut_right(&rooms, width, THEME_GAP), has_target);
  } else if (rooms.h >= least_over_row + THEME_GAP + FLIP_ROOM_FULL) {
    place_row(layout, rect_cut_bottom(&rooms, FLIP_ROOM_FULL, THEME_GAP));
  } else if (rooms.h >= least_over_strip + THEME_GAP + FLIP_ROOM_STRIP) { // Else a banner takes its place
    const Rect strip = rect_cut_bottom(&rooms, FLIP_ROOM_STRIP, THEME_GAP);
    if (has_target) {
      layout->target = target_room_place(strip);
    } else {
      layout->flip = flip_room_place(strip);
    }
  }
  return rooms;
}

/// Width of the plane's panel: what the arrangement with the larger square needs, `most` at most
static double
plane_width(const Layout* layout, bool has_attributes, double most, Rect rooms)
{
  const double inside = most - 2.0 * padding;
  const double wide   = fmin(most, 0.6 * rooms.w); // Readings beside the square leave the tags less
  const double high   = rooms.h - 2.0 * padding;
  const double room   = high - (high < least_for_legend ? 0.0 : legend_height + 8.0);
  const double side   = side_over_table(inside, room);
  if (side <= side_beside(layout, wide - 2.0 * padding, room)) {
    return fmin(wide, room + reading_width(layout) + 3.0 * padding + 12.0);
  }
  const double square = axis_height + side;
  const double with   = square + attributes_gap + attributes_width;
  return 2.0 * padding + fmax(has_attributes && with <= inside ? with : square, fmin(least_table, inside));
}

static bool
mood_has_attributes(const Snapshot* snapshot)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_MOOD);
  return place && place->sidecar && place->sidecar->kind == MODEL_MOOD && place->sidecar->n_labels > 2;
}

/// The rooms above the equaliser: one column each, the plane as wide as it is useful; the last ten minutes may stand
/// where the tags are
static void
place_rooms(Layout* layout, const Snapshot* snapshot, Rect rooms, bool over)
{
  const double least_tags = 300.0;
  const double most       = floor(rooms.w - THEME_GAP - least_tags);
  const double width      = plane_width(layout, mood_has_attributes(snapshot), most, rooms);

  layout->plane = rect_cut_left(&rooms, floor(width), THEME_GAP);
  place_plane(layout);
  if (over) {
    layout->history = history_room_place(rooms);
  } else {
    layout->tags = rooms;
    place_tags(layout);
  }
}

/// The selected band's numbers
static void
place_band(Layout* layout, Rect strip)
{
  static const double widths[4] = { 56.0, 78.0, 80.0, 64.0 };
  static const double brief[4]  = { 54.0, 66.0, 68.0, 56.0 };

  layout->band_name = rect_cut_left(&strip, layout->strip_is_brief ? 16.0 : 92.0, field_gap);
  for (unsigned i = 0; i < 4; ++i) {
    const Rect field       = rect_cut_left(&strip, layout->strip_is_brief ? brief[i] : widths[i], field_gap);
    layout->band_fields[i] = (Rect){ field.x, floor(field.y + 0.5 * (field.h - 24.0)), field.w, 24.0 };
  }
}

/// The curve's, in the same place
static void
place_curve(Layout* layout, Rect strip)
{
  static const double widths[4] = { 96.0, 58.0, 70.0, 54.0 };

  Rect* const rects[4] = { &layout->curve_count, &layout->curve_name, &layout->curve_gain, &layout->curve_reset };
  for (unsigned i = 0; i < 4; ++i) {
    const Rect field = rect_cut_left(&strip, widths[i] - (layout->strip_is_brief ? 4.0 : 0.0), field_gap);
    *rects[i]        = (Rect){ field.x, floor(field.y + 0.5 * (field.h - 24.0)), field.w, 24.0 };
  }
}

static void
place_strip(Layout* layout, bool graphic, Rect strip)
{
  layout->strip_is_brief = strip.w < roomy_strip;
  const bool   brief     = layout->strip_is_brief;
  const double gap       = brief ? 4.0 : 8.0;
  layout->output_gain    = cut_chip(&strip, brief ? 94.0 : 126.0, gap);
  layout->level_match    = cut_chip(&strip, brief ? 74.0 : 172.0, gap);
  layout->bypass         = cut_chip(&strip, brief ? 78.0 : 82.0, gap);
  layout->shadow         = cut_chip(&strip, brief ? 80.0 : 86.0, gap);
  layout->graphic        = cut_chip(&strip, brief ? 80.0 : 88.0, gap);
  if (!brief) {
    layout->equaliser_title = rect_cut_left(&strip, 80.0, 8.0);
  }
  if (graphic) {
    place_curve(layout, strip);
  } else {
    place_band(layout, strip);
  }
}

static void
place_equaliser(Layout* layout, bool graphic)
{
  Rect area = rect_inset(layout->equaliser, padding, 10.0);
  place_strip(layout, graphic, rect_cut_top(&area, strip_height, 8.0));

  layout->frequency_axis = rect_cut_bottom(&area, axis_height, 0.0);
  layout->gain_axis      = rect_cut_left(&area, 36.0, 6.0);
  layout->level_axis     = rect_cut_right(&area, 36.0, 6.0);
  layout->plot           = area;
}

/// Over the plot: the map's switch, and when it is shown what it is of and the legend
static void
place_map(Layout* layout, bool shown)
{
  const Rect plot = layout->plot;
  Rect       row  = { plot.x + 6.0, plot.y + 4.0, plot.w - 12.0, 20.0 };
  layout->map     = rect_cut_left(&row, 100.0, 0.0);
  if (shown) {
    layout->map_of     = rect_cut_left(&row, 128.0, 10.0);
    layout->map_legend = row;
  }
}

Layout
layout_make(const ViewState* view, const Snapshot* snapshot)
{
  Layout layout = { .window = { 0.0, 0.0, view->width, view->height } };
  Rect   rest   = rect_inset(layout.window, THEME_MARGIN, 0.0);

  place_header(&layout, view->presets != NULL, rect_cut_top(&rest, header_height, 0.0));
  place_footer(&layout, snapshot, rect_cut_bottom(&rest, footer_height, 0.0));
  if (snapshot->status.trouble[0]) {
    layout.trouble = rect_cut_top(&rest, trouble_height, THEME_GAP);
  }
  layout.equaliser = rect_cut_bottom(&rest, floor(limit(0.27 * view->height, 172.0, 360.0)), THEME_GAP);
  const Rect rooms = place_experiment(&layout, rest, experiment_has_target(snapshot, view));
  const bool lacks = layout.history.panel.h <= 0.0;
  place_rooms(&layout, snapshot, rooms, lacks && view->history_over);
  if (lacks) {
    layout.history_show = cut_chip(&layout.status, 68.0, THEME_MARGIN);
  }
  if (!view->scrubbing) {
    layout.history.live = (Rect){ 0 };
  }
  place_equaliser(&layout, view->graphic);
  take_idle_buttons(&layout.target, snapshot);
  place_map(&layout, snapshot->wish.maps);
  return layout;
}

Rect
layout_row(const Layout* layout, unsigned row)
{
  return (Rect){ layout->rows.x, layout->rows.y + row * layout->row_height, layout->rows.w, layout->row_height };
}

/// A control of the experiment
static Rect
experiment_control(const Layout* layout, ItemKind item)
{
  switch (item) {
  case ITEM_FLIP_VERDICT:
    return layout->flip.verdict;
  case ITEM_FLIP_LIMIT:
    return layout->flip.limit;
  case ITEM_FLIP_BANDS:
    return layout->flip.bands;
  case ITEM_FLIP_FIND:
    return layout->flip.find;
  case ITEM_FLIP_APPLY:
    return layout->flip.apply;
  case ITEM_FLIP_LIVE:
    return layout->flip.live;
  case ITEM_FLIP_SCALE:
    return layout->flip.bar;
  case ITEM_TARGET_ACCEPT:
    return layout->target.accept;
  case ITEM_TARGET_HALF:
    return layout->target.half;
  case ITEM_TARGET_REJECT:
    return layout->target.reject;
  default:
    return (Rect){ 0 };
  }
}

static Rect
footer_control(const Layout* layout, ItemKind item)
{
  switch (item) {
  case ITEM_DRY_SOURCE:
    return layout->dry_source;
  case ITEM_DRY_DELAY:
    return layout->dry_delay;
  case ITEM_ALIGN:
    return layout->align;
  case ITEM_HISTORY:
    return layout->history.plot;
  case ITEM_HISTORY_SPAN:
    return layout->history.span;
  case ITEM_HISTORY_MARK:
    return layout->history.mark;
  case ITEM_HISTORY_SAVE:
    return layout->history.save;
  case ITEM_HISTORY_LIVE:
    return layout->history.live;
  case ITEM_HISTORY_SHOW:
    return layout->history_show;
  case ITEM_BLIND:
    return layout->blind;
  case ITEM_HELP:
    return layout->help;
  case ITEM_THEME:
    return layout->theme;
  case ITEM_ZOOM:
    return layout->zoom;
  default:
    return experiment_control(layout, item);
  }
}

Rect
layout_control(const Layout* layout, ItemKind item)
{
  switch (item) {
  case ITEM_BAND_ON:
  case ITEM_BAND_FREQUENCY:
  case ITEM_BAND_GAIN:
  case ITEM_BAND_Q:
    return layout->band_fields[item - ITEM_BAND_ON];
  case ITEM_CURVE_COUNT:
    return layout->curve_count;
  case ITEM_CURVE_GAIN:
    return layout->curve_gain;
  case ITEM_CURVE_RESET:
    return layout->curve_reset;
  case ITEM_GRAPHIC:
    return layout->graphic;
  case ITEM_SHADOW:
    return layout->shadow;
  case ITEM_BYPASS:
    return layout->bypass;
  case ITEM_LEVEL_MATCH:
    return layout->level_match;
  case ITEM_OUTPUT_GAIN:
    return layout->output_gain;
  case ITEM_SLOT:
    return layout->slots[0];
  case ITEM_UNDO:
    return layout->undo;
  case ITEM_REDO:
    return layout->redo;
  case ITEM_PRESET:
    return layout->preset;
  case ITEM_TAG_MODEL:
    return layout->tag_model;
  case ITEM_MOOD_MODEL:
    return layout->mood_model;
  case ITEM_COMPARE:
    return layout->compare;
  case ITEM_UNCERTAINTY:
    return layout->uncertainty;
  case ITEM_MAP:
    return layout->map;
  case ITEM_MAP_OF:
    return layout->map_of;
  default:
    return footer_control(layout, item);
  }
}
