// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What every host must be able to do with the plug-in, by a host of the tests' own: test_rows FORMAT MODULE [ROW]

#include "tests/formats/any_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = ANY_HOST_BLOCK, RATE = 16000, SPOKEN = 6 * RATE / BLOCK };

static Format      format;
static const char* module;

static void
check_flat(AnyHost* host, uint32_t n)
{
  any_host_run(host, n, false);
  for (unsigned c = 0; c < 2; ++c) {
    assert_memory_equal(any_host_in(host, c), any_host_out(host, c), n * sizeof(float));
  }
}

static void
load(void** state)
{
  (void)state;
  AnyHost* const host = any_host_new(format, 48000.0, false);
  any_host_run(host, BLOCK, false);
  any_host_free(host);
}

static void
flat(void** state)
{
  (void)state;
  AnyHost* const host = any_host_new(format, 48000.0, false);
  for (unsigned block = 0; block < 40; ++block) {
    any_host_fill_noise(host, block);
    check_flat(host, BLOCK);
  }
  any_host_free(host);
}

static void
set_parameter(void** state)
{
  (void)state;
  AnyHost* const host = any_host_new(format, 48000.0, false);
  any_host_set(host, PARAM_LEVEL_MATCH, 0, 0.0f);
  any_host_set(host, PARAM_OUTPUT_GAIN, 0, 6.0f);
  for (unsigned block = 0; block < 100; ++block) {
    any_host_fill_noise(host, block);
    any_host_run(host, BLOCK, false);
  }
  assert_true(fabs(any_host_shown(host, PARAM_OUTPUT_GAIN) - 6.0) < 1e-4);
  for (unsigned i = 0; i < BLOCK; ++i) {
    assert_true(fabsf(any_host_out(host, 0)[i] - 1.9952623f * any_host_in(host, 0)[i]) < 1e-4f);
  }
  any_host_free(host);
}

static void
automation(void** state)
{
  enum { BLOCKS = 40 };
  (void)state;
  AnyHost* const host    = any_host_new(format, 48000.0, false);
  float          largest = 0.0f;
  float          last    = 0.0f;
  any_host_set(host, PARAM_LEVEL_MATCH, 0, 0.0f);
  for (unsigned block = 0; block < BLOCKS; ++block) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      any_host_in(host, 0)[i] = any_host_in(host, 1)[i] = 0.25f;
    }
    any_host_slide(host, PARAM_OUTPUT_GAIN, BLOCK, 12.0f * (float)block / BLOCKS, 12.0f * (float)(block + 1) / BLOCKS);
    any_host_run(host, BLOCK, false);
    for (unsigned i = 0; i < BLOCK; ++i) {
      const float sample = any_host_out(host, 0)[i];
      largest            = (block || i) && fabsf(sample - last) > largest ? fabsf(sample - last) : largest;
      last               = sample;
    }
  }
  assert_true(last > 0.9f);       // +12 dB
  assert_true(largest < 0.0005f); // In a block alone 0.3 dB more, which unsmoothed would be a step of 0.03
  any_host_free(host);
}

static void
preset(void** state)
{
  (void)state;
  AnyHost* const host = any_host_new(format, 48000.0, false);
  if (!any_host_preset(host, "Telephone")) {
    any_host_free(host);
    skip();
  }
  any_host_run(host, BLOCK, false);
  assert_true(any_host_shown(host, parameter_of_band(0, BAND_ON)) == 1.0); // Its high-pass
  any_host_free(host);
}

static void
outputs(void** state)
{
  (void)state;
  AnyHost* const host   = any_host_new(format, RATE, false);
  const double   before = any_host_output(host, OUTPUT_DRY_AROUSAL);
  for (unsigned block = 0; block < SPOKEN; ++block) {
    any_host_fill_noise(host, block);
    any_host_run(host, BLOCK, false);
  }
  assert_true(any_host_output(host, OUTPUT_DRY_AROUSAL) != before);
  assert_true(any_host_output(host, OUTPUT_DRY_AROUSAL) == any_host_output(host, OUTPUT_WET_AROUSAL));
  any_host_free(host);
}

/// Dry is what comes in by the side, exactly as if it had come in by the front
static void
side_chain(void** state)
{
  (void)state;
  AnyHost* const host = any_host_new(format, RATE, false);
  AnyHost* const pure = any_host_new(format, RATE, false);
  any_host_set(host, PARAM_DRY_SOURCE, 0, 1.0f);
  any_host_set(host, PARAM_LEVEL_MATCH, 0, 0.0f);
  any_host_set(pure, PARAM_LEVEL_MATCH, 0, 0.0f);
  for (unsigned block = 0; block < SPOKEN; ++block) {
    any_host_fill_noise(host, block);
    memcpy(any_host_in(pure, 0), any_host_side(host, 0), BLOCK * sizeof(float));
    memcpy(any_host_in(pure, 1), any_host_side(host, 1), BLOCK * sizeof(float));
    any_host_run(host, BLOCK, true);
    any_host_run(pure, BLOCK, false);
    assert_memory_equal(any_host_in(host, 0), any_host_out(host, 0), BLOCK * sizeof(float));
  }
  assert_true(any_host_output(host, OUTPUT_DRY_AROUSAL) == any_host_output(pure, OUTPUT_DRY_AROUSAL));
  assert_true(any_host_output(host, OUTPUT_DRY_AROUSAL) != any_host_output(host, OUTPUT_WET_AROUSAL));
  any_host_free(host);
  any_host_free(pure);
}

static void
odd_rates(void** state)
{
  static const double rates[] = { 8000.0, 44123.0, 384000.0 };
  (void)state;
  for (unsigned i = 0; i < 3; ++i) {
    AnyHost* const host = any_host_new(format, rates[i], false);
    for (unsigned block = 0; block < 20; ++block) {
      any_host_fill_noise(host, block);
      check_flat(host, BLOCK);
    }
    any_host_free(host);
  }
}

/// The same sound in blocks of `size` (0: of changing sizes): what came out last, and the outputs, in one sum
static uint64_t
sum_of(uint32_t size, bool offline)
{
  static const uint32_t sizes[] = { 1, 17, 512, 0, 64, 333, 512, 2, 480 };
  const unsigned        gain    = parameter_of_band(3, BAND_GAIN);
  AnyHost* const        host    = any_host_new(format, RATE, offline);
  uint64_t              sum     = 0;
  uint32_t              at      = 0;
  static float          sound[2][SPOKEN * BLOCK];
  for (unsigned block = 0; block < SPOKEN; ++block) {
    any_host_fill_noise(host, block);
    memcpy(&sound[0][block * BLOCK], any_host_in(host, 0), BLOCK * sizeof(float));
    memcpy(&sound[1][block * BLOCK], any_host_in(host, 1), BLOCK * sizeof(float));
  }
  any_host_set(host, gain, 0, 6.0f);
  for (unsigned i = 0; at < SPOKEN * BLOCK; ++i) {
    const uint32_t wanted = size ? size : sizes[i % (sizeof(sizes) / sizeof(sizes[0]))];
    const uint32_t n      = wanted < SPOKEN * BLOCK - at ? wanted : SPOKEN * BLOCK - at;
    memcpy(any_host_in(host, 0), &sound[0][at], n * sizeof(float));
    memcpy(any_host_in(host, 1), &sound[1][at], n * sizeof(float));
    any_host_run(host, n, false);
    for (uint32_t k = 0; k < n; ++k) {
      uint32_t bits = 0;
      memcpy(&bits, &any_host_out(host, 0)[k], sizeof(bits));
      sum = sum * 31 + bits;
    }
    at += n;
  }
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    const double value = any_host_output(host, i);
    uint64_t     bits  = 0;
    memcpy(&bits, &value, sizeof(bits));
    sum = sum * 31 + bits;
  }
  any_host_free(host);
  return sum;
}

static void
block_changes(void** state)
{
  (void)state;
  assert_true(sum_of(BLOCK, false) == sum_of(0, false));
}

static void
offline_is_live(void** state)
{
  (void)state;
  assert_true(sum_of(BLOCK, false) == sum_of(BLOCK, true));
}

static void
two_instances(void** state)
{
  (void)state;
  AnyHost* const one   = any_host_new(format, 48000.0, false);
  AnyHost* const other = any_host_new(format, 44100.0, false);
  any_host_set(other, PARAM_LEVEL_MATCH, 0, 0.0f);
  any_host_set(other, PARAM_OUTPUT_GAIN, 0, -12.0f);
  for (unsigned block = 0; block < 20; ++block) {
    any_host_fill_noise(one, block);
    any_host_fill_noise(other, block);
    check_flat(one, BLOCK);
    any_host_run(other, BLOCK, false);
  }
  assert_memory_not_equal(any_host_in(other, 0), any_host_out(other, 0), BLOCK * sizeof(float));
  any_host_free(other);
  check_flat(one, BLOCK);
  any_host_free(one);
}

static void
unload(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 3; ++i) {
    AnyHost* const host = any_host_new(format, 48000.0, false);
    any_host_fill_noise(host, i);
    check_flat(host, BLOCK);
    any_host_free(host);
    any_host_unload(format);
    any_host_load(format, module);
  }
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(load),          cmocka_unit_test(flat),
    cmocka_unit_test(set_parameter), cmocka_unit_test(automation),
    cmocka_unit_test(preset),        cmocka_unit_test(outputs),
    cmocka_unit_test(side_chain),    cmocka_unit_test(odd_rates),
    cmocka_unit_test(block_changes), cmocka_unit_test(offline_is_live),
    cmocka_unit_test(two_instances), cmocka_unit_test(unload),
  };
  while (argc >= 3 && format < FORMATS && strcmp(argv[1], format_name(format)) != 0) {
    ++format;
  }
  if (argc < 3 || argc > 4 || format == FORMATS) {
    fprintf(stderr, "test_rows lv2|vst3|clap MODULE [ROW]\n");
    return 2;
  }
  module = argv[2];
  if (argc == 4) {
    cmocka_set_test_filter(argv[3]);
  }
  any_host_load(format, module);
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  any_host_unload(format);
  return failed;
}
