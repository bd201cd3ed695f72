// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FRONTEND_H
#define EQUUS_MODELS_FRONTEND_H

#include "dsp/rt.h"
#include "models/sidecar.h"

/**
   From mono samples at the model's rate to a history of log-mel frames.

   The history keeps the last `frames + spare` frames, so that a window can be
   gathered while new frames come in.  Its values are always finite: a power that
   overflows, or that samples that are not numbers spoil, counts as 1e20.
*/
typedef struct Frontend Frontend;

/**
   Sample position, counted since reset, at which the window that begins with
   frame `first` is due: all its frames are complete then.
*/
uint64_t frontend_window_due(const FrontendSettings* settings, uint64_t first) EQUUS_RT;

/// True if front ends of these settings make the same frames and windows of the same sound
bool frontend_settings_agree(const FrontendSettings* a, const FrontendSettings* b) EQUUS_RT;

/// @param spare Frames to keep beyond one window.  NULL if out of memory or range; free with frontend_free()
Frontend* frontend_new(const FrontendSettings* settings, uint32_t spare);

void frontend_free(Frontend* frontend);

void frontend_reset(Frontend* frontend) EQUUS_RT;

/// Samples fed since reset
uint64_t frontend_position(const Frontend* frontend) EQUUS_RT;

/// Samples until the next frame is complete, 1 or more
uint32_t frontend_needed(const Frontend* frontend) EQUUS_RT;

/// Feed at most frontend_needed() samples
void frontend_push(Frontend* frontend, const float* in, uint32_t n) EQUUS_RT;

/// Frames complete since reset; the newest has index frontend_frames() - 1
uint64_t frontend_frames(const Frontend* frontend) EQUUS_RT;

/// Frame `index` [mel bands], before any floor that depends on the window
const float* frontend_frame(const Frontend* frontend, uint64_t index) EQUUS_RT;

/// Exact sample position, counted since reset, at which frame `index` is complete
uint64_t frontend_frame_due(const FrontendSettings* settings, uint64_t index) EQUUS_RT;

/// True if every sample that frame `index`, still in the history, depends on was exactly 0
bool frontend_frame_is_silent(const Frontend* frontend, uint64_t index) EQUUS_RT;

/**
   Write frames first ... first + n - 1 of the window that begins at `start` into
   the network's input (in its axis order), the window's floor applied.
*/
void frontend_gather(const Frontend* frontend, uint64_t start, uint32_t first, uint32_t n, float* input) EQUUS_RT;

#endif // EQUUS_MODELS_FRONTEND_H
