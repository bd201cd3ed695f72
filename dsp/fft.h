// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_FFT_H
#define EQUUS_DSP_FFT_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Real-to-complex discrete Fourier transform by a private FFTW.

   Plans are estimated, never measured, and buffers are the transform's own with
   FFTW's alignment, so that a binary computes the same bits in every run on
   the same kind of processor.
*/
typedef struct Fft Fft;

/**
   Plan a transform of `size` real values, 2 to 1,048,576.

   Takes the planner's mutex, one for the whole binary: any thread but the audio thread.
   @return NULL if out of memory or out of range.  Free with fft_free().
*/
Fft* fft_new(uint32_t size);

/// Takes the planner's mutex: never on the audio thread
void fft_free(Fft* fft);

/// [size], zeros at first, for the caller to fill; fft_forward() leaves it as it is
float* fft_input(Fft* fft) EQUUS_RT;

/**
   Transform the input without scaling: X[k] = sum of x[n]·exp(-2πi·k·n/size).
   @return [size / 2 + 1][2], real and imaginary part of each bin, valid until the next call.
*/
const float* fft_forward(Fft* fft) EQUUS_RT;

#endif // EQUUS_DSP_FFT_H
