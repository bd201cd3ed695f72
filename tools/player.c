// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/player.h"

#include "tools/audio_file.h"

#include <stdlib.h>
#include <string.h>

struct Player {
  AudioFile*   file;
  const Sound* sound; ///< Instead of a file
  Host*        host;
  unsigned     channels;
  uint32_t     most, n; ///< Frames of the largest and of the last block
  bool         ended;
  uint64_t     frames, position;
  float*       buffers; ///< [2 · channels][most]
  float*       in[AUDIO_FILE_MAX_CHANNELS];
  float*       out[AUDIO_FILE_MAX_CHANNELS];
};

static EquusStatus
check_rate(const Player* const player, const char* const path, EquusError* const error)
{
  const double rate = player_rate(player);
  if (rate < 8000.0 || rate > 384000.0) {
    return equus_error_set(
      error, EQUUS_ERR_UNSUPPORTED, "%s: has %g samples a second; Equus runs at 8,000 to 384,000 Hz", path, rate);
  }
  return EQUUS_OK;
}

static EquusStatus
make_buffers(Player* const player, EquusError* const error)
{
  player->buffers = (float*)calloc(2 * (size_t)player->channels * player->most, sizeof(float));
  if (!player->buffers) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  for (unsigned c = 0; c < player->channels; ++c) {
    player->in[c]  = player->buffers + (size_t)c * player->most;
    player->out[c] = player->buffers + (size_t)(player->channels + c) * player->most;
  }
  return EQUUS_OK;
}

static EquusStatus
open_all(Player* const player, Bundle* const bundle, const PlayerSettings* const settings, EquusError* const error)
{
  player->most  = settings->block;
  player->sound = settings->sound;
  player->file  = player->sound ? NULL : audio_file_open(settings->path, settings->start, settings->seconds, error);
  if (!player->sound && !player->file) {
    return EQUUS_ERR_IO;
  }
  player->channels   = player->sound ? player->sound->channels : audio_file_channels(player->file);
  EquusStatus status = check_rate(player, settings->path, error);
  if (!status && !(status = make_buffers(player, error))) {
    player->host =
      host_new(bundle, player->channels, false, player_rate(player), settings->block, settings->parameters, error);
    status = player->host ? EQUUS_OK : EQUUS_ERR_HOST;
  }
  return status;
}

Player*
player_open(Bundle* const bundle, const PlayerSettings* const settings, EquusError* const error)
{
  Player* const player = (Player*)calloc(1, sizeof(*player));
  if (!player) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  if (open_all(player, bundle, settings, error)) {
    player_close(player);
    return NULL;
  }
  return player;
}

void
player_close(Player* const player)
{
  if (player) {
    host_free(player->host);
    audio_file_close(player->file);
    free(player->buffers);
    free(player);
  }
}

/// The next frames of the file or the sound
static EquusStatus
read_on(const Player* const player, uint32_t* const got, EquusError* const error)
{
  if (player->file) {
    return audio_file_read(player->file, player->in, player->n, got, error);
  }
  const uint64_t left = player->sound->n - player->frames;
  *got                = left < player->n ? (uint32_t)left : player->n;
  for (unsigned c = 0; c < player->channels; ++c) {
    memcpy(player->in[c], player->sound->channel[c] + player->frames, *got * sizeof(float));
  }
  return EQUUS_OK;
}

EquusStatus
player_step(Player* const player, const uint32_t most, const HostListener* const listener, EquusError* const error)
{
  player->n = most < player->most ? most : player->most;
  if (!player->ended) {
    uint32_t          got    = 0;
    const EquusStatus status = read_on(player, &got, error);
    if (status) {
      return status;
    }
    player->ended = got < player->n;
    player->frames += got;
    player->n = got;
  } else {
    for (unsigned c = 0; c < player->channels; ++c) {
      memset(player->in[c], 0, player->n * sizeof(float));
    }
  }
  player->position += player->n;
  if (player->n) {
    host_run(player->host, player->in, NULL, player->out, player->n, listener);
  }
  return EQUUS_OK;
}

bool
player_ended(const Player* const player)
{
  return player->ended;
}

uint64_t
player_frames(const Player* const player)
{
  return player->frames;
}

uint64_t
player_position(const Player* const player)
{
  return player->position;
}

double
player_share(const Player* const player)
{
  const uint64_t all = player->sound ? player->sound->n : audio_file_frames(player->file);
  return all ? (double)player->frames / (double)all : -1.0;
}

double
player_rate(const Player* const player)
{
  return player->sound ? player->sound->rate : audio_file_rate(player->file);
}

unsigned
player_channels(const Player* const player)
{
  return player->channels;
}

Host*
player_host(const Player* const player)
{
  return player->host;
}

uint32_t
player_block(const Player* const player)
{
  return player->n;
}

float* const*
player_input(const Player* const player)
{
  return player->in;
}

float* const*
player_output(const Player* const player)
{
  return player->out;
}
