// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_PLUGIN_LV2_HOST_H
#define EQUUS_TESTS_PLUGIN_LV2_HOST_H

#include "plugin/lv2/messages.h"
#include "plugin/lv2/ports.h"

#include <lilv/lilv.h>
#include <lv2/worker/worker.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/// The least that an LV2 host does, over lilv, for tests

enum { LV2_HOST_CONTROL_ROOM = 32768, LV2_HOST_NOTIFY_ROOM = 65536, LV2_HOST_URIS = 256, LV2_HOST_PORTS = 192 };

typedef enum {
  LV2_HOST_BARE,    ///< Not a single feature
  LV2_HOST_INLINE,  ///< urid:map, and a worker that runs within run()
  LV2_HOST_LATER,   ///< urid:map, and a worker that runs when lv2_host_work() is called
  LV2_HOST_MAP_ONLY ///< urid:map alone
} Lv2HostKind;

typedef struct {
  LilvWorld*                  world;
  LilvNode*                   bundle;
  const LilvPlugin*           plugin;
  LilvInstance*               instance;
  const LV2_Worker_Interface* worker;
  Lv2HostKind                 kind;
  unsigned                    channels;
  bool                        has_side;
  float*                      side[2]; ///< The side-chain for the next run; NULL where it is not connected
  atomic_bool                 work_wanted;
  float                       values[LV2_HOST_PORTS]; ///< Of the control ports
  char*                       uris[LV2_HOST_URIS];
  unsigned                    n_uris;
  LV2_URID_Map                map;
  LV2_Worker_Schedule         schedule;
  EquusUris                   equus_uris;
  LV2_Atom_Forge              forge;
  LV2_Atom_Forge_Frame        frame;
  uint32_t                    notify_room; ///< What atom.size of the notify port says before each run
  union {
    LV2_Atom_Sequence sequence;
    _Alignas(8) uint8_t bytes[LV2_HOST_CONTROL_ROOM];
  } control;
  union {
    LV2_Atom_Sequence sequence;
    _Alignas(8) uint8_t bytes[LV2_HOST_NOTIFY_ROOM];
  } notify;
} Lv2Host;

/// Load the bundle at this path and instantiate one of its plug-ins, all ports connected; false if any of it fails
bool lv2_host_open(Lv2Host* host, const char* bundle, const char* uri, double rate, Lv2HostKind kind);

void lv2_host_close(Lv2Host* host);

/// Deactivate and activate
void lv2_host_restart(Lv2Host* host);

/// Value of a parameter's port
void lv2_host_set(Lv2Host* host, unsigned parameter, float value);

float lv2_host_output(const Lv2Host* host, unsigned output);

/// Begin, fill (through host->forge) and end the messages for the next run
void lv2_host_begin_messages(Lv2Host* host);
void lv2_host_end_messages(Lv2Host* host);

/// Run `n` frames
void lv2_host_run(Lv2Host* host, float* const* in, float* const* out, uint32_t n);

/// Do what a LV2_HOST_LATER plug-in wanted done
void lv2_host_work(Lv2Host* host);

/// URID of a URI
LV2_URID lv2_host_map(Lv2Host* host, const char* uri);

#endif // EQUUS_TESTS_PLUGIN_LV2_HOST_H
