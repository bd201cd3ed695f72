// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SPECTRUM_H
#define EQUUS_DSP_SPECTRUM_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Spectrum for the eye: dB on a logarithmic frequency axis, with ballistics.

   SPECTRUM_BINS bins spaced evenly in log frequency from 20 Hz to 20 kHz; each
   holds the strongest level within it (interpolated where bins are finer than
   the FFT).  A full-scale sine reads 0 dB.  Rises at once, falls with 20 dB per
   second; a new frame every rate / 25 samples counted since reset, the first as
   soon as the window of at least 85 ms (4,096 samples at 48 kHz) is full.  Bins
   that reach above the Nyquist frequency stay at -120 dB.
*/
typedef struct Spectrum Spectrum;

enum { SPECTRUM_BINS = 180 };

/// For a rate of 1,000 to 1,000,000 Hz; NULL if out of memory or range; free with spectrum_free().  Never on the audio
/// thread.
Spectrum* spectrum_new(double rate);

void spectrum_free(Spectrum* spectrum);

void spectrum_reset(Spectrum* spectrum) EQUUS_RT;

/**
   Feed mono samples.
   @return Frames completed since reset; a change means spectrum_levels() is new.
*/
uint64_t spectrum_push(Spectrum* spectrum, const float* in, uint32_t n) EQUUS_RT;

/// [SPECTRUM_BINS] dB, -120 or more
const float* spectrum_levels(const Spectrum* spectrum) EQUUS_RT;

/// Centre frequency of a bin, Hz
double spectrum_frequency(uint32_t bin) EQUUS_RT;

#endif // EQUUS_DSP_SPECTRUM_H
