// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_EQ_H
#define EQUUS_DSP_EQ_H

#include "dsp/error.h"
#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The eight-band equaliser: zero latency, minimum phase, bit-exact when flat.

   Bands in order: high-pass, low shelf, four peaks, high shelf, low-pass.
   Each is one or two state-variable filters in trapezoidal integration
   (A. Simper, "Linear Trapezoidal Integrated SVF", Cytomic 2013), computed in
   double precision.  Settings glide: parameters step once per sub-block of
   EQ_SUB_BLOCK samples, counted since the last reset and never since the start
   of a block, so that the output doesn't depend on the block size.
*/
typedef struct Eq Eq;

enum {
  EQ_BANDS        = 8,
  EQ_SUB_BLOCK    = 16, ///< Samples between two steps of the smoothing
  EQ_MAX_CHANNELS = 2
};

typedef enum { EQ_HIGH_PASS, EQ_LOW_SHELF, EQ_PEAK, EQ_HIGH_SHELF, EQ_LOW_PASS } EqKind;

typedef struct {
  bool  on;
  float frequency; ///< Hz, 10 to 20,000; limited to 0.49 of the rate inside
  float gain;      ///< dB, -24 to +24; shelves and peaks
  float q;         ///< 0.1 to 16; 0.707 is Butterworth for passes, flat for shelves
  bool  steep;     ///< Passes: 24 dB per octave instead of 12
} EqBand;

typedef struct {
  EqBand bands[EQ_BANDS];
  float  output_gain; ///< dB, -24 to +24
  bool   enabled;     ///< False bypasses with a cross-fade of 10 ms
} EqSettings;

/// Return the kind of the band with this index
EqKind eq_band_kind(unsigned band);

/// All bands off, 0 dB: the flat equaliser with sensible frequencies
EqSettings eq_settings_flat(void);

/// True if these settings change nothing: every band off or at 0 dB, passes off, gain 0 dB
bool eq_settings_are_flat(const EqSettings* settings);

/// Settings with every value in its range; what isn't finite becomes the flat setting's value
EqSettings eq_settings_limited(const EqSettings* settings) EQUUS_RT;

/// Magnitude response in dB at `frequency` Hz for a host of `rate` Hz, output gain included, as if enabled; any thread
double eq_settings_response(const EqSettings* settings, double rate, double frequency);

/// Response in dB of one band alone (0 when off), any thread
double eq_band_response(const EqSettings* settings, unsigned band, double rate, double frequency);

/**
   Magnitude responses at `n` frequencies, the filters being made once.
   @param hertz [n] Frequencies, 0 to half the rate
   @param bands [EQ_BANDS][n] dB of each band alone (0 when off), or NULL
   @param decibels [n] dB of all with the output gain, as if enabled
   Any thread.
*/
void eq_settings_responses(const EqSettings* settings,
                           double            rate,
                           const double*     hertz,
                           unsigned          n,
                           double*           bands,
                           double*           decibels);

/**
   Allocate for a rate of 1,000 to 1,000,000 Hz and 1 or 2 channels.
   @return NULL if out of memory or out of range.  Free with eq_free().
*/
Eq* eq_new(double rate, unsigned channels);

void eq_free(Eq* eq);

/// Clear all filters; the next eq_process() starts at its settings without a glide
void eq_reset(Eq* eq) EQUUS_RT;

/// Glide to these settings from the next sample on; values out of range or not finite are limited
void eq_set(Eq* eq, const EqSettings* settings) EQUUS_RT;

/**
   Filter `n` frames; `in[c]` may be `out[d]` for any c and d.

   While flat or bypassed and settled, the output is the input bit for bit, NaN
   and infinities included.  Otherwise samples that are not finite count as 0
   and reset the filters of their channel.
*/
void eq_process(Eq* eq, const float* const* in, float* const* out, uint32_t n) EQUUS_RT;

/// True if the last sample was passed bit-exactly or, where there was none since the reset, the first will be
bool eq_is_transparent(const Eq* eq) EQUUS_RT;

#endif // EQUUS_DSP_EQ_H
