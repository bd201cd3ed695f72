// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/insert_instance.h"

#include "tools/worker.h"

#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/log/log.h>
#include <lv2/options/options.h>
#include <lv2/parameters/parameters.h>
#include <lv2/state/state.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES = 9, OPTIONS = 6 };

struct InsertInstance {
  const InsertPorts* ports;
  LilvInstance*      instance;
  Worker             worker;
  float*             values;  ///< [ports->n]
  void**             buffers; ///< [ports->n] of audio and atom ports
  LV2_URID           sequence, chunk;
  int32_t            block, atom_size;
  float              rate;
  LV2_Options_Option options[OPTIONS + 1];
  LV2_Log_Log        log;
  LV2_Feature        features[FEATURES];
  const LV2_Feature* list[FEATURES + 1];
};

char*
insert_instance_missing(const LilvPlugin* const plugin)
{
  static const char* const given[] = { LV2_URID__map,
                                       LV2_URID__unmap,
                                       LV2_OPTIONS__options,
                                       LV2_WORKER__schedule,
                                       LV2_LOG__log,
                                       LV2_BUF_SIZE__boundedBlockLength,
                                       LV2_BUF_SIZE__fixedBlockLength,
                                       LV2_BUF_SIZE__powerOf2BlockLength,
                                       LV2_STATE__loadDefaultState,
                                       LV2_STATE__threadSafeRestore,
                                       LV2_CORE__isLive,
                                       LV2_CORE__inPlaceBroken,
                                       LV2_CORE__hardRTCapable,
                                       NULL };
  LilvNodes* const         wanted  = lilv_plugin_get_required_features(plugin);
  char*                    missing = NULL;
  LILV_FOREACH(nodes, i, wanted)
  {
    const char* const uri = lilv_node_as_uri(lilv_nodes_get(wanted, i));
    unsigned          g   = 0;
    while (given[g] && strcmp(given[g], uri)) {
      ++g;
    }
    if (!given[g] && !missing) {
      missing = strdup(uri);
    }
  }
  lilv_nodes_free(wanted);
  return missing;
}

__attribute__((format(printf, 3, 0))) static int
log_list(const LV2_Log_Handle handle, const LV2_URID type, const char* const format, va_list arguments)
{
  (void)handle;
  (void)type;
  return vfprintf(stderr, format, arguments);
}

__attribute__((format(printf, 3, 4))) static int
log_text(const LV2_Log_Handle handle, const LV2_URID type, const char* const format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  const int length = log_list(handle, type, format, arguments);
  va_end(arguments);
  return length;
}

static void
fill_features(InsertInstance* const i, Urids* const urids)
{
  const LV2_URID type_int   = urids_get(urids, LV2_ATOM__Int);
  const LV2_URID type_float = urids_get(urids, LV2_ATOM__Float);
  const struct {
    const char* uri;
    const void* value;
    LV2_URID    type;
  } options[OPTIONS] = { { LV2_BUF_SIZE__minBlockLength, &i->block, type_int },
                         { LV2_BUF_SIZE__maxBlockLength, &i->block, type_int },
                         { LV2_BUF_SIZE__nominalBlockLength, &i->block, type_int },
                         { LV2_BUF_SIZE__sequenceSize, &i->atom_size, type_int },
                         { LV2_PARAMETERS__sampleRate, &i->rate, type_float } };
  for (unsigned o = 0; o < OPTIONS && options[o].uri; ++o) {
    i->options[o] = (LV2_Options_Option){ LV2_OPTIONS_INSTANCE, 0, urids_get(urids, options[o].uri), 4, options[o].type,
                                          options[o].value };
  }
  i->log                          = (LV2_Log_Log){ NULL, log_text, log_list };
  const LV2_Feature all[FEATURES] = { { LV2_URID__map, urids_map(urids) },
                                      { LV2_URID__unmap, urids_unmap(urids) },
                                      { LV2_OPTIONS__options, i->options },
                                      { LV2_WORKER__schedule, &i->worker.schedule },
                                      { LV2_LOG__log, &i->log },
                                      { LV2_BUF_SIZE__boundedBlockLength, NULL },
                                      { LV2_BUF_SIZE__fixedBlockLength, NULL },
                                      { LV2_BUF_SIZE__powerOf2BlockLength, NULL },
                                      { LV2_STATE__loadDefaultState, NULL } };
  memcpy(i->features, all, sizeof(all));
  for (unsigned f = 0; f < FEATURES; ++f) {
    i->list[f] = &i->features[f];
  }
}

static bool
connect(InsertInstance* const i, const uint32_t port)
{
  void* where = NULL;
  switch (i->ports->roles[port]) {
  case PORT_CONTROL_IN:
  case PORT_CONTROL_OUT:
    where = &i->values[port];
    break;
  case PORT_AUDIO_IN:
  case PORT_AUDIO_OUT:
  case PORT_SILENCE:
    where = i->buffers[port] = calloc(INSERT_BLOCK, sizeof(float));
    break;
  case PORT_ATOM_IN:
  case PORT_ATOM_OUT:
    where = i->buffers[port] = calloc(1, i->ports->sizes[port]);
    break;
  default:
    lilv_instance_connect_port(i->instance, port, NULL);
    return true;
  }
  lilv_instance_connect_port(i->instance, port, where);
  return where != NULL;
}

static EquusStatus
start(InsertInstance* const i, const LilvState* const state, const double rate, EquusError* const error)
{
  const char* const uri = lilv_node_as_uri(lilv_plugin_get_uri(i->ports->plugin));
  i->instance           = lilv_plugin_instantiate(i->ports->plugin, rate, i->list);
  if (!i->instance) {
    return equus_error_set(error, EQUUS_ERR_HOST, "%s: can't be loaded, or refuses to run at %g Hz", uri, rate);
  }
  worker_attach(&i->worker,
                (const LV2_Worker_Interface*)lilv_instance_get_extension_data(i->instance, LV2_WORKER__interface),
                lilv_instance_get_handle(i->instance));
  bool fine = true;
  for (uint32_t port = 0; port < i->ports->n; ++port) {
    fine = connect(i, port) && fine;
  }
  if (!fine) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (state) {
    lilv_state_restore(state, i->instance, NULL, NULL, 0, i->list);
  }
  lilv_instance_activate(i->instance);
  return EQUUS_OK;
}

InsertInstance*
insert_instance_new(const InsertPorts* const ports,
                    const LilvState* const   state,
                    Urids* const             urids,
                    const double             rate,
                    EquusError* const        error)
{
  InsertInstance* const i = (InsertInstance*)calloc(1, sizeof(InsertInstance));
  if (i) {
    i->ports     = ports;
    i->block     = INSERT_BLOCK;
    i->atom_size = 65536;
    i->rate      = (float)rate;
    i->sequence  = urids_get(urids, LV2_ATOM__Sequence);
    i->chunk     = urids_get(urids, LV2_ATOM__Chunk);
    i->values    = (float*)calloc(ports->n + 1U, sizeof(float));
    i->buffers   = (void**)calloc(ports->n + 1U, sizeof(void*));
    worker_init(&i->worker);
  }
  if (!i || !i->values || !i->buffers) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    insert_instance_free(i);
    return NULL;
  }
  memcpy(i->values, ports->values, ports->n * sizeof(float));
  fill_features(i, urids);
  if (start(i, state, rate, error)) {
    insert_instance_free(i);
    return NULL;
  }
  return i;
}

void
insert_instance_free(InsertInstance* const i)
{
  if (!i) {
    return;
  }
  if (i->instance) {
    lilv_instance_deactivate(i->instance);
    lilv_instance_free(i->instance);
  }
  for (uint32_t port = 0; i->buffers && port < i->ports->n; ++port) {
    free(i->buffers[port]);
  }
  worker_clear(&i->worker);
  free((void*)i->buffers);
  free(i->values);
  free(i);
}

float*
insert_instance_input(InsertInstance* const i, const unsigned channel)
{
  return (float*)i->buffers[i->ports->in[channel]];
}

const float*
insert_instance_output(const InsertInstance* const i, const unsigned channel)
{
  return (const float*)i->buffers[i->ports->out[channel]];
}

void
insert_instance_run(InsertInstance* const i)
{
  for (uint32_t port = 0; port < i->ports->n; ++port) {
    LV2_Atom_Sequence* const atom = (LV2_Atom_Sequence*)i->buffers[port];
    if (i->ports->roles[port] == PORT_ATOM_IN) {
      *atom = (LV2_Atom_Sequence){ { sizeof(LV2_Atom_Sequence_Body), i->sequence }, { 0, 0 } };
    } else if (i->ports->roles[port] == PORT_ATOM_OUT) {
      atom->atom = (LV2_Atom){ i->ports->sizes[port] - (uint32_t)sizeof(LV2_Atom), i->chunk };
    }
  }
  lilv_instance_run(i->instance, INSERT_BLOCK);
  worker_end_run(&i->worker);
}

double
insert_instance_latency(const InsertInstance* const i)
{
  return i->ports->latency < i->ports->n ? (double)i->values[i->ports->latency] : 0.0;
}
