// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/chart.h"

#include "tools/text.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 420, HEIGHT = 284, LEFT = 46, RIGHT = 408, TOP = 52, BOTTOM = 238, DODGE = 7, CAP = 3 };

static const char* const rules =
  "svg.chart{display:block;width:100%;max-width:560px;height:auto}\n"
  ".chart text{font-size:12px;fill:var(--muted);font-variant-numeric:tabular-nums}.chart .name{fill:var(--text)}\n"
  ".chart .grid{stroke:var(--grid)}.chart .axis{stroke:var(--line)}\n"
  ".chart .band{fill:var(--muted);fill-opacity:.14}.chart .edge{stroke:var(--muted);stroke-dasharray:2 3}\n"
  ".chart .run,.chart .reach{fill:none;stroke-width:1.8}.chart .reach{stroke-width:1.2}\n"
  ".chart .hollow{fill:var(--panel)}.chart .mark{stroke-width:1.8}\n"
  ".chart .s1{stroke:var(--series-1)}.chart .s2{stroke:var(--series-2)}.chart .s3{stroke:var(--series-3)}"
  ".chart .s4{stroke:var(--series-4)}\n"
  ".chart .s1.mark{fill:var(--series-1)}.chart .s3.mark{fill:var(--series-3)}\n"
  ".chart .s2.run{stroke-dasharray:7 4}.chart .s3.run{stroke-dasharray:2 3}"
  ".chart .s4.run{stroke-dasharray:8 3 2 3}\n";

/// Where the axes lie
typedef struct {
  double first, last; ///< Of x, as drawn
  double y_max;
} Scale;

void
chart_write_style(FILE* const stream)
{
  fputs(rules, stream);
}

void
chart_add(ChartSeries* const    series,
          const double          x,
          const char* const     name,
          const Estimate* const share,
          const uint32_t        count,
          const uint32_t        of)
{
  series->points[series->n++] = (ChartPoint){ x, name, *share, count, of };
}

double
chart_ceiling(const Chart* const chart)
{
  static const double ceilings[] = { 0.1, 0.25, 0.5 };
  double              largest    = isfinite(chart->band) ? chart->band : 0.0;
  for (unsigned s = 0; s < chart->n_series; ++s) {
    for (unsigned i = 0; i < chart->series[s].n; ++i) {
      largest = fmax(largest, chart->series[s].points[i].share.high);
    }
  }
  for (unsigned i = 0; i < sizeof(ceilings) / sizeof(ceilings[0]); ++i) {
    if (largest <= ceilings[i]) {
      return ceilings[i];
    }
  }
  return 1.0;
}

static Scale
scale_of(const Chart* const chart)
{
  Scale scale = { HUGE_VAL, -HUGE_VAL, chart->y_max };
  for (unsigned s = 0; s < chart->n_series; ++s) {
    for (unsigned i = 0; i < chart->series[s].n; ++i) {
      const double x = chart->series[s].points[i].x;
      scale.first    = fmin(scale.first, x);
      scale.last     = fmax(scale.last, x);
    }
  }
  return scale;
}

/// Half the room between the first point and the axis stays free, so that marks don't cover it
static double
x_of(const Scale* const scale, const double x)
{
  const double margin = 24.0;
  const double width  = scale->last - scale->first;
  const double place  = width > 0.0 ? (x - scale->first) / width : 0.5;
  return LEFT + margin + place * (RIGHT - LEFT - 2.0 * margin);
}

static double
y_of(const Scale* const scale, const double share)
{
  return BOTTOM - fmin(share / scale->y_max, 1.0) * (BOTTOM - TOP);
}

static void
write_share_axis(FILE* const stream, const Scale* const scale)
{
  enum { STEPS = 5 };
  for (unsigned i = 0; i <= STEPS; ++i) {
    const double share = scale->y_max * i / STEPS;
    const double y     = y_of(scale, share);
    fprintf(stream,
            "<path class=\"%s\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f%s</text>\n",
            i ? "grid" : "axis",
            LEFT,
            y,
            RIGHT,
            LEFT - 6,
            y + 4.0,
            100.0 * share,
            i == STEPS ? " %" : "");
  }
}

/// Names below the axis; those that would run into the one before are left out
static void
write_dose_axis(FILE* const stream, const Chart* const chart, const Scale* const scale)
{
  const double per_letter = 6.8;
  double       free_from  = -HUGE_VAL;
  for (unsigned i = 0; i < chart->series[0].n; ++i) {
    const ChartPoint* const point = &chart->series[0].points[i];
    const double            x     = x_of(scale, point->x);
    const double            reach = 0.5 * per_letter * text_width(point->name);
    fprintf(stream, "<path class=\"axis\" d=\"M%.1f %dv4\"/>", x, BOTTOM);
    if (x - reach >= free_from) {
      fprintf(stream, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x, BOTTOM + 18);
      text_write_html(stream, point->name);
      fputs("</text>\n", stream);
      free_from = x + reach + per_letter;
    }
  }
  fprintf(stream, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", (LEFT + RIGHT) / 2, HEIGHT - 10);
  text_write_html(stream, chart->x_name);
  fputs("</text>\n", stream);
}

static void
write_band(FILE* const stream, const Chart* const chart, const Scale* const scale)
{
  if (!isfinite(chart->band)) {
    return;
  }
  const double y = y_of(scale, chart->band);
  fprintf(stream,
          "<rect class=\"band\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>"
          "<path class=\"edge\" d=\"M%d %.1fH%d\"/>"
          "<rect class=\"band\" x=\"%d\" y=\"%d\" width=\"26\" height=\"10\"/><text x=\"%d\" y=\"%d\">",
          LEFT,
          y,
          RIGHT - LEFT,
          BOTTOM - y,
          LEFT,
          y,
          RIGHT,
          LEFT,
          27,
          LEFT + 31,
          36);
  text_write_html(stream, chart->band_name);
  fputs("</text>\n", stream);
}

static void
write_mark(FILE* const stream, const unsigned series, const double x, const double y)
{
  static const char* const shapes[CHART_MAX_SERIES] = {
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-4-4h8v8h-8z", "m0-5l4.6 8.4h-9.2z", "m0-5.4l5.4 5.4l-5.4 5.4l-5.4-5.4z"
  };
  fprintf(stream,
          "<path class=\"s%u mark%s\" d=\"M%.1f %.1f%s\"/>",
          series + 1,
          series % 2 ? " hollow" : "",
          x,
          y,
          shapes[series]);
}

static void
write_line(FILE* const              stream,
           const ChartSeries* const series,
           const unsigned           number,
           const Scale* const       scale,
           double                   aside)
{
  bool joined = false;
  fprintf(stream, "<path class=\"s%u run\" d=\"", number + 1);
  for (unsigned i = 0; i < series->n; ++i) {
    const ChartPoint* const point = &series->points[i];
    const bool              shown = isfinite(point->share.value);
    if (shown) {
      fprintf(
        stream, "%s%.1f %.1f", joined ? "L" : "M", x_of(scale, point->x) + aside, y_of(scale, point->share.value));
    }
    joined = shown;
  }
  fputs("\"/>\n", stream);
}

static void
write_series(FILE* const stream, const Chart* const chart, const unsigned number, const Scale* const scale)
{
  const ChartSeries* const series = &chart->series[number];
  const double             aside  = DODGE * (number - 0.5 * (chart->n_series - 1));
  write_line(stream, series, number, scale, aside);
  for (unsigned i = 0; i < series->n; ++i) {
    const ChartPoint* const point = &series->points[i];
    if (isfinite(point->share.value)) {
      const double x = x_of(scale, point->x) + aside;
      fprintf(stream,
              "<path class=\"s%u reach\" d=\"M%.1f %.1fh%dM%.1f %.1fh%dM%.1f %.1fV%.1f\"/>",
              number + 1,
              x - CAP,
              y_of(scale, point->share.low),
              2 * CAP,
              x - CAP,
              y_of(scale, point->share.high),
              2 * CAP,
              x,
              y_of(scale, point->share.low),
              y_of(scale, point->share.high));
      write_mark(stream, number, x, y_of(scale, point->share.value));
    }
  }
  putc('\n', stream);
}

/// Line, mark and name of each series above the picture
static void
write_legend(FILE* const stream, const Chart* const chart)
{
  const double per_letter = 6.6;
  const double y          = 12.0;
  double       x          = LEFT;
  for (unsigned s = 0; s < chart->n_series; ++s) {
    fprintf(stream, "<path class=\"s%u run\" d=\"M%.1f %.1fh26\"/>", s + 1, x, y);
    write_mark(stream, s, x + 13.0, y);
    fprintf(stream, "<text class=\"name\" x=\"%.1f\" y=\"%.1f\">", x + 31.0, y + 4.0);
    text_write_html(stream, chart->series[s].name);
    fputs("</text>\n", stream);
    x += 42.0 + per_letter * text_width(chart->series[s].name);
  }
}

void
chart_write(FILE* const stream, const Chart* const chart)
{
  const Scale scale = scale_of(chart);
  fprintf(stream,
          "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">",
          WIDTH,
          HEIGHT,
          chart->id,
          chart->id,
          chart->id);
  text_write_html(stream, chart->title);
  fprintf(stream, "</title><desc id=\"%s-d\">", chart->id);
  text_write_html(stream, chart->about);
  fputs("</desc>\n", stream);
  write_share_axis(stream, &scale);
  write_dose_axis(stream, chart, &scale);
  write_band(stream, chart, &scale);
  for (unsigned s = 0; s < chart->n_series; ++s) {
    write_series(stream, chart, s, &scale);
  }
  write_legend(stream, chart);
  fputs("</svg>\n", stream);
}

static void
write_number(FILE* const stream, const ChartPoint* const point)
{
  if (!isfinite(point->share.value)) {
    fputs("<td class=\"n\">&#8211;</td>", stream);
    return;
  }
  fprintf(stream,
          "<td class=\"n\">%.1f %% <small>[%.1f, %.1f]</small><br/><small>%u of %u</small></td>",
          100.0 * point->share.value,
          100.0 * point->share.low,
          100.0 * point->share.high,
          point->count,
          point->of);
}

void
chart_write_table(FILE* const stream, const Chart* const chart)
{
  fputs("<table><thead><tr><th scope=\"col\">", stream);
  text_write_html(stream, chart->x_name);
  fputs("</th>", stream);
  for (unsigned s = 0; s < chart->n_series; ++s) {
    fputs("<th scope=\"col\" class=\"n\">", stream);
    text_write_html(stream, chart->series[s].name);
    fputs("</th>", stream);
  }
  fputs("</tr></thead>\n<tbody>\n", stream);
  for (unsigned i = 0; chart->n_series && i < chart->series[0].n; ++i) {
    fputs("<tr><th scope=\"row\">", stream);
    text_write_html(stream, chart->series[0].points[i].name);
    fputs("</th>", stream);
    for (unsigned s = 0; s < chart->n_series; ++s) {
      write_number(stream, &chart->series[s].points[i]);
    }
    fputs("</tr>\n", stream);
  }
  fputs("</tbody></table>\n", stream);
}
