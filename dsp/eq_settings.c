// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of eq.h that needs no instance: what settings mean, and how they respond

#include "dsp/eq.h"
#include "dsp/eq_section.h"

#include <math.h>
#include <stddef.h>

EqKind
eq_band_kind(const unsigned band)
{
  static const EqKind kinds[EQ_BANDS] = { EQ_HIGH_PASS, EQ_LOW_SHELF, EQ_PEAK,       EQ_PEAK,
                                          EQ_PEAK,      EQ_PEAK,      EQ_HIGH_SHELF, EQ_LOW_PASS };
  return kinds[band];
}

static bool
is_pass(const EqKind kind)
{
  return kind == EQ_HIGH_PASS || kind == EQ_LOW_PASS;
}

EqSettings
eq_settings_flat(void)
{
  static const float frequencies[EQ_BANDS] = { 30.0f, 100.0f, 200.0f, 500.0f, 1500.0f, 4000.0f, 8000.0f, 18000.0f };

  EqSettings settings = { .output_gain = 0.0f, .enabled = true };
  for (unsigned b = 0; b < EQ_BANDS; ++b) {
    settings.bands[b] = (EqBand){ false, frequencies[b], 0.0f, 0.707f, false };
  }
  return settings;
}

bool
eq_settings_are_flat(const EqSettings* const settings)
{
  for (unsigned b = 0; b < EQ_BANDS; ++b) {
    const EqBand* const band = &settings->bands[b];
    if (band->on && (is_pass(eq_band_kind(b)) || band->gain != 0.0f)) {
      return false;
    }
  }
  return settings->output_gain == 0.0f;
}

static float
limited(const float value, const float low, const float high, const float fallback)
{
  return isfinite(value) ? fminf(fmaxf(value, low), high) : fallback;
}

EqSettings
eq_settings_limited(const EqSettings* const settings)
{
  EqSettings result  = eq_settings_flat();
  result.enabled     = settings->enabled;
  result.output_gain = limited(settings->output_gain, -24.0f, 24.0f, result.output_gain);
  for (unsigned b = 0; b < EQ_BANDS; ++b) {
    const EqBand* const in   = &settings->bands[b];
    EqBand* const       band = &result.bands[b];
    band->on                 = in->on;
    band->steep              = in->steep;
    band->frequency          = limited(in->frequency, 10.0f, 20000.0f, band->frequency);
    band->gain               = limited(in->gain, -24.0f, 24.0f, band->gain);
    band->q                  = limited(in->q, 0.1f, 16.0f, band->q);
  }
  return result;
}

/// Response of one section under limited settings
static double
section_response(const EqSettings* const settings, const unsigned section, const double rate, const double frequency)
{
  const EqSection target = eq_section_target(settings, section, rate);
  if (eq_section_is_identity(&target, section)) {
    return 0.0;
  }
  const Svf filter = eq_section_filter(&target, section, rate);
  return svf_response(&filter, frequency / rate);
}

double
eq_band_response(const EqSettings* const settings, const unsigned band, const double rate, const double frequency)
{
  const EqSettings limits   = eq_settings_limited(settings);
  double           response = 0.0;
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    response += eq_section_band(s) == band ? section_response(&limits, s, rate, frequency) : 0.0;
  }
  return response;
}

double
eq_settings_response(const EqSettings* const settings, const double rate, const double frequency)
{
  const EqSettings limits   = eq_settings_limited(settings);
  double           response = (double)limits.output_gain;
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    response += section_response(&limits, s, rate, frequency);
  }
  return response;
}

/// Add the response of one section under limited settings to that of its band
static void
add_section(const EqSettings* const settings,
            const unsigned          section,
            const double            rate,
            const double* const     hertz,
            const unsigned          n,
            double* const           decibels)
{
  const EqSection target = eq_section_target(settings, section, rate);
  if (eq_section_is_identity(&target, section)) {
    return;
  }
  const Svf filter = eq_section_filter(&target, section, rate);
  for (unsigned i = 0; i < n; ++i) {
    decibels[i] += svf_response(&filter, hertz[i] / rate);
  }
}

void
eq_settings_responses(const EqSettings* const settings,
                      const double            rate,
                      const double* const     hertz,
                      const unsigned          n,
                      double* const           bands,
                      double* const           decibels)
{
  const EqSettings limits = eq_settings_limited(settings);
  for (unsigned i = 0; i < n; ++i) {
    decibels[i] = (double)limits.output_gain;
  }
  for (unsigned i = 0; bands && i < EQ_BANDS * n; ++i) {
    bands[i] = 0.0;
  }
  for (unsigned s = 0; s < EQ_SECTIONS; ++s) {
    add_section(&limits, s, rate, hertz, n, decibels);
    if (bands) {
      add_section(&limits, s, rate, hertz, n, bands + (size_t)eq_section_band(s) * n);
    }
  }
}
