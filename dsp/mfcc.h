// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_MFCC_H
#define EQUUS_DSP_MFCC_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Mel-frequency cepstral coefficients: orthonormal DCT-II over bands in dB.

   As librosa.feature.mfcc, whose decibels are at least the largest of the whole
   signal - 80 dB: who streams passes the largest there has been.
*/
typedef struct Mfcc Mfcc;

/// For 1 to 1,024 bands and 1 to that many coefficients; NULL if out of memory or range; free with mfcc_free()
Mfcc* mfcc_new(uint32_t bands, uint32_t coefficients);

void mfcc_free(Mfcc* mfcc);

/// decibels [bands], of which none counts for less than `least`; out [coefficients]
void mfcc_process(const Mfcc* mfcc, const float* decibels, float least, float* out) EQUUS_RT;

#endif // EQUUS_DSP_MFCC_H
