// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_AUDIO_PATH_H
#define EQUUS_PLUGIN_AUDIO_PATH_H

#include "dsp/rt.h"
#include "plugin/listen.h"
#include "plugin/parameters.h"
#include "plugin/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The way of the audio: equaliser, curve, level match, and what of it is played and what the models hear.

   Heard as dry is the input or, where the parameters say so and one is connected,
   the delayed side-chain; heard as wet is the output of the curve, matched to
   dry.  Played is the same wet; but the unmatched one where dry is the side-chain, the
   input bit for bit in shadow, and what listening asks for.  What is played changes
   in a cross-fade of 10 ms.
*/
typedef struct AudioPath AudioPath;

enum { AUDIO_PATH_ROUND = 256 }; ///< Frames, counted since the reset, after which the path looks whether to match

/// For 1,000 to 1,000,000 Hz and 1 or 2 channels.  NULL if out of memory or range; free with audio_path_free()
AudioPath* audio_path_new(double rate, unsigned channels);

void audio_path_free(AudioPath* path);

/// Forget everything; the next round begins as set, without a glide or fade
void audio_path_reset(AudioPath* path) EQUUS_RT;

/// True for the parameters that audio_path_set() looks at
bool audio_path_follows(unsigned index) EQUUS_RT;

/// From the next sample on, do what these values [PARAM_COUNT] say; dear where bands or curve changed
void audio_path_set(AudioPath* path, const float* parameters) EQUUS_RT;

/// From the next sample on, play this
void audio_path_listen(AudioPath* path, Listen listening) EQUUS_RT;

/**
   Process `n` frames that don't cross a multiple of AUDIO_PATH_ROUND since the reset.

   All inputs are read before any output is written; any may share memory with any.
   @param side [channels] NULL where not connected; or NULL for none
*/
void audio_path_process(AudioPath*          path,
                        const float* const* in,
                        const float* const* side,
                        float* const*       out,
                        uint32_t            n) EQUUS_RT;

/// [channels] What the models hear of the round processed last
const float* const* audio_path_heard(const AudioPath* path, Tap tap) EQUUS_RT;

/// The gain of the level match in what the models hear, dB
float audio_path_match(const AudioPath* path) EQUUS_RT;

bool audio_path_side_connected(const AudioPath* path) EQUUS_RT;
bool audio_path_side_silent(const AudioPath* path) EQUUS_RT;

/// True if the models hear the side-chain as dry
bool audio_path_dry_is_side(const AudioPath* path) EQUUS_RT;

/// True if dry should be the side-chain, but nothing is connected there
bool audio_path_lacks_side(const AudioPath* path) EQUUS_RT;

#endif // EQUUS_PLUGIN_AUDIO_PATH_H
