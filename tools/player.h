// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_PLAYER_H
#define EQUUS_TOOLS_PLAYER_H

#include "tools/host.h"
#include "tools/sound.h"

/// Plays a sound file through the plug-in, block by block, then zeros for as long as it is asked to
typedef struct Player Player;

typedef struct {
  const char*  path;
  double       start, seconds; ///< Part of the file; 0 seconds for all that follows
  uint32_t     block;          ///< Frames, 1 to HOST_MAX_BLOCK
  const float* parameters;     ///< [PARAM_COUNT]
  const Sound* sound;          ///< Played instead of the file, whose path then only names it; NULL for the file
} PlayerSettings;

/// NULL with `error` naming the file; free with player_close()
Player* player_open(Bundle* bundle, const PlayerSettings* settings, EquusError* error);

void player_close(Player* player);

/**
   Play the next block, at most `most` frames; none at all where the file has just turned out to end.
   @return EQUUS_ERR_IO with `error` if the file can't be read on.
*/
EquusStatus player_step(Player* player, uint32_t most, const HostListener* listener, EquusError* error);

/// True once the whole file (or part) has been played
bool player_ended(const Player* player);

/// Frames of the file, and with the zeros after it, that have been played
uint64_t player_frames(const Player* player);
uint64_t player_position(const Player* player);

/// Share of the file that has been played, 0 to 1, or below 0 where its length isn't known
double player_share(const Player* player);

double   player_rate(const Player* player);
unsigned player_channels(const Player* player);
Host*    player_host(const Player* player);

/// The last block: [channels][n] before and after the plug-in
uint32_t      player_block(const Player* player);
float* const* player_input(const Player* player);
float* const* player_output(const Player* player);

#endif // EQUUS_TOOLS_PLAYER_H
