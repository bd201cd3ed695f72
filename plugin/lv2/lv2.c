// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/equus.h"
#include "plugin/lv2/messages.h"
#include "plugin/lv2/notify.h"
#include "plugin/lv2/ports.h"
#include "plugin/lv2/properties.h"
#include "plugin/lv2/transport.h"
#include "plugin/lv2/uris.h"
#include "plugin/poller.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// An instance in an LV2 host
typedef struct {
  Equus*                     equus;
  double                     rate;
  unsigned                   channels;
  bool                       has_side;          ///< A side-chain
  bool                       rolling;           ///< The transport, as the host said last
  const LV2_Worker_Schedule* schedule;          ///< NULL if the host has no worker
  Poller*                    poller;            ///< In its place
  bool                       mapped;            ///< Whether the host maps URIs; without that there are no messages
  bool                       work_due;          ///< Work that the host's worker had no room for
  float                      seen[PARAM_COUNT]; ///< Values of the parameters' ports that were set last
  Notify                     notify;

  // Ports, NULL where the host connected none
  const float*             in[EQ_MAX_CHANNELS];
  const float*             side[EQ_MAX_CHANNELS];
  float*                   out[EQ_MAX_CHANNELS];
  const LV2_Atom_Sequence* control_port;
  LV2_Atom_Sequence*       notify_port;
  const float*             freewheel_port;
  float*                   latency_port;
  const float*             parameter_ports[PARAM_COUNT];
  float*                   output_ports[OUTPUT_COUNT];
} EquusLv2;

static EQUUS_RT void
forget_seen(EquusLv2* self)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    self->seen[i] = NAN;
  }
}

static void
cleanup(LV2_Handle instance)
{
  EquusLv2* const self = (EquusLv2*)instance;
  poller_free(self->poller);
  equus_free(self->equus);
  free(self);
}

static Equus*
new_equus(double rate, unsigned channels, const char* bundle)
{
  static const char folder[] = "models"; // A bundle's path ends in a slash
  const size_t      size     = strlen(bundle) + sizeof(folder);
  char* const       path     = (char*)malloc(size);
  if (!path) {
    return NULL;
  }
  snprintf(path, size, "%s%s", bundle, folder);

  const EquusConfig config = { rate, channels, path };
  Equus* const      equus  = equus_new(&config, NULL);
  free(path);
  return equus;
}

static LV2_Handle
instantiate(const LV2_Descriptor* descriptor, double rate, const char* bundle, const LV2_Feature* const* features)
{
  EquusLv2* const self = (EquusLv2*)calloc(1, sizeof(EquusLv2));
  if (!self) {
    return NULL;
  }

  LV2_URID_Map* map = NULL;
  if (features) {
    map            = (LV2_URID_Map*)lv2_features_data(features, LV2_URID__map);
    self->schedule = (const LV2_Worker_Schedule*)lv2_features_data(features, LV2_WORKER__schedule);
  }
  if (map) {
    notify_init(&self->notify, map);
    self->mapped = true;
  }

  forget_seen(self);
  self->rate     = rate;
  self->channels = equus_uri_channels(descriptor->URI);
  self->has_side = equus_uri_has_side(descriptor->URI);
  self->equus    = new_equus(rate, self->channels, bundle);
  self->poller   = self->equus && !self->schedule ? poller_new(self->equus) : NULL;
  if (!self->equus || (!self->schedule && !self->poller)) {
    cleanup(self);
    return NULL;
  }
  return self;
}

static void
connect_port(LV2_Handle instance, uint32_t port, void* data)
{
  EquusLv2* const self     = (EquusLv2*)instance;
  const unsigned  channels = self->channels;
  if (port >= port_count(channels, self->has_side)) {
    return;
  }
  if (port >= port_side(channels, 0)) {
    self->side[port - port_side(channels, 0)] = (const float*)data;
  } else if (port >= port_output(channels, 0)) {
    self->output_ports[port - port_output(channels, 0)] = (float*)data;
  } else if (port >= port_parameter(channels, 0)) {
    self->parameter_ports[port - port_parameter(channels, 0)] = (const float*)data;
  } else if (port == port_latency(channels)) {
    self->latency_port = (float*)data;
  } else if (port == port_freewheel(channels)) {
    self->freewheel_port = (const float*)data;
  } else if (port == port_notify(channels)) {
    self->notify_port = (LV2_Atom_Sequence*)data;
  } else if (port == port_control(channels)) {
    self->control_port = (const LV2_Atom_Sequence*)data;
  } else if (port >= port_audio_out(channels, 0)) {
    self->out[port - port_audio_out(channels, 0)] = (float*)data;
  } else {
    self->in[port] = (const float*)data;
  }
}

static void
activate(LV2_Handle instance)
{
  equus_activate(((EquusLv2*)instance)->equus);
}

static void
deactivate(LV2_Handle instance)
{
  equus_deactivate(((EquusLv2*)instance)->equus);
}

/// A state that was restored: ports have the last word all the same, and the window learns what is new
static EQUUS_RT void
take_state(EquusLv2* self)
{
  if (equus_take_state(self->equus)) {
    forget_seen(self);
    notify_all(&self->notify);
  }
}

static EQUUS_RT void
read_parameters(EquusLv2* self)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float* const port = self->parameter_ports[i];
    if (port && *port != self->seen[i]) {
      self->seen[i] = *port;
      equus_set_parameter(self->equus, i, *port);
    }
  }
}

/// Read patch:Set and patch:Get; false for other messages
static EQUUS_RT bool
read_property(EquusLv2* self, const LV2_Atom_Object* object)
{
  const EquusUris* const uris = &self->notify.uris;
  bool                   wanted[PROPERTIES];
  ModelKind              kind = MODEL_TAGS;
  const char*            name = NULL;
  if (properties_read_set(object, uris, &kind, &name)) {
    equus_set_own_model(self->equus, kind, name);
    notify_own_model(&self->notify, kind);
    return true;
  }
  if (properties_read_get(object, uris, wanted)) {
    for (unsigned i = 0; i < PROPERTIES; ++i) {
      if (wanted[i]) {
        notify_own_model(&self->notify, (ModelKind)i);
      }
    }
    return true;
  }
  return false;
}

/// Read where the host's transport is; false for other messages
static EQUUS_RT bool
read_transport(EquusLv2* self, const LV2_Atom_Object* object)
{
  const EquusUris* const uris  = &self->notify.uris;
  double                 frame = 0.0;
  if (!transport_read(object, uris, &self->rolling, &frame)) {
    return false;
  }
  equus_set_transport(self->equus, self->rolling, frame / self->rate);
  return true;
}

static EQUUS_RT void
read_message(EquusLv2* self, const LV2_Atom_Object* object)
{
  const EquusUris* const uris      = &self->notify.uris;
  bool                   open      = false;
  unsigned               slot      = 0;
  const char*            text      = NULL;
  Listen                 listening = LISTEN_AS_SET;
  MarkMessage            mark;
  if (read_property(self, object) || read_transport(self, object)) {
    return;
  }
  if (messages_read_window(object, uris, &open)) {
    equus_set_window_open(self->equus, open);
    notify_set_window_open(&self->notify, open);
  } else if (messages_read_slot(object, uris, &slot, &text)) {
    equus_set_slot(self->equus, slot, text);
  } else if (messages_read_view(object, uris, &text)) {
    equus_set_view(self->equus, text);
  } else if (messages_read_listen(object, uris, &listening)) {
    equus_set_listening(self->equus, listening);
  } else if (messages_read_wish(object, uris, &text)) {
    equus_set_wish(self->equus, text);
  } else if (messages_read_mark(object, uris, &mark)) {
    equus_mark(self->equus, mark.time);
  }
}

static EQUUS_RT void
read_messages(EquusLv2* self)
{
  const EquusUris* const uris = &self->notify.uris;
  if (!self->mapped || !self->control_port || self->control_port->atom.type != uris->atom_sequence) {
    return;
  }
  LV2_ATOM_SEQUENCE_FOREACH(self->control_port, event)
  {
    if (event->body.type == uris->atom_object) {
      read_message(self, (const LV2_Atom_Object*)&event->body);
    }
  }
}

/// Have models loaded and freed: by the host's worker, else by the poller, which needs no call
static EQUUS_RT void
schedule_work(EquusLv2* self, bool freewheel)
{
  self->work_due = equus_needs_work(self->equus) || self->work_due;
  if (!self->work_due) {
    return;
  }
  if (!self->schedule) {
    self->work_due = false;
    if (freewheel) {
      equus_work(self->equus); // Nobody waits, and the models should hear the very next sample
    }
    return;
  }
  const uint32_t nothing = 0;
  self->work_due =
    self->schedule->schedule_work(self->schedule->handle, sizeof(nothing), &nothing) != LV2_WORKER_SUCCESS;
}

static EQUUS_RT void
write_outputs(EquusLv2* self)
{
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    if (self->output_ports[i]) {
      *self->output_ports[i] = equus_output(self->equus, i);
    }
  }
  if (self->latency_port) {
    *self->latency_port = 0.0f;
  }
  if (self->notify_port && self->mapped) {
    notify_write(&self->notify, self->equus, self->notify_port);
  }
}

static void
run(LV2_Handle instance, uint32_t n_samples)
{
  EquusLv2* const self      = (EquusLv2*)instance;
  const bool      freewheel = self->freewheel_port && *self->freewheel_port > 0.0f;

  take_state(self);
  read_parameters(self);
  read_messages(self);
  schedule_work(self, freewheel);
  equus_process(self->equus, self->in, self->side, self->out, n_samples, freewheel);
  write_outputs(self);
}

static LV2_State_Status
save(LV2_Handle                instance,
     LV2_State_Store_Function  store,
     LV2_State_Handle          handle,
     uint32_t                  flags,
     const LV2_Feature* const* features)
{
  const EquusLv2* const self = (const EquusLv2*)instance;
  (void)flags;
  if (!self->mapped) {
    return LV2_STATE_ERR_NO_FEATURE;
  }

  char* const json = equus_state_save(self->equus);
  if (!json) {
    return LV2_STATE_ERR_UNKNOWN;
  }
  const LV2_State_Status status = store(handle,
                                        self->notify.uris.state,
                                        json,
                                        strlen(json) + 1,
                                        self->notify.uris.atom_string,
                                        LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  free(json);
  return status ? status : properties_save(self->equus, &self->notify.uris, store, handle, features);
}

static LV2_State_Status
restore(LV2_Handle                  instance,
        LV2_State_Retrieve_Function retrieve,
        LV2_State_Handle            handle,
        uint32_t                    flags,
        const LV2_Feature* const*   features)
{
  EquusLv2* const self        = (EquusLv2*)instance;
  size_t          size        = 0;
  uint32_t        type        = 0;
  uint32_t        value_flags = 0;
  (void)flags;
  if (!self->mapped) {
    return LV2_STATE_ERR_NO_FEATURE;
  }

  const char* const json = (const char*)retrieve(handle, self->notify.uris.state, &size, &type, &value_flags);
  if (!json) {
    return LV2_STATE_SUCCESS; // A preset, which has ports alone
  }
  if (type != self->notify.uris.atom_string || !size || json[size - 1]) {
    return LV2_STATE_ERR_BAD_TYPE;
  }
  char       names[PROPERTIES][EQUUS_OWN_SIZE];
  const bool own = properties_restore(&self->notify.uris, retrieve, handle, features, names);
  return equus_state_restore(self->equus, json, own ? names : NULL, NULL) ? LV2_STATE_ERR_UNKNOWN : LV2_STATE_SUCCESS;
}

static LV2_Worker_Status
work(LV2_Handle                  instance,
     LV2_Worker_Respond_Function respond,
     LV2_Worker_Respond_Handle   handle,
     uint32_t                    size,
     const void*                 data)
{
  (void)respond;
  (void)handle;
  (void)size;
  (void)data;
  equus_work(((EquusLv2*)instance)->equus);
  return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status
work_response(LV2_Handle instance, uint32_t size, const void* body)
{
  (void)instance;
  (void)size;
  (void)body;
  return LV2_WORKER_SUCCESS; // Never called: some hosts lose responses, so there are none
}

static const void*
extension_data(const char* uri)
{
  static const LV2_State_Interface  state  = { save, restore };
  static const LV2_Worker_Interface worker = { work, work_response, NULL };
  if (!strcmp(uri, LV2_STATE__interface)) {
    return &state;
  }
  if (!strcmp(uri, LV2_WORKER__interface)) {
    return &worker;
  }
  return NULL;
}

static const LV2_Descriptor descriptors[] = {
  { EQUUS_URN_STEREO, instantiate, connect_port, activate, run, deactivate, cleanup, extension_data },
  { EQUUS_URN_MONO, instantiate, connect_port, activate, run, deactivate, cleanup, extension_data },
  { EQUUS_URN_STEREO_SIDE, instantiate, connect_port, activate, run, deactivate, cleanup, extension_data },
  { EQUUS_URN_MONO_SIDE, instantiate, connect_port, activate, run, deactivate, cleanup, extension_data },
};

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(uint32_t index)
{
  return index < sizeof(descriptors) / sizeof(descriptors[0]) ? &descriptors[index] : NULL;
}
