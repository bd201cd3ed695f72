// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_LEVEL_H
#define EQUUS_PLUGIN_FLIP_LEVEL_H

#include "plugin/flip.h"
#include "plugin/flip_bands.h"

/**
   How loud a piece of music is through any response, without filtering it.

   The K-weighted spectra of the blocks of 400 ms, 100 ms apart, of which ITU-R BS.1770-4
   makes integrated loudness with its two gates.  What rings from one block into the
   next is neglected.
*/
typedef struct FlipLevel FlipLevel;

/// NULL if out of memory; free with flip_level_free().  Keeps nothing of the music.
FlipLevel* flip_level_new(const FlipBands* bands, const FlipMusic* music);

void flip_level_free(FlipLevel* level);

/**
   Integrated loudness through a response, NULL for none.
   @return LUFS, -HUGE_VAL for silence or less than a block.
*/
double flip_level_loudness(FlipLevel* level, const FlipResponse* response);

/// Gain that makes it as loud as without a response, dB; 0 where either is silent
double flip_level_match(FlipLevel* level, const FlipResponse* response);

/// What a decibel more at each band adds to the match of the response that was last given, dB [flip_bands_n()]
void flip_level_slopes(const FlipLevel* level, double* slopes);

#endif // EQUUS_PLUGIN_FLIP_LEVEL_H
