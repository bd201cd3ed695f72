// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_EARS_H
#define EQUUS_PLUGIN_EARS_H

#include "dsp/rt.h"
#include "models/frontend.h"
#include "models/model.h"
#include "plugin/stream.h"

#include <stdint.h>

/**
   A front end for each tap: one spectrum and mel per hop, whatever the number of models that follow.

   Models whose settings agree share them.  Made by the worker, then the audio thread's.
*/
typedef struct {
  const Stream* stream; ///< Which they hear; borrowed
  Frontend*     frontends[TAP_COUNT];
  uint64_t      start; ///< Position in the stream at which they started
} Ears;

/// With history enough for a model whose hop is at most `longest_hop`; NULL if out of memory or range; free with
/// ears_free()
Ears* ears_new(const Model* model, uint32_t longest_hop);

void ears_free(Ears* ears);

/// Start at the stream's present position, with silence before it
void ears_start(Ears* ears, const Stream* stream) EQUUS_RT;

/// Hear `n` of the stream's samples, from `first` on
void ears_hear(Ears* ears, uint32_t first, uint32_t n) EQUUS_RT;

#endif // EQUUS_PLUGIN_EARS_H
