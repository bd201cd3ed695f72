// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CHART_H
#define EQUUS_TOOLS_CHART_H

#include "tools/statistics.h"

#include <stdbool.h>
#include <stdio.h>

/**
   Shares against a dose, as inline SVG in the colours of the page.

   Every series has a line style and a mark of its own, so that it's told apart without colours; each point has its
   interval.  Where points would cover each other they stand a little aside.
*/

enum { CHART_MAX_SERIES = 4, CHART_MAX_POINTS = 64 };

/// One dose
typedef struct {
  double      x;
  const char* name;      ///< For the axis and the table, such as "3 dB"
  Estimate    share;     ///< 0 to 1; NAN for none
  uint32_t    count, of; ///< What the share was counted from
} ChartPoint;

typedef struct {
  const char* name;
  ChartPoint  points[CHART_MAX_POINTS]; ///< [n], x rising; those whose share is NAN are gaps
  unsigned    n;
} ChartSeries;

typedef struct {
  const char* id;    ///< Unique in the page, letters and digits
  const char* title; ///< What it shows
  const char* about; ///< The same for who can't see it, with the outcome
  const char* x_name;
  double      y_max;     ///< Upper end of the axis, as of chart_ceiling()
  double      band;      ///< Upper end of the chance band; NAN for none
  const char* band_name; ///< Stands beside it
  ChartSeries series[CHART_MAX_SERIES];
  unsigned    n_series;
} Chart;

/// Add a point to a series, which must have room
void chart_add(ChartSeries* series, double x, const char* name, const Estimate* share, uint32_t count, uint32_t of);

/// The lowest of 10, 25, 50 and 100 % that holds a chart's intervals and band
double chart_ceiling(const Chart* chart);

/// Write the picture
void chart_write(FILE* stream, const Chart* chart);

/// Write its numbers as a table
void chart_write_table(FILE* stream, const Chart* chart);

/// Write rules for what chart_write() writes; the colours are those of the page: --text, --muted, --line, --grid,
/// --panel and --series-1 to --series-4
void chart_write_style(FILE* stream);

#endif // EQUUS_TOOLS_CHART_H
