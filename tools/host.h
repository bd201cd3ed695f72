// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_HOST_H
#define EQUUS_TOOLS_HOST_H

#include "plugin/snapshot.h"
#include "tools/bundle.h"

/**
   One running instance of the plug-in, hosted as a DAW hosts it.

   Freewheeling, with the worker run inline, so that models are there before the
   first sample.  One thread at a time; several instances may run in several threads.
*/
typedef struct Host Host;

/// Called for each message of the plug-in, in order; members may be NULL
typedef struct {
  void* handle;
  void (*reading)(void* handle, const ReadingMessage* reading);
  void (*spectrum)(void* handle, const SpectrumMessage* spectrum);
  void (*status)(void* handle, const StatusMessage* status);
} HostListener;

enum { HOST_MAX_BLOCK = 8192 };

/**
   Instantiate the plug-in for so many channels, with a side-chain of as many or without, with all parameters at these
   values [PARAM_COUNT], load the models, also those that the bundle has as the user's own, and activate.

   @param block Most frames of a block, 1 to HOST_MAX_BLOCK.
   @return NULL with `error`, also where the plug-in reports that a model can't be loaded.  Free with host_free().
*/
Host* host_new(Bundle*      bundle,
               unsigned     channels,
               bool         side,
               double       rate,
               uint32_t     block,
               const float* parameters,
               EquusError*  error);

void host_free(Host* host);

/// Deactivate and activate: what follows is as after host_new(), the same bits
void host_restart(Host* host);

/// Change a parameter from the next block on
void host_set_parameter(Host* host, unsigned index, float value);

/// Tell the plug-in with the next block whether a window watches
void host_set_window_open(Host* host, bool open);

/**
   Run one block of `n` frames, at most what host_new() was told.
   @param in, out [channels] buffers
   @param side [channels] The side-chain, NULL where a channel is not connected; NULL for none
*/
void host_run(Host*               host,
              float* const*       in,
              float* const*       side,
              float* const*       out,
              uint32_t            n,
              const HostListener* listener);

#endif // EQUUS_TOOLS_HOST_H
