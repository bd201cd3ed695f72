// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The VST3 module, loaded as a host does: buses, parameters, automation to the sample, outputs, presets and the state.

#include "plugin/vst3/wide_text.h"
#include "tests/vst3/vst3_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = VST3_HOST_BLOCK };

static void*      module;
static Vst3Host   host;
static Vst3Stream saved;
static Vst3Stream again;

static void
test_flat_is_bit_exact(void** state)
{
  (void)state;
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
  for (unsigned block = 0; block < 20; ++block) {
    vst3_host_fill_noise(&host, block);
    vst3_host_run(&host, block % 3 ? BLOCK : 17, 2);
    assert_memory_equal(host.in, host.out, 17 * sizeof(float));
  }
  assert_int_equal((*host.processor)->get_latency_samples(host.processor), 0);
  assert_int_equal((*host.processor)->get_tail_samples(host.processor), 0);
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_parameters_and_their_texts(void** state)
{
  (void)state;
  vst3_host_open(&host, module);
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
      assert_true(fabs(vst3_host_shown(&host, info.param_id) - info.default_normalised_value) < 1e-6);
    }
    const double plain = (*host.controller)->normalised_parameter_to_plain(host.controller, info.param_id, 1.0);
    assert_true((*host.controller)->plain_parameter_to_normalised(host.controller, info.param_id, plain) == 1.0);
  }
  struct v3_param_info bypass;
  assert_int_equal((*host.controller)->get_parameter_info(host.controller, PARAM_ENABLED, &bypass), V3_OK);
  assert_true(bypass.flags & V3_PARAM_IS_BYPASS);
  assert_true(bypass.default_normalised_value == 0.0); // Not bypassed
  vst3_host_close(&host);
}

static void
test_automation_is_to_the_sample(void** state)
{
  (void)state;
  static float      whole[BLOCK];
  const v3_param_id gain = parameter_of_band(2, BAND_GAIN);
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
  vst3_host_fill_noise(&host, 1);
  vst3_host_change(&host, PARAM_LEVEL_MATCH, 0, 0.0);
  vst3_host_change(&host, gain, 200, vst3_position(gain, 6.0f));
  vst3_host_run(&host, BLOCK, 2);
  memcpy(whole, host.out[0], sizeof(whole));
  assert_memory_equal(whole, host.in[0], 200 * sizeof(float));
  assert_memory_not_equal(whole + 210, host.in[0] + 210, 100 * sizeof(float));
  assert_true(fabs(vst3_host_shown(&host, gain) - vst3_position(gain, 6.0f)) < 1e-6);
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_a_ramp_has_no_steps(void** state)
{
  (void)state;
  enum { BLOCKS = 40 };
  const v3_param_id gain = PARAM_OUTPUT_GAIN;
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
  float largest = 0.0f;
  float last    = 0.0f;
  for (unsigned block = 0; block < BLOCKS; ++block) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      host.in[0][i] = host.in[1][i] = 0.25f;
    }
    vst3_host_change(&host, PARAM_LEVEL_MATCH, 0, 0.0);
    vst3_host_change(&host, gain, 0, 0.5 + 0.25 * block / BLOCKS);
    vst3_host_change(&host, gain, BLOCK - 1, 0.5 + 0.25 * (block + 1) / BLOCKS);
    vst3_host_run(&host, BLOCK, 2);
    for (unsigned i = 0; i < BLOCK; ++i) {
      largest = block && fabsf(host.out[0][i] - last) > largest ? fabsf(host.out[0][i] - last) : largest;
      last    = host.out[0][i];
    }
  }
  assert_true(last > 0.9f);       // +12 dB
  assert_true(largest < 0.0005f); // Against 0.75 in 20,480 samples: 0.00004 on average, three times that at the end
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_outputs_move(void** state)
{
  (void)state;
  vst3_host_open(&host, module);
  vst3_host_start(&host, 16000.0, false);
  bool told = false;
  for (unsigned block = 0; block < 200; ++block) { // 6.4 s
    vst3_host_fill_noise(&host, block);
    vst3_host_run(&host, BLOCK, 2);
    for (int32_t i = 0; i < host.out_changes.n; ++i) {
      told = told || host.out_changes.points[i].id == VST3_OUTPUTS + OUTPUT_DRY_AROUSAL;
    }
  }
  assert_true(told);
  assert_true(fabs(vst3_host_shown(&host, VST3_OUTPUTS + OUTPUT_DRY_AROUSAL) - 0.5) > 1e-4);
  assert_true(vst3_host_shown(&host, VST3_OUTPUTS + OUTPUT_DRY_AROUSAL) ==
              vst3_host_shown(&host, VST3_OUTPUTS + OUTPUT_WET_AROUSAL));
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_state(void** state)
{
  (void)state;
  const v3_param_id gain = parameter_of_band(3, BAND_GAIN);
  vst3_host_open(&host, module);
  vst3_host_start(&host, 44100.0, false);
  vst3_host_change(&host, gain, 0, vst3_position(gain, -4.5f));
  vst3_host_run(&host, 0, 2); // Without audio
  vst3_host_save(&host, &saved);
  assert_non_null(strstr(saved.bytes, "\"p2_gain\":-4.5"));
  vst3_host_stop(&host);
  vst3_host_close(&host);

  vst3_host_open(&host, module); // Before the rate is known
  assert_true(vst3_host_restore(&host, &saved));
  assert_true(fabs(vst3_host_shown(&host, gain) - vst3_position(gain, -4.5f)) < 1e-6);
  vst3_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  vst3_host_start(&host, 96000.0, false);
  assert_true(fabs(vst3_host_shown(&host, gain) - vst3_position(gain, -4.5f)) < 1e-6);
  vst3_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);

  vst3_host_change(&host, gain, 0, 0.5);
  vst3_host_run(&host, BLOCK, 2);
  assert_true(vst3_host_restore(&host, &saved)); // While processing: shown and saved at once
  assert_true(fabs(vst3_host_shown(&host, gain) - vst3_position(gain, -4.5f)) < 1e-6);
  vst3_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  vst3_host_run(&host, BLOCK, 2);
  assert_true(fabs(vst3_host_shown(&host, gain) - vst3_position(gain, -4.5f)) < 1e-6);

  assert_int_equal((*host.controller)->set_parameter_normalised(host.controller, gain, vst3_position(gain, 3.0f)),
                   V3_OK);
  vst3_host_save(&host, &again); // What the host has set is saved before a block has taken it
  assert_non_null(strstr(again.bytes, "\"p2_gain\":3"));
  assert_true(vst3_host_restore(&host, &saved));
  vst3_host_run(&host, BLOCK, 2);

  snprintf(again.bytes, sizeof(again.bytes), "nonsense");
  again.size = 8;
  assert_false(vst3_host_restore(&host, &again));
  vst3_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_presets(void** state)
{
  (void)state;
  v3_program_list_info list;
  v3_str_128           name;
  char                 text[128];
  double               position = 0.0;
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
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
  vst3_host_change(&host, VST3_PROGRAM, 0, position);
  vst3_host_run(&host, BLOCK, 2);
  assert_true(vst3_host_shown(&host, parameter_of_band(0, BAND_ON)) == 1.0); // Its high-pass
  assert_true(fabs(vst3_host_shown(&host, VST3_PROGRAM) - position) < 1e-9);
  vst3_host_stop(&host);
  vst3_host_close(&host);
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
  vst3_host_open(&host, module);
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
  vst3_host_start(&host, 48000.0, false);
  vst3_host_fill_noise(&host, 3);
  vst3_host_run(&host, BLOCK, 1);
  assert_memory_equal(host.in[0], host.out[0], sizeof(host.in[0]));
  vst3_host_stop(&host);
  vst3_host_close(&host);
}

static void
test_odd_rates(void** state)
{
  (void)state;
  static const double rates[] = { 8000.0, 44123.0, 384000.0 };
  vst3_host_open(&host, module);
  for (unsigned i = 0; i < 3; ++i) {
    vst3_host_start(&host, rates[i], false);
    vst3_host_fill_noise(&host, i);
    vst3_host_run(&host, BLOCK, 2);
    vst3_host_run(&host, 1, 2);
    vst3_host_run(&host, 0, 2);
    assert_memory_equal(host.in[0], host.out[0], sizeof(float));
    vst3_host_stop(&host);
  }
  vst3_host_close(&host);
}

static void
test_two_instances(void** state)
{
  (void)state;
  static Vst3Host   first;
  const v3_param_id gain = parameter_of_band(2, BAND_GAIN);
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
  first = host;
  vst3_host_open(&host, module);
  vst3_host_start(&host, 48000.0, false);
  vst3_host_change(&host, gain, 0, 1.0);
  vst3_host_run(&host, BLOCK, 2);
  assert_true(vst3_host_shown(&host, gain) == 1.0);
  assert_true((*first.controller)->get_parameter_normalised(first.controller, gain) == 0.5);
  vst3_host_stop(&host);
  vst3_host_close(&host);
  host = first;
  vst3_host_stop(&host);
  vst3_host_close(&host);
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
  if (argc != 2) {
    return 2;
  }
  module           = vst3_host_load(argv[1]);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  vst3_host_unload(module);
  return failed;
}
