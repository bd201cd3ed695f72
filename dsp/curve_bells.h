// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_CURVE_BELLS_H
#define EQUUS_DSP_CURVE_BELLS_H

#include "dsp/curve.h"
#include "dsp/svf.h"

/// The bells of one number of bands at one rate, and what is needed to solve for their gains; plain data
enum { CURVE_POINTS = 2 * CURVE_MAX_BANDS - 1 };

typedef struct {
  unsigned n; ///< Bells: the bands whose centre the rate can carry
  double   q[CURVE_MAX_BANDS];
  double   g[CURVE_MAX_BANDS];                   ///< tan(π·centre / rate)
  double   shape[CURVE_MAX_BANDS][CURVE_POINTS]; ///< [bell][point] (q·(1 - s²) / s)², s as in svf_response()
  double   solve[CURVE_MAX_BANDS][CURVE_POINTS]; ///< [bell][point] Gain of the bell for 1 dB at the point
} CurveBells;

/**
   Prepare for 8, 10 or 31 bands.

   Points are the centres (even) and the middles between them (odd).
*/
void curve_bells_init(CurveBells* bells, unsigned bands, double rate);

/// Gains of the bells, `solved` [n] in dB, for these wished at the centres [n], -24 to +24 dB
void curve_bells_solve(const CurveBells* bells, const float* wished, double* solved) EQUUS_RT;

/// The filter of a bell of `gain` dB
Svf curve_bells_filter(const CurveBells* bells, unsigned bell, double gain) EQUUS_RT;

#endif // EQUUS_DSP_CURVE_BELLS_H
