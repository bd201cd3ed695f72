// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_TAPS_H
#define EQUUS_PLUGIN_TAPS_H

#include "dsp/rt.h"
#include "plugin/snapshot.h"

#include <stdint.h>

/// What is heard: dry and wet as mono, at the host's rate
typedef struct Taps Taps;

/// @param most Frames of the largest round.  NULL if out of memory or range; free with taps_free()
Taps* taps_new(unsigned channels, uint32_t most);

void taps_free(Taps* taps);

/// Mix `n` frames to mono; samples that are not finite, or beyond any sense, count as 0
void taps_mix(Taps* taps, Tap tap, const float* const* in, uint32_t n) EQUUS_RT;

/// The mix of this round
const float* taps_mono(const Taps* taps, Tap tap) EQUUS_RT;

#endif // EQUUS_PLUGIN_TAPS_H
