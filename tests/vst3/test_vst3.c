// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The VST3 module, loaded as a host does: buses, parameters, automation to the sample, outputs, presets and the state.

#include "plugin/vst3/travesty.h"
#include "plugin/vst3/vst3_parameters.h"
#include "plugin/vst3/wide_text.h"

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

enum { BLOCK = 512, POINTS = 8, TEXT = 1 << 20 };

static void* module;

/// A queue of points and the list that holds it, as a host brings them
typedef struct {
  const struct v3_param_value_queue* table;
  v3_param_id                        id;
  int32_t                            n;
  int32_t                            offsets[POINTS];
  double                             values[POINTS];
} Points;

typedef struct {
  const struct v3_param_changes* table;
  int32_t                        n;
  Points                         points[VST3_PROGRAM];
} Changes;

static v3_param_id V3_API
get_param_id(void* self)
{
  return ((Points*)self)->id;
}

static int32_t V3_API
get_point_count(void* self)
{
  return ((Points*)self)->n;
}

static v3_result V3_API
get_point(void* self, int32_t i, int32_t* offset, double* value)
{
  const Points* const points = (Points*)self;
  assert_in_range(i, 0, points->n - 1);
  *offset = points->offsets[i];
  *value  = points->values[i];
  return V3_OK;
}

static v3_result V3_API
add_point(void* self, int32_t offset, double value, int32_t* i)
{
  Points* const points = (Points*)self;
  assert_true(points->n < POINTS && value >= 0.0 && value <= 1.0);
  *i                         = points->n;
  points->offsets[points->n] = offset;
  points->values[points->n]  = value;
  ++points->n;
  return V3_OK;
}

static const struct v3_param_value_queue queue_table = { .get_param_id    = get_param_id,
                                                         .get_point_count = get_point_count,
                                                         .get_point       = get_point,
                                                         .add_point       = add_point };

static int32_t V3_API
get_param_count(void* self)
{
  return ((Changes*)self)->n;
}

static struct v3_param_value_queue** V3_API
get_param_data(void* self, int32_t i)
{
  return (struct v3_param_value_queue**)(void*)&((Changes*)self)->points[i].table;
}

static struct v3_param_value_queue** V3_API
add_param_data(void* self, v3_param_id* id, int32_t* i)
{
  Changes* const changes = (Changes*)self;
  *i                     = changes->n++;
  changes->points[*i]    = (Points){ .table = &queue_table, .id = *id };
  return get_param_data(self, *i);
}

static const struct v3_param_changes changes_table = { .get_param_count = get_param_count,
                                                       .get_param_data  = get_param_data,
                                                       .add_param_data  = add_param_data };

/// A stream in memory
typedef struct {
  const struct v3_bstream* table;
  size_t                   size, at;
  char                     bytes[TEXT];
} Stream;

static v3_result V3_API
stream_read(void* self, void* buffer, int32_t n, int32_t* got)
{
  Stream* const stream = (Stream*)self;
  const size_t  left   = stream->size - stream->at;
  const size_t  most   = left < 1000 ? left : 1000; // Hosts may give less than they are asked for
  *got                 = (int32_t)(most < (size_t)n ? most : (size_t)n);
  memcpy(buffer, stream->bytes + stream->at, (size_t)*got);
  stream->at += (size_t)*got;
  return V3_OK;
}

static v3_result V3_API
stream_write(void* self, void* buffer, int32_t n, int32_t* written)
{
  Stream* const stream = (Stream*)self;
  assert_true(stream->size + (size_t)n < TEXT);
  memcpy(stream->bytes + stream->size, buffer, (size_t)n);
  stream->size += (size_t)n;
  *written = n;
  return V3_OK;
}

static const struct v3_bstream stream_table = { .read = stream_read, .write = stream_write };

/// An instance of the plug-in and what it is given
typedef struct {
  struct v3_component**        component;
  struct v3_audio_processor**  processor;
  struct v3_edit_controller**  controller;
  struct v3_unit_information** units;
  Changes                      in_changes, out_changes;
  float                        in[2][BLOCK], out[2][BLOCK];
} Instance3;

static Instance3 host;
static Stream    saved;
static Stream    again;

static void*
query(void* object, const v3_tuid iid)
{
  void* result = NULL;
  assert_int_equal((*(struct v3_funknown**)object)->query_interface(object, iid, &result), V3_OK);
  return result;
}

static struct v3_plugin_factory_3**
load_factory(void)
{
  struct v3_plugin_factory_3** (*get)(void) = NULL;
  *(void**)&get                             = dlsym(module, "GetPluginFactory");
  assert_non_null(get);
  return get();
}

static void
create(void)
{
  struct v3_plugin_factory_3** const factory = load_factory();
  struct v3_class_info               info;
  void*                              object = NULL;
  memset(&host, 0, sizeof(host));
  assert_int_equal((*factory)->get_class_info(factory, 0, &info), V3_OK);
  assert_int_equal((*factory)->create_instance(factory, info.class_id, v3_component_iid, &object), V3_OK);
  host.component  = (struct v3_component**)object;
  host.processor  = (struct v3_audio_processor**)query(object, v3_audio_processor_iid);
  host.controller = (struct v3_edit_controller**)query(object, v3_edit_controller_iid);
  host.units      = (struct v3_unit_information**)query(object, v3_unit_information_iid);
  assert_int_equal((*host.component)->initialize(host.component, NULL), V3_OK);
  assert_int_equal((*host.controller)->initialize(host.controller, NULL), V3_OK);
}

static void
start(double rate)
{
  struct v3_process_setup setup = { V3_REALTIME, V3_SAMPLE_32, BLOCK, rate };
  assert_int_equal((*host.processor)->setup_processing(host.processor, &setup), V3_OK);
  assert_int_equal((*host.component)->set_active(host.component, 1), V3_OK);
  assert_int_equal((*host.processor)->set_processing(host.processor, 1), V3_OK);
}

static void
stop(void)
{
  (*host.processor)->set_processing(host.processor, 0);
  assert_int_equal((*host.component)->set_active(host.component, 0), V3_OK);
}

static void
destroy(void)
{
  (*host.controller)->terminate(host.controller);
  (*host.component)->terminate(host.component);
  (*host.units)->unref(host.units);
  (*host.controller)->unref(host.controller);
  (*host.processor)->unref(host.processor);
  assert_int_equal((*host.component)->unref(host.component), 0);
}

static void
run(int32_t n, unsigned channels)
{
  float*                      in[]  = { host.in[0], host.in[1] };
  float*                      out[] = { host.out[0], host.out[1] };
  struct v3_audio_bus_buffers ins   = { .num_channels = (int32_t)channels, .channel_buffers_32 = in };
  struct v3_audio_bus_buffers outs  = { .num_channels = (int32_t)channels, .channel_buffers_32 = out };
  struct v3_process_data      data  = { .symbolic_sample_size = V3_SAMPLE_32,
                                        .nframes              = n,
                                        .num_input_buses      = n ? 1 : 0,
                                        .num_output_buses     = n ? 1 : 0,
                                        .inputs               = n ? &ins : NULL,
                                        .outputs              = n ? &outs : NULL };
  host.in_changes.table             = &changes_table;
  host.out_changes.table            = &changes_table;
  host.out_changes.n                = 0;
  data.input_params                 = (struct v3_param_changes**)(void*)&host.in_changes.table;
  data.output_params                = (struct v3_param_changes**)(void*)&host.out_changes.table;
  assert_int_equal((*host.processor)->process(host.processor, &data), V3_OK);
  host.in_changes.n = 0;
}

static void
change(v3_param_id id, int32_t offset, double position)
{
  Changes* const changes = &host.in_changes;
  int32_t        i       = 0;
  if (!changes->n || changes->points[changes->n - 1].id != id) {
    add_param_data(changes, &id, &i);
  }
  add_point(&changes->points[changes->n - 1], offset, position, &i);
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
shown(v3_param_id id)
{
  return (*host.controller)->get_parameter_normalised(host.controller, id);
}

static void
test_flat_is_bit_exact(void** state)
{
  (void)state;
  create();
  start(48000.0);
  for (unsigned block = 0; block < 20; ++block) {
    fill_noise(block);
    run(block % 3 ? BLOCK : 17, 2);
    assert_memory_equal(host.in, host.out, 17 * sizeof(float));
  }
  assert_int_equal((*host.processor)->get_latency_samples(host.processor), 0);
  assert_int_equal((*host.processor)->get_tail_samples(host.processor), 0);
  stop();
  destroy();
}

static void
test_parameters_and_their_texts(void** state)
{
  (void)state;
  create();
  const int32_t n = (*host.controller)->get_parameter_count(host.controller);
  assert_int_equal(n, PARAM_COUNT + OUTPUT_COUNT + 1);
  for (int32_t i = 0; i < n; ++i) {
    struct v3_param_info info;
    v3_str_128           text;
    double               position = -1.0;
    assert_int_equal((*host.controller)->get_parameter_info(host.controller, i, &info), V3_OK);
    assert_true(info.title[0] && info.default_normalised_value >= 0.0 && info.default_normalised_value <= 1.0);
    assert_int_equal((*host.controller)->get_parameter_string_for_value(host.controller, info.param_id, 0.5, text),
                     V3_OK);
    assert_true(text[0]);
    if (!(info.flags & V3_PARAM_READ_ONLY)) {
      assert_int_equal(
        (*host.controller)->get_parameter_value_for_string(host.controller, info.param_id, text, &position), V3_OK);
      assert_true(fabs(position - 0.5) <= (info.step_count ? 0.51 / info.step_count : 0.01));
      assert_true(fabs(shown(info.param_id) - info.default_normalised_value) < 1e-6);
    }
    const double plain = (*host.controller)->normalised_parameter_to_plain(host.controller, info.param_id, 1.0);
    assert_true((*host.controller)->plain_parameter_to_normalised(host.controller, info.param_id, plain) == 1.0);
  }
  struct v3_param_info bypass;
  assert_int_equal((*host.controller)->get_parameter_info(host.controller, PARAM_ENABLED, &bypass), V3_OK);
  assert_true(bypass.flags & V3_PARAM_IS_BYPASS);
  assert_true(bypass.default_normalised_value == 0.0); // Not bypassed
  destroy();
}

static void
test_automation_is_to_the_sample(void** state)
{
  (void)state;
  static float      whole[BLOCK];
  const v3_param_id gain = parameter_of_band(2, BAND_GAIN);
  create();
  start(48000.0);
  fill_noise(1);
  change(PARAM_LEVEL_MATCH, 0, 0.0);
  change(gain, 200, vst3_position(gain, 6.0f));
  run(BLOCK, 2);
  memcpy(whole, host.out[0], sizeof(whole));
  assert_memory_equal(whole, host.in[0], 200 * sizeof(float));
  assert_memory_not_equal(whole + 210, host.in[0] + 210, 100 * sizeof(float));
  assert_true(fabs(shown(gain) - vst3_position(gain, 6.0f)) < 1e-6);
  stop();
  destroy();
}

static void
test_a_ramp_has_no_steps(void** state)
{
  (void)state;
  enum { BLOCKS = 40 };
  const v3_param_id gain = PARAM_OUTPUT_GAIN;
  create();
  start(48000.0);
  float largest = 0.0f;
  float last    = 0.0f;
  for (unsigned block = 0; block < BLOCKS; ++block) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      host.in[0][i] = host.in[1][i] = 0.25f;
    }
    change(PARAM_LEVEL_MATCH, 0, 0.0);
    change(gain, 0, 0.5 + 0.25 * block / BLOCKS);
    change(gain, BLOCK - 1, 0.5 + 0.25 * (block + 1) / BLOCKS);
    run(BLOCK, 2);
    for (unsigned i = 0; i < BLOCK; ++i) {
      largest = block && fabsf(host.out[0][i] - last) > largest ? fabsf(host.out[0][i] - last) : largest;
      last    = host.out[0][i];
    }
  }
  assert_true(last > 0.9f);       // +12 dB
  assert_true(largest < 0.0005f); // Against 0.75 in 20,480 samples: 0.00004 on average, three times that at the end
  stop();
  destroy();
}

static void
test_outputs_move(void** state)
{
  (void)state;
  create();
  start(16000.0);
  bool told = false;
  for (unsigned block = 0; block < 200; ++block) { // 6.4 s
    fill_noise(block);
    run(BLOCK, 2);
    for (int32_t i = 0; i < host.out_changes.n; ++i) {
      told = told || host.out_changes.points[i].id == VST3_OUTPUTS + OUTPUT_DRY_AROUSAL;
    }
  }
  assert_true(told);
  assert_true(fabs(shown(VST3_OUTPUTS + OUTPUT_DRY_AROUSAL) - 0.5) > 1e-4);
  assert_true(shown(VST3_OUTPUTS + OUTPUT_DRY_AROUSAL) == shown(VST3_OUTPUTS + OUTPUT_WET_AROUSAL));
  stop();
  destroy();
}

static void
save(Stream* stream)
{
  memset(stream, 0, sizeof(*stream));
  stream->table = &stream_table;
  assert_int_equal((*host.component)->get_state(host.component, (struct v3_bstream**)(void*)&stream->table), V3_OK);
}

static v3_result
restore(Stream* stream)
{
  stream->at = 0;
  return (*host.component)->set_state(host.component, (struct v3_bstream**)(void*)&stream->table);
}

static void
test_state(void** state)
{
  (void)state;
  const v3_param_id gain = parameter_of_band(3, BAND_GAIN);
  create();
  start(44100.0);
  change(gain, 0, vst3_position(gain, -4.5f));
  run(0, 2); // Without audio
  save(&saved);
  assert_non_null(strstr(saved.bytes, "\"p2_gain\":-4.5"));
  stop();
  destroy();

  create(); // Before the rate is known
  assert_int_equal(restore(&saved), V3_OK);
  assert_true(fabs(shown(gain) - vst3_position(gain, -4.5f)) < 1e-6);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  start(96000.0);
  assert_true(fabs(shown(gain) - vst3_position(gain, -4.5f)) < 1e-6);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);

  change(gain, 0, 0.5);
  run(BLOCK, 2);
  assert_int_equal(restore(&saved), V3_OK); // While processing: shown and saved at once
  assert_true(fabs(shown(gain) - vst3_position(gain, -4.5f)) < 1e-6);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  run(BLOCK, 2);
  assert_true(fabs(shown(gain) - vst3_position(gain, -4.5f)) < 1e-6);

  snprintf(again.bytes, sizeof(again.bytes), "nonsense");
  again.size = 8;
  assert_int_equal(restore(&again), V3_FALSE);
  save(&again);
  assert_string_equal(again.bytes, saved.bytes);
  stop();
  destroy();
}

static void
test_presets(void** state)
{
  (void)state;
  v3_program_list_info list;
  v3_str_128           name;
  char                 text[128];
  double               position = 0.0;
  create();
  start(48000.0);
  assert_int_equal((*host.units)->get_program_list_info(host.units, 0, &list), V3_OK);
  assert_true(list.programCount >= 10);
  int32_t telephone = -1;
  for (int32_t i = 0; i < list.programCount; ++i) {
    assert_int_equal((*host.units)->get_program_name(host.units, list.id, i, name), V3_OK);
    wide_text_to(text, sizeof(text), name);
    telephone = strcmp(text, "Telephone") ? telephone : i;
  }
  assert_true(telephone >= 0);
  wide_text_from(name, 128, "Telephone");
  assert_int_equal((*host.controller)->get_parameter_value_for_string(host.controller, VST3_PROGRAM, name, &position),
                   V3_OK);
  change(VST3_PROGRAM, 0, position);
  run(BLOCK, 2);
  assert_true(shown(parameter_of_band(0, BAND_ON)) == 1.0); // Its high-pass
  assert_true(fabs(shown(VST3_PROGRAM) - position) < 1e-9);
  stop();
  destroy();
}

static void
test_arrangements(void** state)
{
  (void)state;
  v3_speaker_arrangement mono   = V3_SPEAKER_M;
  v3_speaker_arrangement stereo = V3_SPEAKER_L | V3_SPEAKER_R;
  v3_speaker_arrangement quad   = stereo | V3_SPEAKER_LS | V3_SPEAKER_RS;
  v3_speaker_arrangement both[] = { V3_SPEAKER_M, V3_SPEAKER_M };
  v3_speaker_arrangement got    = 0;
  struct v3_bus_info     info;
  create();
  assert_int_equal((*host.component)->get_bus_count(host.component, V3_AUDIO, V3_INPUT), 2);
  assert_int_equal((*host.component)->get_bus_count(host.component, V3_AUDIO, V3_OUTPUT), 1);
  assert_int_equal((*host.component)->get_bus_count(host.component, V3_EVENT, V3_INPUT), 0);
  assert_int_equal((*host.component)->get_bus_info(host.component, V3_AUDIO, V3_INPUT, 1, &info), V3_OK);
  assert_int_equal(info.bus_type, V3_AUX);
  assert_int_equal((*host.processor)->set_bus_arrangements(host.processor, &quad, 1, &quad, 1), V3_FALSE);
  assert_int_equal((*host.processor)->set_bus_arrangements(host.processor, &mono, 1, &stereo, 1), V3_FALSE);
  assert_int_equal((*host.processor)->get_bus_arrangement(host.processor, V3_OUTPUT, 0, &got), V3_OK);
  assert_true(got == stereo);
  assert_int_equal((*host.processor)->set_bus_arrangements(host.processor, both, 2, &mono, 1), V3_OK);
  start(48000.0);
  fill_noise(3);
  run(BLOCK, 1);
  assert_memory_equal(host.in[0], host.out[0], sizeof(host.in[0]));
  stop();
  destroy();
}

static void
test_odd_rates(void** state)
{
  (void)state;
  static const double rates[] = { 8000.0, 44123.0, 384000.0 };
  create();
  for (unsigned i = 0; i < 3; ++i) {
    start(rates[i]);
    fill_noise(i);
    run(BLOCK, 2);
    run(1, 2);
    run(0, 2);
    assert_memory_equal(host.in[0], host.out[0], sizeof(float));
    stop();
  }
  destroy();
}

static void
test_two_instances(void** state)
{
  (void)state;
  static Instance3  first;
  const v3_param_id gain = parameter_of_band(2, BAND_GAIN);
  create();
  start(48000.0);
  first = host;
  create();
  start(48000.0);
  change(gain, 0, 1.0);
  run(BLOCK, 2);
  assert_true(shown(gain) == 1.0);
  assert_true((*first.controller)->get_parameter_normalised(first.controller, gain) == 0.5);
  stop();
  destroy();
  host = first;
  stop();
  destroy();
}

static void
test_texts_of_other_scripts(void** state)
{
  (void)state;
  int16_t wide[16];
  char    text[32];
  wide_text_from(wide, 16, "a\xC3\xBC\xE2\x82\xAC\xF0\x9D\x84\x9E!");
  wide_text_to(text, sizeof(text), wide);
  assert_string_equal(text, "a\xC3\xBC\xE2\x82\xAC\xF0\x9D\x84\x9E!");
  wide_text_from(wide, 4, "ab\xF0\x9D\x84\x9E"); // The clef doesn't fit
  wide_text_to(text, sizeof(text), wide);
  assert_string_equal(text, "ab");
  wide_text_from(wide, 16, "\xFF\xC3");
  wide_text_to(text, 2, wide);
  assert_string_equal(text, "?");
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_flat_is_bit_exact),
    cmocka_unit_test(test_parameters_and_their_texts),
    cmocka_unit_test(test_automation_is_to_the_sample),
    cmocka_unit_test(test_a_ramp_has_no_steps),
    cmocka_unit_test(test_outputs_move),
    cmocka_unit_test(test_state),
    cmocka_unit_test(test_presets),
    cmocka_unit_test(test_arrangements),
    cmocka_unit_test(test_odd_rates),
    cmocka_unit_test(test_two_instances),
    cmocka_unit_test(test_texts_of_other_scripts),
  };
  module = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!module) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
