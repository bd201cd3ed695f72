// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A wish comes back as it was written; a bad one says which member is wrong and wants nothing.

#include "plugin/wish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static Wish
read_good(const char* text)
{
  Wish       wish;
  EquusError error = { EQUUS_OK, "" };
  assert_int_equal(wish_read(text, &wish, &error), EQUUS_OK);
  assert_string_equal(error.text, "");
  return wish;
}

static void
test_defaults(void** state)
{
  (void)state;
  static const char* const texts[] = { "", "{}", "{\"colour\": [1, {}], \"zoom\": null}" };
  for (unsigned i = 0; i < 3; ++i) {
    const Wish wish = read_good(texts[i]);
    assert_true(wish_is_empty(&wish));
    assert_string_equal(wish.of, "valence");
    assert_string_equal(wish.verdict, "top");
    assert_string_equal(wish.target, "");
    assert_int_equal(wish.map_bands, 31);
    assert_int_equal(wish.bands, 10);
    assert_int_equal(wish.seed, 1);
    assert_int_equal(wish.request, 0);
    assert_true(wish.limit == 6.0 && wish.amount == 0.2);
  }
}

static void
test_each_member_is_read(void** state)
{
  (void)state;
  const Wish wish = read_good("{\"maps\": true, \"of\": \"sad\", \"map_bands\": 10, \"meter\": true,"
                              " \"verdict\": \"happy:sad\", \"limit\": 3.5, \"bands\": 31, \"seed\": 4294967295,"
                              " \"target\": \"+sad\", \"amount\": 0.05, \"request\": 3}");
  assert_true(wish.maps && wish.meter && !wish_is_empty(&wish));
  assert_string_equal(wish.of, "sad");
  assert_string_equal(wish.verdict, "happy:sad");
  assert_string_equal(wish.target, "+sad");
  assert_int_equal(wish.map_bands, 10);
  assert_int_equal(wish.bands, 31);
  assert_true(wish.seed == UINT32_MAX);
  assert_int_equal(wish.request, 3);
  assert_true(wish.limit == 3.5 && wish.amount == 0.05);
}

static void
test_round_trip(void** state)
{
  (void)state;
  char       first[EQUUS_WISH_SIZE], second[EQUUS_WISH_SIZE];
  const Wish wish  = read_good("{\"maps\":true,\"of\":\"r\\\"n'b / ü\",\"limit\":0.7,\"target\":\"-chill out\"}");
  const bool wrote = wish_write(&wish, first, sizeof(first));
  assert_true(wrote);
  const Wish again = read_good(first);
  assert_true(wish_write(&again, second, sizeof(second)));
  assert_string_equal(second, first);
  assert_string_equal(again.of, wish.of);
  assert_string_equal(again.target, "-chill out");
  assert_true(again.limit == 0.7);
  assert_false(wish_write(&wish, second, strlen(first)));
  assert_true(wish_write(&wish, second, strlen(first) + 1));
}

static void
test_bad_wishes_name_the_member(void** state)
{
  (void)state;
  static const char* const bad[][2] = {
    { "{\"maps\": 1}", "\"maps\"" },
    { "{\"maps\": true, \"limit\": 30}", "\"limit\"" },
    { "{\"maps\": true, \"limit\": NaN}", "\"limit\"" },
    { "{\"bands\": 9}", "\"bands\" must be 8, 10 or 31" },
    { "{\"map_bands\": 0}", "\"map_bands\" must be 8, 10 or 31" },
    { "{\"seed\": -1}", "\"seed\"" },
    { "{\"of\": \"\"}", "\"of\"" },
    { "{\"amount\": 0}", "\"amount\"" },
    { "{\"target\": \"sad\"}", "\"target\"" },
    { "{\"target\": \"+\"}", "\"target\"" },
    { "{\"target\": \"0.5\"}", "\"target\"" },
    { "{\"target\": \"0.5,0.2,0.1\"}", "\"target\"" },
    { "{\"maps\": true", "isn't a JSON object: line 1" },
    { "[]", "another kind of value" },
    { "wish", "JSON" },
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    Wish       wish;
    EquusError error = { EQUUS_OK, "" };
    assert_int_not_equal(wish_read(bad[i][0], &wish, &error), EQUUS_OK);
    assert_true(wish_is_empty(&wish));
    if (!strstr(error.text, bad[i][1]) || strncmp(error.text, "The wish", 8)) {
      fail_msg("%s: %s", bad[i][0], error.text);
    }
  }
}

static void
test_targets(void** state)
{
  (void)state;
  static const struct {
    const char* text;
    WishTarget  target;
    double      valence, arousal;
  } cases[] = {
    { "0.5,-0.2", WISH_POINT, 0.5, -0.2 },   { "-0.5,0", WISH_POINT, -0.5, 0.0 }, { "+1,-1", WISH_POINT, 1.0, -1.0 },
    { "+sad", WISH_RAISE, 0.0, 0.0 },        { "-sad", WISH_LOWER, 0.0, 0.0 },    { "+80s", WISH_RAISE, 0.0, 0.0 },
    { "-electronic", WISH_LOWER, 0.0, 0.0 }, { "", WISH_NO_TARGET, 0.0, 0.0 },
  };
  setlocale(LC_NUMERIC, "de_DE.UTF-8"); // Where there is one, its comma must not matter
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Wish   wish = { .request = 1 };
    double place[2];
    snprintf(wish.target, sizeof(wish.target), "%s", cases[i].text);
    assert_int_equal(wish_target(&wish, place), cases[i].target);
    if (cases[i].target == WISH_POINT) {
      assert_true(fabs(place[0] - cases[i].valence) < 1e-12 && fabs(place[1] - cases[i].arousal) < 1e-12);
    }
  }
  setlocale(LC_NUMERIC, "C");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_defaults),   cmocka_unit_test(test_each_member_is_read),
    cmocka_unit_test(test_round_trip), cmocka_unit_test(test_bad_wishes_name_the_member),
    cmocka_unit_test(test_targets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
