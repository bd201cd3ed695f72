// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_LAYOUT_H
#define EQUUS_UI_LAYOUT_H

#include "ui/flip_room.h"
#include "ui/history_room.h"
#include "ui/target_room.h"
#include "ui/view_state.h"

enum { LAYOUT_MAX_ROWS = 24 };

/// Height of a reading and of a change in lines: a verdict takes one and a third
#define READING_VERDICT_LINES 1.35
#define READING_LINES (3.0 + READING_VERDICT_LINES)
#define CHANGE_LINES (2.0 + READING_VERDICT_LINES)

/// Height of the table that says the same in four rows
#define READING_TABLE_HEIGHT 68.0

/// Where everything is, in logical pixels; empty rectangles for what isn't shown
typedef struct {
  Rect window;

  Rect name, tagline;
  Rect slots[SLOTS], undo, redo;
  Rect preset, tag_model, mood_model, compare; ///< Chips of the header

  Rect legend, uncertainty; ///< Over the plane, where it is high enough
  Rect plane, square, arousal_axis, valence_axis;
  Rect dry_reading, wet_reading, change; ///< Beside the square, or
  Rect reading_table;                    ///< all that under it
  Rect attributes;

  Rect     tags, tags_head, rows;
  double   row_height;
  unsigned n_rows;
  double   tag_name_width;

  FlipRoom    flip;
  TargetRoom  target;
  HistoryRoom history;

  Rect equaliser, equaliser_title;
  Rect band_name, band_fields[4];                        ///< In the order of BAND_ON ...
  Rect curve_count, curve_name, curve_gain, curve_reset; ///< In place of the band's, where the plot shows the curve
  Rect graphic, shadow, bypass, level_match, output_gain;
  bool strip_is_brief;
  Rect plot, gain_axis, level_axis, frequency_axis;
  Rect map, map_of, map_legend; ///< In the plot's upper left

  Rect trouble; ///< Banner; empty when nothing is wrong
  Rect status, dry_source, dry_delay, align, history_show, blind, help, theme, zoom;
} Layout;

/// True if there is no room in the header to name what a chip chooses
bool layout_is_brief(const Layout* layout);

Layout layout_make(const ViewState* view, const Snapshot* snapshot);

/// Row of the tag list
Rect layout_row(const Layout* layout, unsigned row);

/// Rectangle of a control, empty for items that aren't one; of several of a kind the first
Rect layout_control(const Layout* layout, ItemKind item);

#endif // EQUUS_UI_LAYOUT_H
