// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Which models run follows from the parameters alone, and every choice has a name and a place.

#include "plugin/places.h"

#include "plugin/parameters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static float values[PARAM_COUNT];

static int
set_up(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    values[i] = parameter(i)->initial;
  }
  return 0;
}

static PlaceSet
running(float tags, float mood, Compare compare, PlaceSet own)
{
  values[PARAM_TAG_MODEL]  = tags;
  values[PARAM_MOOD_MODEL] = mood;
  values[PARAM_COMPARE]    = (float)compare;
  return places_running(values, own);
}

static PlaceSet
all_of(ModelKind kind)
{
  PlaceSet set = 0;
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    set |= place_kind((Place)i) == kind ? place_set((Place)i) : 0;
  }
  return set;
}

static void
test_chosen_models_run(void** state)
{
  (void)state;
  assert_int_equal(running(0.0f, 0.0f, COMPARE_NOTHING, 0), 0);
  assert_int_equal(running(1.0f, 0.0f, COMPARE_NOTHING, 0), place_set(PLACE_MSD_MUSICNN));
  assert_int_equal(running(0.0f, 1.0f, COMPARE_NOTHING, 0), place_set(PLACE_VIBENET));
  assert_int_equal(running(TAG_MODEL_OWN, MOOD_MODEL_OWN, COMPARE_NOTHING, 0),
                   place_set(PLACE_OWN_TAGS) | place_set(PLACE_OWN_MOOD));
  assert_int_equal(places_tags(values), PLACE_OWN_TAGS);
  assert_int_equal(places_mood(values).place, PLACE_OWN_MOOD);
}

static void
test_others_run_to_be_compared(void** state)
{
  (void)state;
  const PlaceSet own     = place_set(PLACE_OWN_TAGS) | place_set(PLACE_OWN_MOOD);
  const PlaceSet bundled = (all_of(MODEL_TAGS) | all_of(MODEL_MOOD)) & ~own;
  assert_int_equal(running(0.0f, 0.0f, COMPARE_ALL, 0), bundled);
  assert_int_equal(running(0.0f, 0.0f, COMPARE_ALL, own), bundled | own);
  assert_int_equal(running(0.0f, 0.0f, COMPARE_TAGS, own), all_of(MODEL_TAGS));
  assert_int_equal(running(1.0f, 0.0f, COMPARE_MOODS, place_set(PLACE_OWN_MOOD)),
                   all_of(MODEL_MOOD) | place_set(PLACE_MSD_MUSICNN));
}

static void
test_every_choice_has_a_name_and_a_place(void** state)
{
  (void)state;
  for (unsigned kind = MODEL_TAGS; kind <= MODEL_MOOD; ++kind) {
    const unsigned         index = places_parameter((ModelKind)kind);
    const Parameter* const about = parameter(index);
    assert_null(places_choice_name((ModelKind)kind, 0.0f));
    for (unsigned i = 1; i < about->n_points; ++i) {
      values[index]           = about->points[i].value;
      const char* const name  = places_choice_name((ModelKind)kind, values[index]);
      const Place       place = kind == MODEL_TAGS ? places_tags(values) : places_mood(values).place;
      assert_non_null(name);
      assert_true(place != PLACE_NONE && values[index] <= about->maximum);
      for (unsigned k = 1; k < i; ++k) {
        assert_true(about->points[k].value != values[index]);
        assert_string_not_equal(places_choice_name((ModelKind)kind, about->points[k].value), name);
      }
    }
  }
  assert_string_equal(places_choice_name(MODEL_TAGS, 1.0f), "MSD_musicnn");
  assert_string_equal(places_choice_name(MODEL_MOOD, 1.0f), "vibenet");
  assert_string_equal(places_choice_name(MODEL_MOOD, MOOD_MODEL_OWN), "own");
}

static void
test_bundled_places_have_models(void** state)
{
  (void)state;
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    const bool own = i == PLACE_OWN_TAGS || i == PLACE_OWN_MOOD;
    assert_int_equal(place_model((Place)i) == NULL, own);
  }
  assert_int_equal(place_own(MODEL_TAGS), PLACE_OWN_TAGS);
  assert_int_equal(place_kind(PLACE_OWN_MOOD), MODEL_MOOD);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(test_chosen_models_run, set_up),
    cmocka_unit_test_setup(test_others_run_to_be_compared, set_up),
    cmocka_unit_test_setup(test_every_choice_has_a_name_and_a_place, set_up),
    cmocka_unit_test_setup(test_bundled_places_have_models, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
