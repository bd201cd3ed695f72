// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that random equalisers are drawn within their limits, that the figures are those of the draws, that a draw is
// what the experiment of the same settings finds, and that mistakes are named.

#include "models/sidecar.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

enum { SONGS = 3, DRAWS = 6 };

static struct json_object*
member(struct json_object* const object, const char* const key)
{
  struct json_object* value = NULL;
  if (!json_object_object_get_ex(object, key, &value)) {
    fail_msg("no member \"%s\"", key);
  }
  return value;
}

static double
number(struct json_object* const object, const char* const key)
{
  return json_object_get_double(member(object, key));
}

/// Run once for all tests
static int
run_once(void** state)
{
  char name[32];
  mkdir(sounds_path("songs"), 0777);
  for (unsigned i = 0; i < SONGS; ++i) {
    snprintf(name, sizeof(name), "songs/%u.wav", i);
    sounds_write(sounds_path(name), 11025.0 * (i + 1), 1 + i % 2, (uint64_t)(11025 * (i + 1) * 5));
  }
  CommandResult result = command_run("equus steadiness songs --draws 6 --seconds 4 --format json");
  *state               = result.code ? NULL : json_tokener_parse(result.out);
  if (!*state) {
    print_error("%s\n", result.err);
  }
  command_clear(&result);
  return *state ? 0 : -1;
}

static int
forget(void** state)
{
  json_object_put((struct json_object*)*state);
  return 0;
}

static struct json_object*
draw(void** state, const unsigned limit, const unsigned index)
{
  return json_object_array_get_idx(member((struct json_object*)*state, "each"), limit * DRAWS + index);
}

static double
figure(void** state, const double limit, const char* const measure)
{
  struct json_object* const figures = member((struct json_object*)*state, "figures");
  for (size_t i = 0; i < json_object_array_length(figures); ++i) {
    struct json_object* const one = json_object_array_get_idx(figures, i);
    if (fabs(number(one, "limit") - limit) < 0.1 && !strcmp(json_object_get_string(member(one, "measure")), measure)) {
      assert_true(number(one, "low") <= number(one, "value") && number(one, "value") <= number(one, "high"));
      return number(one, "value");
    }
  }
  fail_msg("no %s at %g dB", measure, limit);
  return 0.0;
}

static void
test_draws_stay_within_limits_and_differ_by_size_alone(void** state)
{
  static const char* const gains[] = { "p1_gain", "p2_gain", "p3_gain", "p4_gain" };
  double                   largest = 0.0;
  for (unsigned i = 0; i < DRAWS; ++i) {
    for (unsigned band = 0; band < 4; ++band) {
      const double small = number(draw(state, 0, i), gains[band]);
      const double large = number(draw(state, 1, i), gains[band]);
      assert_true(fabs(small) <= 3.0 && fabs(large - 2.0 * small) < 1e-5);
      largest = fmax(largest, fabs(large));
    }
    assert_true(fabs(number(draw(state, 0, i), "start") - number(draw(state, 1, i), "start")) <= 0.0);
    assert_true(number(draw(state, 0, i), "start") <= 1.0);
  }
  assert_true(largest > 4.0);
}

/// Mean size of the change of valence over all draws of a limit
static double
mean_change(void** state, const unsigned limit)
{
  double sum = 0.0;
  for (unsigned i = 0; i < DRAWS; ++i) {
    struct json_object* const one = draw(state, limit, i);
    sum += fabs(number(member(one, "wet"), "valence") - number(member(one, "dry"), "valence"));
  }
  return sum / DRAWS;
}

static void
test_changes_are_in_units_of_the_spread_over_songs(void** state)
{
  double means[SONGS] = { 0.0 };
  double mean         = 0.0;
  double spread       = 0.0;
  for (unsigned i = 0; i < DRAWS; ++i) {
    means[i % SONGS] += number(member(draw(state, 0, i), "dry"), "valence") * SONGS / DRAWS;
  }
  for (unsigned i = 0; i < SONGS; ++i) {
    mean += means[i] / SONGS;
  }
  for (unsigned i = 0; i < SONGS; ++i) {
    spread += (means[i] - mean) * (means[i] - mean);
  }
  spread = sqrt(spread / (SONGS - 1));
  assert_true(fabs(spread - number((struct json_object*)*state, "spread_valence")) < 1e-6);
  assert_true(fabs(figure(state, 3.0, "valence change") * spread - mean_change(state, 0)) < 1e-6);
  assert_true(fabs(figure(state, 6.0, "valence change") * spread - mean_change(state, 1)) < 1e-6);
  assert_true(mean_change(state, 1) > mean_change(state, 0));
}

static void
test_flips_are_counted(void** state)
{
  unsigned flipped   = 0;
  unsigned undecided = 0;
  for (unsigned i = 0; i < DRAWS; ++i) {
    const char* const turn = json_object_get_string(member(draw(state, 1, i), "top"));
    flipped += !strcmp(turn, "flipped");
    undecided += !strcmp(turn, "undecided");
  }
  assert_true(fabs(figure(state, 6.0, "top tag flipped") - (double)flipped / DRAWS) < 1e-6);
  assert_true(fabs(figure(state, 6.0, "top tag undecided") - (double)undecided / DRAWS) < 1e-6);
}

/// Mean of a column that `mood` prints of one tap of a draw
static double
printed_valence(struct json_object* const one, const char* const tap)
{
  char command[512];
  snprintf(command,
           sizeof(command),
           "equus mood --hop 2.992 --tap %s --start %.9g --seconds 4 --set level_match=0 --set output_gain=%.9g "
           "--set p1_gain=%.9g --set p2_gain=%.9g --set p3_gain=%.9g --set p4_gain=%.9g '%s'",
           tap,
           number(one, "start"),
           number(one, "match"),
           number(one, "p1_gain"),
           number(one, "p2_gain"),
           number(one, "p3_gain"),
           number(one, "p4_gain"),
           json_object_get_string(member(one, "file")));
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("%s", result.err);
  }
  CommandTable table = command_table(result.out);
  const double value = table.values[1];
  assert_int_equal(table.rows, 1);
  command_table_clear(&table);
  command_clear(&result);
  return value;
}

/// A value of the default mood on the plane
static double
on_plane(const double value)
{
  char       path[4096];
  EquusError error = { EQUUS_OK, "" };
  snprintf(path, sizeof(path), "%s.lv2/models/MSD_musicnn.json", getenv("EQUUS_COMMAND"));
  Sidecar* const sidecar = sidecar_load(path, &error);
  if (!sidecar) {
    fail_msg("%s", error.text);
  }
  const SidecarMood* const mood  = &sidecar->moods[sidecar_mood(sidecar, "listeners")];
  const double             plane = (double)sidecar_axis_to_plane(&mood->valence, (float)value);
  sidecar_free(sidecar);
  return plane;
}

static void
test_a_draw_is_what_mood_prints(void** state)
{
  static const char* const taps[] = { "dry", "wet" };
  for (unsigned tap = 0; tap < 2; ++tap) {
    struct json_object* const one   = draw(state, 1, 4);
    const double              found = number(member(one, taps[tap]), "valence");
    assert_true(fabs(found - on_plane(printed_valence(one, taps[tap]))) < 1e-4);
  }
}

static void
test_models_get_the_same_draws_and_jobs_do_not_matter(void** state)
{
  (void)state;
  static const char* const commands[] = {
    "equus steadiness songs -n 2 --seconds 4 -l 6 -f json --jobs 1 >one.json",
    "equus steadiness songs -n 2 --seconds 4 -l 6 -f json --jobs 3 >many.json && cmp one.json many.json",
    "equus steadiness songs -n 2 --seconds 4 -l 6 -f json --mood-model steady >steady.json",
    "for i in one steady; do grep -o 'p1_gain[^,]*' $i.json >$i.txt; done; cmp one.txt steady.txt",
    "! cmp -s one.json steady.json",
  };
  for (unsigned i = 0; i < sizeof(commands) / sizeof(commands[0]); ++i) {
    CommandResult result = command_run(commands[i]);
    if (result.code) {
      fail_msg("\"%s\": %s%s", commands[i], result.out, result.err);
    }
    command_clear(&result);
  }
}

static void
test_text_and_csv(void** state)
{
  (void)state;
  CommandResult text = command_run("equus steadiness songs -n 2 --seconds 4 -l 4.5");
  CommandResult csv  = command_run("equus steadiness songs/0.wav songs/1.wav -n 2 --seconds 4 -l 4.5 -f csv");
  assert_int_equal(text.code, 0);
  assert_non_null(strstr(text.out, "\u00b14.5 dB"));
  assert_non_null(strstr(text.out, "accuracy: valence r 0.64"));
  assert_int_equal(csv.code, 0);
  assert_non_null(strstr(csv.out, "limit,of,measure,value,low,high,draws\n4.5,listeners,valence change,"));
  assert_non_null(strstr(csv.out, "4.5,MSD_musicnn,top tag flipped,"));
  command_clear(&text);
  command_clear(&csv);
}

static void
test_mistakes_are_named(void** state)
{
  (void)state;
  sounds_write(sounds_path("brief.wav"), 16000.0, 1, 16000);
  mkdir(sounds_path("empty"), 0777);
  command_expect("equus steadiness", 2, SAYS("no file named"));
  command_expect("equus steadiness nowhere", 1, SAYS("nowhere: No such file"));
  command_expect("equus steadiness empty", 2, SAYS("empty: holds no sound files"));
  command_expect("equus steadiness songs --draws 0", 2, SAYS("--draws takes a whole number from 2"));
  command_expect("equus steadiness songs --limit 30", 2, SAYS("--limit takes a number from 0.1 to 24"));
  command_expect("equus steadiness songs --mood-model happy", 2, SAYS("happy"));
  command_expect("equus steadiness brief.wav -n 2", 1, SAYS("brief.wav: is 1 s long"));
  command_expect("equus steadiness songs -n 3 -l 3 --mood-model vibenet", 1, SAYS("needs at least 10 s"));
  command_expect("equus steadiness songs/0.wav -n 2 -l 3 --seconds 4", 0, SAYS("one song has no spread"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_draws_stay_within_limits_and_differ_by_size_alone),
    cmocka_unit_test(test_changes_are_in_units_of_the_spread_over_songs),
    cmocka_unit_test(test_flips_are_counted),
    cmocka_unit_test(test_a_draw_is_what_mood_prints),
    cmocka_unit_test(test_models_get_the_same_draws_and_jobs_do_not_matter),
    cmocka_unit_test(test_text_and_csv),
    cmocka_unit_test(test_mistakes_are_named),
  };
  return cmocka_run_group_tests(tests, run_once, forget);
}
