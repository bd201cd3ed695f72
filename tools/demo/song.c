// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/demo/song.h"

#include "dsp/resampler.h"

#include <sndfile.h>

#include <stdlib.h>
#include <string.h>

enum { RESAMPLER_BLOCK = 4096 };

static EquusStatus
read_frames(Song* song, SNDFILE* file, const SF_INFO* info, const char* path, EquusError* error)
{
  const size_t frames = (size_t)info->frames;
  const size_t width  = (size_t)info->channels;
  float*       mixed  = (float*)calloc(frames * width + 1u, sizeof(float));

  song->channels[0] = (float*)calloc(frames + 1u, sizeof(float));
  song->channels[1] = (float*)calloc(frames + 1u, sizeof(float));
  if (!mixed || !song->channels[0] || !song->channels[1]) {
    free(mixed);
    return equus_error_set(error, EQUUS_ERR_MEMORY, "%s: too long for the memory of this machine", path);
  }

  song->frames = (uint64_t)sf_readf_float(file, mixed, info->frames);
  for (uint64_t i = 0; i < song->frames; ++i) {
    song->channels[0][i] = mixed[i * width];
    song->channels[1][i] = mixed[i * width + (width > 1u ? 1u : 0u)];
  }

  free(mixed);
  return EQUUS_OK;
}

/// Replace `*channel` of `frames` samples by itself at another rate; returns its new length, 0 if out of memory
static uint64_t
resample(float** channel, uint64_t frames, double from, double to)
{
  const uint64_t wanted    = (uint64_t)((double)frames * to / from);
  Resampler*     resampler = resampler_new(from, to);
  const uint32_t room      = resampler ? resampler_max_output(resampler, RESAMPLER_BLOCK) : 0u;
  float*         out       = resampler ? (float*)calloc(wanted + room + 1u, sizeof(float)) : NULL;
  uint64_t       written   = 0;

  for (uint64_t at = 0; out && written < wanted; at += RESAMPLER_BLOCK) {
    float          block[RESAMPLER_BLOCK] = { 0 };
    const uint64_t left                   = at < frames ? frames - at : 0;
    memcpy(block, *channel + (left ? at : 0), (left < RESAMPLER_BLOCK ? left : RESAMPLER_BLOCK) * sizeof(float));
    written += resampler_process(resampler, block, RESAMPLER_BLOCK, out + written);
  }

  resampler_free(resampler);
  if (!out) {
    return 0;
  }
  free(*channel);
  *channel = out;
  return wanted;
}

static EquusStatus
match_rate(Song* song, double from, double to, EquusError* error)
{
  if (from == to || !song->frames) {
    return EQUUS_OK;
  }

  uint64_t frames = 0;
  for (unsigned c = 0; c < SONG_CHANNELS; ++c) {
    frames = resample(&song->channels[c], song->frames, from, to);
    if (!frames) {
      return equus_error_set(error, EQUUS_ERR_RANGE, "can't resample from %.0f to %.0f Hz", from, to);
    }
  }
  song->frames = frames;
  return EQUUS_OK;
}

EquusStatus
song_load(Song* song, const char* path, double rate, EquusError* error)
{
  memset(song, 0, sizeof(*song));

  SF_INFO  info = { 0 };
  SNDFILE* file = sf_open(path, SFM_READ, &info);
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, sf_strerror(NULL));
  }

  EquusStatus status = read_frames(song, file, &info, path, error);
  sf_close(file);
  if (!status) {
    status = match_rate(song, info.samplerate, rate, error);
  }
  return status;
}

void
song_free(Song* song)
{
  for (unsigned c = 0; c < SONG_CHANNELS; ++c) {
    free(song->channels[c]);
    song->channels[c] = NULL;
  }
}
