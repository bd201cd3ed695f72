// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/clap/clap.h"

#include "ui/view_state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EDITS_SIZE = 1u << 14u, STATE_MOST = 1 << 24 };

static bool CLAP_ABI
init(const clap_plugin_t* plugin)
{
  Clap* const              clap = clap_of(plugin);
  const clap_host_t* const host = clap->host;
  clap->host_params             = (const clap_host_params_t*)host->get_extension(host, CLAP_EXT_PARAMS);
  clap->host_gui                = (const clap_host_gui_t*)host->get_extension(host, CLAP_EXT_GUI);
  clap->host_state              = (const clap_host_state_t*)host->get_extension(host, CLAP_EXT_STATE);
  clap->host_timer              = (const clap_host_timer_support_t*)host->get_extension(host, CLAP_EXT_TIMER_SUPPORT);
  return true;
}

static void
free_clap(Clap* clap)
{
  instance_free(clap->instance);
  ring_free(clap->edits);
  free(clap);
}

static void CLAP_ABI
destroy(const clap_plugin_t* plugin)
{
  clap_gui.destroy(plugin);
  free_clap(clap_of(plugin));
}

static bool CLAP_ABI
activate(const clap_plugin_t* plugin, double rate, uint32_t min_frames, uint32_t max_frames)
{
  Clap* const clap = clap_of(plugin);
  (void)min_frames;
  (void)max_frames;
  return !instance_activate(clap->instance, rate, clap->channels, NULL);
}

static void CLAP_ABI
deactivate(const clap_plugin_t* plugin)
{
  instance_deactivate(clap_of(plugin)->instance);
}

static bool CLAP_ABI
start_processing(const clap_plugin_t* plugin)
{
  (void)plugin;
  return true;
}

static void CLAP_ABI
stop_processing(const clap_plugin_t* plugin)
{
  (void)plugin;
}

static void CLAP_ABI
reset(const clap_plugin_t* plugin)
{
  instance_reset(clap_of(plugin)->instance);
}

/// Process frames `at` to `at + n` of a block
static EQUUS_RT void
process_part(Clap* clap, const clap_process_t* process, uint32_t at, uint32_t n)
{
  const clap_audio_buffer_t* const beside = process->audio_inputs_count > 1 ? &process->audio_inputs[1] : NULL;
  const float*                     in[2];
  const float*                     side[2];
  float*                           out[2];
  for (unsigned c = 0; c < clap->channels; ++c) {
    const bool connected = beside && beside->data32 && c < beside->channel_count && beside->data32[c];
    in[c]                = process->audio_inputs[0].data32[c] + at;
    side[c]              = connected ? beside->data32[c] + at : c ? side[0] : NULL; // One for both
    out[c]               = process->audio_outputs[0].data32[c] + at;
  }
  instance_process(clap->instance, in, side, out, n, clap->offline);
}

/// Process a block in parts between the events
static EQUUS_RT void
process_events(Clap* clap, const clap_process_t* process, bool audio)
{
  const clap_input_events_t* const events = process->in_events;
  const uint32_t                   n      = events ? events->size(events) : 0;
  const uint32_t                   end    = audio ? process->frames_count : 0;
  uint32_t                         at     = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const clap_event_header_t* const event = events->get(events, i);
    if (event->time > at && at < end) {
      const uint32_t next = event->time < end ? event->time : end;
      process_part(clap, process, at, next - at);
      at = next;
    }
    clap_apply_event(clap, event);
  }
  if (at < end) {
    process_part(clap, process, at, end - at);
  }
}

static EQUUS_RT bool
has_audio(const Clap* clap, const clap_process_t* process)
{
  return process->audio_inputs_count > 0 && process->audio_outputs_count > 0 && process->audio_inputs[0].data32 &&
         process->audio_outputs[0].data32 && process->audio_inputs[0].channel_count >= clap->channels &&
         process->audio_outputs[0].channel_count >= clap->channels;
}

/// Tell where the host's transport is, if the host has one
static EQUUS_RT void
follow_transport(Clap* clap, const clap_event_transport_t* transport)
{
  if (transport) {
    const bool   known   = transport->flags & CLAP_TRANSPORT_HAS_SECONDS_TIMELINE;
    const double seconds = (double)transport->song_pos_seconds / (double)CLAP_SECTIME_FACTOR;
    instance_set_transport(clap->instance, transport->flags & CLAP_TRANSPORT_IS_PLAYING, known ? seconds : (double)NAN);
  }
}

static EQUUS_RT clap_process_status CLAP_ABI
process(const clap_plugin_t* plugin, const clap_process_t* process)
{
  Clap* const clap  = clap_of(plugin);
  const bool  audio = has_audio(clap, process);
  if (!instance_is_active(clap->instance)) {
    return CLAP_PROCESS_ERROR;
  }
  instance_begin(clap->instance);
  follow_transport(clap, process->transport);
  clap_take_edits(clap, process->out_events);
  process_events(clap, process, audio);
  if (audio) {
    process->audio_outputs[0].constant_mask = 0;
  }
  instance_end(clap->instance);
  return CLAP_PROCESS_CONTINUE;
}

static uint32_t CLAP_ABI
count_ports(const clap_plugin_t* plugin, bool is_input)
{
  (void)plugin;
  return is_input ? 2 : 1;
}

static bool CLAP_ABI
get_port(const clap_plugin_t* plugin, uint32_t index, bool is_input, clap_audio_port_info_t* info)
{
  enum { MAIN_IN, SIDE_IN, MAIN_OUT };
  const unsigned channels = clap_of(plugin)->channels;
  if (index >= count_ports(plugin, is_input)) {
    return false;
  }
  memset(info, 0, sizeof(*info));
  info->id            = is_input ? (index ? SIDE_IN : MAIN_IN) : MAIN_OUT;
  info->flags         = index ? 0 : CLAP_AUDIO_PORT_IS_MAIN;
  info->channel_count = channels;
  info->port_type     = channels == 2 ? CLAP_PORT_STEREO : CLAP_PORT_MONO;
  info->in_place_pair = index ? CLAP_INVALID_ID : is_input ? MAIN_OUT : MAIN_IN;
  snprintf(info->name, sizeof(info->name), "%s", index ? "Dry (side-chain)" : is_input ? "Input" : "Output");
  return true;
}

static uint32_t CLAP_ABI
no_frames(const clap_plugin_t* plugin)
{
  (void)plugin;
  return 0; // Neither latency nor tail that anyone would hear
}

static bool CLAP_ABI
has_hard_realtime_requirement(const clap_plugin_t* plugin)
{
  (void)plugin;
  return false;
}

static bool CLAP_ABI
set_render_mode(const clap_plugin_t* plugin, int32_t mode)
{
  clap_of(plugin)->offline = mode == RENDER_OFFLINE;
  return true;
}

static bool CLAP_ABI
save(const clap_plugin_t* plugin, const clap_ostream_t* stream)
{
  char* const json = instance_save(clap_of(plugin)->instance);
  size_t      left = json ? strlen(json) : 0;
  const char* next = json;
  while (left) {
    const int64_t written = stream->write(stream, next, left);
    if (written <= 0) {
      break;
    }
    next += written;
    left -= (size_t)written;
  }
  free(json);
  return json && !left;
}

/// Read a stream to its end, to be freed with free(); NULL if that failed
static char*
read_all(const clap_istream_t* stream)
{
  enum { CHUNK = 4096 };
  char*  text = NULL;
  size_t size = 0;
  for (int64_t got = 1; got > 0; size += (size_t)got) {
    char* const more = size < STATE_MOST ? (char*)realloc(text, size + CHUNK + 1) : NULL;
    got              = more ? stream->read(stream, more + size, CHUNK) : -1;
    text             = more ? more : text;
    if (got < 0) {
      free(text);
      return NULL;
    }
    text[size + (size_t)got] = '\0';
  }
  return text;
}

static bool CLAP_ABI
load(const clap_plugin_t* plugin, const clap_istream_t* stream)
{
  const Clap* const clap = clap_of(plugin);
  char* const       json = read_all(stream);
  const bool        good = json && !instance_restore(clap->instance, json, NULL);
  free(json);
  if (good && clap->host_params) {
    clap->host_params->rescan(clap->host, CLAP_PARAM_RESCAN_VALUES);
  }
  return good;
}

static const void* CLAP_ABI
get_extension(const clap_plugin_t* plugin, const char* id)
{
  static const clap_plugin_audio_ports_t ports   = { count_ports, get_port };
  static const clap_plugin_latency_t     latency = { no_frames };
  static const ClapTail                  tail    = { no_frames };
  static const ClapRender                render  = { has_hard_realtime_requirement, set_render_mode };
  static const clap_plugin_state_t       state   = { save, load };
  static const struct {
    const char* id;
    const void* extension;
  } extensions[] = {
    { CLAP_EXT_AUDIO_PORTS, &ports }, { CLAP_EXT_LATENCY, &latency },
    { CLAP_EXT_TAIL_NAME, &tail },    { CLAP_EXT_RENDER_NAME, &render },
    { CLAP_EXT_STATE, &state },       { CLAP_EXT_PARAMS, &clap_params },
    { CLAP_EXT_GUI, &clap_gui },      { CLAP_EXT_TIMER_SUPPORT, &clap_timer },
  };
  (void)plugin;
  for (unsigned i = 0; i < sizeof(extensions) / sizeof(extensions[0]); ++i) {
    if (!strcmp(id, extensions[i].id)) {
      return extensions[i].extension;
    }
  }
  return NULL;
}

static void CLAP_ABI
on_main_thread(const clap_plugin_t* plugin)
{
  clap_gui_idle(clap_of(plugin));
}

const clap_plugin_t*
clap_new(const clap_plugin_descriptor_t* descriptor, const clap_host_t* host, const char* resources, unsigned channels)
{
  Clap* const clap = (Clap*)calloc(1, sizeof(Clap));
  if (!clap) {
    return NULL;
  }
  ViewState view;
  view_state_init(&view);
  clap->plugin   = (clap_plugin_t){ .desc             = descriptor,
                                    .plugin_data      = clap,
                                    .init             = init,
                                    .destroy          = destroy,
                                    .activate         = activate,
                                    .deactivate       = deactivate,
                                    .start_processing = start_processing,
                                    .stop_processing  = stop_processing,
                                    .reset            = reset,
                                    .process          = process,
                                    .get_extension    = get_extension,
                                    .on_main_thread   = on_main_thread };
  clap->host     = host;
  clap->channels = channels;
  clap->width    = (unsigned)view.width;
  clap->height   = (unsigned)view.height;
  clap->timer    = CLAP_INVALID_ID;
  clap->instance = instance_new(resources);
  clap->edits    = ring_new(EDITS_SIZE);
  if (!clap->instance || !clap->edits) {
    free_clap(clap);
    return NULL;
  }
  return &clap->plugin;
}
