// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SIDE_CHAIN_H
#define EQUUS_PLUGIN_SIDE_CHAIN_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/// What comes in at the side-chain: delayed, and watched for silence
typedef struct SideChain SideChain;

/**
   For a rate in Hz, 1 or 2 channels and rounds of at most `most` frames.
   @return NULL if out of memory.  Free with side_chain_free().
*/
SideChain* side_chain_new(double rate, unsigned channels, uint32_t most);

void side_chain_free(SideChain* side);

/// Forget everything: not connected
void side_chain_reset(SideChain* side) EQUUS_RT;

/**
   Take `n` frames; before the first since the connection was made there were zeros.
   @param in [channels] NULL where a channel is not connected: the other one stands in; or NULL for none.  Read at once.
   @param delay Frames, at most DRY_DELAY_MOST
   @return [channels] The same, delayed, valid until the next call; NULL if nothing is connected.
*/
const float* const* side_chain_take(SideChain* side, const float* const* in, uint32_t n, uint32_t delay) EQUUS_RT;

/// Whether a channel was connected in the round taken last
bool side_chain_is_connected(const SideChain* side) EQUUS_RT;

/// True if connected and below -90 dBFS for a second or longer
bool side_chain_is_silent(const SideChain* side) EQUUS_RT;

#endif // EQUUS_PLUGIN_SIDE_CHAIN_H
