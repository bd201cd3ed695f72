// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_ONSET_H
#define EQUUS_DSP_ONSET_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Onset strength: how much the mel bands rise from frame to frame.

   As librosa.onset.onset_strength with its defaults at an FFT of 2,048 and a
   hop of 512, with which a frame's value is the rise two frames before (the first three are 0).
   Decibels count as at least the largest of the whole signal - 80 dB: who streams passes the largest there has been.
*/
typedef struct Onset Onset;

typedef struct {
  float mean;   ///< Over the bands, dB; what librosa's tempo and tempogram take
  float median; ///< What its beat_track takes
} OnsetFrame;

/// For 1 to 1,024 bands; NULL if out of memory or range; free with onset_free()
Onset* onset_new(uint32_t bands);

void onset_free(Onset* onset);

void onset_reset(Onset* onset) EQUUS_RT;

/// decibels [bands], of which none counts for less than `least`
OnsetFrame onset_process(Onset* onset, const float* decibels, float least) EQUUS_RT;

#endif // EQUUS_DSP_ONSET_H
