// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_CLIP_H
#define EQUUS_TOOLS_CLIP_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A few seconds of sound as a small file in memory, for a page to play

enum { CLIP_MAX_CHANNELS = 2 };

/// What is heard
typedef struct {
  const float* const* channels; ///< [n_channels][n], borrowed; +/-1 is full scale
  unsigned            n_channels;
  size_t              n;
  double              rate; ///< Hz, 1,000 to 1,000,000
} ClipSound;

typedef struct {
  unsigned char* bytes; ///< NULL for none
  size_t         size;
  const char*    type; ///< Media type, such as "audio/ogg"
} Clip;

/// True if this build's libsndfile writes Ogg Opus, else clips are FLAC
bool clip_has_opus(void);

/**
   Encode: Ogg Opus at 48 kHz where libsndfile can, else FLAC of 16 bits; other rates are resampled to 48 kHz.

   Samples beyond full scale are clipped, so bring dry and wet down by one common gain before, with clip_headroom().
   @return EQUUS_ERR_MEMORY, EQUUS_ERR_RANGE or EQUUS_ERR_IO with `error`.  Free with clip_clear() in any case.
*/
EquusStatus clip_encode(const ClipSound* sound, Clip* clip, EquusError* error);

void clip_clear(Clip* clip);

/// The gain, 1 or less, that keeps the largest sample of all sounds [n] at -1 dB of full scale
double clip_headroom(const ClipSound* sounds, unsigned n);

#endif // EQUUS_TOOLS_CLIP_H
