// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_LEVEL_MATCH_H
#define EQUUS_DSP_LEVEL_MATCH_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Makes wet as loud as dry, so that louder is not mistaken for happier.

   The gain is the short-term loudness of dry less that of wet (ITU-R BS.1770
   by libebur128, EBUR128_MODE_S alone, which doesn't allocate while running),
   read every 100 ms counted since reset, smoothed with a time constant of 3 s, kept within ±12 dB and
   applied to wet after the equaliser.  Below -70 LUFS the gain is held.
   Skipped bit-exactly while the equaliser is transparent or matching is off.
*/
typedef struct LevelMatch LevelMatch;

/// Returns NULL if out of memory or range; free with level_match_free()
LevelMatch* level_match_new(double rate, unsigned channels);

void level_match_free(LevelMatch* match);

void level_match_reset(LevelMatch* match) EQUUS_RT;

/**
   Measure `dry` and `wet` and apply the gain to `wet` in place, `n` frames.
   @param active False fades the gain to 0 dB, then passes wet bit-exactly.
*/
void level_match_process(LevelMatch*         match,
                         const float* const* dry,
                         float* const*       wet,
                         uint32_t            n,
                         bool                active) EQUUS_RT;

/// The gain that is being applied, dB
float level_match_gain(const LevelMatch* match) EQUUS_RT;

#endif // EQUUS_DSP_LEVEL_MATCH_H
