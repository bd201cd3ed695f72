// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip_bands.h"

#include "dsp/curve_bells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi            = 3.14159265358979323846;
static const double lowest        = 10.0; // Hz
static const double strength_low  = 20.0;
static const double strength_high = 8000.0;
static const double half_step     = 0.5;               // dB, for slopes
static const double nepers_in_db  = 8.685889638065036; // 20 / ln(10)
static const double ridge = 1e-3; // Of the mean square of a band: a gain in all bands alike is free, but not large

enum { COARSE = 4 }; // Points of the grid from one to the next that is looked at where responses are smooth

struct FlipBands {
  unsigned      layout; ///< 8, 10 or 31
  unsigned      n;
  double        rate;
  double        octaves; ///< Of a step on the grid
  CurveBells    bells;
  double        warped[FLIP_GRID]; ///< tan(π·frequency / rate)
  FlipResponse* slopes;            ///< [n]
};

/// Logarithm of a response, the phase within ±π
static void
take_logarithm(FlipResponse* const r)
{
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    const double magnitude = log(hypot(r->re[i], r->im[i]));
    r->im[i]               = atan2(r->im[i], r->re[i]);
    r->re[i]               = magnitude;
  }
}

/// Difference of the logarithms half a decibel up and down
static void
find_slope(FlipBands* const bands, const unsigned band)
{
  double              gains[CURVE_MAX_BANDS] = { 0.0 };
  FlipResponse        down;
  FlipResponse* const up = &bands->slopes[band];
  gains[band]            = -half_step;
  flip_bands_respond(bands, gains, &down);
  gains[band] = half_step;
  flip_bands_respond(bands, gains, up);
  take_logarithm(&down);
  take_logarithm(up);
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    up->re[i] = (up->re[i] - down.re[i]) / (2.0 * half_step);
    up->im[i] = (up->im[i] - down.im[i]) / (2.0 * half_step);
  }
}

FlipBands*
flip_bands_new(const unsigned layout, const double rate)
{
  FlipBands* const bands = (FlipBands*)calloc(1, sizeof(FlipBands));
  if (!bands) {
    return NULL;
  }
  bands->layout  = layout;
  bands->rate    = rate;
  bands->octaves = log2(0.5 * rate / lowest) / (FLIP_GRID - 1);
  curve_bells_init(&bands->bells, layout, rate);
  bands->n      = bands->bells.n;
  bands->slopes = (FlipResponse*)calloc(bands->n + 1U, sizeof(FlipResponse));
  if (!bands->slopes || !bands->n) {
    flip_bands_free(bands);
    return NULL;
  }
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    bands->warped[i] = tan(pi * fmin(flip_bands_hertz(bands, i) / rate, 0.499999));
  }
  for (unsigned b = 0; b < bands->n; ++b) {
    find_slope(bands, b);
  }
  return bands;
}

void
flip_bands_free(FlipBands* const bands)
{
  if (bands) {
    free(bands->slopes);
    free(bands);
  }
}

unsigned
flip_bands_n(const FlipBands* const bands)
{
  return bands->n;
}

double
flip_bands_place(const FlipBands* const bands, const double hertz)
{
  return hertz > lowest ? fmin(log2(hertz / lowest) / bands->octaves, FLIP_GRID - 1) : 0.0;
}

double
flip_bands_hertz(const FlipBands* const bands, const unsigned point)
{
  return lowest * exp2(bands->octaves * point);
}

CurveSettings
flip_bands_settings(const FlipBands* const bands, const double* const gains)
{
  CurveSettings settings = { .bands = bands->layout };
  for (unsigned b = 0; b < bands->n; ++b) {
    settings.gains[b] = (float)gains[b];
  }
  return settings;
}

/// Multiply a bell's response into another
static void
multiply(const FlipBands* const bands, const Svf* const bell, FlipResponse* const response)
{
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    const double s      = bands->warped[i] / bell->g; // Times j; as in svf_response()
    const double side   = 1.0 - s * s;
    const double middle = bell->k * s;
    const double top[]  = { bell->m0 * side + bell->m2, bell->m0 * middle + bell->m1 * s };
    const double power  = side * side + middle * middle;
    const double re     = (top[0] * side + top[1] * middle) / power;
    const double im     = (top[1] * side - top[0] * middle) / power;
    const double before = response->re[i];
    response->re[i]     = before * re - response->im[i] * im;
    response->im[i]     = before * im + response->im[i] * re;
  }
}

void
flip_bands_respond(const FlipBands* const bands, const double* const gains, FlipResponse* const response)
{
  const CurveSettings settings                = flip_bands_settings(bands, gains);
  double              solved[CURVE_MAX_BANDS] = { 0.0 };
  curve_bells_solve(&bands->bells, settings.gains, solved);
  for (unsigned i = 0; i < FLIP_GRID; ++i) {
    response->re[i] = 1.0;
    response->im[i] = 0.0;
  }
  for (unsigned b = 0; b < bands->n; ++b) {
    const Svf bell = curve_bells_filter(&bands->bells, b, solved[b]);
    multiply(bands, &bell, response);
  }
}

const FlipResponse*
flip_bands_slope(const FlipBands* const bands, const unsigned band)
{
  return &bands->slopes[band];
}

/// Points of the grid between which strength is measured
typedef struct {
  unsigned first, end;
} Range;

static Range
strength_range(const FlipBands* const bands)
{
  return (Range){ (unsigned)ceil(flip_bands_place(bands, strength_low)),
                  (unsigned)flip_bands_place(bands, strength_high) + 1U };
}

static double
decibels_at(const FlipResponse* const response, const unsigned point)
{
  return nepers_in_db * log(hypot(response->re[point], response->im[point]));
}

double
flip_bands_strength(const FlipBands* const bands, const FlipResponse* const response, const double match)
{
  const Range range = strength_range(bands);
  double      sum   = 0.0;
  for (unsigned i = range.first; i < range.end; ++i) {
    const double decibels = decibels_at(response, i) + match;
    sum += decibels * decibels;
  }
  return sqrt(sum / (range.end - range.first));
}

/// Add a point of the grid to the squares
static void
add_point(const FlipBands* const bands,
          const unsigned         point,
          const double           decibels,
          const double* const    gains,
          const double* const    match_slopes,
          FlipStep* const        step)
{
  double slopes[CURVE_MAX_BANDS];
  double rest = decibels;
  for (unsigned b = 0; b < bands->n; ++b) {
    slopes[b] = bands->slopes[b].re[point] * nepers_in_db + match_slopes[b];
    rest -= slopes[b] * gains[b];
  }
  for (unsigned a = 0; a < bands->n; ++a) {
    step->linear[a] += slopes[a] * rest;
    for (unsigned b = 0; b < bands->n; ++b) {
      step->square[a][b] += slopes[a] * slopes[b];
    }
  }
}

void
flip_bands_aim(const FlipBands* const    bands,
               const FlipResponse* const response,
               const double* const       gains,
               const double              match,
               const double* const       match_slopes,
               FlipStep* const           step)
{
  const Range range = strength_range(bands);
  double      trace = 0.0;
  step->n           = bands->n;
  memset(step->square, 0, sizeof(step->square));
  memset(step->linear, 0, sizeof(step->linear));
  for (unsigned i = range.first; i < range.end; i += COARSE) {
    add_point(bands, i, decibels_at(response, i) + match, gains, match_slopes, step);
  }
  for (unsigned b = 0; b < bands->n; ++b) {
    trace += step->square[b][b];
  }
  for (unsigned b = 0; b < bands->n; ++b) {
    step->square[b][b] += ridge * trace / bands->n;
  }
}
