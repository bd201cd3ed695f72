// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_STFT_H
#define EQUUS_DSP_STFT_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Streaming short-time power or magnitude spectrum, in single precision.

   Frame t is complete as soon as its last sample has come: after hop·t +
   fft_size / 2 samples when centred (whatever the window's length), else after
   hop·t + window_length.  Frames depend on the samples alone, never on how they
   were cut into blocks.
*/
typedef struct Stft Stft;

typedef struct {
  uint32_t fft_size;      ///< Even, 32 to 32,768
  uint32_t window_length; ///< Hann, 2 to fft_size
  uint32_t hop;           ///< Samples between frames, 1 or more
  bool     centred;       ///< Frame t is centred on sample hop·t with zeros before sample 0 (window in the
                          ///< middle of the FFT), as librosa's center=True, pad_mode="constant".
                          ///< Otherwise frame t starts at sample hop·t with the window at the FFT's start.
  bool power;             ///< |X|² instead of |X|
  bool symmetric;         ///< The window's last sample is 0 as its first, so that its period is one sample shorter
} StftSettings;

/// NULL if out of memory or range; free with stft_free().  Takes the planner's mutex: never on the audio thread.
Stft* stft_new(const StftSettings* settings);

void stft_free(Stft* stft);

void stft_reset(Stft* stft) EQUUS_RT;

/// fft_size / 2 + 1
uint32_t stft_bins(const Stft* stft) EQUUS_RT;

/// Samples that the next frame still lacks, 1 or more
uint32_t stft_needed(const Stft* stft) EQUUS_RT;

/**
   Feed `n` samples, at most stft_needed().
   @return The frame [stft_bins()] that this completed, valid until the next call, or NULL.
*/
const float* stft_push(Stft* stft, const float* in, uint32_t n) EQUUS_RT;

#endif // EQUUS_DSP_STFT_H
