// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Models share what they hear and don't disturb each other: alone or among all, each reads the same bits, and those
// that stay go on without a gap when others come and go; a newcomer finds the history that others have heard.

#include "tests/plugin/rack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* models;
static const char* fixtures;
static Rack        rack;
static Rack        other;

static void
open_rack(Rack* opened, double rate, unsigned channels, double seconds)
{
  assert_true(rack_open(opened, models, rate, channels, seconds));
}

/// Set and load at once
static void
choose(Rack* chosen, unsigned index, float value)
{
  equus_set_parameter(chosen->equus, index, value);
  equus_needs_work(chosen->equus);
  equus_work(chosen->equus);
}

/// The `n`th reading of a place and tap, or NULL
static const ReadingMessage*
nth(const Rack* run, Place place, Tap tap, uint32_t n)
{
  for (uint32_t i = 0; i < run->n_readings; ++i) {
    if (run->readings[i].place == place && run->readings[i].tap == tap && !n--) {
      return &run->readings[i];
    }
  }
  return NULL;
}

static uint32_t
assert_same_readings(const Rack* a, const Rack* b, Place place)
{
  uint32_t n = 0;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const ReadingMessage* x = nth(a, place, (Tap)tap, 0);
    const ReadingMessage* y = nth(b, place, (Tap)tap, 0);
    for (n = 0; x && y; ++n, x = nth(a, place, (Tap)tap, n), y = nth(b, place, (Tap)tap, n)) {
      assert_true(x->sequence == n && y->sequence == n && x->time == y->time && x->age == y->age);
      assert_memory_equal(x->values, y->values, x->n_values * sizeof(float));
    }
    assert_true(!x && !y);
  }
  return n;
}

static void
test_alone_or_among_all(void** state)
{
  (void)state;
  open_rack(&other, 48000.0, 2, 13.0);
  choose(&other, PARAM_COMPARE, (float)COMPARE_ALL);
  equus_set_parameter(other.equus, parameter_of_band(3, BAND_GAIN), 9.0f);
  rack_run_to(&other, other.length, 0, false);

  for (unsigned model = 1; model <= 5; ++model) {
    open_rack(&rack, 48000.0, 2, 13.0);
    choose(&rack, PARAM_TAG_MODEL, (float)model);
    choose(&rack, PARAM_MOOD_MODEL, model == 1 ? 1.0f : 0.0f);
    equus_set_parameter(rack.equus, parameter_of_band(3, BAND_GAIN), 9.0f);
    rack_run_to(&rack, rack.length, 512, false);
    assert_in_range(assert_same_readings(&rack, &other, (Place)(PLACE_MSD_MUSICNN + model - 1)), 15, 30);
    if (model == 1) {
      assert_int_equal(assert_same_readings(&rack, &other, PLACE_VIBENET), 2);
    }
    rack_close(&rack);
  }
  rack_close(&other);
}

/// From MSD_musicnn to MTT_musicnn, which share their front end, while vibenet goes on
static void
test_a_switch_leaves_no_gap(void** state)
{
  (void)state;
  const double moment = 5.3;
  open_rack(&rack, 48000.0, 2, 13.0);
  open_rack(&other, 48000.0, 2, 13.0);
  rack_run_to(&other, other.length, 256, false);
  rack_run_to(&rack, (uint32_t)(moment * rack.rate), 256, false);
  choose(&rack, PARAM_TAG_MODEL, 2.0f);
  rack_run_to(&rack, rack.length, 256, false);

  const ReadingMessage* const first = nth(&rack, PLACE_MTT_MUSICNN, TAP_WET, 0);
  assert_non_null(first);
  assert_true(first->time > moment - 0.05 && first->time < moment + 0.02); // Its window is full at once
  assert_int_equal(assert_same_readings(&rack, &other, PLACE_VIBENET), 2);
  for (uint32_t i = 0; i < rack.n_readings; ++i) {
    const ReadingMessage* const reading = &rack.readings[i];
    assert_true(reading->place != PLACE_MSD_MUSICNN || reading->time < moment);
  }
  for (unsigned c = 0; c < 2; ++c) { // And not a click
    assert_memory_equal(rack.in[c], rack.out[c], rack.length * sizeof(float));
  }
  rack_close(&other);
  rack_close(&rack);
}

/// Who brought the front end goes; who came later goes on with it
static void
test_heirs_go_on(void** state)
{
  (void)state;
  Rack* const runs[] = { &rack, &other };
  for (unsigned i = 0; i < 2; ++i) {
    open_rack(runs[i], 44100.0, 1, 9.0);
    choose(runs[i], PARAM_MOOD_MODEL, 0.0f);
    rack_run_to(runs[i], 2 * 44100, 300, false);
    choose(runs[i], PARAM_COMPARE, (float)COMPARE_TAGS);
    rack_run_to(runs[i], 5 * 44100, 300, false);
    if (i == 0) {
      choose(runs[i], PARAM_TAG_MODEL, 2.0f);
      choose(runs[i], PARAM_COMPARE, (float)COMPARE_NOTHING);
    }
    rack_run_to(runs[i], runs[i]->length, 300, false);
  }
  assert_true(assert_same_readings(&rack, &other, PLACE_MTT_MUSICNN) >= 10);
  assert_null(nth(&rack, PLACE_MSD_VGG, TAP_DRY, 5));
  rack_close(&other);
  rack_close(&rack);
}

/// Write the side-car of the fixture "tiny" here, for another rate
static void
write_sidecar(unsigned rate)
{
  static const char place[] = "\"sample_rate\": 16000";
  char              text[4096];
  char              path[256];
  snprintf(path, sizeof(path), "%s/tiny.json", fixtures);
  FILE* const from = fopen(path, "rb");
  FILE* const to   = fopen("tiny.json", "wb");
  assert_true(from && to);
  text[fread(text, 1, sizeof(text) - 1, from)] = '\0';
  const char* const rest                       = strstr(text, place);
  assert_non_null(rest);
  fprintf(to, "%.*s\"sample_rate\": %u%s", (int)(rest - text), text, rate, rest + strlen(place));
  fclose(from);
  fclose(to);
}

/// Copy the fixture's network beside it
static void
copy_network(void)
{
  char    path[256];
  uint8_t bytes[65536];
  snprintf(path, sizeof(path), "%s/tiny.onnx", fixtures);
  FILE* const  from = fopen(path, "rb");
  FILE* const  to   = fopen("tiny.onnx", "wb");
  const size_t size = from ? fread(bytes, 1, sizeof(bytes), from) : 0;
  assert_true(to && size > 0 && size < sizeof(bytes));
  fwrite(bytes, 1, size, to);
  fclose(from);
  fclose(to);
}

/// A model at 22,050 Hz has a stream of its own, beside those at 16,000 Hz
static void
test_other_rates(void** state)
{
  (void)state;
  copy_network();
  write_sidecar(22050);
  static const uint32_t blocks[] = { 1024, 0 };
  Rack* const           runs[]   = { &rack, &other };
  for (unsigned i = 0; i < 2; ++i) {
    open_rack(runs[i], 44100.0, 2, 4.0);
    equus_set_own_model(runs[i]->equus, MODEL_TAGS, "./tiny.json");
    choose(runs[i], PARAM_TAG_MODEL, 6.0f);
    choose(runs[i], PARAM_COMPARE, (float)COMPARE_TAGS);
    equus_set_parameter(runs[i]->equus, parameter_of_band(3, BAND_GAIN), 9.0f);
    rack_run_to(runs[i], runs[i]->length, blocks[i], false);
  }
  // 4 live frames of 128 samples are 0.023 s, so that 18 frames, the first 0.1 s, stand between readings
  const double                first = (11.0 * 128.0 + 128.0) / 22050.0;
  const double                step  = 18.0 * 128.0 / 22050.0;
  const ReadingMessage* const third = nth(&rack, PLACE_OWN_TAGS, TAP_WET, 2);
  assert_non_null(third);
  assert_true(fabs(third->time - (first + 2.0 * step)) < 1e-9);
  assert_true(third->age >= step && third->age < step + 0.01);
  assert_in_range(assert_same_readings(&rack, &other, PLACE_OWN_TAGS), 36, 38);
  assert_true(assert_same_readings(&rack, &other, PLACE_MSD_MUSICNN) >= 1);
  rack_close(&other);
  rack_close(&rack);
  remove("tiny.json");
  remove("tiny.onnx");
}

static StatusMessage
status_of(const Equus* equus)
{
  StatusMessage status;
  equus_status(equus, &status);
  return status;
}

static void
test_what_ran_goes_on_beside_a_model_that_fails(void** state)
{
  (void)state;
  char path[1024];
  open_rack(&rack, 16000.0, 1, 5.0);
  choose(&rack, PARAM_TAG_MODEL, 6.0f);
  rack_run_to(&rack, 1000, 256, false);
  StatusMessage status = status_of(rack.equus);
  assert_non_null(strstr(status.trouble, "own"));
  assert_int_equal(status.shown.tags, PLACE_MSD_MUSICNN);

  equus_set_own_model(rack.equus, MODEL_TAGS, "/nowhere/house.json");
  equus_work(rack.equus);
  rack_run_to(&rack, rack.length, 256, false);
  status = status_of(rack.equus);
  assert_non_null(strstr(status.trouble, "/nowhere/house.json"));
  assert_int_equal(status.shown.tags, PLACE_MSD_MUSICNN);
  assert_non_null(nth(&rack, PLACE_MSD_MUSICNN, TAP_WET, 2));

  snprintf(path, sizeof(path), "%s/tiny.json", fixtures);
  equus_set_own_model(rack.equus, MODEL_TAGS, path);
  equus_work(rack.equus);
  rack_run(&rack, 0, false);
  status = status_of(rack.equus);
  assert_string_equal(status.trouble, "");
  assert_string_equal(status.model[PLACE_OWN_TAGS], "tiny");
  assert_string_equal(status.model[PLACE_MSD_MUSICNN], "");
  assert_int_equal(status.shown.tags, PLACE_OWN_TAGS);
  assert_string_equal(status.slots[1], "cold");

  equus_set_own_model(rack.equus, MODEL_TAGS, "MTT_musicnn"); // By its name, where another ran
  equus_work(rack.equus);
  rack_run(&rack, 0, false);
  assert_string_equal(status_of(rack.equus).model[PLACE_OWN_TAGS], "MTT_musicnn");
  rack_close(&rack);
}

static void
test_the_state_keeps_own_models(void** state)
{
  (void)state;
  char path[1024];
  snprintf(path, sizeof(path), "%s/tiny.json", fixtures);
  open_rack(&rack, 16000.0, 1, 1.0);
  equus_set_own_model(rack.equus, MODEL_TAGS, path);
  choose(&rack, PARAM_TAG_MODEL, 6.0f);
  char* const saved = equus_state_save(rack.equus);
  assert_non_null(strstr(saved, "\"tags\":\"own\""));
  rack_close(&rack);

  open_rack(&rack, 16000.0, 1, 1.0);
  equus_deactivate(rack.equus);
  assert_int_equal(equus_state_restore(rack.equus, saved, NULL, NULL), EQUUS_OK);
  assert_string_equal(equus_own_model(rack.equus, MODEL_TAGS), path);
  assert_string_equal(status_of(rack.equus).model[PLACE_OWN_TAGS], "tiny");

  char moved[2][EQUUS_OWN_SIZE] = { "MTT_musicnn", "" }; // The host says that the file is elsewhere
  assert_int_equal(equus_state_restore(rack.equus, saved, moved, NULL), EQUUS_OK);
  assert_string_equal(status_of(rack.equus).model[PLACE_OWN_TAGS], "MTT_musicnn");
  free(saved);
  rack_close(&rack);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_alone_or_among_all),
    cmocka_unit_test(test_a_switch_leaves_no_gap),
    cmocka_unit_test(test_heirs_go_on),
    cmocka_unit_test(test_other_rates),
    cmocka_unit_test(test_what_ran_goes_on_beside_a_model_that_fails),
    cmocka_unit_test(test_the_state_keeps_own_models),
  };
  if (argc != 3) {
    return 2;
  }
  models   = argv[1];
  fixtures = argv[2];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
