// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/insert_response.h"

#include "dsp/random.h"
#include "tools/transform.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PERIODS = 3, LEVELS = 2 };

static const double pi             = 3.14159265358979323846;
static const double period_seconds = 2.5;
static const double lowest         = 15.0;             ///< Hz, of the noise
static const double half_width     = 1.0 / 48.0;       ///< Octaves around a point that count to it
static const double levels[LEVELS] = { -14.0, -44.0 }; ///< dB RMS
static const double floor_db       = -200.0;
static const double range_db       = 60.0;

typedef struct {
  Insert*         insert;
  InsertResponse* response;
  Sound           noise; ///< PERIODS of it, at 0 dB
  size_t          period;
  Transform*      transform;
  double*         power; ///< [period / 2 + 1] of one period of the noise
} Measurement;

/// Sines of all bins with random phases, their power falling by 3 dB an octave, RMS 1
static void
make_noise(Measurement* const m)
{
  Random                random   = { 1 };
  double complex* const spectrum = transform_spectrum(m->transform);
  double* const         samples  = transform_samples(m->transform);
  double                sum      = 0.0;
  for (size_t k = 0; k <= m->period / 2U; ++k) {
    const double  hertz = (double)k * m->noise.rate / (double)m->period;
    const double  phase = random_between(&random, 0.0, 2.0 * pi);
    const double  size  = hertz >= lowest && k < m->period / 2U ? 1.0 / sqrt(hertz) : 0.0;
    double* const bin   = (double*)&spectrum[k];
    bin[0]              = size * cos(phase);
    bin[1]              = size * sin(phase);
  }
  transform_backward(m->transform);
  for (size_t i = 0; i < m->period; ++i) {
    sum += samples[i] * samples[i];
  }
  const double scale = sqrt((double)m->period / sum);
  for (unsigned c = 0; c < m->noise.channels; ++c) {
    float* to = m->noise.channel[c];
    for (unsigned p = 0; p < PERIODS; ++p) {
      for (size_t i = 0; i < m->period; ++i) {
        *to++ = (float)(scale * samples[i]);
      }
    }
  }
}

/// Power of each bin of a period of a sound's mean
static void
take_power(const Measurement* const m, const Sound* const sound, const unsigned period, double* const power)
{
  for (size_t i = 0; i < m->period; ++i) {
    transform_samples(m->transform)[i] = sound_mono(sound, period * m->period + i);
  }
  transform_forward(m->transform);
  for (size_t k = 0; k <= m->period / 2U; ++k) {
    power[k] = pow(cabs(transform_spectrum(m->transform)[k]), 2.0);
  }
}

/// dB of what came out around each point over what went in
static void
compare(const Measurement* const m, const double* const power, const double level, double* const decibels)
{
  for (unsigned i = 0; i < m->response->n; ++i) {
    const double bins  = m->response->hertz[i] * (double)m->period / m->noise.rate;
    const size_t first = (size_t)lround(bins * exp2(-half_width));
    const size_t last  = (size_t)lround(bins * exp2(half_width));
    double       in    = 0.0;
    double       out   = 0.0;
    for (size_t k = first; k <= last && k < m->period / 2U; ++k) {
      in += m->power[k];
      out += power[k];
    }
    decibels[i] = out > 0.0 ? fmax(10.0 * log10(out / in) - level, floor_db) : floor_db;
  }
}

static double
largest_difference(const InsertResponse* const r, const double* const other)
{
  double peak    = floor_db;
  double largest = 0.0;
  for (unsigned i = 0; i < r->n; ++i) {
    peak = fmax(peak, r->decibels[i]);
  }
  for (unsigned i = 0; i < r->n; ++i) {
    largest = r->decibels[i] > peak - range_db ? fmax(largest, fabs(other[i] - r->decibels[i])) : largest;
  }
  return largest;
}

static EquusStatus
run_level(Measurement* const m, const unsigned which, double* const power, EquusError* const error)
{
  InsertResponse* const r = m->response;
  double                other[INSERT_RESPONSE_POINTS];
  Sound                 in     = { .n = 0 };
  Sound                 out    = { .n = 0 };
  EquusStatus           status = sound_copy(&m->noise, &in, error);
  if (!status) {
    sound_amplify(&in, levels[which]);
    status = insert_apply(m->insert, &in, &out, &r->latency, error);
  }
  if (!status) {
    take_power(m, &out, 1, power);
    compare(m, power, levels[which], which ? other : r->decibels);
    if (which) {
      r->by_level = largest_difference(r, other);
    } else {
      take_power(m, &out, 2, power);
      compare(m, power, levels[which], other);
      r->by_time = largest_difference(r, other);
    }
  }
  sound_clear(&in);
  sound_clear(&out);
  return status;
}

static void
lay_points(InsertResponse* const r, const double rate)
{
  const double highest = fmin(20000.0, 0.45 * rate);
  r->n                 = INSERT_RESPONSE_POINTS;
  for (unsigned i = 0; i < r->n; ++i) {
    r->hertz[i] = 20.0 * pow(highest / 20.0, i / (r->n - 1.0));
  }
}

EquusStatus
insert_response_measure(Insert* const         insert,
                        const double          rate,
                        InsertResponse* const response,
                        EquusError* const     error)
{
  size_t period = 1;
  while ((double)period < period_seconds * rate) {
    period *= 2U;
  }
  *response     = (InsertResponse){ .n = 0 };
  Measurement m = { .insert = insert, .response = response, .period = period, .transform = transform_new(period) };
  lay_points(response, rate);
  EquusStatus status  = sound_init(&m.noise, rate, insert_is_mono(insert) ? 1U : 2U, PERIODS * period, error);
  m.power             = (double*)calloc(period / 2U + 1U, sizeof(double));
  double* const power = (double*)calloc(period / 2U + 1U, sizeof(double));
  if (!status && (!m.transform || !m.power || !power)) {
    status = equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (!status) {
    make_noise(&m);
    take_power(&m, &m.noise, 0, m.power);
  }
  for (unsigned which = 0; !status && which < LEVELS; ++which) {
    status = run_level(&m, which, power, error);
  }
  response->linear = response->by_level < INSERT_LINEAR_DB && response->by_time < INSERT_LINEAR_DB;
  transform_free(m.transform);
  sound_clear(&m.noise);
  free(m.power);
  free(power);
  return status;
}

double
insert_response_at(const InsertResponse* const r, const double hertz)
{
  const double   place = log(hertz / r->hertz[0]) / log(r->hertz[r->n - 1U] / r->hertz[0]) * (r->n - 1.0);
  const double   limit = fmin(fmax(place, 0.0), r->n - 1.0);
  const unsigned i     = (unsigned)fmin(limit, r->n - 2.0);
  const double   share = limit - i;
  return (1.0 - share) * r->decibels[i] + share * r->decibels[i + 1U];
}

void
insert_response_describe(const InsertResponse* const r, char* const text, const size_t size)
{
  int length = 0;
  if (r->linear) {
    length =
      snprintf(text, size, "linear as measured: the same response to pink noise at %g and %g dB", levels[0], levels[1]);
  } else {
    length = snprintf(text,
                      size,
                      "not linear: its response to pink noise at %g dB differs from that at %g dB by up to %.1f dB, "
                      "and from one moment to the next by up to %.1f dB",
                      levels[0],
                      levels[1],
                      r->by_level,
                      r->by_time);
  }
  if (r->latency && length > 0 && (size_t)length < size) {
    snprintf(text + length, size - (size_t)length, "; %u samples of latency taken off", r->latency);
  }
}
