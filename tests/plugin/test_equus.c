// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The same audio gives the same bits whatever the blocks; flat passes every bit; bad samples harm nothing.

#include "dsp/curve.h"
#include "dsp/eq.h"
#include "tests/plugin/rack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char* models;
static Rack        rack;
static Rack        other;

static void
open_rack(Rack* opened, double rate, unsigned channels, double seconds)
{
  assert_true(rack_open(opened, models, rate, channels, seconds));
}

/// Run with an equaliser that is moved, bypassed and flattened at fixed places
static void
run_with_automation(Rack* run, uint32_t block, bool freewheel)
{
  static const struct {
    double   second;
    unsigned parameter;
    float    value;
  } moves[] = {
    { 0.0, PARAM_BANDS + 3 * 4 + BAND_GAIN, 9.0f },
    { 1.1, PARAM_BANDS + 5 * 4 + BAND_GAIN, -12.0f },
    { 2.2, PARAM_CURVE_BANDS, 31.0f },
    { 2.2, PARAM_CURVE + 20, 8.0f },
    { 3.3, PARAM_BANDS + BAND_ON, 1.0f },
    { 4.4, PARAM_CURVE_BANDS, 10.0f },
    { 5.123, PARAM_ENABLED, 0.0f },
    { 6.0, PARAM_ENABLED, 1.0f },
    { 8.1, PARAM_BANDS + 3 * 4 + BAND_GAIN, 0.0f },
    { 8.1, PARAM_BANDS + 5 * 4 + BAND_GAIN, 0.0f },
    { 8.1, PARAM_BANDS + BAND_ON, 0.0f },
    { 8.1, PARAM_CURVE + 20, 0.0f },
    { 10.0, PARAM_OUTPUT_GAIN, 6.0f },
    { 10.4, PARAM_TAG_HOP, 20.0f },
  };
  for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); ++i) {
    rack_run_to(run, (uint32_t)(moves[i].second * run->rate), block, freewheel);
    equus_set_parameter(run->equus, moves[i].parameter, moves[i].value);
  }
  rack_run_to(run, run->length, block, freewheel);
}

static void
assert_same(const Rack* a, const Rack* b)
{
  for (unsigned c = 0; c < a->channels; ++c) {
    assert_memory_equal(a->out[c], b->out[c], a->length * sizeof(float));
  }
  assert_int_equal(a->n_readings, b->n_readings);
  for (uint32_t i = 0; i < a->n_readings; ++i) {
    const ReadingMessage* const x = &a->readings[i];
    const ReadingMessage* const y = &b->readings[i];
    assert_true(x->place == y->place && x->tap == y->tap && x->sequence == y->sequence);
    assert_true(x->time == y->time && x->age == y->age && x->n_values == y->n_values);
    assert_memory_equal(x->values, y->values, x->n_values * sizeof(float));
  }
  for (unsigned i = 0; i < OUTPUT_COUNT; ++i) {
    assert_true(equus_output(a->equus, i) == equus_output(b->equus, i));
  }
}

static void
test_blocks_change_no_bit(void** state)
{
  (void)state;
  static const uint32_t blocks[] = { 16, 64, 4096, 0 };
  open_rack(&rack, 48000.0, 2, 14.0);
  run_with_automation(&rack, 1024, false);
  assert_in_range(rack.n_readings, 30, RACK_READINGS - 1);

  for (size_t i = 0; i <= sizeof(blocks) / sizeof(blocks[0]); ++i) {
    const bool freewheel = i == sizeof(blocks) / sizeof(blocks[0]);
    open_rack(&other, 48000.0, 2, 14.0);
    run_with_automation(&other, freewheel ? 8192 : blocks[i], freewheel);
    assert_same(&rack, &other);
    rack_close(&other);
  }
  rack_close(&rack);
}

static void
test_odd_rate_and_second_run(void** state)
{
  (void)state;
  open_rack(&rack, 44123.0, 1, 5.0);
  open_rack(&other, 44123.0, 1, 5.0);
  equus_set_parameter(rack.equus, parameter_of_band(2, BAND_GAIN), 5.0f);
  equus_set_parameter(other.equus, parameter_of_band(2, BAND_GAIN), 5.0f);
  rack_run_to(&rack, rack.length, 480, false);
  rack_run_to(&other, other.length, 0, false);
  assert_same(&rack, &other);
  rack_rewind(&other); // Activated again, all begins anew
  rack_run_to(&other, other.length, 129, false);
  assert_same(&rack, &other);
  rack_close(&other);
  rack_close(&rack);
}

static void
fill_with_all_bits(float* samples, uint32_t n)
{
  uint32_t seed = 3;
  for (uint32_t i = 0; i < n; ++i) { // NaNs of every payload, infinities and denormals come along
    seed = seed * 1664525u + 1013904223u;
    memcpy(&samples[i], &seed, sizeof(seed));
  }
}

static void
test_flat_passes_every_bit(void** state)
{
  (void)state;
  open_rack(&rack, 16000.0, 2, 1.0);
  fill_with_all_bits(rack.in[0], rack.length);
  fill_with_all_bits(rack.in[1], rack.length);
  rack_run_to(&rack, rack.length, 100, false);
  assert_memory_equal(rack.in[0], rack.out[0], rack.length * sizeof(float));
  assert_memory_equal(rack.in[1], rack.out[1], rack.length * sizeof(float));

  rack_rewind(&rack);
  equus_set_parameter(rack.equus, PARAM_ENABLED, 0.0f);
  equus_set_parameter(rack.equus, parameter_of_band(2, BAND_GAIN), 12.0f);
  equus_set_parameter(rack.equus, PARAM_CURVE + 5, 12.0f);
  memset(rack.out[0], 0, rack.length * sizeof(float));
  rack_run_to(&rack, rack.length, 100, false);
  assert_memory_equal(rack.in[0], rack.out[0], rack.length * sizeof(float));
  rack_close(&rack);
}

/// The bands first, then the curve, each as it is by itself
static void
test_curve_follows_the_bands(void** state)
{
  (void)state;
  open_rack(&rack, 48000.0, 2, 1.0);
  open_rack(&other, 48000.0, 2, 1.0);
  Eq* const     eq       = eq_new(48000.0, 2);
  Curve* const  curve    = curve_new(48000.0, 2);
  EqSettings    bands    = eq_settings_flat();
  CurveSettings settings = { .bands = 8, .gains = { [3] = -9.0f } };
  bands.bands[4] = (EqBand){ true, parameter(parameter_of_band(4, BAND_FREQUENCY))->initial, 6.0f, 0.707f, false };

  equus_set_parameter(rack.equus, PARAM_LEVEL_MATCH, 0.0f);
  equus_set_parameter(rack.equus, parameter_of_band(4, BAND_GAIN), 6.0f);
  equus_set_parameter(rack.equus, PARAM_CURVE_BANDS, 8.0f);
  equus_set_parameter(rack.equus, PARAM_CURVE + 3, -9.0f);
  rack_run_to(&rack, rack.length, 128, false);
  eq_set(eq, &bands);
  curve_set(curve, &settings);
  eq_process(eq, (const float* const*)other.in, other.out, other.length);
  curve_process(curve, (const float* const*)other.out, other.out, other.length);
  assert_memory_equal(rack.out[0], other.out[0], rack.length * sizeof(float));
  assert_memory_equal(rack.out[1], other.out[1], rack.length * sizeof(float));
  curve_free(curve);
  eq_free(eq);
  rack_close(&other);
  rack_close(&rack);
}

static void
test_buffers_in_place_and_crossed(void** state)
{
  (void)state;
  enum { LENGTH = 16000, BLOCK = 500 };
  static float buffers[2][LENGTH];
  open_rack(&rack, 16000.0, 2, 1.0);
  open_rack(&other, 16000.0, 2, 1.0);
  for (unsigned crossed = 0; crossed < 2; ++crossed) {
    rack_rewind(&rack);
    rack_rewind(&other);
    equus_set_parameter(rack.equus, parameter_of_band(4, BAND_GAIN), 6.0f);
    equus_set_parameter(other.equus, parameter_of_band(4, BAND_GAIN), 6.0f);
    rack_run_to(&rack, LENGTH, BLOCK, false);

    memcpy(buffers[0], other.in[0], sizeof(buffers[0]));
    memcpy(buffers[1], other.in[1], sizeof(buffers[1]));
    for (uint32_t i = 0; i < LENGTH; i += BLOCK) {
      const float* const in[2]  = { buffers[0] + i, buffers[1] + i };
      float* const       out[2] = { buffers[crossed] + i, buffers[!crossed] + i };
      equus_process(other.equus, in, NULL, out, BLOCK, false);
    }
    assert_memory_equal(buffers[crossed], rack.out[0], sizeof(buffers[0]));
    assert_memory_equal(buffers[!crossed], rack.out[1], sizeof(buffers[1]));
  }
  rack_close(&other);
  rack_close(&rack);
}

/// The models hear zeros in place of bad samples, and nothing of them afterwards
static void
test_bad_samples_count_as_silence(void** state)
{
  (void)state;
  static const float bad[] = { NAN, INFINITY, -INFINITY, 3e38f };
  open_rack(&rack, 16000.0, 2, 6.0);
  open_rack(&other, 16000.0, 2, 6.0);
  for (uint32_t i = 0; i < 4; ++i) {
    rack.in[0][20000 + i] = bad[i];
    for (unsigned c = 0; c < 2; ++c) {
      other.in[c][20000 + i] = 0.0f;
    }
  }
  rack_run_to(&rack, rack.length, 256, false);
  rack_run_to(&other, other.length, 256, false);
  assert_true(rack.n_readings >= 8 && rack.n_readings == other.n_readings);
  for (uint32_t i = 0; i < rack.n_readings; ++i) {
    const ReadingMessage* const reading = &rack.readings[i];
    assert_memory_equal(reading->values, other.readings[i].values, reading->n_values * sizeof(float));
    for (uint32_t k = 0; k < reading->n_values; ++k) {
      assert_true(isfinite(reading->values[k]));
    }
  }
  rack_close(&other);
  rack_close(&rack);
}

static void
check_times(const Rack* run, Place place, Tap tap, double first, double step, uint32_t expected)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < run->n_readings; ++i) {
    const ReadingMessage* const reading = &run->readings[i];
    if (reading->place == place && reading->tap == tap) {
      assert_int_equal(reading->sequence, n);
      assert_true(fabs(reading->time - (first + step * n)) < 1e-9);
      assert_true(reading->age >= step && reading->age < step + 0.05);
      ++n;
    }
  }
  assert_int_equal(n, expected);
}

static void
test_readings_have_their_times(void** state)
{
  (void)state;
  open_rack(&rack, 22050.0, 1, 13.0);
  rack_run_to(&rack, rack.length, 1000, false);
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    check_times(&rack, PLACE_MSD_MUSICNN, (Tap)tap, 187.0 * 256.0 / 16000.0, 31.0 * 256.0 / 16000.0, 20);
    check_times(&rack, PLACE_VIBENET, (Tap)tap, 10.0, 1.0, 2);
  }
  rack_close(&rack);
}

static void
test_short_hops_are_for_freewheeling(void** state)
{
  (void)state;
  open_rack(&rack, 16000.0, 1, 4.0);
  equus_set_parameter(rack.equus, PARAM_MOOD_MODEL, 0.0f);
  equus_set_parameter(rack.equus, PARAM_TAG_HOP, 1.0f);
  rack_run_to(&rack, rack.length, 1000, false); // 7 frames are the first hop of 0.1 s or more
  check_times(&rack, PLACE_MSD_MUSICNN, TAP_WET, 187.0 * 256.0 / 16000.0, 7.0 * 256.0 / 16000.0, 9);
  rack_rewind(&rack);
  rack_run_to(&rack, rack.length, 1000, true);
  check_times(&rack, PLACE_MSD_MUSICNN, TAP_WET, 187.0 * 256.0 / 16000.0, 256.0 / 16000.0, 63);
  rack_close(&rack);
}

static void
test_analysis_with_window(void** state)
{
  (void)state;
  open_rack(&rack, 16000.0, 1, 9.0);
  equus_set_parameter(rack.equus, PARAM_ANALYSIS, (float)ANALYSIS_WITH_WINDOW);
  rack_run_to(&rack, 4 * 16000, 512, false);
  assert_int_equal(rack.n_readings, 0);

  StatusMessage status;
  equus_set_window_open(rack.equus, true);
  rack_run_to(&rack, 4 * 16000 + 512, 512, false);
  equus_status(rack.equus, &status);
  assert_true(status.analysing && status.settling[PLACE_MSD_MUSICNN] > 3.3f &&
              status.settling[PLACE_MSD_MUSICNN] < 3.5f);
  rack_run_to(&rack, rack.length, 512, false);
  assert_true(fabs(rack.readings[0].time - (4.0 + 187.0 * 256.0 / 16000.0)) < 1e-9);
  equus_status(rack.equus, &status);
  assert_true(status.settling[PLACE_MSD_MUSICNN] == 0.0f);

  equus_set_window_open(rack.equus, false);
  rack_rewind(&rack);
  rack_run_to(&rack, rack.length, 512, true); // Freewheeling always listens
  assert_true(rack.n_readings > 0);
  rack_close(&rack);
}

static void
test_outputs_show_the_newest_reading(void** state)
{
  (void)state;
  open_rack(&rack, 16000.0, 1, 12.0);
  equus_set_slot(rack.equus, 1, "HAPPY");
  equus_set_slot(rack.equus, 2, "no such tag");
  equus_set_parameter(rack.equus, parameter_of_band(5, BAND_GAIN), 12.0f);
  assert_true(equus_output(rack.equus, OUTPUT_WET_TAGS) == 0.0f);
  rack_run_to(&rack, rack.length, 512, false);

  const float rock = equus_output(rack.equus, OUTPUT_DRY_TAGS);
  assert_true(rock > 0.0f && rock < 1.0f);
  assert_true(rock != equus_output(rack.equus, OUTPUT_WET_TAGS));
  assert_true(equus_output(rack.equus, OUTPUT_DRY_TAGS + 1) > 0.0f);
  assert_true(equus_output(rack.equus, OUTPUT_DRY_TAGS + 2) == 0.0f);
  equus_set_slot(rack.equus, 2, "rock"); // Shown at once
  assert_true(equus_output(rack.equus, OUTPUT_DRY_TAGS + 2) == rock);
  for (unsigned i = OUTPUT_DRY_VALENCE; i <= OUTPUT_WET_AROUSAL; ++i) {
    const float value = equus_output(rack.equus, i);
    assert_true(value != 0.0f && value >= -1.0f && value <= 1.0f);
  }
  rack_close(&rack);
}

static void
test_configurations_out_of_range(void** state)
{
  (void)state;
  static const EquusConfig wrong[] = {
    { 7999.0, 2, "." }, { 400000.0, 2, "." }, { NAN, 2, "." }, { 48000.0, 0, "." }, { 48000.0, 3, "." }
  };
  for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(equus_new(&wrong[i], &error));
    assert_int_equal(error.status, EQUUS_ERR_RANGE);
  }
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_blocks_change_no_bit),         cmocka_unit_test(test_odd_rate_and_second_run),
    cmocka_unit_test(test_flat_passes_every_bit),        cmocka_unit_test(test_curve_follows_the_bands),
    cmocka_unit_test(test_buffers_in_place_and_crossed), cmocka_unit_test(test_bad_samples_count_as_silence),
    cmocka_unit_test(test_readings_have_their_times),    cmocka_unit_test(test_short_hops_are_for_freewheeling),
    cmocka_unit_test(test_analysis_with_window),         cmocka_unit_test(test_outputs_show_the_newest_reading),
    cmocka_unit_test(test_configurations_out_of_range),
  };
  if (argc != 2) {
    return 2;
  }
  models = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
