// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_PITCH_H
#define EQUUS_DSP_PITCH_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Pitch salience of a magnitude spectrum, and the predominant pitch.

   Salience as Essentia's PitchSalienceFunction with its defaults (J. Salamon and E. Gómez, IEEE TASLP 20, 2012): the
   100 strongest spectral peaks (parabolic interpolation) within 40 dB of the strongest, each adding to the pitches of
   which it is one of 20 harmonics, with weights 1, 0.8, 0.64 ...; 10 cents a bin from 55 Hz.

   The pitch is the most salient, but stays within 80 cents of the one before as long as there is a maximum of
   0.9 of the largest (Essentia's pitch contours look ahead, which a stream can't).
*/
typedef struct Pitch Pitch;

enum { PITCH_BINS = 600 };

typedef struct {
  double       hertz;    ///< 0 where there is no peak
  double       strength; ///< Salience by the sum of the peaks' magnitudes: 0 to 1, near 1 for a pure tone
  const float* salience; ///< [PITCH_BINS] valid until the next call
} PitchFrame;

/// For a rate of 1,000 to 1,000,000 Hz, an FFT of 32 to 32,768; NULL if out of memory or range; free with pitch_free()
Pitch* pitch_new(double rate, uint32_t fft_size);

void pitch_free(Pitch* pitch);

void pitch_reset(Pitch* pitch) EQUUS_RT;

/// magnitude [fft_size / 2 + 1]
PitchFrame pitch_process(Pitch* pitch, const float* magnitude) EQUUS_RT;

/// Frequency of a bin of the salience, Hz
double pitch_hertz(uint32_t bin) EQUUS_RT;

#endif // EQUUS_DSP_PITCH_H
