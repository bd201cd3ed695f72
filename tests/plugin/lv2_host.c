// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/plugin/lv2_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LV2_URID
lv2_host_map(Lv2Host* host, const char* uri)
{
  for (unsigned i = 0; i < host->n_uris; ++i) {
    if (!strcmp(host->uris[i], uri)) {
      return i + 1;
    }
  }
  if (host->n_uris == LV2_HOST_URIS) {
    return 0;
  }
  host->uris[host->n_uris] = strdup(uri);
  return ++host->n_uris;
}

static LV2_URID
map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  return lv2_host_map((Lv2Host*)handle, uri);
}

static LV2_Worker_Status
respond(LV2_Worker_Respond_Handle handle, uint32_t size, const void* data)
{
  (void)handle;
  (void)size;
  (void)data;
  return LV2_WORKER_SUCCESS;
}

static void
do_work(Lv2Host* host)
{
  host->worker->work(lilv_instance_get_handle(host->instance), respond, host, 0, NULL);
}

static LV2_Worker_Status
schedule_work(LV2_Worker_Schedule_Handle handle, uint32_t size, const void* data)
{
  Lv2Host* const host = (Lv2Host*)handle;
  (void)size;
  (void)data;
  if (host->kind == LV2_HOST_INLINE) {
    do_work(host);
  } else {
    atomic_store(&host->work_wanted, true);
  }
  return LV2_WORKER_SUCCESS;
}

void
lv2_host_work(Lv2Host* host)
{
  if (atomic_exchange(&host->work_wanted, false)) {
    do_work(host);
  }
}

static LilvInstance*
instantiate(Lv2Host* host, double rate)
{
  const LV2_Feature        map        = { LV2_URID__map, &host->map };
  const LV2_Feature        schedule   = { LV2_WORKER__schedule, &host->schedule };
  const LV2_Feature* const none[]     = { NULL };
  const LV2_Feature* const only_map[] = { &map, NULL };
  const LV2_Feature* const both[]     = { &map, &schedule, NULL };
  switch (host->kind) {
  case LV2_HOST_BARE:
    return lilv_plugin_instantiate(host->plugin, rate, none);
  case LV2_HOST_MAP_ONLY:
    return lilv_plugin_instantiate(host->plugin, rate, only_map);
  default:
    return lilv_plugin_instantiate(host->plugin, rate, both);
  }
}

static void
connect_ports(Lv2Host* host)
{
  const unsigned channels = host->channels;
  for (unsigned i = port_freewheel(channels); i < port_side(channels, 0); ++i) {
    lilv_instance_connect_port(host->instance, i, &host->values[i]);
  }
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    lv2_host_set(host, i, parameter(i)->initial);
  }
  if (host->kind != LV2_HOST_BARE) {
    lilv_instance_connect_port(host->instance, port_control(channels), &host->control);
    lilv_instance_connect_port(host->instance, port_notify(channels), &host->notify);
  }
}

static const LilvPlugin*
find_plugin(Lv2Host* host, const char* bundle, const char* uri)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/", bundle);
  host->world  = lilv_world_new();
  host->bundle = lilv_new_file_uri(host->world, NULL, path);
  lilv_world_load_bundle(host->world, host->bundle);

  LilvNode* const         name   = lilv_new_uri(host->world, uri);
  const LilvPlugin* const plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), name);
  lilv_node_free(name);
  return plugin;
}

bool
lv2_host_open(Lv2Host* host, const char* bundle, const char* uri, double rate, Lv2HostKind kind)
{
  memset(host, 0, sizeof(*host));
  host->kind        = kind;
  host->channels    = equus_uri_channels(uri);
  host->has_side    = equus_uri_has_side(uri);
  host->notify_room = LV2_HOST_NOTIFY_ROOM;
  host->map         = (LV2_URID_Map){ host, map_uri };
  host->schedule    = (LV2_Worker_Schedule){ host, schedule_work };
  equus_uris_map(&host->equus_uris, &host->map);
  lv2_atom_forge_init(&host->forge, &host->map);

  host->plugin   = find_plugin(host, bundle, uri);
  host->instance = host->plugin ? instantiate(host, rate) : NULL;
  if (!host->instance) {
    lv2_host_close(host);
    return false;
  }
  host->worker = (const LV2_Worker_Interface*)lilv_instance_get_extension_data(host->instance, LV2_WORKER__interface);
  connect_ports(host);
  lv2_host_begin_messages(host);
  lv2_host_end_messages(host);
  lilv_instance_activate(host->instance);
  return true;
}

void
lv2_host_close(Lv2Host* host)
{
  if (host->instance) {
    lilv_instance_deactivate(host->instance);
    lilv_instance_free(host->instance);
  }
  lilv_node_free(host->bundle);
  lilv_world_free(host->world);
  for (unsigned i = 0; i < host->n_uris; ++i) {
    free(host->uris[i]);
  }
}

void
lv2_host_restart(Lv2Host* host)
{
  lilv_instance_deactivate(host->instance);
  lilv_instance_activate(host->instance);
}

void
lv2_host_set(Lv2Host* host, unsigned parameter, float value)
{
  host->values[port_parameter(host->channels, parameter)] = value;
}

float
lv2_host_output(const Lv2Host* host, unsigned output)
{
  return host->values[port_output(host->channels, output)];
}

void
lv2_host_begin_messages(Lv2Host* host)
{
  lv2_atom_forge_set_buffer(&host->forge, host->control.bytes, sizeof(host->control));
  lv2_atom_forge_sequence_head(&host->forge, &host->frame, 0);
}

void
lv2_host_end_messages(Lv2Host* host)
{
  lv2_atom_forge_pop(&host->forge, &host->frame);
}

void
lv2_host_run(Lv2Host* host, float* const* in, float* const* out, uint32_t n)
{
  for (unsigned c = 0; c < host->channels; ++c) {
    lilv_instance_connect_port(host->instance, port_audio_in(host->channels, c), in[c]);
    lilv_instance_connect_port(host->instance, port_audio_out(host->channels, c), out[c]);
    if (host->has_side) {
      lilv_instance_connect_port(host->instance, port_side(host->channels, c), host->side[c]);
    }
  }
  host->notify.sequence.atom.size = host->notify_room;
  host->notify.sequence.atom.type = 0;
  lilv_instance_run(host->instance, n);
  lv2_host_begin_messages(host);
  lv2_host_end_messages(host);
}
