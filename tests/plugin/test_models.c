// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Models come and go while audio runs, a missing one is named and harms nothing, and the state finds its models again.

#include "tests/plugin/rack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* models;
static Rack        rack;
static atomic_bool stop;

static StatusMessage
status_of(const Equus* equus)
{
  StatusMessage status;
  equus_status(equus, &status);
  return status;
}

static void
test_missing_models_are_named(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, "/nowhere/models", 16000.0, 2, 1.0));
  rack_run_to(&rack, rack.length, 100, false);
  assert_memory_equal(rack.in[0], rack.out[0], rack.length * sizeof(float));

  StatusMessage status = status_of(rack.equus);
  assert_non_null(strstr(status.trouble, "/nowhere/models/MSD_musicnn.json"));
  assert_string_equal(status.model[PLACE_MSD_MUSICNN], "");
  assert_false(status.loading[PLACE_MSD_MUSICNN]);

  equus_set_parameter(rack.equus, PARAM_TAG_MODEL, 0.0f); // The other place's trouble shows now
  status = status_of(rack.equus);
  assert_non_null(strstr(status.trouble, "/nowhere/models/vibenet.json"));
  equus_set_parameter(rack.equus, PARAM_MOOD_MODEL, 0.0f);
  assert_string_equal(status_of(rack.equus).trouble, "");
  rack_close(&rack);
}

static void
test_the_other_place_goes_on(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, 16000.0, 1, 7.0));
  rack_run_to(&rack, 64000, 500, false);
  equus_set_parameter(rack.equus, PARAM_MOOD_MODEL, 0.0f);
  assert_true(equus_needs_work(rack.equus));  // To free what went
  assert_false(equus_needs_work(rack.equus)); // Once for each change
  assert_false(status_of(rack.equus).loading[PLACE_VIBENET]);
  equus_work(rack.equus);
  rack_run_to(&rack, rack.length, 500, false);

  const StatusMessage status = status_of(rack.equus);
  assert_string_equal(status.model[PLACE_VIBENET], "");
  assert_string_equal(status.model[PLACE_MSD_MUSICNN], "MSD_musicnn");
  for (uint32_t i = 0; i < rack.n_readings; ++i) {
    assert_int_equal(rack.readings[i].sequence, i / 2); // Dry and wet of the tags alone, without a gap
  }
  assert_int_equal(rack.n_readings, 2 * 8);
  rack_close(&rack);
}

/// A model that is loaded while sound runs times its readings from where it began
static void
test_late_models_know_their_time(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, 16000.0, 1, 10.0));
  equus_set_parameter(rack.equus, PARAM_TAG_MODEL, 0.0f);
  equus_work(rack.equus);
  rack_run_to(&rack, 5 * 16000, 500, false);
  equus_set_parameter(rack.equus, PARAM_TAG_MODEL, 1.0f);
  equus_work(rack.equus);
  rack_run_to(&rack, rack.length, 500, false);
  assert_true(rack.n_readings > 0);
  assert_true(rack.readings[0].time == 5.0 + 187.0 * 256.0 / 16000.0);
  rack_close(&rack);
}

static void*
work_until_stopped(void* equus)
{
  while (!atomic_load(&stop)) {
    equus_work((Equus*)equus);
    sched_yield();
  }
  return NULL;
}

static void
test_a_hundred_switches(void** state)
{
  (void)state;
  pthread_t worker;
  uint32_t  seed = 5;
  assert_true(rack_open(&rack, models, 8000.0, 1, 10.0));
  atomic_store(&stop, false);
  assert_int_equal(pthread_create(&worker, NULL, work_until_stopped, rack.equus), 0);
  for (unsigned i = 0; i < 100; ++i) {
    static const unsigned choices[] = { PARAM_TAG_MODEL, PARAM_MOOD_MODEL, PARAM_COMPARE };
    seed                            = seed * 1664525u + 1013904223u;
    const unsigned index            = choices[(seed >> 16u) % 3];
    equus_set_parameter(rack.equus, index, (float)((seed >> 20u) % ((unsigned)parameter(index)->maximum + 1)));
    rack_run_to(&rack, rack.position + (seed >> 8u) % 1500, 64, false);
    if (rack.position > rack.length - 4000) {
      rack_rewind(&rack);
    }
  }
  equus_set_parameter(rack.equus, PARAM_TAG_MODEL, 1.0f);
  equus_set_parameter(rack.equus, PARAM_MOOD_MODEL, 1.0f);
  equus_set_parameter(rack.equus, PARAM_COMPARE, (float)COMPARE_NOTHING);
  StatusMessage status = status_of(rack.equus);
  while (status.loading[PLACE_MSD_MUSICNN] || status.loading[PLACE_VIBENET]) {
    rack_run(&rack, 0, false);
    sched_yield();
    status = status_of(rack.equus);
  }
  atomic_store(&stop, true);
  pthread_join(worker, NULL);

  assert_string_equal(status.model[PLACE_MSD_MUSICNN], "MSD_musicnn");
  assert_string_equal(status.model[PLACE_VIBENET], "vibenet");
  rack_rewind(&rack);
  rack_run_to(&rack, rack.length, 256, false);
  assert_true(rack.n_readings > 0);
  assert_memory_equal(rack.in[0], rack.out[0], rack.length * sizeof(float));
  rack_close(&rack);
}

static void
test_state_round_trip(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, 16000.0, 1, 1.0));
  equus_set_parameter(rack.equus, parameter_of_band(3, BAND_GAIN), -7.3f);
  equus_set_parameter(rack.equus, PARAM_MOOD_MODEL, 0.0f);
  equus_set_slot(rack.equus, 4, "sad");
  equus_set_view(rack.equus, "{\"theme\":\"light\"}");
  char* const saved = equus_state_save(rack.equus);
  rack_close(&rack);

  assert_true(rack_open(&rack, models, 16000.0, 1, 1.0));
  equus_deactivate(rack.equus);
  assert_int_equal(equus_state_restore(rack.equus, saved, NULL, NULL), EQUUS_OK);
  assert_true(equus_parameter(rack.equus, parameter_of_band(3, BAND_GAIN)) == -7.3f);
  assert_string_equal(equus_view(rack.equus), "{\"theme\":\"light\"}");
  assert_string_equal(status_of(rack.equus).slots[4], "sad");
  assert_string_equal(status_of(rack.equus).model[PLACE_VIBENET], ""); // At once, as nothing runs
  char* const again = equus_state_save(rack.equus);
  assert_string_equal(saved, again);
  free(again);
  free(saved);
  rack_close(&rack);
}

static void
test_state_of_elsewhere(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, 16000.0, 1, 1.0));
  EquusError error = { EQUUS_OK, "" };
  assert_int_equal(equus_state_restore(rack.equus, "nonsense", NULL, &error), EQUUS_ERR_FORMAT);
  assert_int_equal(error.status, EQUUS_ERR_FORMAT);
  assert_string_equal(status_of(rack.equus).trouble, "");

  assert_int_equal(equus_state_restore(rack.equus, "{\"equus\":1,\"models\":{\"tags\":\"house_net\"}}", NULL, NULL),
                   EQUUS_OK);
  assert_true(equus_take_state(rack.equus));
  assert_non_null(strstr(status_of(rack.equus).trouble, "house_net"));
  assert_string_equal(status_of(rack.equus).model[PLACE_MSD_MUSICNN], "MSD_musicnn");
  char* saved = equus_state_save(rack.equus);
  assert_non_null(strstr(saved, "\"tags\":\"house_net\""));
  free(saved);

  equus_set_parameter(rack.equus, PARAM_TAG_MODEL, 0.0f); // The user chose another
  assert_string_equal(status_of(rack.equus).trouble, "");
  saved = equus_state_save(rack.equus);
  assert_null(strstr(saved, "house_net"));
  free(saved);

  assert_int_equal(equus_state_restore(rack.equus, "{\"equus\":2,\"parameters\":{\"p1_gain\":1}}", NULL, NULL),
                   EQUUS_OK);
  assert_true(equus_take_state(rack.equus));
  assert_non_null(strstr(status_of(rack.equus).trouble, "newer"));
  assert_true(equus_parameter(rack.equus, parameter_of_band(2, BAND_GAIN)) == 1.0f);
  rack_close(&rack);
}

/// While running, a restored state's models come through the worker
static void
test_restore_while_active(void** state)
{
  (void)state;
  assert_true(rack_open(&rack, models, 16000.0, 1, 1.0));
  assert_int_equal(equus_state_restore(rack.equus, "{\"equus\":1,\"models\":{\"mood\":\"\"}}", NULL, NULL), EQUUS_OK);
  assert_true(equus_take_state(rack.equus) && !equus_take_state(rack.equus));
  assert_string_equal(status_of(rack.equus).model[PLACE_VIBENET], "vibenet");
  rack_run(&rack, 0, false);
  assert_string_equal(status_of(rack.equus).model[PLACE_VIBENET], "");
  assert_int_equal(equus_state_restore(rack.equus, "{\"equus\":1,\"models\":{\"mood\":\"vibenet\"}}", NULL, NULL),
                   EQUUS_OK);
  assert_true(equus_take_state(rack.equus));
  assert_true(equus_needs_work(rack.equus) && status_of(rack.equus).loading[PLACE_VIBENET]);
  equus_work(rack.equus);
  rack_run(&rack, 0, false);
  assert_string_equal(status_of(rack.equus).model[PLACE_VIBENET], "vibenet");
  rack_close(&rack);
}

/// What is restored is saved from then on, whether or not the audio thread has taken it
static void*
restore_until_stopped(void* equus)
{
  static bool good;
  char        json[128];
  good = true;
  for (unsigned i = 0; !atomic_load(&stop); ++i) {
    snprintf(json, sizeof(json), "{\"equus\":1,\"parameters\":{\"p1_gain\":%u},\"slots\":[\"tag %u\"]}", i % 20, i);
    if (equus_state_restore((Equus*)equus, json, NULL, NULL)) {
      sched_yield(); // The audio thread has too many untaken
      continue;
    }
    char slot[32];
    snprintf(slot, sizeof(slot), "\"tag %u\"", i);
    char* const saved = equus_state_save((const Equus*)equus);
    good              = good && saved && strstr(saved, slot);
    free(saved);
  }
  return &good;
}

static void
test_restoring_while_audio_runs(void** state)
{
  (void)state;
  pthread_t restorer;
  void*     result = NULL;
  unsigned  taken  = 0;
  assert_true(rack_open(&rack, models, 16000.0, 1, 3.0));
  atomic_store(&stop, false);
  assert_int_equal(pthread_create(&restorer, NULL, restore_until_stopped, rack.equus), 0);
  while (rack.position < rack.length) {
    taken += equus_take_state(rack.equus);
    rack_run(&rack, 64 < rack.length - rack.position ? 64 : rack.length - rack.position, false);
  }
  atomic_store(&stop, true);
  pthread_join(restorer, &result);
  assert_true(*(const bool*)result);
  assert_true(taken > 0);
  rack_close(&rack);
}

static void*
save_until_stopped(void* equus)
{
  static bool good;
  good = true;
  while (!atomic_load(&stop)) {
    char* const saved = equus_state_save((const Equus*)equus);
    good              = good && saved && (strstr(saved, "\"happy\"") || strstr(saved, "\"female vocalists\""));
    free(saved);
  }
  return &good;
}

static void
test_saving_while_audio_runs(void** state)
{
  (void)state;
  pthread_t saver;
  void*     result = NULL;
  assert_true(rack_open(&rack, models, 16000.0, 1, 3.0));
  equus_set_slot(rack.equus, 0, "happy");
  atomic_store(&stop, false);
  assert_int_equal(pthread_create(&saver, NULL, save_until_stopped, rack.equus), 0);
  while (rack.position < rack.length) {
    equus_set_slot(rack.equus, 0, rack.position / 64 % 2 ? "happy" : "female vocalists");
    equus_set_parameter(rack.equus, parameter_of_band(2, BAND_GAIN), (float)(rack.position % 11));
    equus_set_view(rack.equus, rack.position / 64 % 2 ? "{\"scale\":1}" : "{\"scale\":2,\"theme\":\"dark\"}");
    rack_run(&rack, 64 < rack.length - rack.position ? 64 : rack.length - rack.position, false);
  }
  atomic_store(&stop, true);
  pthread_join(saver, &result);
  assert_true(*(const bool*)result);
  rack_close(&rack);
}

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_missing_models_are_named),
    cmocka_unit_test(test_the_other_place_goes_on),
    cmocka_unit_test(test_late_models_know_their_time),
    cmocka_unit_test(test_a_hundred_switches),
    cmocka_unit_test(test_state_round_trip),
    cmocka_unit_test(test_state_of_elsewhere),
    cmocka_unit_test(test_restore_while_active),
    cmocka_unit_test(test_saving_while_audio_runs),
    cmocka_unit_test(test_restoring_while_audio_runs),
  };
  if (argc != 2) {
    return 2;
  }
  models = argv[1];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
