// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_HEARING_H
#define EQUUS_PLUGIN_HEARING_H

#include "models/sidecar.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/**
   A model that is shown windows of a stream on request, and gone through backwards to the stream's samples.

   For experiments: where the plug-in hears on and on (models/predictor.h), this
   hears the same music again and again.  For background threads; one thread at a time.
*/
typedef struct Hearing Hearing;

/// A stream and the windows in it
typedef struct {
  const float* samples; ///< [n] at the model's rate, with zeros before and after
  size_t       n;       ///< At most 1,000,000; 0.1 s before the first window let filters settle
  uint64_t     first;   ///< First frame of the first window
  uint32_t     hop;     ///< Frames from window to window
  uint32_t     windows; ///< 1 or more
} HearingMusic;

/**
   @param bundled, name As for model_load().
   @return NULL with `error` filled; free with hearing_free().
*/
Hearing* hearing_new(const char* bundled, const char* name, EquusError* error);

/**
   Another one with the same network, and music of its own: what is heavy, the network and its weights, is there once.

   All that share a network belong to one thread at a time.
   @return NULL if out of memory; free with hearing_free(), in any order.
*/
Hearing* hearing_share(const Hearing* hearing);

/// True if another one shares its network
bool hearing_is_shared(const Hearing* hearing);

void hearing_free(Hearing* hearing);

/**
   Have runs of the network end early once `*stop` is true: what they then give means nothing.
   @param stop Borrowed; NULL, as at first, for never.
*/
void hearing_set_stop(Hearing* hearing, const atomic_bool* stop);

const Sidecar* hearing_sidecar(const Hearing* hearing);

/// How many windows `hop` frames apart, the first from frame `first` on, are complete in `n` samples
uint32_t hearing_windows(const Hearing* hearing, size_t n, uint64_t first, uint32_t hop);

/**
   Make the frames of all windows.
   @param music Borrowed until the next call.
   @return EQUUS_ERR_RANGE if the windows aren't complete or too many samples, EQUUS_ERR_MEMORY.
*/
EquusStatus hearing_listen(Hearing* hearing, const HearingMusic* music, EquusError* error);

/// Gather a window; returns it as the network will be shown it, in its axis order, for the caller to change
float* hearing_show(Hearing* hearing, uint32_t window);

/// Run the network on what is shown; its outputs before activation [n_labels], valid until any that shares it is called
const float* hearing_read(Hearing* hearing);

/// Outputs before activation, mean of all windows; raw [n_labels]
void hearing_read_all(Hearing* hearing, float* raw);

/**
   Add what the samples do to a sum of a window's outputs.
   @param seed Factor of each output before activation [n_labels].
   @param d_samples d sum / d samples is added here, [n].
*/
void hearing_add_slopes(Hearing* hearing, uint32_t window, const float* seed, double* d_samples);

#endif // EQUUS_PLUGIN_HEARING_H
