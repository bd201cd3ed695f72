// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_CLAP_CLAP_H
#define EQUUS_PLUGIN_CLAP_CLAP_H

#include "plugin/clap/headers.h"
#include "plugin/clap/ticker.h"
#include "plugin/direct/panel.h"
#include "plugin/direct/ring.h"

#include <stdatomic.h>

/// One instance in a CLAP host
typedef struct {
  clap_plugin_t                    plugin;
  const clap_host_t*               host;
  const clap_host_params_t*        host_params; ///< NULL where the host has none, as the next
  const clap_host_gui_t*           host_gui;
  const clap_host_state_t*         host_state;
  const clap_host_timer_support_t* host_timer;

  Instance*   instance;
  unsigned    channels;
  Ring*       edits;   ///< From the window to the audio thread: ClapEdit
  atomic_bool offline; ///< Rendering

  // Main thread
  Panel*   panel;
  Ticker*  ticker; ///< Where the host has no timer
  clap_id  timer;
  double   scale; ///< Of the screen, 0 if the host said nothing
  unsigned width, height;
} Clap;

/// What the user does in the window, on its way to the host through the audio thread
typedef enum { EDIT_BEGIN = 1, EDIT_VALUE, EDIT_END } ClapEditType;

typedef struct {
  uint32_t index;
  float    value;
} ClapEdit;

/// Numbers of the outputs among the parameters begin here
enum { CLAP_OUTPUTS = 1000 };

static inline Clap*
clap_of(const clap_plugin_t* plugin)
{
  return (Clap*)plugin->plugin_data;
}

/// @param resources Folder of models and presets, ending in a slash.  NULL if out of memory; the host destroys it
const clap_plugin_t* clap_new(const clap_plugin_descriptor_t* descriptor,
                              const clap_host_t*              host,
                              const char*                     resources,
                              unsigned                        channels);

/// The extensions
extern const clap_plugin_params_t        clap_params;
extern const clap_plugin_gui_t           clap_gui;
extern const clap_plugin_timer_support_t clap_timer;

/// Audio thread, or main thread while not processing: let an event of the host take effect
void clap_apply_event(Clap* clap, const clap_event_header_t* event) EQUUS_RT;

/// Likewise: carry out what the user did in the window, and tell the host
void clap_take_edits(Clap* clap, const clap_output_events_t* out) EQUUS_RT;

/// Main thread: show what is new in the window
void clap_gui_idle(Clap* clap);

#endif // EQUUS_PLUGIN_CLAP_CLAP_H
