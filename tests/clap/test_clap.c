// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The CLAP module, loaded as a host does: ports, parameters, events to the sample, modulation, outputs and the state.

#include "plugin/clap/headers.h"
#include "plugin/parameters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512, EVENTS = 16, TEXT = 1 << 20, OUTPUTS = 1000 };

static const clap_plugin_entry_t* entry;

typedef union {
  clap_event_header_t      header;
  clap_event_param_value_t value;
  clap_event_param_mod_t   mod;
} Event;

typedef struct {
  size_t size, at;
  char   bytes[TEXT];
} Stream;

/// A host with one instance
typedef struct {
  clap_host_t                 host;
  const clap_plugin_t*        plugin;
  const clap_plugin_params_t* params;
  const clap_plugin_state_t*  state;
  Event                       events[EVENTS];
  uint32_t                    n_events, n_told;
  int                         rescans;
  float                       in[2][BLOCK], out[2][BLOCK];
} TestHost;

static TestHost host;
static Stream   saved;
static Stream   again;

static void CLAP_ABI
on_rescan(const clap_host_t* h, clap_param_rescan_flags flags)
{
  (void)h;
  host.rescans += flags == CLAP_PARAM_RESCAN_VALUES;
}

static void CLAP_ABI
on_request(const clap_host_t* h)
{
  (void)h;
}

static const void* CLAP_ABI
get_host_extension(const clap_host_t* h, const char* id)
{
  static const clap_host_params_t params = { .rescan = on_rescan, .request_flush = on_request };
  (void)h;
  return strcmp(id, CLAP_EXT_PARAMS) ? NULL : &params;
}

static uint32_t CLAP_ABI
count_events(const clap_input_events_t* list)
{
  (void)list;
  return host.n_events;
}

static const clap_event_header_t* CLAP_ABI
get_event(const clap_input_events_t* list, uint32_t i)
{
  (void)list;
  return &host.events[i].header;
}

static bool CLAP_ABI
take_event(const clap_output_events_t* list, const clap_event_header_t* event)
{
  (void)list;
  host.n_told += event->space_id == CLAP_CORE_EVENT_SPACE_ID;
  return true;
}

static int64_t CLAP_ABI
stream_write(const clap_ostream_t* stream, const void* buffer, uint64_t n)
{
  Stream* const  s    = (Stream*)stream->ctx;
  const uint64_t part = n < 777 ? n : 777; // Hosts may take less than they are given
  assert_true(s->size + part < TEXT);
  memcpy(s->bytes + s->size, buffer, part);
  s->size += part;
  return (int64_t)part;
}

static int64_t CLAP_ABI
stream_read(const clap_istream_t* stream, void* buffer, uint64_t n)
{
  Stream* const  s    = (Stream*)stream->ctx;
  const uint64_t left = s->size - s->at;
  const uint64_t most = left < 333 ? left : 333;
  const uint64_t part = n < most ? n : most;
  memcpy(buffer, s->bytes + s->at, part);
  s->at += part;
  return (int64_t)part;
}

static void
create(const char* id)
{
  const clap_plugin_factory_t* const factory = (const clap_plugin_factory_t*)entry->get_factory(CLAP_PLUGIN_FACTORY_ID);
  memset(&host, 0, sizeof(host));
  host.host   = (clap_host_t){ .clap_version     = CLAP_VERSION_INIT,
                               .name             = "test",
                               .vendor           = "",
                               .url              = "",
                               .version          = "1",
                               .get_extension    = get_host_extension,
                               .request_restart  = on_request,
                               .request_process  = on_request,
                               .request_callback = on_request };
  host.plugin = factory->create_plugin(factory, &host.host, id);
  assert_non_null(host.plugin);
  assert_true(host.plugin->init(host.plugin));
  host.params = (const clap_plugin_params_t*)host.plugin->get_extension(host.plugin, CLAP_EXT_PARAMS);
  host.state  = (const clap_plugin_state_t*)host.plugin->get_extension(host.plugin, CLAP_EXT_STATE);
  assert_true(host.params && host.state);
}

static void
start(double rate)
{
  assert_true(host.plugin->activate(host.plugin, rate, 1, BLOCK));
  assert_true(host.plugin->start_processing(host.plugin));
}

static void
stop(void)
{
  host.plugin->stop_processing(host.plugin);
  host.plugin->deactivate(host.plugin);
}

static void
run(uint32_t n, uint32_t channels)
{
  float*                     in[]    = { host.in[0], host.in[1] };
  float*                     out[]   = { host.out[0], host.out[1] };
  const clap_audio_buffer_t  input   = { .data32 = in, .channel_count = channels };
  clap_audio_buffer_t        output  = { .data32 = out, .channel_count = channels };
  const clap_input_events_t  events  = { NULL, count_events, get_event };
  const clap_output_events_t told    = { NULL, take_event };
  const clap_process_t       process = { .frames_count        = n,
                                         .audio_inputs        = &input,
                                         .audio_outputs       = &output,
                                         .audio_inputs_count  = 1,
                                         .audio_outputs_count = 1,
                                         .in_events           = &events,
                                         .out_events          = &told };
  assert_int_equal(host.plugin->process(host.plugin, &process), CLAP_PROCESS_CONTINUE);
  host.n_events = 0;
}

static void
change(clap_id id, uint32_t time, double value)
{
  host.events[host.n_events++].value = (clap_event_param_value_t){
    .header   = { sizeof(clap_event_param_value_t), time, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE, 0 },
    .param_id = id,
    .value    = value
  };
}

static void
modulate(clap_id id, uint32_t time, double amount)
{
  host.events[host.n_events++].mod = (clap_event_param_mod_t){
    .header   = { sizeof(clap_event_param_mod_t), time, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_MOD, 0 },
    .param_id = id,
    .amount   = amount
  };
}

/// White noise by a linear congruential generator
static void
fill_noise(uint32_t seed)
{
  for (unsigned i = 0; i < BLOCK; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      seed          = seed * 1664525u + 1013904223u;
      host.in[c][i] = (float)(seed >> 8u) / 16777216.0f - 0.5f;
    }
  }
}

static double
shown(clap_id id)
{
  double value = NAN;
  assert_true(host.params->get_value(host.plugin, id, &value));
  return value;
}

static void
save(Stream* s)
{
  const clap_ostream_t stream = { s, stream_write };
  memset(s, 0, sizeof(*s));
  assert_true(host.state->save(host.plugin, &stream));
}

static bool
restore(Stream* s)
{
  const clap_istream_t stream = { s, stream_read };
  s->at                       = 0;
  return host.state->load(host.plugin, &stream);
}

static void
test_flat_is_bit_exact(void** state)
{
  static const double rates[] = { 48000.0, 8000.0, 44123.0, 384000.0 };
  (void)state;
  create("equus.stereo");
  for (unsigned i = 0; i < 4; ++i) {
    start(rates[i]);
    fill_noise(i);
    run(BLOCK, 2);
    assert_memory_equal(host.in, host.out, sizeof(host.in));
    run(1, 2);
    run(0, 2);
    host.plugin->reset(host.plugin);
    run(77, 2);
    assert_memory_equal(host.in, host.out, sizeof(host.in));
    stop();
  }
  host.plugin->destroy(host.plugin);

  create("equus.mono");
  start(48000.0);
  run(BLOCK, 1);
  assert_memory_equal(host.in[0], host.out[0], sizeof(host.in[0]));
  stop();
  host.plugin->destroy(host.plugin);
}

static void
test_ports(void** state)
{
  (void)state;
  clap_audio_port_info_t info;
  create("equus.stereo");
  const clap_plugin_audio_ports_t* const ports =
    (const clap_plugin_audio_ports_t*)host.plugin->get_extension(host.plugin, CLAP_EXT_AUDIO_PORTS);
  assert_int_equal(ports->count(host.plugin, true), 2);
  assert_int_equal(ports->count(host.plugin, false), 1);
  assert_true(ports->get(host.plugin, 0, true, &info) && info.flags & CLAP_AUDIO_PORT_IS_MAIN);
  const clap_id pair = info.in_place_pair;
  assert_true(ports->get(host.plugin, 0, false, &info) && info.id == pair && info.channel_count == 2);
  assert_true(ports->get(host.plugin, 1, true, &info) && !(info.flags & CLAP_AUDIO_PORT_IS_MAIN));
  assert_false(ports->get(host.plugin, 2, true, &info));
  host.plugin->destroy(host.plugin);
}

static void
test_parameters_and_their_texts(void** state)
{
  (void)state;
  create("equus.stereo");
  const uint32_t n = host.params->count(host.plugin);
  assert_int_equal(n, PARAM_COUNT + OUTPUT_COUNT);
  for (uint32_t i = 0; i < n; ++i) {
    clap_param_info_t info;
    char              text[128];
    double            value = NAN;
    assert_true(host.params->get_info(host.plugin, i, &info));
    assert_true(info.name[0] && info.module[0] && info.min_value < info.max_value);
    assert_true(host.params->value_to_text(host.plugin, info.id, info.default_value, text, sizeof(text)) && text[0]);
    assert_true(shown(info.id) == info.default_value);
    if (!(info.flags & CLAP_PARAM_IS_READONLY)) {
      assert_true(host.params->text_to_value(host.plugin, info.id, text, &value));
      assert_true(fabs(value - info.default_value) < 0.01 * (info.max_value - info.min_value));
    }
  }
  assert_false(host.params->get_info(host.plugin, n, &(clap_param_info_t){ 0 }));
  host.plugin->destroy(host.plugin);
}

static void
test_events_are_to_the_sample(void** state)
{
  (void)state;
  const clap_id gain = parameter_of_band(2, BAND_GAIN);
  create("equus.stereo");
  start(48000.0);
  fill_noise(1);
  change(PARAM_LEVEL_MATCH, 0, 0.0);
  change(gain, 200, 6.0);
  run(BLOCK, 2);
  assert_memory_equal(host.out[0], host.in[0], 200 * sizeof(float));
  assert_memory_not_equal(host.out[0] + 210, host.in[0] + 210, 100 * sizeof(float));
  assert_true(shown(gain) == 6.0);
  stop();
  host.plugin->destroy(host.plugin);
}

static void
test_modulation_is_heard_and_not_kept(void** state)
{
  (void)state;
  create("equus.stereo");
  start(48000.0);
  save(&saved);
  for (unsigned i = 0; i < BLOCK; ++i) {
    host.in[0][i] = host.in[1][i] = 0.25f;
  }
  modulate(PARAM_OUTPUT_GAIN, 0, 6.0);
  change(PARAM_LEVEL_MATCH, 0, 0.0);
  for (unsigned block = 0; block < 50; ++block) {
    run(BLOCK, 2);
  }
  assert_true(fabsf(host.out[0][BLOCK - 1] - 0.25f * powf(10.0f, 0.3f)) < 1e-3f);
  assert_true(shown(PARAM_OUTPUT_GAIN) == 0.0);
  change(PARAM_LEVEL_MATCH, 0, 1.0);
  modulate(PARAM_OUTPUT_GAIN, 0, 0.0);
  run(BLOCK, 2);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  for (unsigned block = 0; block < 50; ++block) {
    run(BLOCK, 2);
  }
  assert_memory_equal(host.in, host.out, sizeof(host.in));
  stop();
  host.plugin->destroy(host.plugin);
}

static void
test_outputs_move(void** state)
{
  (void)state;
  create("equus.stereo");
  start(16000.0);
  for (unsigned block = 0; block < 200; ++block) { // 6.4 s
    fill_noise(block);
    run(BLOCK, 2);
  }
  assert_true(shown(OUTPUTS + OUTPUT_DRY_AROUSAL) != 0.0);
  assert_true(shown(OUTPUTS + OUTPUT_DRY_AROUSAL) == shown(OUTPUTS + OUTPUT_WET_AROUSAL));
  stop();
  host.plugin->destroy(host.plugin);
}

static void
test_state(void** state)
{
  (void)state;
  const clap_id              gain   = parameter_of_band(3, BAND_GAIN);
  const clap_input_events_t  events = { NULL, count_events, get_event };
  const clap_output_events_t told   = { NULL, take_event };
  create("equus.stereo");
  change(gain, 0, -4.5);
  host.params->flush(host.plugin, &events, &told); // Before the rate is known
  host.n_events = 0;
  assert_true(shown(gain) == -4.5);
  save(&saved);
  assert_non_null(strstr(saved.bytes, "\"p2_gain\":-4.5"));
  host.plugin->destroy(host.plugin);

  create("equus.stereo");
  assert_true(restore(&saved) && host.rescans == 1);
  assert_true(shown(gain) == -4.5);
  start(96000.0);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  change(gain, 0, 0.0);
  run(BLOCK, 2);
  assert_true(restore(&saved)); // While processing: shown and saved at once
  assert_true(shown(gain) == -4.5);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  run(BLOCK, 2);
  assert_true(shown(gain) == -4.5);

  snprintf(again.bytes, sizeof(again.bytes), "nonsense");
  again.size = 8;
  assert_false(restore(&again));
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  stop();
  host.plugin->destroy(host.plugin);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_flat_is_bit_exact),
    cmocka_unit_test(test_ports),
    cmocka_unit_test(test_parameters_and_their_texts),
    cmocka_unit_test(test_events_are_to_the_sample),
    cmocka_unit_test(test_modulation_is_heard_and_not_kept),
    cmocka_unit_test(test_outputs_move),
    cmocka_unit_test(test_state),
  };
  void* const module = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  entry              = module ? (const clap_plugin_entry_t*)dlsym(module, "clap_entry") : NULL;
  if (!entry || !entry->init(argv[1])) {
    fprintf(stderr, "no CLAP module: %s\n", module ? "it can't be initialised" : dlerror());
    return 2;
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
