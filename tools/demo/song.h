// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_DEMO_SONG_H
#define EQUUS_TOOLS_DEMO_SONG_H

#include "dsp/error.h"

#include <stdint.h>

enum { SONG_CHANNELS = 2 };

/// A whole audio file in memory as two channels
typedef struct {
  float*   channels[SONG_CHANNELS];
  uint64_t frames;
} Song;

/**
   Read any file that libsndfile reads: mono goes to both channels, channels beyond two are left out.

   @param song Free with song_free(), also after a failure.
   @param rate Hz to resample to; a file of that rate is left as it is, bit for bit.
*/
EquusStatus song_load(Song* song, const char* path, double rate, EquusError* error);

void song_free(Song* song);

#endif // EQUUS_TOOLS_DEMO_SONG_H
