// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_LEVEL_MATCH_H
#define EQUUS_DSP_LEVEL_MATCH_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Makes wet as loud as dry, so that louder is not mistaken for happier.

   The gain is the short-term loudness of dry less that of wet (ITU-R BS.1770,
   dsp/loudness_meter.h), read every 100 ms, smoothed with a time constant of 3 s,
   kept within ±12 dB and applied after the equaliser.  It moves in ramps
   of 10 ms counted since reset.  While either is below -70 LUFS it is held.
   Loudness is followed while matching is off, too, so that switching it on
   reaches the right gain at once.  Wet may be put to two uses, such as to be
   heard by models and to be played, each matched or not.
*/
typedef struct LevelMatch LevelMatch;

enum { LEVEL_MATCH_USES = 2 };

typedef struct {
  float* const* out;    ///< [channels] Where matched wet goes; NULL for nowhere
  bool          active; ///< False fades the gain to 0 dB within 50 ms, then passes wet bit-exactly
} LevelMatchUse;

/// For 1,000 to 1,000,000 Hz and 1 or 2 channels; NULL if out of memory or range; free with level_match_free()
LevelMatch* level_match_new(double rate, unsigned channels);

void level_match_free(LevelMatch* match);

void level_match_reset(LevelMatch* match) EQUUS_RT;

/**
   Measure `dry` and `wet` and write matched wet, `n` frames.
   @param uses [LEVEL_MATCH_USES] `active` is looked at every 10 ms counted since reset.  The last one's output may be
          `wet` itself.
*/
void level_match_process(LevelMatch*          match,
                         const float* const*  dry,
                         const float* const*  wet,
                         const LevelMatchUse* uses,
                         uint32_t             n) EQUUS_RT;

/// The gain that is being applied for a use, dB
float level_match_gain(const LevelMatch* match, unsigned use) EQUUS_RT;

#endif // EQUUS_DSP_LEVEL_MATCH_H
