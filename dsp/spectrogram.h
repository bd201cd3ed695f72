// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SPECTROGRAM_H
#define EQUUS_DSP_SPECTROGRAM_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Streaming short-time power spectrum, transformed in double precision.

   As librosa.stft with its defaults: Hann window as long as the FFT, frame t centred on
   sample hop·t with zeros outside the signal; real and imaginary parts are rounded to single
   precision.  Bins 150 dB below a frame's strongest are still right, where those of Stft are rounding noise.
*/
typedef struct Spectrogram Spectrogram;

/// For an even FFT of 32 to 32,768 and a hop of 1 to that; NULL if out of memory or range; free with
/// spectrogram_free(). Takes the planner's mutex.
Spectrogram* spectrogram_new(uint32_t fft_size, uint32_t hop);

void spectrogram_free(Spectrogram* spectrogram);

void spectrogram_reset(Spectrogram* spectrogram) EQUUS_RT;

/// Samples that the next frame still lacks, 1 or more
uint32_t spectrogram_needed(const Spectrogram* spectrogram) EQUUS_RT;

/// Feed `n` samples, at most spectrogram_needed(); returns the frame [fft_size / 2 + 1] of |X|² that this completed,
/// valid until the next call, or NULL
const float* spectrogram_push(Spectrogram* spectrogram, const float* in, uint32_t n) EQUUS_RT;

#endif // EQUUS_DSP_SPECTROGRAM_H
