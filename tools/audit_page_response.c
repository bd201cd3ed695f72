// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_clip.h"
#include "tools/audit_page.h"

#include <math.h>

enum { WIDTH = 340, HEIGHT = 118, LEFT = 34, RIGHT = 334, TOP = 8, BOTTOM = 98, STEPS = 150 };

static const double lowest  = 20.0;
static const double highest = 20000.0;

static double
x_of(const double hertz)
{
  return LEFT + (RIGHT - LEFT) * log(hertz / lowest) / log(highest / lowest);
}

static double
y_of(const double decibels, const double range)
{
  return 0.5 * (TOP + BOTTOM) - 0.5 * (BOTTOM - TOP) * fmax(-1.0, fmin(1.0, decibels / range));
}

static void
write_axes(FILE* const stream, const double range)
{
  static const struct {
    double      hertz;
    const char* name;
  } ticks[] = { { 100.0, "100 Hz" }, { 1000.0, "1 kHz" }, { 10000.0, "10 kHz" } };
  for (unsigned i = 0; i < sizeof(ticks) / sizeof(ticks[0]); ++i) {
    const double x = x_of(ticks[i].hertz);
    fprintf(stream,
            "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            x,
            TOP,
            BOTTOM,
            x,
            HEIGHT - 4,
            ticks[i].name);
  }
  for (int i = -1; i <= 1; ++i) {
    const double y = y_of(i * range, range);
    fprintf(stream,
            "<path class=\"%s\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s%g%s</text>",
            i ? "grid" : "zero",
            LEFT,
            y,
            RIGHT,
            LEFT - 5,
            y + 4.0,
            i < 0   ? "−"
            : i > 0 ? "+"
                    : "",
            fabs(i * range),
            i > 0   ? ""
            : i < 0 ? ""
                    : " dB");
  }
  putc('\n', stream);
}

static double
largest_of(const double* const decibels, const unsigned n)
{
  double largest = 0.0;
  for (unsigned i = 0; i < n; ++i) {
    largest = fmax(largest, fabs(decibels[i]));
  }
  return largest;
}

void
audit_page_write_response(const AuditPage* const page, const AuditRecord* const record)
{
  const double rate = page->log->songs[record->song].rate;
  Treatment    curve;
  double       hertz[STEPS + 1];
  double       decibels[STEPS + 1];
  unsigned     n = 0;
  for (; n <= STEPS && lowest * pow(highest / lowest, (double)n / STEPS) < 0.5 * rate; ++n) {
    hertz[n] = lowest * pow(highest / lowest, (double)n / STEPS);
  }
  if (!audit_clip_curve(&record->treatment, &curve) || !treatment_response(&curve, rate, hertz, n, decibels)) {
    return;
  }
  const double largest = largest_of(decibels, n);
  const double range   = fmax(3.0, 3.0 * ceil(largest / 3.0));
  fprintf(page->stream,
          "<svg class=\"response\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Response of the curve, %.1f dB at "
          "most\">",
          WIDTH,
          HEIGHT,
          largest);
  write_axes(page->stream, range);
  fputs("<path class=\"line\" d=\"", page->stream);
  for (unsigned i = 0; i < n; ++i) {
    fprintf(page->stream, "%s%.1f %.1f", i ? "L" : "M", x_of(hertz[i]), y_of(decibels[i], range));
  }
  fputs("\"/></svg>\n", page->stream);
}
