// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/clap/clap_host.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(bool good, const char* what)
{
  if (!good) {
    fprintf(stderr, "clap_host: not %s\n", what);
    abort();
  }
}

static const clap_plugin_entry_t*
entry_of(void* module)
{
  const clap_plugin_entry_t* const entry = (const clap_plugin_entry_t*)dlsym(module, "clap_entry");
  must(entry, "a CLAP module");
  return entry;
}

void*
clap_host_load(const char* path)
{
  void* const       module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  const char* const text   = module ? NULL : dlerror();
  must(module, text ? text : "a module");
  must(entry_of(module)->init(path), "a module that can be initialised");
  return module;
}

void
clap_host_unload(void* module)
{
  entry_of(module)->deinit();
  must(!dlclose(module), "closed");
}

static ClapHost*
host_of(const clap_host_t* host)
{
  return (ClapHost*)host->host_data;
}

static void CLAP_ABI
on_rescan(const clap_host_t* host, clap_param_rescan_flags flags)
{
  host_of(host)->rescans += flags == CLAP_PARAM_RESCAN_VALUES;
}

static void CLAP_ABI
on_clear(const clap_host_t* host, clap_id id, clap_param_clear_flags flags)
{
  (void)host;
  (void)id;
  (void)flags;
}

static void CLAP_ABI
on_flush(const clap_host_t* host)
{
  ++host_of(host)->flushes;
}

static void CLAP_ABI
on_callback(const clap_host_t* host)
{
  atomic_fetch_add(&host_of(host)->callbacks, 1);
}

static void CLAP_ABI
ignore(const clap_host_t* host)
{
  (void)host;
}

static bool CLAP_ABI
on_register_timer(const clap_host_t* host, uint32_t period, clap_id* timer)
{
  must(period >= 10 && host_of(host)->timer == CLAP_INVALID_ID, "one timer of a period that hosts allow");
  host_of(host)->timer = *timer = 7;
  return true;
}

static bool CLAP_ABI
on_unregister_timer(const clap_host_t* host, clap_id timer)
{
  must(host_of(host)->timer == timer, "the timer that was registered");
  host_of(host)->timer = CLAP_INVALID_ID;
  return true;
}

static bool CLAP_ABI
on_resize(const clap_host_t* host, uint32_t width, uint32_t height)
{
  host_of(host)->width  = width;
  host_of(host)->height = height;
  return true;
}

static bool CLAP_ABI
on_show(const clap_host_t* host)
{
  (void)host;
  return true;
}

static void CLAP_ABI
on_closed(const clap_host_t* host, bool was_destroyed)
{
  (void)host;
  (void)was_destroyed;
}

static const void* CLAP_ABI
get_host_extension(const clap_host_t* host, const char* id)
{
  static const clap_host_params_t        params = { on_rescan, on_clear, on_flush };
  static const clap_host_gui_t           gui    = { .resize_hints_changed = ignore,
                                                    .request_resize       = on_resize,
                                                    .request_show         = on_show,
                                                    .request_hide         = on_show,
                                                    .closed               = on_closed };
  static const clap_host_timer_support_t timer  = { on_register_timer, on_unregister_timer };
  if (!strcmp(id, CLAP_EXT_TIMER_SUPPORT)) {
    return host_of(host)->has_timer ? &timer : NULL;
  }
  if (!strcmp(id, CLAP_EXT_GUI)) {
    return &gui;
  }
  return strcmp(id, CLAP_EXT_PARAMS) ? NULL : &params;
}

void
clap_host_open(ClapHost* host, void* module, const char* id)
{
  const clap_plugin_factory_t* const factory =
    (const clap_plugin_factory_t*)entry_of(module)->get_factory(CLAP_PLUGIN_FACTORY_ID);
  const bool has_timer = host->has_timer;
  memset(host, 0, sizeof(*host));
  host->has_timer = has_timer;
  host->timer     = CLAP_INVALID_ID;
  host->host      = (clap_host_t){ .clap_version     = CLAP_VERSION_INIT,
                                   .host_data        = host,
                                   .name             = "test",
                                   .vendor           = "",
                                   .url              = "",
                                   .version          = "1",
                                   .get_extension    = get_host_extension,
                                   .request_restart  = ignore,
                                   .request_process  = ignore,
                                   .request_callback = on_callback };
  host->plugin    = factory->create_plugin(factory, &host->host, id);
  must(host->plugin && host->plugin->init(host->plugin), "an instance");
  host->params = (const clap_plugin_params_t*)host->plugin->get_extension(host->plugin, CLAP_EXT_PARAMS);
  host->state  = (const clap_plugin_state_t*)host->plugin->get_extension(host->plugin, CLAP_EXT_STATE);
  must(host->params && host->state, "with parameters and a state");
}

void
clap_host_close(ClapHost* host)
{
  host->plugin->destroy(host->plugin);
  must(host->timer == CLAP_INVALID_ID, "without a timer at the end");
}

void
clap_host_start(ClapHost* host, double rate)
{
  must(host->plugin->activate(host->plugin, rate, 1, CLAP_HOST_BLOCK), "active");
  must(host->plugin->start_processing(host->plugin), "processing");
}

void
clap_host_stop(ClapHost* host)
{
  host->plugin->stop_processing(host->plugin);
  host->plugin->deactivate(host->plugin);
}

static uint32_t CLAP_ABI
count_events(const clap_input_events_t* list)
{
  return ((const ClapHost*)list->ctx)->n_events;
}

static const clap_event_header_t* CLAP_ABI
get_event(const clap_input_events_t* list, uint32_t i)
{
  return &((const ClapHost*)list->ctx)->events[i].header;
}

static bool CLAP_ABI
take_event(const clap_output_events_t* list, const clap_event_header_t* event)
{
  ClapHost* const host = (ClapHost*)list->ctx;
  must(event->space_id == CLAP_CORE_EVENT_SPACE_ID && event->size <= sizeof(ClapEvent), "an event that is known");
  if (host->n_told < CLAP_HOST_EVENTS) {
    memcpy(&host->told[host->n_told++], event, event->size);
  }
  return true;
}

void
clap_host_run(ClapHost* host, uint32_t n, uint32_t channels)
{
  float*                     in[]     = { host->in[0], host->in[1] };
  float*                     out[]    = { host->out[0], host->out[1] };
  const clap_audio_buffer_t  inputs[] = { { .data32 = in, .channel_count = channels },
                                          { .data32 = host->side, .channel_count = host->side_channels } };
  clap_audio_buffer_t        output   = { .data32 = out, .channel_count = channels };
  const clap_input_events_t  events   = { host, count_events, get_event };
  const clap_output_events_t told     = { host, take_event };
  const clap_process_t       process  = { .frames_count        = n,
                                          .audio_inputs        = inputs,
                                          .audio_outputs       = &output,
                                          .audio_inputs_count  = 1 + (host->side_channels > 0),
                                          .audio_outputs_count = 1,
                                          .in_events           = &events,
                                          .out_events          = &told };
  host->n_told                        = 0;
  if (host->watch) {
    host->watch(true);
  }
  const clap_process_status status = host->plugin->process(host->plugin, &process);
  if (host->watch) {
    host->watch(false);
  }
  must(status == CLAP_PROCESS_CONTINUE, "processed");
  host->n_events = 0;
}

void
clap_host_flush(ClapHost* host)
{
  const clap_input_events_t  events = { host, count_events, get_event };
  const clap_output_events_t told   = { host, take_event };
  host->n_told                      = 0;
  host->params->flush(host->plugin, &events, &told);
  host->n_events = 0;
}

void
clap_host_change(ClapHost* host, clap_id id, uint32_t time, double value)
{
  must(host->n_events < CLAP_HOST_EVENTS, "room for an event");
  host->events[host->n_events++].value = (clap_event_param_value_t){
    .header   = { sizeof(clap_event_param_value_t), time, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE, 0 },
    .param_id = id,
    .value    = value
  };
}

void
clap_host_modulate(ClapHost* host, clap_id id, uint32_t time, double amount)
{
  must(host->n_events < CLAP_HOST_EVENTS, "room for an event");
  host->events[host->n_events++].mod = (clap_event_param_mod_t){
    .header   = { sizeof(clap_event_param_mod_t), time, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_MOD, 0 },
    .param_id = id,
    .amount   = amount
  };
}

double
clap_host_shown(const ClapHost* host, clap_id id)
{
  double value = NAN;
  must(host->params->get_value(host->plugin, id, &value), "a parameter");
  return value;
}

static int64_t CLAP_ABI
stream_write(const clap_ostream_t* stream, const void* buffer, uint64_t n)
{
  ClapStream* const s    = (ClapStream*)stream->ctx;
  const uint64_t    part = n < 777 ? n : 777; // Hosts may take less than they are given
  must(s->size + part < CLAP_HOST_TEXT, "a state that fits");
  memcpy(s->bytes + s->size, buffer, part);
  s->size += part;
  return (int64_t)part;
}

static int64_t CLAP_ABI
stream_read(const clap_istream_t* stream, void* buffer, uint64_t n)
{
  ClapStream* const s    = (ClapStream*)stream->ctx;
  const uint64_t    left = s->size - s->at;
  const uint64_t    most = left < 333 ? left : 333;
  const uint64_t    part = n < most ? n : most;
  memcpy(buffer, s->bytes + s->at, part);
  s->at += part;
  return (int64_t)part;
}

void
clap_host_save(ClapHost* host, ClapStream* s)
{
  const clap_ostream_t stream = { s, stream_write };
  memset(s, 0, sizeof(*s));
  must(host->state->save(host->plugin, &stream), "saved");
}

bool
clap_host_restore(ClapHost* host, ClapStream* s)
{
  const clap_istream_t stream = { s, stream_read };
  s->at                       = 0;
  return host->state->load(host->plugin, &stream);
}

void
clap_host_fill_noise(ClapHost* host, uint32_t seed)
{
  for (unsigned i = 0; i < CLAP_HOST_BLOCK; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      seed           = seed * 1664525u + 1013904223u;
      host->in[c][i] = (float)(seed >> 8u) / 16777216.0f - 0.5f;
    }
  }
}
