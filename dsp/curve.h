// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_CURVE_H
#define EQUUS_DSP_CURVE_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The graphic equaliser of the experiment: zero latency, minimum phase, bit-exact when flat.

   Bells of equal width in log frequency in a row.  As each also lifts its
   neighbours' bands, their gains are solved so that the response of all passes
   the wished gains at the bands' centres: least squares on the matrix of what each
   bell does at all centres and, with less weight, midway between them (V. Välimäki and
   J. Liski, "Accurate Cascade Graphic Equalizer", IEEE Signal Processing Letters 24(2),
   2017), refined a few times by what is still missing.  Random gains within ±12 dB are
   met within 0.35 dB, within ±24 dB within 1.5 dB.

   Settings glide as those of dsp/eq.h do, counted in samples since the reset, so
   that the output doesn't depend on the block size.  Where the number of bands
   changes, the old bells glide out while the new ones glide in.
*/
typedef struct Curve Curve;

enum { CURVE_MAX_BANDS = 31 };

typedef struct {
  unsigned bands;                  ///< 8, 10 or 31; others count as 10
  float    gains[CURVE_MAX_BANDS]; ///< dB at the centres, -24 to +24; not finite counts as 0
} CurveSettings;

/// 10 bands of 0 dB
CurveSettings curve_settings_flat(void) EQUUS_RT;

/// True if these settings change nothing, whatever stands beyond their bands
bool curve_settings_are_flat(const CurveSettings* settings) EQUUS_RT;

/// Settings with every value in its range, 0 dB beyond their bands
CurveSettings curve_settings_limited(const CurveSettings* settings) EQUUS_RT;

/**
   Centre of a band below `bands`, Hz.

   8 bands lie 1.25 octaves apart from 31.25 Hz, 10 an octave around 1 kHz from
   31.25 Hz, 31 a third of an octave around 1 kHz from 19.7 Hz.  Bands whose
   centre is not below 0.45 of the rate are left out of the filter.
*/
double curve_centre(unsigned bands, unsigned band) EQUUS_RT;

/**
   What the settled stage does at a host of `rate` Hz.
   @param hertz [n] Frequencies, 0 to half the rate
   @param decibels [n] Magnitude there, of the filters themselves
   Any thread but the audio thread: it solves for the bells anew, some 0.2 ms.
*/
void curve_response(const CurveSettings* settings, double rate, const double* hertz, unsigned n, double* decibels);

/**
   Allocate for a rate of 1,000 to 1,000,000 Hz and 1 or 2 channels, flat.
   @return NULL if out of memory or out of range.  Free with curve_free().
*/
Curve* curve_new(double rate, unsigned channels);

void curve_free(Curve* curve);

/// Clear all filters; the next curve_process() starts at its settings without a glide
void curve_reset(Curve* curve) EQUUS_RT;

/// Glide to these settings from the next sample on; costs some 20 µs, at most 50 µs, if they differ from those before
void curve_set(Curve* curve, const CurveSettings* settings) EQUUS_RT;

/// True if the last sample was passed bit-exactly or, where there was none since the reset, the first will be
bool curve_is_transparent(const Curve* curve) EQUUS_RT;

/**
   Filter `n` frames; `in[c]` may be `out[d]` for any c and d.

   While flat and settled, the output is the input bit for bit, NaN and
   infinities included.  Otherwise samples that are not finite count as 0 and
   reset the filters of their channel.
*/
void curve_process(Curve* curve, const float* const* in, float* const* out, uint32_t n) EQUUS_RT;

#endif // EQUUS_DSP_CURVE_H
