// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_CLAP_HEADERS_H
#define EQUUS_PLUGIN_CLAP_HEADERS_H

/**
   CLAP's interfaces, version 1.1.1 as dpf-source has them, and those of its extensions that are missing there.

   Declared here from the published interface: render and tail.  Not declared, since their final forms came
   later than 1.1.1 and hosts of this version don't ask for them: remote controls, preset discovery, file descriptors.
*/

#include <clap/entry.h>
#include <clap/ext/audio-ports.h>
#include <clap/ext/gui.h>
#include <clap/ext/latency.h>
#include <clap/ext/params.h>
#include <clap/ext/state.h>
#include <clap/ext/timer-support.h>
#include <clap/plugin-factory.h>
#include <clap/plugin.h>

#define CLAP_EXT_RENDER_NAME "clap.render"

enum { RENDER_REALTIME = 0, RENDER_OFFLINE = 1 };

typedef struct {
  bool(CLAP_ABI* has_hard_realtime_requirement)(const clap_plugin_t* plugin);
  bool(CLAP_ABI* set)(const clap_plugin_t* plugin, int32_t mode);
} ClapRender;

#define CLAP_EXT_TAIL_NAME "clap.tail"

typedef struct {
  uint32_t(CLAP_ABI* get)(const clap_plugin_t* plugin);
} ClapTail;

_Static_assert(sizeof(clap_plugin_t) == 12 * sizeof(void*), "as hosts lay it out");
_Static_assert(sizeof(clap_param_info_t) == 4 + 4 + 8 + 256 + 1024 + 3 * 8, "as hosts lay it out");
_Static_assert(sizeof(clap_event_header_t) == 16, "as hosts lay it out");
_Static_assert(sizeof(clap_audio_port_info_t) == 272 + 8 + 8, "as hosts lay it out");
_Static_assert(sizeof(ClapRender) == 2 * sizeof(void*) && sizeof(ClapTail) == sizeof(void*), "as hosts lay it out");

#endif // EQUUS_PLUGIN_CLAP_HEADERS_H
