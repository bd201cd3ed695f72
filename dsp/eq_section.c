// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/eq_section.h"

#include <math.h>

enum { FIRST_EXTRA_SECTION = EQ_BANDS, LAST_BAND = EQ_BANDS - 1 };

static const double max_frequency = 0.49; // Of the rate

// Q of the two halves of a fourth-order Butterworth filter: 1 / (2·cos(π/8)), 1 / (2·cos(3π/8))
static const double butterworth_q[]   = { 0.54119610014619698, 1.3065629648763766 };
static const double butterworth_q_2nd = 0.70710678118654752;

static bool
is_pass(const EqKind kind)
{
  return kind == EQ_HIGH_PASS || kind == EQ_LOW_PASS;
}

unsigned
eq_section_band(const unsigned section)
{
  return section < FIRST_EXTRA_SECTION ? section : section == FIRST_EXTRA_SECTION ? 0U : LAST_BAND;
}

EqSection
eq_section_target(const EqSettings* const settings, const unsigned section, const double rate)
{
  const unsigned      index    = eq_section_band(section);
  const EqBand* const band     = &settings->bands[index];
  const bool          pass     = is_pass(eq_band_kind(index));
  const bool          is_extra = section >= FIRST_EXTRA_SECTION;
  const double        sharpen  = pass && (band->steep || is_extra) ? butterworth_q[is_extra] / butterworth_q_2nd : 1.0;
  return (EqSection){
    .frequency = log(fmin((double)band->frequency, max_frequency * rate)),
    .gain      = pass ? 0.0 : (double)band->gain,
    .q         = log((double)band->q * sharpen),
    .mix       = band->on && (!is_extra || band->steep) ? 1.0 : 0.0,
  };
}

Svf
eq_section_filter(const EqSection* const parameters, const unsigned section, const double rate)
{
  const double frequency = exp(parameters->frequency) / rate;
  const double q         = exp(parameters->q);
  Svf          svf       = { 0 };
  switch (eq_band_kind(eq_section_band(section))) {
  case EQ_HIGH_PASS:
    svf = svf_high_pass(frequency, q);
    break;
  case EQ_LOW_SHELF:
    svf = svf_low_shelf(frequency, q, parameters->gain);
    break;
  case EQ_PEAK:
    svf = svf_peak(frequency, q, parameters->gain);
    break;
  case EQ_HIGH_SHELF:
    svf = svf_high_shelf(frequency, q, parameters->gain);
    break;
  case EQ_LOW_PASS:
    svf = svf_low_pass(frequency, q);
    break;
  }
  return svf_mixed(svf, parameters->mix);
}

bool
eq_section_is_identity(const EqSection* const parameters, const unsigned section)
{
  return parameters->mix == 0.0 || (parameters->gain == 0.0 && !is_pass(eq_band_kind(eq_section_band(section))));
}
