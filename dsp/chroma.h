// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_CHROMA_H
#define EQUUS_DSP_CHROMA_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Strength of the twelve pitch classes, C first, the strongest of a frame being 1.

   As librosa.feature.chroma_stft: filters.chroma (D. Ellis) with its defaults on
   the power spectrum.  A new tuning takes effect CHROMA_TUNING_FRAMES frames
   after it was set, since the filters are computed in even shares meanwhile.
*/
typedef struct Chroma Chroma;

enum { CHROMA_CLASSES = 12, CHROMA_TUNING_FRAMES = 32 };

/**
   @param rate 1,000 to 1,000,000 Hz
   @param fft_size 32 to 32,768
   @param tuning Of the instruments against A4 = 440 Hz, semitones from -0.5 to 0.5, after each reset
   @return NULL if out of memory or range; free with chroma_free()
*/
Chroma* chroma_new(double rate, uint32_t fft_size, double tuning);

void chroma_free(Chroma* chroma);

/// Back to the first tuning
void chroma_reset(Chroma* chroma) EQUUS_RT;

/// Tune to `tuning` semitones unless that is what it is, or a new tuning is under way
void chroma_tune(Chroma* chroma, double tuning) EQUUS_RT;

/// power [fft_size / 2 + 1]; out [CHROMA_CLASSES], zeros for silence
void chroma_process(Chroma* chroma, const float* power, float* out) EQUUS_RT;

#endif // EQUUS_DSP_CHROMA_H
