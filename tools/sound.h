// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_SOUND_H
#define EQUUS_TOOLS_SOUND_H

#include "tools/audio_file.h"

#include <stddef.h>

/// A whole recording in memory
typedef struct {
  double   rate;                             ///< Hz
  unsigned channels;                         ///< 1 or 2
  size_t   n;                                ///< Frames
  float*   channel[AUDIO_FILE_MAX_CHANNELS]; ///< [n] each, owned
} Sound;

/**
   Allocate silence.
   @param sound Overwritten; cleared with sound_clear(), and empty after a failure.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus sound_init(Sound* sound, double rate, unsigned channels, size_t n, EquusError* error);

/// Free the channels; again and on a zeroed struct too
void sound_clear(Sound* sound);

/// Allocate a copy; as sound_init()
EquusStatus sound_copy(const Sound* in, Sound* out, EquusError* error);

/**
   Read a file, or a part of it, as audio_file_open() and audio_file_read() do.
   @param sound As for sound_init().
   @return Their status, or EQUUS_ERR_MEMORY
*/
EquusStatus sound_read(const char* path, double start, double seconds, Sound* sound, EquusError* error);

/// Multiply every sample by a gain in dB; 0 dB leaves the bits alone
void sound_amplify(Sound* sound, double decibels);

/// Sample of the mean of the channels, which is what models hear
double sound_mono(const Sound* sound, size_t frame);

#endif // EQUUS_TOOLS_SOUND_H
