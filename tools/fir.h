// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_FIR_H
#define EQUUS_TOOLS_FIR_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Long filters of finite impulse response for whole recordings, in double precision.

   Applied by fast convolution (overlap-save) with FFTW, whose plans are estimated: the same bits in every run.
   Constant once designed, so that threads may share one.
*/
typedef struct {
  double* taps; ///< [n], owned
  size_t  n;
  size_t  delay; ///< Samples by which fir_apply() moves its output to the front
} Fir;

/// A wished magnitude in dB at a frequency in Hz
typedef double (*FirWish)(const void* handle, double hertz);

/**
   A high-pass of linear phase, its delay taken off: nothing below `stop`, all above `pass`.

   An ideal high-pass of the mean of both frequencies under a Kaiser window (J. F. Kaiser, "Nonrecursive digital filter
   design using the I0-sinh window function", 1974).  Deviates from 1 in the pass band and from 0 in the stop band by at
   most 10^(-attenuation/20).
   @param fir Freed with fir_clear(), and empty after a failure.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus fir_design_high_pass(Fir*        fir,
                                 double      stop,
                                 double      pass,
                                 double      attenuation,
                                 double      rate,
                                 EquusError* error);

/**
   A filter of minimum phase with any smooth magnitude, 2 to 3 seconds long.

   From the real cepstrum (A. V. Oppenheim and R. W. Schafer, "Discrete-Time Signal Processing", chapter 13), so that
   its response begins with the very sample, as that of the plug-in's own equalisers.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus fir_design_minimum_phase(Fir* fir, FirWish wish, const void* handle, double rate, EquusError* error);

void fir_clear(Fir* fir);

/**
   Filter a recording, silence before and after it.
   @param in, out [n], not the same
   @return EQUUS_ERR_MEMORY
*/
EquusStatus fir_apply(const Fir* fir, const float* in, size_t n, float* out, EquusError* error);

/**
   Magnitude in dB at frequencies in Hz [n], of the taps as they are.
   @return False if out of memory
*/
bool fir_response(const Fir* fir, double rate, const double* hertz, unsigned n, double* decibels);

#endif // EQUUS_TOOLS_FIR_H
