// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_VST3_VST3_HOST_H
#define EQUUS_TESTS_VST3_VST3_HOST_H

#include "plugin/vst3/travesty.h"
#include "plugin/vst3/vst3_parameters.h"

#include <stddef.h>

/// The least that a VST3 host does, for tests; what goes wrong ends the program with a message

enum { VST3_HOST_BLOCK = 512, VST3_HOST_POINTS = 8, VST3_HOST_QUEUES = 256, VST3_HOST_TEXT = 1 << 20 };

/// A queue of points and the list that holds it
typedef struct {
  const struct v3_param_value_queue* table;
  v3_param_id                        id;
  int32_t                            n;
  int32_t                            offsets[VST3_HOST_POINTS];
  double                             values[VST3_HOST_POINTS];
} Vst3Points;

typedef struct {
  const struct v3_param_changes* table;
  int32_t                        n;
  Vst3Points                     points[VST3_HOST_QUEUES];
} Vst3Changes;

/// A stream in memory
typedef struct {
  const struct v3_bstream* table;
  size_t                   size, at;
  char                     bytes[VST3_HOST_TEXT];
} Vst3Stream;

/// An instance of the plug-in and what it is given
typedef struct {
  struct v3_component**        component;
  struct v3_audio_processor**  processor;
  struct v3_edit_controller**  controller;
  struct v3_unit_information** units;
  Vst3Changes                  in_changes, out_changes;
  float*                       side[2];       ///< The side-chain for the next runs
  int32_t                      side_channels; ///< 0 for none connected
  void (*watch)(bool inside);                 ///< Called around process, unless NULL
  float in[2][VST3_HOST_BLOCK], out[2][VST3_HOST_BLOCK];
} Vst3Host;

/// Load a module and tell it so; unloading may keep it in memory
void* vst3_host_load(const char* path);
void  vst3_host_unload(void* module);

/// Make an instance with all its interfaces
void vst3_host_open(Vst3Host* host, void* module);

/// Give back every reference, which must have been the last ones
void vst3_host_close(Vst3Host* host);

void vst3_host_start(Vst3Host* host, double rate, bool offline);
void vst3_host_stop(Vst3Host* host);

/// Process `n` frames from host->in to host->out with the changes since the last run
void vst3_host_run(Vst3Host* host, int32_t n, unsigned channels);

/// Automate a parameter in the next run
void vst3_host_change(Vst3Host* host, v3_param_id id, int32_t offset, double position);

/// What the controller says
double vst3_host_shown(const Vst3Host* host, v3_param_id id);

void vst3_host_save(Vst3Host* host, Vst3Stream* stream);
bool vst3_host_restore(Vst3Host* host, Vst3Stream* stream);

/// Fill host->in with white noise, by a linear congruential generator
void vst3_host_fill_noise(Vst3Host* host, uint32_t seed);

#endif // EQUUS_TESTS_VST3_VST3_HOST_H
