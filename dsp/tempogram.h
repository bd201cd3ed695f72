// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_TEMPOGRAM_H
#define EQUUS_DSP_TEMPOGRAM_H

#include "dsp/rt.h"

#include <stdint.h>

/**
   Local autocorrelation of onset strength, and the tempo in it.

   As librosa.feature.tempogram (centred, Hann window, each frame's largest is 1; P. Grosche, M. Müller
   and F. Kurth, ICASSP 2010): value l of a frame is that of a lag of l frames.  Frame t is complete after t + window /
   2 onsets.  The signal must begin with an onset strength of 0, as librosa's do.
*/
typedef struct Tempogram Tempogram;

/// For an even window of 4 to 4,096 frames; NULL if out of memory or range; free with tempogram_free()
Tempogram* tempogram_new(uint32_t window);

void tempogram_free(Tempogram* tempogram);

void tempogram_reset(Tempogram* tempogram) EQUUS_RT;

/// Feed an onset strength; returns the frame [window] that this completed, valid until the next call, or NULL
const float* tempogram_push(Tempogram* tempogram, float onset) EQUUS_RT;

/// The signal has ended: the next of its last window / 2 frames, into a straight fall to 0, or NULL after the last
const float* tempogram_pad(Tempogram* tempogram) EQUUS_RT;

/// Tempo of a lag, beats per minute
double tempogram_tempo(double frames_per_second, uint32_t lag) EQUUS_RT;

/// The likeliest tempo among the lags that were considered
typedef struct {
  double tempo; ///< Beats per minute, 0 before the first
  double score;
} TempogramPeak;

TempogramPeak tempogram_no_peak(void) EQUUS_RT;

/**
   Consider a lag, as librosa.feature.tempo: largest is the mean times a log-normal prior around
   120 beats per minute (standard deviation one octave), below 320.
   @param mean Of a tempogram's value of this lag over the time in question.
*/
void tempogram_consider(TempogramPeak* best, double frames_per_second, uint32_t lag, double mean) EQUUS_RT;

#endif // EQUUS_DSP_TEMPOGRAM_H
