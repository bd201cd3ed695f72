// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/butterworth.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/// The frequency of the analogue filter that the bilinear transform takes to `hertz`
static double
warped(const double hertz, const double rate)
{
  return tan(pi * hertz / rate);
}

/// Power that is lost, as a multiple of what is left
static double
lost(const double decibels)
{
  return pow(10.0, 0.1 * decibels) - 1.0;
}

Butterworth
butterworth_granting(const ButterworthWish* const wish, const double rate)
{
  const bool     high  = wish->stop < wish->pass;
  const double   pass  = warped(wish->pass, rate);
  const double   stop  = warped(wish->stop, rate);
  const double   ratio = high ? pass / stop : stop / pass;
  const double   least = 0.5 * log(lost(wish->attenuation) / lost(wish->loss)) / log(ratio);
  const unsigned order = 2U * (unsigned)ceil(0.5 * least - 1e-9);
  const double   shift = pow(lost(wish->loss), 0.5 / order);
  return butterworth_new(order, atan(high ? pass * shift : pass / shift) * rate / pi, high, rate);
}

/// One pair of poles; `damping` is 1/Q
static ButterworthSection
section_of(const double corner, const double damping, const bool high)
{
  const double scale  = 1.0 / (1.0 + corner * damping + corner * corner);
  const double gain   = scale * (high ? 1.0 : corner * corner);
  const double middle = high ? -2.0 * gain : 2.0 * gain;
  return (ButterworthSection){
    .b = { gain, middle, gain },
    .a = { 1.0, 2.0 * scale * (corner * corner - 1.0), scale * (1.0 - corner * damping + corner * corner) },
  };
}

Butterworth
butterworth_new(const unsigned order, const double corner, const bool high_pass, const double rate)
{
  Butterworth filter = { .order = order, .corner = corner };
  for (unsigned i = 0; i < order / 2U; ++i) {
    filter.sections[i] = section_of(warped(corner, rate), 2.0 * sin(pi * (2.0 * i + 1.0) / (2.0 * order)), high_pass);
  }
  return filter;
}

/// Transposed direct form II
static double
step(const ButterworthSection* const s, double* const state, const double in)
{
  const double out = s->b[0] * in + state[0];
  state[0]         = s->b[1] * in - s->a[1] * out + state[1];
  state[1]         = s->b[2] * in - s->a[2] * out;
  return out;
}

void
butterworth_apply(const Butterworth* const filter, const float* const in, const size_t n, float* const out)
{
  double states[BUTTERWORTH_MAX_ORDER / 2][2] = { { 0.0 } };
  for (size_t i = 0; i < n; ++i) {
    double sample = (double)in[i];
    for (unsigned s = 0; s < filter->order / 2U; ++s) {
      sample = step(&filter->sections[s], states[s], sample);
    }
    out[i] = (float)sample;
  }
}

/// Magnitude of a polynomial in the delay of one sample, which turns the phase by `angle`
static double
magnitude(const double c[3], const double angle)
{
  return hypot(c[0] + c[1] * cos(angle) + c[2] * cos(2.0 * angle), c[1] * sin(angle) + c[2] * sin(2.0 * angle));
}

double
butterworth_response(const Butterworth* const filter, const double rate, const double hertz)
{
  const double angle    = 2.0 * pi * hertz / rate;
  double       response = 0.0;
  for (unsigned s = 0; s < filter->order / 2U; ++s) {
    const ButterworthSection* const section = &filter->sections[s];
    response += 20.0 * log10(magnitude(section->b, angle) / magnitude(section->a, angle));
  }
  return response;
}
