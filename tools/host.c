// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/host.h"

#include "plugin/lv2/messages.h"
#include "plugin/lv2/properties.h"
#include "tools/urids.h"
#include "tools/worker.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/options/options.h>
#include <lv2/parameters/parameters.h>
#include <stdlib.h>
#include <string.h>

enum { NOTIFY_SIZE = 1 << 20, CONTROL_SIZE = 16384, MAX_CHANNELS = 2 };

struct Host {
  Bundle*            bundle;
  LilvInstance*      instance;
  bool               active;
  Urids*             urids;
  EquusUris          uris;
  LV2_URID           atom_chunk;
  Worker             worker;
  LV2_Atom_Forge     forge;
  float*             ports;                   ///< A value for each control port
  uint32_t           parameters[PARAM_COUNT]; ///< Port of each parameter
  uint32_t           in[2 * MAX_CHANNELS];    ///< Then those of the side-chain
  uint32_t           out[MAX_CHANNELS];
  unsigned           channels;
  bool               has_side;
  LV2_Atom_Sequence *control, *notify; ///< CONTROL_SIZE and NOTIFY_SIZE bytes
  bool               tell_window, window_open;
  bool               tell_own; ///< Which models are the user's own
};

/// Nodes that tell the kinds of ports apart
typedef struct {
  LilvNode *input, *audio, *control, *atom, *free_wheeling;
} PortNodes;

static PortNodes
port_nodes_new(LilvWorld* const world)
{
  return (PortNodes){ .input         = lilv_new_uri(world, LV2_CORE__InputPort),
                      .audio         = lilv_new_uri(world, LV2_CORE__AudioPort),
                      .control       = lilv_new_uri(world, LV2_CORE__ControlPort),
                      .atom          = lilv_new_uri(world, LV2_ATOM__AtomPort),
                      .free_wheeling = lilv_new_uri(world, LV2_CORE__freeWheeling) };
}

static void
port_nodes_free(const PortNodes* const nodes)
{
  lilv_node_free(nodes->input);
  lilv_node_free(nodes->audio);
  lilv_node_free(nodes->control);
  lilv_node_free(nodes->atom);
  lilv_node_free(nodes->free_wheeling);
}

static void
connect_control(Host* const host, const LilvPlugin* const plugin, const LilvPort* const port, const uint32_t index)
{
  const char* const symbol = lilv_node_as_string(lilv_port_get_symbol(plugin, port));
  const int         found  = parameter_find(symbol);
  if (found >= 0) {
    host->parameters[found] = index;
  }
  LilvNode* initial = NULL;
  lilv_port_get_range(plugin, port, &initial, NULL, NULL);
  host->ports[index] = initial ? lilv_node_as_float(initial) : 0.0f;
  lilv_node_free(initial);
  lilv_instance_connect_port(host->instance, index, &host->ports[index]);
}

static void
connect_port(Host* const             host,
             const LilvPlugin* const plugin,
             const PortNodes* const  nodes,
             const uint32_t          index,
             unsigned* const         n_in,
             unsigned* const         n_out)
{
  const LilvPort* const port  = lilv_plugin_get_port_by_index(plugin, index);
  const bool            input = lilv_port_is_a(plugin, port, nodes->input);
  if (lilv_port_is_a(plugin, port, nodes->control)) {
    connect_control(host, plugin, port, index);
  } else if (lilv_port_is_a(plugin, port, nodes->audio)) {
    unsigned* const n = input ? n_in : n_out;
    if (*n < (input ? 2U * MAX_CHANNELS : MAX_CHANNELS)) {
      (input ? host->in : host->out)[*n] = index;
    }
    ++*n;
  } else if (lilv_port_is_a(plugin, port, nodes->atom)) {
    lilv_instance_connect_port(host->instance, index, input ? host->control : host->notify);
  } else {
    lilv_instance_connect_port(host->instance, index, NULL);
  }
}

/// Connect every port; false if this plug-in's ports aren't those of this build
static bool
connect_ports(Host* const host, const Bundle* const bundle)
{
  const LilvPlugin* const plugin = bundle_plugin(bundle, host->channels, host->has_side);
  const uint32_t          n      = lilv_plugin_get_num_ports(plugin);
  const PortNodes         nodes  = port_nodes_new(bundle_world(bundle));
  unsigned                n_in   = 0;
  unsigned                n_out  = 0;
  host->ports                    = (float*)calloc(n, sizeof(float));
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    host->parameters[i] = n;
  }
  for (uint32_t i = 0; host->ports && i < n; ++i) {
    connect_port(host, plugin, &nodes, i, &n_in, &n_out);
  }
  const LilvPort* const wheel = lilv_plugin_get_port_by_designation(plugin, nodes.input, nodes.free_wheeling);
  if (host->ports && wheel) {
    host->ports[lilv_port_get_index(plugin, wheel)] = 1.0f;
  }
  port_nodes_free(&nodes);
  const unsigned sides = host->has_side ? 2 : 1;
  bool           fine  = host->ports && n_in == sides * host->channels && n_out == host->channels;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    fine = fine && host->parameters[i] < n;
  }
  return fine;
}

static bool
instantiate(Host* const host, const Bundle* const bundle, const double rate, const uint32_t block)
{
  const int32_t  most        = (int32_t)block;
  const int32_t  least       = 0;
  const int32_t  sequence    = NOTIFY_SIZE;
  const float    sample_rate = (float)rate;
  Urids* const   urids       = host->urids;
  const LV2_URID type_int    = urids_get(urids, LV2_ATOM__Int);
  const LV2_URID type_float  = urids_get(urids, LV2_ATOM__Float);

#define OPTION(uri, type, value)                                                  \
  {                                                                               \
    LV2_OPTIONS_INSTANCE, 0, urids_get(urids, uri), sizeof(value), type, &(value) \
  }
  const LV2_Options_Option options[] = { OPTION(LV2_BUF_SIZE__maxBlockLength, type_int, most),
                                         OPTION(LV2_BUF_SIZE__nominalBlockLength, type_int, most),
                                         OPTION(LV2_BUF_SIZE__minBlockLength, type_int, least),
                                         OPTION(LV2_BUF_SIZE__sequenceSize, type_int, sequence),
                                         OPTION(LV2_PARAMETERS__sampleRate, type_float, sample_rate),
                                         { LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL } };
#undef OPTION

  const LV2_Feature        map     = { LV2_URID__map, urids_map(urids) };
  const LV2_Feature        unmap   = { LV2_URID__unmap, urids_unmap(urids) };
  const LV2_Feature        work    = { LV2_WORKER__schedule, &host->worker.schedule };
  const LV2_Feature        option  = { LV2_OPTIONS__options, (void*)options };
  const LV2_Feature        bounded = { LV2_BUF_SIZE__boundedBlockLength, NULL };
  const LV2_Feature* const all[]   = { &map, &unmap, &work, &option, &bounded, NULL };

  host->instance = lilv_plugin_instantiate(bundle_plugin(bundle, host->channels, host->has_side), rate, all);
  if (host->instance) {
    worker_attach(&host->worker,
                  (const LV2_Worker_Interface*)lilv_instance_get_extension_data(host->instance, LV2_WORKER__interface),
                  lilv_instance_get_handle(host->instance));
  }
  return host->instance != NULL;
}

/// Instantiate and connect
static EquusStatus
set_up(Host* const host, const double rate, const uint32_t block, EquusError* const error)
{
  EquusStatus       status = EQUUS_OK;
  const char* const path   = bundle_path(host->bundle);
  bundle_lock(host->bundle);
  if (!instantiate(host, host->bundle, rate, block)) {
    status =
      equus_error_set(error, EQUUS_ERR_HOST, "%s: the plug-in can't be loaded, or refuses to run at %g Hz", path, rate);
  } else if (!connect_ports(host, host->bundle)) {
    status =
      equus_error_set(error, EQUUS_ERR_FORMAT, "%s: is of another version than this program; build both again", path);
  }
  bundle_unlock(host->bundle);
  return status;
}

static Host*
allocate(Bundle* const bundle, const unsigned channels, const bool side)
{
  Host* const host = (Host*)calloc(1, sizeof(*host));
  if (host) {
    host->bundle   = bundle;
    host->channels = channels;
    host->has_side = side;
    host->urids    = urids_new();
    host->tell_own = true;
    host->control  = (LV2_Atom_Sequence*)calloc(1, CONTROL_SIZE);
    host->notify   = (LV2_Atom_Sequence*)calloc(1, NOTIFY_SIZE);
    worker_init(&host->worker);
  }
  if (!host || !host->urids || !host->control || !host->notify) {
    host_free(host);
    return NULL;
  }
  equus_uris_map(&host->uris, urids_map(host->urids));
  host->atom_chunk = urids_get(host->urids, LV2_ATOM__Chunk);
  lv2_atom_forge_init(&host->forge, urids_map(host->urids));
  return host;
}

static void
note_status(void* const handle, const StatusMessage* const status)
{
  *(StatusMessage*)handle = *status;
}

/// Run no frames with an open window, so that models load and the plug-in says what troubles it
static EquusStatus
settle(Host* const host, EquusError* const error)
{
  float              nothing[1]           = { 0.0f };
  float* const       silent[MAX_CHANNELS] = { nothing, nothing };
  StatusMessage      status               = { .trouble = "" };
  const HostListener listener             = { .handle = &status, .status = note_status };
  for (unsigned open = 0; open < 2; ++open) {
    host_set_window_open(host, !open);
    host_run(host, silent, silent, silent, 0, &listener);
  }
  return status.trouble[0] ? equus_error_set(error, EQUUS_ERR_HOST, "%s", status.trouble) : EQUUS_OK;
}

Host*
host_new(Bundle* const      bundle,
         const unsigned     channels,
         const bool         side,
         const double       rate,
         const uint32_t     block,
         const float* const parameters,
         EquusError* const  error)
{
  Host* const host = allocate(bundle, channels, side);
  if (!host) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  if (!set_up(host, rate, block, error)) {
    for (unsigned i = 0; i < PARAM_COUNT; ++i) {
      host_set_parameter(host, i, parameters[i]);
    }
    lilv_instance_activate(host->instance);
    host->active = true;
    if (!settle(host, error)) {
      return host;
    }
  }
  host_free(host);
  return NULL;
}

void
host_restart(Host* const host)
{
  lilv_instance_deactivate(host->instance);
  lilv_instance_activate(host->instance);
}

static void
free_instance(Host* const host)
{
  if (host->active) {
    lilv_instance_deactivate(host->instance);
  }
  bundle_lock(host->bundle);
  lilv_instance_free(host->instance);
  bundle_unlock(host->bundle);
}

void
host_free(Host* const host)
{
  if (!host) {
    return;
  }
  if (host->instance) {
    free_instance(host);
  }
  worker_clear(&host->worker);
  urids_free(host->urids);
  free(host->ports);
  free(host->control);
  free(host->notify);
  free(host);
}

void
host_set_parameter(Host* const host, const unsigned index, const float value)
{
  host->ports[host->parameters[index]] = value;
}

void
host_set_window_open(Host* const host, const bool open)
{
  host->tell_window = true;
  host->window_open = open;
}

static void
write_control(Host* const host)
{
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(&host->forge, (uint8_t*)host->control, CONTROL_SIZE);
  lv2_atom_forge_sequence_head(&host->forge, &frame, 0);
  for (unsigned kind = 0; host->tell_own && kind < PROPERTIES; ++kind) {
    const char* const own = bundle_own_model(host->bundle, (ModelKind)kind);
    if (*own) {
      lv2_atom_forge_frame_time(&host->forge, 0);
      properties_write_set(&host->forge, &host->uris, (ModelKind)kind, own);
    }
  }
  host->tell_own = false;
  if (host->tell_window) {
    lv2_atom_forge_frame_time(&host->forge, 0);
    messages_write_window(&host->forge, &host->uris, host->window_open);
    host->tell_window = false;
  }
  lv2_atom_forge_pop(&host->forge, &frame);
}

static void
pass_on(const Host* const host, const LV2_Atom_Object* const object, const HostListener* const listener)
{
  ReadingMessage  reading;
  SpectrumMessage spectrum;
  StatusMessage   status;
  if (listener->reading && messages_read_reading(object, &host->uris, &reading)) {
    listener->reading(listener->handle, &reading);
  } else if (listener->spectrum && messages_read_spectrum(object, &host->uris, &spectrum)) {
    listener->spectrum(listener->handle, &spectrum);
  } else if (listener->status && messages_read_status(object, &host->uris, &status)) {
    listener->status(listener->handle, &status);
  }
}

void
host_run(Host* const               host,
         float* const* const       in,
         float* const* const       side,
         float* const* const       out,
         const uint32_t            n,
         const HostListener* const listener)
{
  for (unsigned c = 0; c < host->channels && c < MAX_CHANNELS; ++c) {
    lilv_instance_connect_port(host->instance, host->in[c], in[c]);
    lilv_instance_connect_port(host->instance, host->out[c], out[c]);
    if (host->has_side) {
      lilv_instance_connect_port(host->instance, host->in[host->channels + c], side ? side[c] : NULL);
    }
  }
  write_control(host);
  host->notify->atom = (LV2_Atom){ NOTIFY_SIZE - sizeof(LV2_Atom), host->atom_chunk };
  lilv_instance_run(host->instance, n);
  worker_end_run(&host->worker);
  if (host->notify->atom.type != host->uris.atom_sequence) {
    return;
  }
  LV2_ATOM_SEQUENCE_FOREACH(host->notify, event)
  {
    if (event->body.type == host->uris.atom_object) {
      pass_on(host, (const LV2_Atom_Object*)&event->body, listener);
    }
  }
}
