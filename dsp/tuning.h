// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_TUNING_H
#define EQUUS_DSP_TUNING_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   By how much a recording is tuned away from A4 = 440 Hz.

   As librosa.estimate_tuning on power spectra, which is what its chroma_stft asks
   for: local maxima (150 to 4,000 Hz, at least a tenth of the frame's largest) with parabolic
   interpolation; of those above the median strength of all, the commonest deviation in steps of 0.01
   semitone.  librosa looks at the whole signal; this at all frames since reset, with the
   median known to 0.05 octave of power, within which strengths count as evenly spread.
*/
typedef struct Tuning Tuning;

/// For a rate of 1,000 to 1,000,000 Hz, an FFT of 32 to 32,768; NULL if out of memory or range; free with tuning_free()
Tuning* tuning_new(double rate, uint32_t fft_size);

void tuning_free(Tuning* tuning);

void tuning_reset(Tuning* tuning) EQUUS_RT;

/// power [fft_size / 2 + 1]
void tuning_process(Tuning* tuning, const float* power) EQUUS_RT;

/// Semitones, -0.5 to 0.49; 0 before there is a peak.  Takes some 100,000 additions.
double tuning_estimate(const Tuning* tuning) EQUUS_RT;

#endif // EQUUS_DSP_TUNING_H
