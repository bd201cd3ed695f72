// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_DOUBLE_FFT_H
#define EQUUS_DSP_DOUBLE_FFT_H

#include "dsp/rt.h"

#include <stdint.h>

/// As Fft in dsp/fft.h, in double precision: for features that weigh a spectrum's weakest bins
typedef struct DoubleFft DoubleFft;

/// NULL if out of memory or `size` isn't 2 to 1,048,576; takes a planner's mutex.  Free with double_fft_free().
DoubleFft* double_fft_new(uint32_t size);

/// Takes the planner's mutex: never on the audio thread
void double_fft_free(DoubleFft* fft);

/// [size], zeros at first, for the caller to fill; double_fft_forward() leaves it as it is
double* double_fft_input(DoubleFft* fft) EQUUS_RT;

/// [size / 2 + 1][2], real and imaginary part of each bin, not scaled, valid until the next call
const double* double_fft_forward(DoubleFft* fft) EQUUS_RT;

#endif // EQUUS_DSP_DOUBLE_FFT_H
