// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_BANDS_H
#define EQUUS_PLUGIN_FLIP_BANDS_H

#include "plugin/flip_step.h"

/**
   What curves do, as responses on a grid even in log frequency from 10 Hz to half the rate.

   A curve's response is that of the very filters that dsp/curve.h runs.  For background threads.
*/
typedef struct FlipBands FlipBands;

enum { FLIP_GRID = 1024 };

/// A complex response on the grid
typedef struct {
  double re[FLIP_GRID], im[FLIP_GRID];
} FlipResponse;

/**
   @param layout 8, 10 or 31 bands.
   @return NULL if out of memory or range; free with flip_bands_free().
*/
FlipBands* flip_bands_new(unsigned layout, double rate);

void flip_bands_free(FlipBands* bands);

/// The bands that the rate can carry, one or more
unsigned flip_bands_n(const FlipBands* bands);

/// Place of a frequency on the grid, limited to it
double flip_bands_place(const FlipBands* bands, double hertz);

/// Frequency of a point of the grid, Hz
double flip_bands_hertz(const FlipBands* bands, unsigned point);

/// Settings of these gains [flip_bands_n()] in dB, which become float here; further bands at 0 dB
CurveSettings flip_bands_settings(const FlipBands* bands, const double* gains);

/// The response of a curve
void flip_bands_respond(const FlipBands* bands, const double* gains, FlipResponse* response);

/// What a decibel more at a band adds to the response's complex logarithm, at 0 dB
const FlipResponse* flip_bands_slope(const FlipBands* bands, unsigned band);

/// RMS from 20 Hz to 8 kHz of a response together with a gain of `match` dB, dB
double flip_bands_strength(const FlipBands* bands, const FlipResponse* response, double match);

/**
   Set the step's `n`, `square` and `linear` so that it minimises the square of the strength, linearised at a curve.
   @param match_slopes What a decibel more at each band adds to `match`, dB.
*/
void flip_bands_aim(const FlipBands*    bands,
                    const FlipResponse* response,
                    const double*       gains,
                    double              match,
                    const double*       match_slopes,
                    FlipStep*           step);

#endif // EQUUS_PLUGIN_FLIP_BANDS_H
