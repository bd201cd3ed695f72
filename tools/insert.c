// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/insert.h"

#include "tools/insert_instance.h"
#include "tools/nearest.h"

#include <lv2/presets/presets.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double lead_seconds    = 1.0;
static const double longest_latency = 20.0; ///< Seconds

enum { SETTINGS_SIZE = 1024 };

struct Insert {
  LilvWorld*        world;
  const LilvPlugin* plugin;
  char*             name;
  char              settings[SETTINGS_SIZE];
  InsertPorts       ports;
  Urids*            urids;
  LilvState*        state;
  pthread_mutex_t   lock; ///< Of everything that runs
};

/// A recording on its way through one or two instances
typedef struct {
  Insert*         insert;
  const Sound*    dry;
  Sound*          wet;
  unsigned        n; ///< Instances
  InsertInstance* instances[INSERT_MAX_CHANNELS];
  size_t          lead;
  size_t          latency; ///< Samples, as the silence before the music had it
} Passage;

static EquusStatus
unknown_plugin(const LilvPlugins* const all, const char* const uri, EquusError* const error)
{
  const unsigned n     = lilv_plugins_size(all);
  const char**   names = (const char**)calloc(n + 1U, sizeof(char*));
  unsigned       at    = 0;
  LILV_FOREACH(plugins, i, all)
  {
    if (names) {
      names[at++] = lilv_node_as_uri(lilv_plugin_get_uri(lilv_plugins_get(all, i)));
    }
  }
  const int nearest = names ? nearest_name(uri, names, at) : -1;
  equus_error_set(error,
                  EQUUS_ERR_NOT_FOUND,
                  "%.200s: no LV2 plug-in of this URI is installed%s%s%s; lv2ls lists the %u that are",
                  uri,
                  nearest >= 0 ? "; did you mean " : "",
                  nearest >= 0 ? names[nearest] : "",
                  nearest >= 0 ? "?" : "",
                  n);
  free((void*)names);
  return EQUUS_ERR_NOT_FOUND;
}

static EquusStatus
find_plugin(Insert* const insert, const char* const uri, EquusError* const error)
{
  lilv_world_load_all(insert->world);
  const LilvPlugins* const all  = lilv_world_get_all_plugins(insert->world);
  LilvNode* const          node = lilv_new_uri(insert->world, uri);
  insert->plugin                = node ? lilv_plugins_get_by_uri(all, node) : NULL;
  lilv_node_free(node);
  if (!insert->plugin) {
    return unknown_plugin(all, uri, error);
  }
  LilvNode* const name = lilv_plugin_get_name(insert->plugin);
  insert->name         = strdup(name ? lilv_node_as_string(name) : uri);
  lilv_node_free(name);
  char* const missing = insert_instance_missing(insert->plugin);
  if (missing) {
    equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "%s: requires %s, which this host doesn't have", uri, missing);
    free(missing);
    return EQUUS_ERR_UNSUPPORTED;
  }
  return insert->name ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static void
take_value(const char* const symbol,
           void* const       handle,
           const void* const value,
           const uint32_t    size,
           const uint32_t    type)
{
  Insert* const  insert = (Insert*)handle;
  const uint32_t port   = insert_ports_find(&insert->ports, symbol);
  const char*    kind   = urids_unmap(insert->urids)->unmap(urids_unmap(insert->urids)->handle, type);
  if (port == insert->ports.n || insert->ports.roles[port] != PORT_CONTROL_IN || !kind) {
    return;
  }
  float* const  to    = &insert->ports.values[port];
  const int32_t whole = size == sizeof(whole) ? *(const int32_t*)value : 0;
  if (strstr(kind, "#Float") && size == sizeof(float)) {
    *to = *(const float*)value;
  } else if (strstr(kind, "#Double") && size == sizeof(double)) {
    *to = (float)*(const double*)value;
  } else if ((strstr(kind, "#Int") || strstr(kind, "#Bool")) && size == sizeof(whole)) {
    *to = (float)whole;
  }
}

/// Whether a preset is meant by its URI or its label
static bool
is_preset(LilvWorld* const world, const LilvNode* const preset, const char* const name)
{
  lilv_world_load_resource(world, preset);
  LilvNode* const   predicate = lilv_new_uri(world, LILV_NS_RDFS "label");
  LilvNodes* const  labels    = lilv_world_find_nodes(world, preset, predicate, NULL);
  const char* const label     = labels ? lilv_node_as_string(lilv_nodes_get_first(labels)) : "";
  const bool        is        = !strcmp(lilv_node_as_uri(preset), name) || names_match(label, name);
  lilv_nodes_free(labels);
  lilv_node_free(predicate);
  return is;
}

static EquusStatus
load_preset(Insert* const insert, const char* const name, EquusError* const error)
{
  LilvNode* const  kind    = lilv_new_uri(insert->world, LV2_PRESETS__Preset);
  LilvNodes* const presets = lilv_plugin_get_related(insert->plugin, kind);
  LILV_FOREACH(nodes, i, presets)
  {
    const LilvNode* const preset = lilv_nodes_get(presets, i);
    if (!insert->state && is_preset(insert->world, preset, name)) {
      insert->state = lilv_state_new_from_world(insert->world, urids_map(insert->urids), preset);
    }
  }
  const unsigned n = lilv_nodes_size(presets);
  lilv_nodes_free(presets);
  lilv_node_free(kind);
  return insert->state
           ? EQUUS_OK
           : equus_error_set(
               error, EQUUS_ERR_NOT_FOUND, "%s: has no preset \"%.100s\" among its %u", insert_uri(insert), name, n);
}

/// Note one more thing that was asked for
static void
note(Insert* const insert, const char* const kind, const char* const what)
{
  const size_t length = strlen(insert->settings);
  snprintf(insert->settings + length, SETTINGS_SIZE - length, "%s%s%s", length ? ", " : "", kind, what);
}

static EquusStatus
set_controls(Insert* const insert, const char* const preset, const TextList* const assignments, EquusError* const error)
{
  EquusStatus status = preset ? load_preset(insert, preset, error) : EQUUS_OK;
  if (!preset) {
    insert->state =
      lilv_state_new_from_world(insert->world, urids_map(insert->urids), lilv_plugin_get_uri(insert->plugin));
  } else if (!status) {
    lilv_state_emit_port_values(insert->state, take_value, insert);
    note(insert, "preset ", preset);
  }
  for (unsigned i = 0; !status && i < assignments->n; ++i) {
    status = insert_ports_assign(&insert->ports, assignments->items[i], error);
    note(insert, "", assignments->items[i]);
  }
  if (!*insert->settings) {
    note(insert, "", "as it comes");
  }
  return status;
}

Insert*
insert_open(const char* const uri, const char* const preset, const TextList* const assignments, EquusError* const error)
{
  Insert* const insert = (Insert*)calloc(1, sizeof(Insert));
  if (!insert) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  pthread_mutex_init(&insert->lock, NULL);
  insert->world = lilv_world_new();
  insert->urids = urids_new();
  if (!insert->world || !insert->urids) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  } else if (!find_plugin(insert, uri, error) &&
             !insert_ports_init(&insert->ports, insert->world, insert->plugin, error) &&
             !set_controls(insert, preset, assignments, error)) {
    return insert;
  }
  insert_free(insert);
  return NULL;
}

void
insert_free(Insert* const insert)
{
  if (insert) {
    insert_ports_clear(&insert->ports);
    lilv_state_free(insert->state);
    lilv_world_free(insert->world);
    urids_free(insert->urids);
    pthread_mutex_destroy(&insert->lock);
    free(insert->name);
    free(insert);
  }
}

const char*
insert_uri(const Insert* const insert)
{
  return lilv_node_as_uri(lilv_plugin_get_uri(insert->plugin));
}

const char*
insert_name(const Insert* const insert)
{
  return insert->name;
}

const char*
insert_settings(const Insert* const insert)
{
  return insert->settings;
}

bool
insert_is_mono(const Insert* const insert)
{
  return insert->ports.n_in == 1U;
}

/// Fill an instance's inputs with samples `at` ... of lead, recording and the silence after it
static void
feed(const Passage* const passage, const unsigned which, const size_t at)
{
  const Sound* const dry = passage->dry;
  for (unsigned c = 0; c < passage->insert->ports.n_in; ++c) {
    float* const       input = insert_instance_input(passage->instances[which], c);
    const unsigned     from  = passage->n > 1U ? which : c < dry->channels ? c : 0U;
    const float* const in    = dry->channel[from];
    for (size_t i = 0; i < INSERT_BLOCK; ++i) {
      const size_t place = at + i;
      input[i]           = place >= passage->lead && place - passage->lead < dry->n ? in[place - passage->lead] : 0.0f;
    }
  }
}

/// What a channel of the recording gets of sample `i` of the block
static float
gather(const Passage* const passage, const unsigned channel, const size_t i)
{
  if (passage->n > 1U) {
    return insert_instance_output(passage->instances[channel], 0)[i];
  }
  const float first =
    insert_instance_output(passage->instances[0], channel < passage->insert->ports.n_out ? channel : 0)[i];
  const bool mean = passage->dry->channels < passage->insert->ports.n_out;
  return mean ? 0.5f * (first + insert_instance_output(passage->instances[0], 1)[i]) : first;
}

/// Keep what belongs to the recording; false for what is no number
static bool
keep(const Passage* const passage, const size_t at)
{
  const size_t skip = passage->lead + passage->latency;
  bool         fine = true;
  for (unsigned c = 0; c < passage->dry->channels; ++c) {
    for (size_t i = 0; i < INSERT_BLOCK; ++i) {
      if (at + i >= skip && at + i - skip < passage->wet->n) {
        const float sample                      = gather(passage, c, i);
        passage->wet->channel[c][at + i - skip] = sample;
        fine                                    = fine && isfinite(sample);
      }
    }
  }
  return fine;
}

static EquusStatus
check_latency(Passage* const passage, const size_t at, EquusError* const error)
{
  const double latency = insert_instance_latency(passage->instances[0]);
  const char*  uri     = insert_uri(passage->insert);
  if (!(latency >= 0.0 && latency <= longest_latency * passage->dry->rate)) {
    return equus_error_set(error, EQUUS_ERR_HOST, "%s: reports a latency of %g samples", uri, latency);
  }
  const size_t rounded = (size_t)lround(latency);
  if (at >= passage->lead && rounded != passage->latency) {
    return equus_error_set(error,
                           EQUUS_ERR_HOST,
                           "%s: changes its latency while it runs, from %zu to %zu samples",
                           uri,
                           passage->latency,
                           rounded);
  }
  passage->latency = rounded;
  return EQUUS_OK;
}

static EquusStatus
run_all(Passage* const passage, EquusError* const error)
{
  EquusStatus status = EQUUS_OK;
  for (size_t at = 0; !status && at < passage->lead + passage->latency + passage->dry->n; at += INSERT_BLOCK) {
    for (unsigned k = 0; k < passage->n; ++k) {
      feed(passage, k, at);
      insert_instance_run(passage->instances[k]);
    }
    status = check_latency(passage, at, error);
    if (!status && !keep(passage, at)) {
      const size_t skip = passage->lead + passage->latency;
      status            = equus_error_set(error,
                               EQUUS_ERR_HOST,
                               "%s: puts out what is no number, after %.2f s",
                               insert_uri(passage->insert),
                               at > skip ? (double)(at - skip) / passage->dry->rate : 0.0);
    }
  }
  return status;
}

static EquusStatus
pass(Passage* const passage, EquusError* const error)
{
  Insert* const insert = passage->insert;
  EquusStatus   status = EQUUS_OK;
  passage->n           = passage->dry->channels > insert->ports.n_in ? passage->dry->channels : 1U;
  for (unsigned k = 0; !status && k < passage->n; ++k) {
    passage->instances[k] =
      insert_instance_new(&insert->ports, insert->state, insert->urids, passage->dry->rate, error);
    status = passage->instances[k] ? EQUUS_OK : EQUUS_ERR_HOST;
  }
  status = status ? status : run_all(passage, error);
  for (unsigned k = 0; k < passage->n; ++k) {
    insert_instance_free(passage->instances[k]);
  }
  return status;
}

EquusStatus
insert_apply(Insert* const      insert,
             const Sound* const dry,
             Sound* const       wet,
             uint32_t* const    latency,
             EquusError* const  error)
{
  EquusStatus status = sound_init(wet, dry->rate, dry->channels, dry->n, error);
  if (status) {
    return status;
  }
  const size_t blocks  = (size_t)ceil(lead_seconds * dry->rate / INSERT_BLOCK);
  Passage      passage = { .insert = insert, .dry = dry, .wet = wet, .lead = blocks * INSERT_BLOCK };
  pthread_mutex_lock(&insert->lock);
  status = pass(&passage, error);
  pthread_mutex_unlock(&insert->lock);
  if (status) {
    sound_clear(wet);
  } else if (latency) {
    *latency = (uint32_t)passage.latency;
  }
  return status;
}
