// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_PULSE_H
#define EQUUS_DSP_PULSE_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/// The tempo over spans of time: tempograms of onset strength, their running means, and the likeliest tempo in these
typedef struct Pulse Pulse;

/**
   @param window Of the tempogram, frames
   @param lengths [n] Spans in frames, 0 for all since reset; as running_statistics_new()
   @return NULL if out of memory or range; free with pulse_free()
*/
Pulse* pulse_new(double frames_per_second, uint32_t window, const uint32_t* lengths, unsigned n);

void pulse_free(Pulse* pulse);

void pulse_reset(Pulse* pulse) EQUUS_RT;

/// Feed an onset strength; the first is 0
void pulse_push(Pulse* pulse, float onset) EQUUS_RT;

/// The signal has ended: as tempogram_pad(), one frame a call; false after the last
bool pulse_pad(Pulse* pulse) EQUUS_RT;

/// Beats per minute over a span, index into `lengths`; false before the first frame, half a window after the first
/// onset
bool pulse_tempo(const Pulse* pulse, unsigned span, double* tempo) EQUUS_RT;

#endif // EQUUS_DSP_PULSE_H
