// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/curve_bells.h"

#include <math.h>
#include <string.h>

enum { MOST_REFINEMENTS = 6 };

static const double pi             = 3.14159265358979323846;
static const double highest_centre = 0.45; // Of the rate
static const double overlap        = 1.2;  // Width of a bell in bands
static const double most_warp      = 3.0;  // How much wider a bell is made that the bilinear transform makes narrower
static const double prototype      = 10.0; // dB; the gain at which the matrix says what the bells do
static const double middle_weight  = 0.1;  // Of a point between two centres, of 1 for a centre
static const double near_enough    = 0.02; // dB; refining ends where it moves no bell further

/// Distance of two centres, octaves
static double
spacing(const unsigned bands)
{
  return bands == 8U ? 1.25 : bands == 31U ? 1.0 / 3.0 : 1.0;
}

double
curve_centre(const unsigned bands, const unsigned band)
{
  return bands == 31U ? 1000.0 * exp2(((double)band - 17.0) / 3.0) : 31.25 * exp2(spacing(bands) * band);
}

static unsigned
points_of(const CurveBells* const bells)
{
  return 2U * bells->n - 1U;
}

/// Power of a bell over that of its input; `square` is that of its gain as a factor at the centre, rooted
static double
bell_power(const double shape, const double square)
{
  return (shape + square) / (shape + 1.0 / square);
}

static double
square_of(const double gain)
{
  return pow(10.0, gain / 20.0);
}

static void
place_bells(CurveBells* const bells, const unsigned bands, const double rate)
{
  for (unsigned b = 0; b < bands && curve_centre(bands, b) < highest_centre * rate; ++b) {
    const double turn    = 2.0 * pi * curve_centre(bands, b) / rate;
    const double warp    = fmin(turn / sin(turn), most_warp);
    const double octaves = spacing(bands) * overlap * warp;
    bells->q[b]          = 1.0 / (2.0 * sinh(0.5 * log(2.0) * octaves));
    bells->g[b]          = tan(0.5 * turn);
    bells->n             = b + 1U;
  }
  for (unsigned b = 0; b < bells->n; ++b) {
    for (unsigned p = 0; p < points_of(bells); ++p) {
      const double hertz = curve_centre(bands, 0U) * exp2(0.5 * spacing(bands) * p);
      const double s     = tan(pi * hertz / rate) / bells->g[b];
      const double slope = bells->q[b] * (1.0 - s * s) / s;
      bells->shape[b][p] = slope * slope;
    }
  }
}

/// dB at a point for 1 dB of a bell
static double
interaction(const CurveBells* const bells, const unsigned bell, const unsigned point)
{
  return 10.0 * log10(bell_power(bells->shape[bell][point], square_of(prototype))) / prototype;
}

static double
weight_of(const unsigned point)
{
  return point % 2U ? middle_weight : 1.0;
}

/// Solve square [n][n] · x = right [n][points] for x, which takes the place of `right`; square is positive definite
static void
eliminate(double (*const square)[CURVE_MAX_BANDS],
          double (*const right)[CURVE_POINTS],
          const unsigned n,
          const unsigned points)
{
  for (unsigned pivot = 0; pivot < n; ++pivot) {
    for (unsigned row = 0; row < n; ++row) {
      const double factor = row == pivot ? 0.0 : square[row][pivot] / square[pivot][pivot];
      for (unsigned k = pivot; k < n; ++k) {
        square[row][k] -= factor * square[pivot][k];
      }
      for (unsigned p = 0; p < points; ++p) {
        right[row][p] -= factor * right[pivot][p];
      }
    }
  }
  for (unsigned row = 0; row < n; ++row) {
    for (unsigned p = 0; p < points; ++p) {
      right[row][p] /= square[row][row];
    }
  }
}

void
curve_bells_init(CurveBells* const bells, const unsigned bands, const double rate)
{
  double effect[CURVE_MAX_BANDS][CURVE_POINTS];
  double square[CURVE_MAX_BANDS][CURVE_MAX_BANDS];
  memset(bells, 0, sizeof(*bells));
  place_bells(bells, bands, rate);
  const unsigned points = points_of(bells);
  for (unsigned b = 0; b < bells->n; ++b) {
    for (unsigned p = 0; p < points; ++p) {
      effect[b][p]       = interaction(bells, b, p);
      bells->solve[b][p] = weight_of(p) * effect[b][p];
    }
  }
  for (unsigned a = 0; a < bells->n; ++a) {
    for (unsigned b = 0; b < bells->n; ++b) {
      square[a][b] = 0.0;
      for (unsigned p = 0; p < points; ++p) {
        square[a][b] += bells->solve[a][p] * effect[b][p];
      }
    }
  }
  eliminate(square, bells->solve, bells->n, points);
}

/// What bells of these gains leave of the wished response at the points, dB; the sum of its weighted squares
static double
find_rest(const CurveBells* const bells, const double* const target, const double* const gains, double* const rest)
{
  const unsigned points = points_of(bells);
  double         power[CURVE_POINTS];
  double         sum = 0.0;
  for (unsigned p = 0; p < points; ++p) {
    power[p] = 1.0;
  }
  for (unsigned b = 0; b < bells->n; ++b) {
    const double square = square_of(gains[b]);
    for (unsigned p = 0; p < points; ++p) {
      power[p] *= bell_power(bells->shape[b][p], square);
    }
  }
  for (unsigned p = 0; p < points; ++p) {
    rest[p] = target[p] - 10.0 * log10(power[p]);
    sum += weight_of(p) * rest[p] * rest[p];
  }
  return sum;
}

/// Change of the gains that would give this response by the matrix; its largest
static double
find_change(const CurveBells* const bells, const double* const response, double* const change)
{
  double largest = 0.0;
  for (unsigned b = 0; b < bells->n; ++b) {
    change[b] = 0.0;
    for (unsigned p = 0; p < points_of(bells); ++p) {
      change[b] += bells->solve[b][p] * response[p];
    }
    largest = fmax(largest, fabs(change[b]));
  }
  return largest;
}

static void
copy(double* const to, const double* const from, const unsigned n)
{
  memcpy(to, from, n * sizeof(double));
}

/// The matrix is that of one gain: add what is missing until it has no effect, by half where all of it is too much
static void
refine(const CurveBells* const bells, const double* const target, double* const gains)
{
  double rest[CURVE_POINTS];
  double change[CURVE_MAX_BANDS];
  double tried[CURVE_MAX_BANDS];
  double tried_rest[CURVE_POINTS];
  double share = 1.0;
  double error = find_rest(bells, target, gains, rest);
  for (unsigned i = 0; i < MOST_REFINEMENTS && find_change(bells, rest, change) * share > near_enough; ++i) {
    for (unsigned b = 0; b < bells->n; ++b) {
      tried[b] = gains[b] + share * change[b];
    }
    const double tried_error = find_rest(bells, target, tried, tried_rest);
    if (tried_error < error) {
      copy(gains, tried, bells->n);
      copy(rest, tried_rest, points_of(bells));
      error = tried_error;
    } else {
      share *= 0.5;
    }
  }
}

void
curve_bells_solve(const CurveBells* const bells, const float* const wished, double* const solved)
{
  double target[CURVE_POINTS];
  for (unsigned p = 0; p < points_of(bells); ++p) {
    target[p] = 0.5 * ((double)wished[p / 2U] + (double)wished[(p + 1U) / 2U]);
  }
  find_change(bells, target, solved);
  refine(bells, target, solved);
}

Svf
curve_bells_filter(const CurveBells* const bells, const unsigned bell, const double gain)
{
  const double square = square_of(gain);
  const double k      = 1.0 / (bells->q[bell] * sqrt(square));
  return (Svf){ bells->g[bell], k, 1.0, k * (square - 1.0), 0.0 };
}
