// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/sound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 65536 };

EquusStatus
sound_init(Sound* const sound, const double rate, const unsigned channels, const size_t n, EquusError* const error)
{
  *sound = (Sound){ .rate = rate, .channels = channels, .n = n };
  for (unsigned c = 0; c < channels; ++c) {
    sound->channel[c] = (float*)calloc(n ? n : 1U, sizeof(float));
    if (!sound->channel[c]) {
      sound_clear(sound);
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return EQUUS_OK;
}

void
sound_clear(Sound* const sound)
{
  for (unsigned c = 0; c < AUDIO_FILE_MAX_CHANNELS; ++c) {
    free(sound->channel[c]);
    sound->channel[c] = NULL;
  }
  sound->n = 0;
}

EquusStatus
sound_copy(const Sound* const in, Sound* const out, EquusError* const error)
{
  const EquusStatus status = sound_init(out, in->rate, in->channels, in->n, error);
  for (unsigned c = 0; !status && c < in->channels; ++c) {
    memcpy(out->channel[c], in->channel[c], in->n * sizeof(float));
  }
  return status;
}

static EquusStatus
make_room(Sound* const sound, size_t* const room, EquusError* const error)
{
  if (sound->n + BLOCK <= *room) {
    return EQUUS_OK;
  }
  const size_t more = sound->n + sound->n / 2U + BLOCK;
  for (unsigned c = 0; c < sound->channels; ++c) {
    float* const grown = (float*)realloc(sound->channel[c], more * sizeof(float));
    if (!grown) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
    sound->channel[c] = grown;
  }
  *room = more;
  return EQUUS_OK;
}

static EquusStatus
read_all(AudioFile* const file, Sound* const sound, EquusError* const error)
{
  size_t      room   = (size_t)audio_file_frames(file) + BLOCK;
  uint32_t    got    = BLOCK;
  EquusStatus status = sound_init(sound, audio_file_rate(file), audio_file_channels(file), room, error);
  sound->n           = 0;
  while (!status && got == BLOCK) {
    status = make_room(sound, &room, error);
    if (!status) {
      float* const out[] = { sound->channel[0] + sound->n, sound->channels > 1U ? sound->channel[1] + sound->n : NULL };
      status             = audio_file_read(file, out, BLOCK, &got, error);
      sound->n += status ? 0U : got;
    }
  }
  return status;
}

EquusStatus
sound_read(const char* const path,
           const double      start,
           const double      seconds,
           Sound* const      sound,
           EquusError* const error)
{
  *sound                   = (Sound){ .n = 0 };
  AudioFile* const  file   = audio_file_open(path, start, seconds, error);
  const EquusStatus status = file ? read_all(file, sound, error) : error->status;
  if (status) {
    sound_clear(sound);
  }
  audio_file_close(file);
  return status;
}

void
sound_amplify(Sound* const sound, const double decibels)
{
  const double gain = pow(10.0, 0.05 * decibels);
  for (unsigned c = 0; decibels != 0.0 && c < sound->channels; ++c) {
    for (size_t i = 0; i < sound->n; ++i) {
      sound->channel[c][i] = (float)(gain * (double)sound->channel[c][i]);
    }
  }
}

double
sound_mono(const Sound* const sound, const size_t frame)
{
  const double left = (double)sound->channel[0][frame];
  return sound->channels > 1U ? 0.5 * (left + (double)sound->channel[1][frame]) : left;
}
