// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/loudness.h"

#include <ebur128.h>
#include <math.h>
#include <string.h>

enum { MAX_CHANNELS = 2 };

/// Interleave and add the newest block of a tap
static bool
add(ebur128_state* const meter, float* const* const block, const unsigned channels, const uint32_t n)
{
  float frames[HOST_MAX_BLOCK * MAX_CHANNELS];
  for (uint32_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < channels; ++c) {
      frames[i * channels + c] = block[c][i];
    }
  }
  return !ebur128_add_frames_float(meter, frames, n);
}

static EquusStatus
play(Player* const player, ebur128_state* const dry, ebur128_state* const wet, EquusError* const error)
{
  const HostListener nobody = { .handle = NULL };
  while (!player_ended(player)) {
    const EquusStatus status = player_step(player, HOST_MAX_BLOCK, &nobody, error);
    if (status) {
      return status;
    }
    const unsigned channels = player_channels(player);
    const uint32_t n        = player_block(player);
    if (!add(dry, player_input(player), channels, n) || !add(wet, player_output(player), channels, n)) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return EQUUS_OK;
}

static double
integrated(ebur128_state* const meter)
{
  double loudness = -HUGE_VAL;
  ebur128_loudness_global(meter, &loudness);
  return loudness;
}

EquusStatus
loudness_measure(Bundle* const               bundle,
                 const PlayerSettings* const settings,
                 Loudness* const             loudness,
                 EquusError* const           error)
{
  float parameters[PARAM_COUNT];
  memcpy(parameters, settings->parameters, sizeof(parameters));
  parameters[PARAM_TAG_MODEL]   = 0.0f;
  parameters[PARAM_MOOD_MODEL]  = 0.0f;
  parameters[PARAM_LEVEL_MATCH] = 0.0f;
  PlayerSettings quiet          = *settings;
  quiet.parameters              = parameters;
  Player* const player          = player_open(bundle, &quiet, error);
  if (!player) {
    return EQUUS_ERR_IO;
  }
  const unsigned      channels = player_channels(player);
  const unsigned long rate     = (unsigned long)player_rate(player);
  ebur128_state*      dry      = ebur128_init(channels, rate, EBUR128_MODE_I);
  ebur128_state*      wet      = ebur128_init(channels, rate, EBUR128_MODE_I);
  EquusStatus         status =
    dry && wet ? play(player, dry, wet, error) : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  if (!status) {
    *loudness = (Loudness){ integrated(dry), integrated(wet) };
  }
  if (dry) {
    ebur128_destroy(&dry);
  }
  if (wet) {
    ebur128_destroy(&wet);
  }
  player_close(player);
  return status;
}

EquusStatus
loudness_of_sound(const Sound* const sound, double* const lufs, EquusError* const error)
{
  ebur128_state* meter = ebur128_init(sound->channels, (unsigned long)sound->rate, EBUR128_MODE_I);
  bool           fine  = meter != NULL;
  for (size_t at = 0; fine && at < sound->n; at += HOST_MAX_BLOCK) {
    float* block[MAX_CHANNELS] = { NULL };
    for (unsigned c = 0; c < sound->channels; ++c) {
      block[c] = sound->channel[c] + at;
    }
    fine =
      add(meter, block, sound->channels, (uint32_t)(sound->n - at < HOST_MAX_BLOCK ? sound->n - at : HOST_MAX_BLOCK));
  }
  *lufs = fine ? integrated(meter) : -HUGE_VAL;
  if (meter) {
    ebur128_destroy(&meter);
  }
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}
