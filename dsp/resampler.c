// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/resampler.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
  MAX_EXACT_PHASES        = 512,
  MAX_INTERPOLATED_PHASES = 256,     // Quadratic interpolation between these errs by less than -135 dB
  MAX_TABLE_SIZE          = 1 << 20, // Coefficients in a table of exact phases
  LANES                   = 16       // Partial sums of a dot product
};

static const double min_rate    = 1e3;
static const double max_rate    = 1e6;
static const double pass_edge   = 0.91;  // Of the lower Nyquist frequency; the stop band begins at 1
static const double attenuation = 126.0; // dB, by Kaiser's formulas
static const double pi          = 3.14159265358979323846;

/**
   Output k lies at input position k·whole + (k·rest) / parts, in integers and so
   exact for ever: rates are binary fractions, whose ratio is whole + rest / parts.
*/
typedef struct {
  uint64_t whole;
  uint64_t rest;
  uint64_t parts;
} Step;

/// Windowed sinc, in units of input samples
typedef struct {
  double cutoff;     // Cycles per input sample
  double half_width; // The window is zero from here on
  double beta;       // Kaiser's shape
} Prototype;

struct Resampler {
  double   ratio; // Output samples per input sample
  Step     step;
  uint64_t part;    // Fraction of the next output's position, in parts
  uint64_t needed;  // Inputs that the next output still lacks
  bool     is_copy; // Equal rates
  bool     is_exact;
  uint32_t taps;   // A multiple of LANES
  uint32_t phases; // Per input sample
  float*   table;  // [rows][taps]; row r is phase r if exact, else r - 1 (r = 0 ... phases + 2)
  float*   recent; // [2 · taps] a ring that is kept twice, so that the last `taps` inputs lie in one piece
  uint32_t head;   // The ring's oldest input, next to be overwritten
};

static uint64_t
greatest_common_divisor(uint64_t a, uint64_t b)
{
  while (b) {
    const uint64_t rest = a % b;
    a                   = b;
    b                   = rest;
  }
  return a;
}

static Step
make_step(const double in_rate, const double out_rate)
{
  // Doubles from 1,000 to 1,000,000 are multiples of 2^-43 and below 2^20
  const uint64_t in      = (uint64_t)ldexp(in_rate, 43);
  const uint64_t out     = (uint64_t)ldexp(out_rate, 43);
  const uint64_t divisor = greatest_common_divisor(in, out);
  return (Step){ in / out, in % out / divisor, out / divisor };
}

/// Modified Bessel function of the first kind, order 0, by its power series
static double
bessel_i0(const double x)
{
  double sum  = 1.0;
  double term = 1.0;
  for (int k = 1; term > sum * 1e-17; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

static double
prototype_at(const Prototype* const prototype, const double t)
{
  const double u = t / prototype->half_width;
  if (fabs(u) >= 1.0) {
    return 0.0;
  }
  const double angle = 2.0 * pi * prototype->cutoff * t;
  const double sinc  = fabs(angle) < 1e-9 ? 1.0 : sin(angle) / angle;
  return sinc * bessel_i0(prototype->beta * sqrt(1.0 - u * u));
}

/// row [taps]: the coefficients for outputs at `fraction` after an input; sum 1
static void
fill_row(float* const row, const uint32_t taps, const Prototype* const prototype, const double fraction)
{
  const double latest = fraction + 0.5 * taps - 1.0;
  double       sum    = 0.0;
  for (uint32_t i = 0; i < taps; ++i) {
    sum += prototype_at(prototype, latest - i);
  }
  for (uint32_t i = 0; i < taps; ++i) {
    row[i] = (float)(prototype_at(prototype, latest - i) / sum);
  }
}

static bool
allocate(Resampler* const resampler, const uint32_t rows)
{
  resampler->table  = (float*)malloc((size_t)rows * resampler->taps * sizeof(float));
  resampler->recent = (float*)malloc(2U * (size_t)resampler->taps * sizeof(float));
  return resampler->table && resampler->recent;
}

/// Choose length and phases, then compute the table
static bool
design(Resampler* const resampler)
{
  const double   bandwidth  = fmin(1.0, resampler->ratio); // Lower Nyquist / input's Nyquist
  const double   transition = pi * (1.0 - pass_edge) * bandwidth;
  const double   length     = (attenuation - 7.95) / (2.285 * transition) + 2.0;
  const uint32_t taps       = ((uint32_t)length / LANES + 1U) * LANES;
  const uint64_t parts      = resampler->step.parts;

  resampler->taps     = taps;
  resampler->is_exact = parts <= MAX_EXACT_PHASES && parts * taps <= MAX_TABLE_SIZE;
  resampler->phases   = resampler->is_exact ? (uint32_t)parts : (uint32_t)ceil(MAX_INTERPOLATED_PHASES * bandwidth);

  const uint32_t rows = resampler->phases + (resampler->is_exact ? 0U : 3U);
  if (!allocate(resampler, rows)) {
    return false;
  }
  const Prototype prototype = { 0.25 * (1.0 + pass_edge) * bandwidth, 0.5 * taps, 0.1102 * (attenuation - 8.7) };
  for (uint32_t r = 0; r < rows; ++r) {
    const double phase = resampler->is_exact ? r : r - 1.0;
    fill_row(resampler->table + (size_t)r * taps, taps, &prototype, phase / resampler->phases);
  }
  return true;
}

Resampler*
resampler_new(const double in_rate, const double out_rate)
{
  if (!(in_rate >= min_rate && in_rate <= max_rate && out_rate >= min_rate && out_rate <= max_rate)) {
    return NULL;
  }
  Resampler* const resampler = (Resampler*)calloc(1, sizeof(Resampler));
  if (!resampler) {
    return NULL;
  }
  resampler->ratio   = out_rate / in_rate;
  resampler->step    = make_step(in_rate, out_rate);
  resampler->is_copy = in_rate == out_rate;
  if (!resampler->is_copy && !design(resampler)) {
    resampler_free(resampler);
    return NULL;
  }
  resampler_reset(resampler);
  return resampler;
}

void
resampler_free(Resampler* const resampler)
{
  if (resampler) {
    free(resampler->recent);
    free(resampler->table);
    free(resampler);
  }
}

void
resampler_reset(Resampler* const resampler)
{
  resampler->part   = 0U;
  resampler->needed = resampler_lookahead(resampler) + 1U;
  resampler->head   = 0U;
  if (resampler->recent) {
    memset(resampler->recent, 0, 2U * (size_t)resampler->taps * sizeof(float));
  }
}

uint32_t
resampler_max_output(const Resampler* const resampler, const uint32_t n)
{
  return resampler->is_copy ? n : (uint32_t)(n * resampler->ratio) + 2U;
}

uint32_t
resampler_lookahead(const Resampler* const resampler)
{
  return resampler->taps / 2U;
}

/// Keep `n` inputs, at most `taps`
static void
keep(Resampler* const resampler, const float* const in, const uint32_t n)
{
  const uint32_t taps  = resampler->taps;
  const uint32_t first = n < taps - resampler->head ? n : taps - resampler->head;
  float* const   ring  = resampler->recent;

  memcpy(ring + resampler->head, in, first * sizeof(float));
  memcpy(ring + resampler->head + taps, in, first * sizeof(float));
  memcpy(ring, in + first, (n - first) * sizeof(float));
  memcpy(ring + taps, in + first, (n - first) * sizeof(float));
  resampler->head = (resampler->head + n) % taps;
}

/// Sum over i < n, a multiple of LANES, of a[i]·b[i], in an order that vectorises
static float
dot(const float* const a, const float* const b, const uint32_t n)
{
  float sums[LANES] = { 0.0f };
  for (uint32_t i = 0; i < n; i += LANES) {
    for (uint32_t j = 0; j < LANES; ++j) {
      sums[j] += a[i + j] * b[i + j];
    }
  }
  for (uint32_t width = LANES / 2U; width > 0U; width /= 2U) {
    for (uint32_t j = 0; j < width; ++j) {
      sums[j] += sums[j + width];
    }
  }
  return sums[0];
}

/// The output whose inputs are all kept
static float
output(const Resampler* const resampler)
{
  const uint32_t     taps   = resampler->taps;
  const float* const recent = resampler->recent + resampler->head;
  if (resampler->is_exact) {
    return dot(recent, resampler->table + resampler->part * taps, taps);
  }

  // Parabola through the three nearest phases
  const double       position = (double)resampler->part / (double)resampler->step.parts * resampler->phases;
  const double       nearest  = floor(position + 0.5);
  const double       x        = position - nearest;
  const float* const row      = resampler->table + (size_t)nearest * taps;
  const double       before   = (double)dot(recent, row, taps);
  const double       at       = (double)dot(recent, row + taps, taps);
  const double       after    = (double)dot(recent, row + 2U * (size_t)taps, taps);
  return (float)(0.5 * x * (x - 1.0) * before + (1.0 - x * x) * at + 0.5 * x * (x + 1.0) * after);
}

static void
advance(Resampler* const resampler)
{
  const Step* const step = &resampler->step;
  resampler->part += step->rest;
  resampler->needed = step->whole;
  if (resampler->part >= step->parts) {
    resampler->part -= step->parts;
    ++resampler->needed;
  }
}

uint32_t
resampler_process(Resampler* const resampler, const float* const in, const uint32_t n, float* const out)
{
  if (resampler->is_copy) {
    memcpy(out, in, n * sizeof(float));
    return n;
  }
  uint32_t written = 0;
  for (uint32_t used = 0; used < n;) {
    const uint32_t take = (uint32_t)(resampler->needed < n - used ? resampler->needed : n - used);
    keep(resampler, in + used, take);
    used += take;
    resampler->needed -= take;
    while (resampler->needed == 0U) {
      out[written++] = output(resampler);
      advance(resampler);
    }
  }
  return written;
}
