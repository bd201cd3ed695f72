// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SVF_H
#define EQUUS_DSP_SVF_H

#include "dsp/rt.h"

/**
   Coefficients of a state-variable filter in trapezoidal integration.

   A. Simper, "Linear Trapezoidal Integrated SVF" (Cytomic, 2013): the output is
   m0·input + m1·band-pass + m2·low-pass.  Such a filter stays stable while its
   coefficients move, and has the response of its analogue model under the
   bilinear transform, exact at its own frequency.  All functions are pure.
*/
typedef struct {
  double g; ///< tan(π·frequency / rate), scaled for shelves
  double k; ///< Damping, 1 / Q
  double m0;
  double m1;
  double m2;
} Svf;

/// 12 dB per octave; `frequency` in cycles per sample, above 0 and below 0.5
Svf svf_high_pass(double frequency, double q) EQUUS_RT;

/// 12 dB per octave
Svf svf_low_pass(double frequency, double q) EQUUS_RT;

/// Bell of `gain` dB at its centre; a cut mirrors the boost
Svf svf_peak(double frequency, double q, double gain) EQUUS_RT;

/// `gain` dB at 0 Hz, half of it at `frequency`
Svf svf_low_shelf(double frequency, double q, double gain) EQUUS_RT;

/// `gain` dB at the Nyquist frequency, half of it at `frequency`
Svf svf_high_shelf(double frequency, double q, double gain) EQUUS_RT;

/// The filter's output mixed with its input: 0 is the input alone, 1 the filter alone
Svf svf_mixed(Svf svf, double mix) EQUUS_RT;

/// Magnitude in dB at `frequency` cycles per sample, 0 to 0.5, of the discrete-time filter itself
double svf_response(const Svf* svf, double frequency) EQUUS_RT;

#endif // EQUUS_DSP_SVF_H
