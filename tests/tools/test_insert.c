// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that any LV2 plug-in can be an insert: its controls set, its latency taken off, its response measured, and
// what can't be served refused by name.

#include "tools/treatment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { N = 50001 };

static void
assert_near(const double value, const double expected, const double tolerance)
{
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.9g instead of %.9g ± %g", value, expected, tolerance);
  }
}

static Insert*
open_with(const char* const uri,
          const char* const preset,
          const char* const a,
          const char* const b,
          EquusError* const error)
{
  TextList list = { NULL, 0, 0 };
  if (a) {
    assert_true(text_list_add(&list, a));
  }
  if (b) {
    assert_true(text_list_add(&list, b));
  }
  Insert* const insert = insert_open(uri, preset, &list, error);
  text_list_free(&list);
  return insert;
}

static Insert*
opened(const char* const uri, const char* const preset, const char* const a, const char* const b)
{
  EquusError    error  = { EQUUS_OK, "" };
  Insert* const insert = open_with(uri, preset, a, b, &error);
  if (!insert) {
    fail_msg("%s", error.text);
  }
  return insert;
}

static void
assert_refused(const char* const uri,
               const char* const preset,
               const char* const a,
               const EquusStatus status,
               const char* const says)
{
  EquusError error = { EQUUS_OK, "" };
  assert_null(open_with(uri, preset, a, NULL, &error));
  assert_int_equal(error.status, status);
  if (!strstr(error.text, says)) {
    fail_msg("\"%s\" doesn't say \"%s\"", error.text, says);
  }
}

static Sound
music(const unsigned channels)
{
  Sound sound;
  assert_int_equal(sound_init(&sound, 44100.0, channels, N, NULL), EQUUS_OK);
  for (size_t i = 0; i < N; ++i) {
    for (unsigned c = 0; c < channels; ++c) {
      sound.channel[c][i] = 0.3f * (float)sin((0.01 + 0.003 * c) * (double)i);
    }
  }
  return sound;
}

/// Run it and take every sample by `gain` from channel `from[c]`
static void
assert_gain(Insert* const  insert,
            const unsigned channels,
            const bool     crossed,
            const double   gain,
            const uint32_t latency)
{
  Sound      dry = music(channels);
  Sound      wet;
  uint32_t   told  = UINT32_MAX;
  EquusError error = { EQUUS_OK, "" };
  if (insert_apply(insert, &dry, &wet, &told, &error)) {
    fail_msg("%s", error.text);
  }
  assert_int_equal(told, latency);
  assert_int_equal(wet.n, N);
  for (unsigned c = 0; c < channels; ++c) {
    const float* const in = dry.channel[crossed ? channels - 1U - c : c];
    for (size_t i = 0; i < N; ++i) {
      assert_near((double)wet.channel[c][i], gain * (double)in[i], 1e-6);
    }
  }
  sound_clear(&dry);
  sound_clear(&wet);
  insert_free(insert);
}

static void
test_defaults(void** state)
{
  (void)state;
  Insert* const insert = opened("urn:equus:test:gain", NULL, NULL, NULL);
  assert_string_equal(insert_name(insert), "Test gain");
  assert_string_equal(insert_uri(insert), "urn:equus:test:gain");
  assert_string_equal(insert_settings(insert), "as it comes");
  assert_true(insert_is_mono(insert));
  assert_gain(insert, 1, false, pow(10.0, -0.3), 0);
}

static void
test_mono_plugin_on_stereo(void** state)
{
  (void)state;
  Insert* const insert = opened("urn:equus:test:gain", NULL, "gain=0", "kind=turned");
  assert_string_equal(insert_settings(insert), "gain=0, kind=turned");
  assert_gain(insert, 2, false, -1.0, 0);
}

static void
test_preset(void** state)
{
  (void)state;
  assert_gain(opened("urn:equus:test:gain", "very loud", NULL, NULL), 1, false, -10.0, 0);
  Insert* const insert = opened("urn:equus:test:gain", "urn:equus:test:gain:loud", "kind=0", NULL);
  assert_string_equal(insert_settings(insert), "preset urn:equus:test:gain:loud, kind=0");
  assert_gain(insert, 1, false, 10.0, 0);
  assert_refused("urn:equus:test:gain", "quiet", NULL, EQUUS_ERR_NOT_FOUND, "no preset \"quiet\"");
}

static void
test_latency(void** state)
{
  (void)state;
  assert_gain(opened("urn:equus:test:late", NULL, NULL, NULL), 2, true, 1.0, 100);
}

static void
test_stereo_plugin_on_mono(void** state)
{
  (void)state;
  assert_gain(opened("urn:equus:test:late", NULL, NULL, NULL), 1, false, 1.0, 100);
}

static void
test_worker(void** state)
{
  (void)state;
  assert_gain(opened("urn:equus:test:worker", NULL, NULL, NULL), 1, false, 0.5, 0);
}

static void
test_no_number(void** state)
{
  (void)state;
  Insert* const insert = opened("urn:equus:test:broken", NULL, NULL, NULL);
  Sound         dry    = music(1);
  Sound         wet;
  EquusError    error;
  assert_int_equal(insert_apply(insert, &dry, &wet, NULL, &error), EQUUS_ERR_HOST);
  assert_non_null(strstr(error.text, "urn:equus:test:broken: puts out what is no number"));
  assert_null(wet.channel[0]);
  sound_clear(&dry);
  insert_free(insert);
}

static void
test_refusals(void** state)
{
  (void)state;
  assert_refused("urn:equus:test:gian", NULL, NULL, EQUUS_ERR_NOT_FOUND, "did you mean urn:equus:test:gain?");
  assert_refused("urn:equus:test:needy", NULL, NULL, EQUUS_ERR_UNSUPPORTED, "requires urn:equus:test:feature");
  assert_refused("urn:equus:test:uneven", NULL, NULL, EQUUS_ERR_UNSUPPORTED, "1 audio inputs and gives 2 outputs");
  assert_refused("urn:equus:test:gain", NULL, "gian=3", EQUUS_ERR_NOT_FOUND, "gain (-20 to 20), kind (0 to 1)");
  assert_refused("urn:equus:test:gain", NULL, "gain=21", EQUUS_ERR_RANGE, "from -20 to 20, not \"21\"");
  assert_refused("urn:equus:test:gain", NULL, "gain=", EQUUS_ERR_RANGE, "from -20 to 20");
  assert_refused("urn:equus:test:gain", NULL, "kind=loud", EQUUS_ERR_RANGE, "Turned");
  assert_refused("urn:equus:test:gain", NULL, "in=1", EQUUS_ERR_NOT_FOUND, "no control \"in\"");
}

static void
test_response_of_linear(void** state)
{
  (void)state;
  static InsertResponse response;
  Insert* const         insert    = opened("urn:equus:test:late", NULL, NULL, NULL);
  Treatment             treatment = { .kind = TREATMENT_INSERT, .insert = insert };
  assert_true(isnan(treatment_strength(&treatment, 44100.0, 0.0)));
  assert_int_equal(insert_response_measure(insert, 44100.0, &response, NULL), EQUUS_OK);
  assert_true(response.linear);
  assert_int_equal(response.latency, 100);
  for (unsigned i = 0; i < response.n; ++i) {
    assert_near(response.decibels[i], 0.0, 1e-3);
  }
  treatment.response = &response;
  assert_near(treatment_strength(&treatment, 44100.0, -3.0), 3.0, 1e-3);
  insert_free(insert);
}

static void
test_response_of_gain(void** state)
{
  (void)state;
  static InsertResponse response;
  Insert* const         insert = opened("urn:equus:test:gain", NULL, "gain=4.5", NULL);
  assert_int_equal(insert_response_measure(insert, 48000.0, &response, NULL), EQUUS_OK);
  assert_true(response.linear);
  assert_near(insert_response_at(&response, 10.0), 4.5, 1e-3);
  assert_near(insert_response_at(&response, 1234.5), 4.5, 1e-3);
  assert_near(insert_response_at(&response, 24000.0), 4.5, 1e-3);
  insert_free(insert);
}

static void
test_response_of_clipper(void** state)
{
  (void)state;
  static InsertResponse response;
  Insert* const         insert = opened("urn:equus:test:clip", NULL, NULL, NULL);
  assert_int_equal(insert_response_measure(insert, 48000.0, &response, NULL), EQUUS_OK);
  assert_false(response.linear);
  assert_true(response.by_level > 1.0);
  assert_near(response.by_time, 0.0, 1e-3);
  insert_free(insert);
}

static void
test_treatment(void** state)
{
  (void)state;
  Insert* const   insert    = opened("urn:equus:test:clip", NULL, NULL, NULL);
  const Treatment treatment = { .kind = TREATMENT_INSERT, .insert = insert };
  Sound           dry       = music(2);
  Sound           wet;
  char            text[64];
  treatment_describe(&treatment, text, sizeof(text));
  assert_string_equal(text, "Test clipper: as it comes");
  assert_true(treatment_is_matched(&treatment));
  assert_int_equal(treatment_apply(&treatment, &dry, &wet, NULL), EQUUS_OK);
  for (size_t i = 0; i < N; ++i) {
    assert_near((double)wet.channel[1][i], fmax(fmin((double)dry.channel[1][i], 0.1), -0.1), 1e-7);
  }
  sound_clear(&dry);
  sound_clear(&wet);
  insert_free(insert);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_defaults),
    cmocka_unit_test(test_mono_plugin_on_stereo),
    cmocka_unit_test(test_preset),
    cmocka_unit_test(test_latency),
    cmocka_unit_test(test_stereo_plugin_on_mono),
    cmocka_unit_test(test_worker),
    cmocka_unit_test(test_no_number),
    cmocka_unit_test(test_refusals),
    cmocka_unit_test(test_response_of_linear),
    cmocka_unit_test(test_response_of_gain),
    cmocka_unit_test(test_response_of_clipper),
    cmocka_unit_test(test_treatment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
