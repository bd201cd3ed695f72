// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_REPORT_H
#define EQUUS_UI_REPORT_H

#include "ui/theme.h"

#include <cairo.h>
#include <stdbool.h>

/**
   Pictures for reports, drawn with the window's own marks: hollow for dry,
   filled for wet.  All draw at the origin in logical pixels on a panel of the theme.
*/

/// One way from dry to wet on the plane, -1 to 1
typedef struct {
  double dry_valence, dry_arousal;
  double wet_valence, wet_arousal;
  bool   flipped; ///< The verdict turned: drawn with a strong arrow
} ReportMove;

/// One tag dry and wet, 0 to 1
typedef struct {
  const char* name;
  double      dry, wet;
} ReportTag;

/**
   Draw moves on one plane of `size` by `size`, wet ends numbered from 1 in the order given.

   Dry points that coincide are drawn once.
   @param valence, arousal Names of the axes, e.g. "valence" and "energy (arousal)".
*/
void report_plane_draw(cairo_t*          cr,
                       const Theme*      theme,
                       double            size,
                       const char*       valence,
                       const char*       arousal,
                       const ReportMove* moves,
                       unsigned          n);

/// Height that report_tags_draw() needs for n rows
double report_tags_height(unsigned n);

/// Draw tags as bars (wet) with ticks (dry), values in % and changes in points, over this width (300 or more)
void report_tags_draw(cairo_t* cr, const Theme* theme, double width, const ReportTag* tags, unsigned n);

#endif // EQUUS_UI_REPORT_H
