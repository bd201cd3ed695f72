// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TREATMENT_H
#define EQUUS_TOOLS_TREATMENT_H

#include "tools/insert_response.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What makes wet out of dry, in memory and at the recording's own rate.

   Each treatment begins from rest, is applied to the whole recording and leaves it as long as it was; what filters
   would ring on after its end is cut off.  No level match: that is one gain, which the caller applies where
   treatment_is_matched() says so.  Any thread; several at once.
*/
typedef enum {
  TREATMENT_BYPASS,          ///< Nothing: the same bits
  TREATMENT_POLARITY,        ///< Every sample negated
  TREATMENT_DELAY,           ///< One sample later; the last one is lost
  TREATMENT_SWAP,            ///< Left and right exchanged; a mono recording stays as it is
  TREATMENT_RESAMPLE,        ///< Converted to `rate`, where the plug-in is to hear it: a host of another rate
  TREATMENT_HIGH_PASS,       ///< Butterworth: 30 dB down at 20 Hz, 1 dB at 40 Hz
  TREATMENT_STEEP_HIGH_PASS, ///< At least 60 dB down to 19 Hz, within 0.01 dB from 20 Hz on; linear phase, no delay
  TREATMENT_LOW_PASS,        ///< 4th-order Butterworth, 3 dB down at `hertz`
  TREATMENT_CLOUD,           ///< `bands` random bands within ±`decibels`
  TREATMENT_CURVE,           ///< `bands` bands with `gains`
  TREATMENT_GAIN,            ///< `decibels` on every sample
  TREATMENT_NOISE,           ///< White noise added at a signal-to-noise ratio of `decibels`
  TREATMENT_PRESET,          ///< The plug-in's own equaliser and curve with `parameters`
  TREATMENT_INSERT,          ///< Any LV2 plug-in, `insert`
  TREATMENT_KINDS
} TreatmentKind;

enum { TREATMENT_MAX_BANDS = 96 };

/**
   A treatment with its parameters; those that its kind doesn't name are ignored.

   Random numbers are those of dsp/random.h: the draw-th number of the stream that `seed` begins seeds the stream of
   the draw.  A cloud takes its gains in dB, band after band from the lowest, uniform between -`decibels` and
   +`decibels`.  Noise is Gaussian (Box and Muller 1958), the same in both channels, as a change of both must be for
   their mean to have it; its power over the whole recording is that of the mean of the channels, which is what models
   hear, divided by the ratio, exactly.  Silence gets none.
*/
typedef struct {
  TreatmentKind         kind;
  double                hertz;    ///< Corner of a low-pass, below 0.49 of the recording's rate
  double                decibels; ///< Gain, limit of a cloud or signal-to-noise ratio
  double                rate;     ///< Hz to convert to
  unsigned              bands;    ///< 8, 10 or 31 as the plug-in's dsp/curve.h has them, or 96: see treatment_centre()
  unsigned              draw;
  uint64_t              seed;
  float                 gains[TREATMENT_MAX_BANDS]; ///< dB, -24 to 24
  const char*           name;                       ///< Of a preset, borrowed
  const float*          parameters;                 ///< [PARAM_COUNT], borrowed
  Insert*               insert;                     ///< Borrowed
  const InsertResponse* response; ///< Of the insert at the recording's rate, borrowed, or NULL if not measured
} Treatment;

/// Short name of a kind for records, e.g. "steep-high-pass"
const char* treatment_kind_name(TreatmentKind kind);

/// One line for a person, with all that matters, e.g. "96 random bands within ±6 dB, draw 3 of seed 1"
void treatment_describe(const Treatment* treatment, char* text, size_t size);

/// Whether wet is to be made as loud as dry: not after null tests and gain
bool treatment_is_matched(const Treatment* treatment);

/// Centre of a band in Hz: that of dsp/curve.h, but 96 bands part 20 Hz to 20,480 Hz in equal ratios
double treatment_centre(unsigned bands, unsigned band);

/// Gains of a cloud or curve in dB [bands]; returns `bands`, 0 for other kinds
unsigned treatment_gains(const Treatment* treatment, float* gains);

/**
   Make wet out of dry.

   8, 10 and 31 bands are the plug-in's own stage, which comes as near to the gains as dsp/curve.h says; 96 are one
   filter of minimum phase whose magnitude goes in half cosines, in dB over log frequency, from centre to centre, level
   below the first and above the last.
   @param wet As for sound_init(); at another rate after TREATMENT_RESAMPLE alone.
   @return EQUUS_ERR_MEMORY, or EQUUS_ERR_RANGE, EQUUS_ERR_UNSUPPORTED or EQUUS_ERR_HOST with `error` naming what can't
   be
*/
EquusStatus treatment_apply(const Treatment* treatment, const Sound* dry, Sound* wet, EquusError* error);

/**
   Magnitude response in dB at frequencies in Hz [n], of the very filter that treatment_apply() runs at this rate.
   @return False for what is no filter (noise, an insert that isn't linear or not measured), and where memory or the
   rate doesn't suffice.
*/
bool treatment_response(const Treatment* treatment, double rate, const double* hertz, unsigned n, double* decibels);

/**
   How much equaliser it is: dB RMS of the response over log frequency, 20 Hz to 8 kHz, after a level match.
   @param match The level match's gain in dB
   @return NAN where there is no response
*/
double treatment_strength(const Treatment* treatment, double rate, double match);

#endif // EQUUS_TOOLS_TREATMENT_H
