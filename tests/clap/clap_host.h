// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_CLAP_CLAP_HOST_H
#define EQUUS_TESTS_CLAP_CLAP_HOST_H

#include "plugin/clap/headers.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/// The least that a CLAP host does, for tests; what goes wrong ends the program with a message

enum { CLAP_HOST_BLOCK = 512, CLAP_HOST_EVENTS = 256, CLAP_HOST_TEXT = 1 << 20, CLAP_HOST_OUTPUTS = 1000 };

typedef union {
  clap_event_header_t        header;
  clap_event_param_value_t   value;
  clap_event_param_mod_t     mod;
  clap_event_param_gesture_t gesture;
} ClapEvent;

typedef struct {
  size_t size, at;
  char   bytes[CLAP_HOST_TEXT];
} ClapStream;

/// A host with one instance
typedef struct {
  clap_host_t                 host;
  const clap_plugin_t*        plugin;
  const clap_plugin_params_t* params;
  const clap_plugin_state_t*  state;
  ClapEvent                   events[CLAP_HOST_EVENTS]; ///< For the next run
  ClapEvent                   told[CLAP_HOST_EVENTS];   ///< By the last run
  uint32_t                    n_events, n_told;
  int                         rescans, flushes;
  bool                        has_timer;     ///< Offers timers; set before clap_host_open()
  clap_id                     timer;         ///< That is registered, CLAP_INVALID_ID for none
  atomic_int                  callbacks;     ///< Asked for
  uint32_t                    width, height; ///< That the window asked for
  float*                      side[2];       ///< The side-chain for the next runs
  uint32_t                    side_channels; ///< 0 for none connected
  void (*watch)(bool inside);                ///< Called around process, unless NULL
  float in[2][CLAP_HOST_BLOCK], out[2][CLAP_HOST_BLOCK];
} ClapHost;

/// Load a module and initialise it; unloading may keep it in memory
void* clap_host_load(const char* path);
void  clap_host_unload(void* module);

/// Make an instance by its id
void clap_host_open(ClapHost* host, void* module, const char* id);
void clap_host_close(ClapHost* host);

void clap_host_start(ClapHost* host, double rate);
void clap_host_stop(ClapHost* host);

/// Process `n` frames from host->in to host->out with the events since the last run
void clap_host_run(ClapHost* host, uint32_t n, uint32_t channels);

/// Have the events take effect without audio
void clap_host_flush(ClapHost* host);

void clap_host_change(ClapHost* host, clap_id id, uint32_t time, double value);
void clap_host_modulate(ClapHost* host, clap_id id, uint32_t time, double amount);

/// What the plug-in says
double clap_host_shown(const ClapHost* host, clap_id id);

void clap_host_save(ClapHost* host, ClapStream* stream);
bool clap_host_restore(ClapHost* host, ClapStream* stream);

/// Fill host->in with white noise, by a linear congruential generator
void clap_host_fill_noise(ClapHost* host, uint32_t seed);

#endif // EQUUS_TESTS_CLAP_CLAP_HOST_H
