// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The CLAP module, loaded as a host does: ports, parameters, events to the sample, modulation, outputs and the state.

#include "plugin/parameters.h"
#include "tests/clap/clap_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = CLAP_HOST_BLOCK };

static void*      module;
static ClapHost   host;
static ClapStream saved;
static ClapStream again;

static void
test_flat_is_bit_exact(void** state)
{
  static const double rates[] = { 48000.0, 8000.0, 44123.0, 384000.0 };
  (void)state;
  clap_host_open(&host, module, "equus.stereo");
  for (unsigned i = 0; i < 4; ++i) {
    clap_host_start(&host, rates[i]);
    clap_host_fill_noise(&host, i);
    clap_host_run(&host, BLOCK, 2);
    assert_memory_equal(host.in, host.out, sizeof(host.in));
    clap_host_run(&host, 1, 2);
    clap_host_run(&host, 0, 2);
    host.plugin->reset(host.plugin);
    clap_host_run(&host, 77, 2);
    assert_memory_equal(host.in, host.out, sizeof(host.in));
    clap_host_stop(&host);
  }
  clap_host_close(&host);

  clap_host_open(&host, module, "equus.mono");
  clap_host_start(&host, 48000.0);
  clap_host_run(&host, BLOCK, 1);
  assert_memory_equal(host.in[0], host.out[0], sizeof(host.in[0]));
  clap_host_stop(&host);
  clap_host_close(&host);
}

static void
test_ports(void** state)
{
  (void)state;
  clap_audio_port_info_t info;
  clap_host_open(&host, module, "equus.stereo");
  const clap_plugin_audio_ports_t* const ports =
    (const clap_plugin_audio_ports_t*)host.plugin->get_extension(host.plugin, CLAP_EXT_AUDIO_PORTS);
  assert_int_equal(ports->count(host.plugin, true), 2);
  assert_int_equal(ports->count(host.plugin, false), 1);
  assert_true(ports->get(host.plugin, 0, true, &info) && info.flags & CLAP_AUDIO_PORT_IS_MAIN);
  const clap_id pair = info.in_place_pair;
  assert_true(ports->get(host.plugin, 0, false, &info) && info.id == pair && info.channel_count == 2);
  assert_true(ports->get(host.plugin, 1, true, &info) && !(info.flags & CLAP_AUDIO_PORT_IS_MAIN));
  assert_false(ports->get(host.plugin, 2, true, &info));
  clap_host_close(&host);
}

static void
test_parameters_and_their_texts(void** state)
{
  (void)state;
  clap_host_open(&host, module, "equus.stereo");
  const uint32_t n = host.params->count(host.plugin);
  assert_int_equal(n, PARAM_COUNT + OUTPUT_COUNT);
  for (uint32_t i = 0; i < n; ++i) {
    clap_param_info_t info;
    char              text[128];
    double            value = NAN;
    assert_true(host.params->get_info(host.plugin, i, &info));
    assert_true(info.name[0] && info.module[0] && info.min_value < info.max_value);
    assert_true(host.params->value_to_text(host.plugin, info.id, info.default_value, text, sizeof(text)) && text[0]);
    assert_true(clap_host_shown(&host, info.id) == info.default_value);
    if (!(info.flags & CLAP_PARAM_IS_READONLY)) {
      assert_true(host.params->text_to_value(host.plugin, info.id, text, &value));
      assert_true(fabs(value - info.default_value) < 0.01 * (info.max_value - info.min_value));
    }
  }
  assert_false(host.params->get_info(host.plugin, n, &(clap_param_info_t){ 0 }));
  clap_host_close(&host);
}

static void
test_events_are_to_the_sample(void** state)
{
  (void)state;
  const clap_id gain = parameter_of_band(2, BAND_GAIN);
  clap_host_open(&host, module, "equus.stereo");
  clap_host_start(&host, 48000.0);
  clap_host_fill_noise(&host, 1);
  clap_host_change(&host, PARAM_LEVEL_MATCH, 0, 0.0);
  clap_host_change(&host, gain, 200, 6.0);
  clap_host_run(&host, BLOCK, 2);
  assert_memory_equal(host.out[0], host.in[0], 200 * sizeof(float));
  assert_memory_not_equal(host.out[0] + 210, host.in[0] + 210, 100 * sizeof(float));
  assert_true(clap_host_shown(&host, gain) == 6.0);
  clap_host_stop(&host);
  clap_host_close(&host);
}

static void
test_modulation_is_heard_and_not_kept(void** state)
{
  (void)state;
  clap_host_open(&host, module, "equus.stereo");
  clap_host_start(&host, 48000.0);
  clap_host_save(&host, &saved);
  for (unsigned i = 0; i < BLOCK; ++i) {
    host.in[0][i] = host.in[1][i] = 0.25f;
  }
  clap_host_modulate(&host, PARAM_OUTPUT_GAIN, 0, 6.0);
  clap_host_change(&host, PARAM_LEVEL_MATCH, 0, 0.0);
  for (unsigned block = 0; block < 50; ++block) {
    clap_host_run(&host, BLOCK, 2);
  }
  assert_true(fabsf(host.out[0][BLOCK - 1] - 0.25f * powf(10.0f, 0.3f)) < 1e-3f);
  assert_true(clap_host_shown(&host, PARAM_OUTPUT_GAIN) == 0.0);
  clap_host_change(&host, PARAM_LEVEL_MATCH, 0, 1.0);
  clap_host_modulate(&host, PARAM_OUTPUT_GAIN, 0, 0.0);
  clap_host_run(&host, BLOCK, 2);
  clap_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  for (unsigned block = 0; block < 50; ++block) {
    clap_host_run(&host, BLOCK, 2);
  }
  assert_memory_equal(host.in, host.out, sizeof(host.in));
  clap_host_stop(&host);
  clap_host_close(&host);
}

static void
test_outputs_move(void** state)
{
  (void)state;
  clap_host_open(&host, module, "equus.stereo");
  clap_host_start(&host, 16000.0);
  for (unsigned block = 0; block < 200; ++block) { // 6.4 s
    clap_host_fill_noise(&host, block);
    clap_host_run(&host, BLOCK, 2);
  }
  assert_true(clap_host_shown(&host, CLAP_HOST_OUTPUTS + OUTPUT_DRY_AROUSAL) != 0.0);
  assert_true(clap_host_shown(&host, CLAP_HOST_OUTPUTS + OUTPUT_DRY_AROUSAL) ==
              clap_host_shown(&host, CLAP_HOST_OUTPUTS + OUTPUT_WET_AROUSAL));
  clap_host_stop(&host);
  clap_host_close(&host);
}

static void
test_state(void** state)
{
  (void)state;
  const clap_id gain = parameter_of_band(3, BAND_GAIN);
  clap_host_open(&host, module, "equus.stereo");
  clap_host_change(&host, gain, 0, -4.5);
  clap_host_flush(&host); // Before the rate is known
  assert_true(clap_host_shown(&host, gain) == -4.5);
  clap_host_save(&host, &saved);
  assert_non_null(strstr(saved.bytes, "\"p2_gain\":-4.5"));
  clap_host_close(&host);

  clap_host_open(&host, module, "equus.stereo");
  assert_true(clap_host_restore(&host, &saved) && host.rescans == 1);
  assert_true(clap_host_shown(&host, gain) == -4.5);
  clap_host_start(&host, 96000.0);
  clap_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  clap_host_change(&host, gain, 0, 0.0);
  clap_host_run(&host, BLOCK, 2);
  assert_true(clap_host_restore(&host, &saved)); // While processing: shown and saved at once
  assert_true(clap_host_shown(&host, gain) == -4.5);
  clap_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  clap_host_run(&host, BLOCK, 2);
  assert_true(clap_host_shown(&host, gain) == -4.5);

  snprintf(again.bytes, sizeof(again.bytes), "nonsense");
  again.size = 8;
  assert_false(clap_host_restore(&host, &again));
  clap_host_save(&host, &again);
  assert_string_equal(again.bytes, saved.bytes);
  clap_host_stop(&host);
  clap_host_close(&host);
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
  if (argc != 2) {
    return 2;
  }
  module           = clap_host_load(argv[1]);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  clap_host_unload(module);
  return failed;
}
