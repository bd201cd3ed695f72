// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIO_FILE_H
#define EQUUS_TOOLS_AUDIO_FILE_H

#include "dsp/error.h"

#include <stdint.h>

/**
   A sound file read as a stream of one or two channels of float.

   Anything that libsndfile reads.  Files of one or two channels stay as they
   are; more channels become one, their mean.
*/
typedef struct AudioFile AudioFile;

enum { AUDIO_FILE_MAX_CHANNELS = 2 };

/**
   Open for reading, optionally a part alone.
   @param start Seconds to skip, 0 or more.
   @param seconds Length of the part, 0 for all of it.
   @return NULL with `error` naming the file.  Close with audio_file_close().
*/
AudioFile* audio_file_open(const char* path, double start, double seconds, EquusError* error);

void audio_file_close(AudioFile* file);

/// Hz
double audio_file_rate(const AudioFile* file);

/// Channels that audio_file_read() fills, 1 or 2
unsigned audio_file_channels(const AudioFile* file);

/// Channels in the file itself
unsigned audio_file_source_channels(const AudioFile* file);

/// Frames of the part; 0 where the file doesn't say before it is read
uint64_t audio_file_frames(const AudioFile* file);

/**
   Read the next frames.
   @param out [channels][n]
   @param n At most 65,536.
   @param got How many were read; below `n` at the end.
   @return EQUUS_ERR_IO, or EQUUS_ERR_FORMAT for a sample that is infinite or
   not a number, with `error` naming the file and the place.
*/
EquusStatus audio_file_read(AudioFile* file, float* const* out, uint32_t n, uint32_t* got, EquusError* error);

#endif // EQUUS_TOOLS_AUDIO_FILE_H
