// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a blind check draws fairly, counts rightly, tells nothing before its end, and leaves the audio as it was.

#include "plugin/equus.h"
#include "tests/ui/sample.h"
#include "ui/blind_panel.h"
#include "ui/damage.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static Sample  sample;
static Actions actions;
static Listen  playing; ///< What the plug-in was told last

static int
set_up(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  sample.view.blind.random.state = 20261122;
  playing                        = LISTEN_AS_SET;
  return 0;
}

static void
send(const SceneEvent* event)
{
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    if (actions.items[i].kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, actions.items[i].index, actions.items[i].value);
    } else if (actions.items[i].kind == ACTION_LISTEN) {
      playing = (Listen)actions.items[i].index;
    }
  }
}

static void
key(unsigned code)
{
  send(&(SceneEvent){ .kind = EVENT_KEY, .key = code });
}

static void
click(Item item)
{
  const Rect r = blind_panel_control(&sample.snapshot, &sample.view, item);
  assert_true(r.w > 0.0);
  send(&(SceneEvent){ .kind = EVENT_PRESS, .x = r.x + 5.0, .y = r.y + 5.0 });
}

static void
start(void)
{
  key('q');
  assert_int_equal(sample.view.blind.phase, BLIND_INTRO);
  key(KEY_RETURN);
  assert_int_equal(sample.view.blind.phase, BLIND_TRIAL);
}

/// Listen to both sounds; true if they differ
static bool
listen_to_both(void)
{
  key('1');
  const Listen first = playing;
  key('2');
  assert_true(first != LISTEN_AS_SET && playing != LISTEN_AS_SET);
  return first != playing;
}

/// Draw lots for many trials and count the four kinds
static void
the_four_kinds_of_trial_are_equally_likely(void** state)
{
  (void)state;
  unsigned  kinds[4] = { 0 };
  const int checks   = 500;
  for (int i = 0; i < checks; ++i) {
    start();
    while (sample.view.blind.phase == BLIND_TRIAL) {
      const Blind* const blind = &sample.view.blind;
      ++kinds[2 * (blind->sounds[0] == LISTEN_WET) + (blind->sounds[1] == LISTEN_WET)];
      listen_to_both();
      key('s');
    }
    key(KEY_ESCAPE);
  }
  const double expected = 0.25 * checks * BLIND_TRIALS;
  double       chi      = 0.0;
  for (unsigned i = 0; i < 4; ++i) {
    chi += pow(kinds[i] - expected, 2.0) / expected;
  }
  assert_true(chi < 16.27); // 0.1 % for three degrees of freedom
}

static void
the_same_seed_draws_the_same_and_others_differ(void** state)
{
  (void)state;
  uint64_t drawn[3];
  for (unsigned i = 0; i < 3; ++i) {
    sample.view.blind.random.state = i < 2 ? 7 : 8;
    drawn[i]                       = 0;
    start();
    for (unsigned t = 0; t < BLIND_TRIALS; ++t) {
      drawn[i] = 2 * drawn[i] + listen_to_both();
      key('c');
    }
    key(KEY_ESCAPE);
  }
  assert_true(drawn[0] == drawn[1] && drawn[0] != drawn[2]);
}

static void
who_hears_everything_is_right_every_time(void** state)
{
  (void)state;
  start();
  unsigned different = 0;
  for (unsigned t = 0; t < BLIND_TRIALS; ++t) {
    const bool differ = listen_to_both();
    different += differ;
    key(differ ? 'c' : 's');
  }
  const BlindResult* const result = &sample.view.blind.result;
  assert_int_equal(sample.view.blind.phase, BLIND_RESULT);
  assert_int_equal(playing, LISTEN_AS_SET);
  assert_true(actions.keep);
  assert_int_equal(blind_right(result), BLIND_TRIALS);
  assert_int_equal(result->hits, different);
  assert_int_equal(result->false_alarms, 0);
  assert_true(blind_p(result) == ldexp(1.0, -BLIND_TRIALS));
  assert_string_equal(blind_conclusion(result), "you hear it");
}

static void
who_always_says_changed_is_right_by_chance_alone(void** state)
{
  (void)state;
  start();
  while (sample.view.blind.phase == BLIND_TRIAL) {
    listen_to_both();
    key('c');
  }
  const BlindResult* const result = &sample.view.blind.result;
  assert_int_equal(blind_right(result), result->different);
  assert_int_equal(result->hits, result->different);
  assert_int_equal(result->false_alarms, BLIND_TRIALS - result->different);
}

static void
the_summary_names_machine_and_listener(void** state)
{
  (void)state;
  char        text[320];
  BlindResult result = { .trials = 16, .different = 8, .hits = 5, .false_alarms = 4, .read = 16, .flipped = 14 };
  snprintf(result.from, sizeof(result.from), "excited/happy");
  snprintf(result.to, sizeof(result.to), "tense/angry");
  assert_string_equal(blind_summary(&result, text, sizeof(text)),
                      "machine: flipped excited/happy \u2192 tense/angry; you: 9 of 16 right, p = 0.40: you don\u2019t "
                      "hear it");
  result.hits         = 8;
  result.false_alarms = 1;
  result.flipped      = 0;
  assert_string_equal(blind_summary(&result, text, sizeof(text)),
                      "machine: excited/happy before and after; you: 15 of 16 right, p < 0.001: you hear it");
  result = (BlindResult){ .trials = 4, .different = 4, .hits = 4 };
  assert_string_equal(blind_summary(&result, text, sizeof(text)),
                      "machine: no verdict; you: 4 of 4 right, p = 0.062: too few trials to tell");
}

static void
the_machine_is_asked_in_every_trial(void** state)
{
  (void)state;
  start();
  while (sample.view.blind.phase == BLIND_TRIAL) {
    listen_to_both();
    key('s');
  }
  const BlindResult* const result = &sample.view.blind.result;
  assert_int_equal(result->read, BLIND_TRIALS);
  assert_int_equal(result->flipped, BLIND_TRIALS);
  assert_string_equal(result->from, "excited/happy");
  assert_string_equal(result->to, "tense/angry");
}

static void
answers_wait_until_both_were_heard(void** state)
{
  (void)state;
  start();
  key('c');
  key('s');
  click((Item){ ITEM_BLIND_ANSWER, 0 });
  assert_int_equal(sample.view.blind.result.trials, 0);
  key(KEY_SPACE);
  click((Item){ ITEM_BLIND_ANSWER, 1 });
  assert_int_equal(sample.view.blind.result.trials, 1);
}

static void
other_keys_and_the_wheel_do_nothing_meanwhile(void** state)
{
  (void)state;
  start();
  const Listen          before = playing;
  static const unsigned keys[] = { 'b', 'm', 'x', 'B', 'z', 'o', KEY_UP, KEY_DELETE, 't', 'q', '?' };
  for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    key(keys[i]);
    assert_int_equal(actions.n, 0);
  }
  send(&(SceneEvent){ .kind = EVENT_SCROLL, .x = 300.0, .y = 600.0, .scroll = 1.0 });
  assert_int_equal(actions.n, 0);
  assert_true(playing == before && sample.view.blind.phase == BLIND_TRIAL && !sample.view.help);
}

static void
escape_ends_and_the_audio_returns(void** state)
{
  (void)state;
  start();
  key(KEY_ESCAPE); // Nothing answered
  assert_int_equal(sample.view.blind.phase, BLIND_CLOSED);
  assert_int_equal(playing, LISTEN_AS_SET);
  assert_int_equal(sample.view.blind.n_kept, 0);
  start();
  listen_to_both();
  key('c');
  key(KEY_ESCAPE);
  assert_int_equal(sample.view.blind.phase, BLIND_RESULT);
  assert_int_equal(playing, LISTEN_AS_SET);
  assert_int_equal(sample.view.blind.kept[0].trials, 1);
  key(KEY_ESCAPE);
  assert_int_equal(sample.view.blind.phase, BLIND_CLOSED);
}

/// The pixels of the window as it is, by their bytes
static cairo_surface_t*
draw(void)
{
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 900, 600);
  cairo_t* const         cr      = cairo_create(surface);
  view_state_resize(&sample.view, 900.0, 600.0);
  scene_draw(cr, &sample.snapshot, &sample.view);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static void
the_window_looks_the_same_whatever_plays(void** state)
{
  (void)state;
  start();
  cairo_surface_t* const first = draw();
  Snapshot* const        drawn = (Snapshot*)test_malloc(sizeof(Snapshot));
  *drawn                       = sample.snapshot;
  for (unsigned kind = 0; kind < 4; ++kind) {
    sample.view.blind.sounds[0]                  = kind % 2 ? LISTEN_WET : LISTEN_DRY;
    sample.view.blind.sounds[1]                  = kind / 2 ? LISTEN_WET : LISTEN_DRY;
    sample.snapshot.status.load                  = 0.1f * (float)kind;
    sample.snapshot.status.level_match_gain      = 1.5f * (float)kind;
    sample.snapshot.spectrum[TAP_WET][40 + kind] = -3.0f;
    ++sample.snapshot.revision;
    assert_int_equal(damage_between(drawn, &sample.snapshot, &sample.view), DAMAGE_NONE);
    cairo_surface_t* const again = draw();
    assert_memory_equal(cairo_image_surface_get_data(first), cairo_image_surface_get_data(again), 4u * 900u * 600u);
    cairo_surface_destroy(again);
  }
  cairo_surface_destroy(first);
  test_free(drawn);
}

static void
a_flat_or_bypassed_equaliser_is_not_checked(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_FLAT);
  assert_non_null(strstr(blind_obstacle(&sample.snapshot), "flat"));
  snapshot_set_parameter(&sample.snapshot, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN); // Where nothing is connected
  assert_non_null(strstr(blind_obstacle(&sample.snapshot), "flat"));
  sample.snapshot.status.side_connected = true;
  assert_null(blind_obstacle(&sample.snapshot));
  snapshot_set_parameter(&sample.snapshot, PARAM_DRY_SOURCE, (float)DRY_INPUT);
  key('q');
  key(KEY_RETURN);
  assert_int_equal(sample.view.blind.phase, BLIND_INTRO);
  assert_true(blind_panel_control(&sample.snapshot, &sample.view, (Item){ ITEM_BLIND_START, 0 }).w == 0.0);
  key(KEY_ESCAPE);
  sample_make(&sample, SAMPLE_PLAYING);
  snapshot_set_parameter(&sample.snapshot, PARAM_ENABLED, 0.0f);
  assert_non_null(strstr(blind_obstacle(&sample.snapshot), "bypass"));
}

static void
tab_reaches_the_page_alone(void** state)
{
  (void)state;
  start();
  bool seen[ITEM_KIND_COUNT] = { false };
  for (unsigned i = 0; i < 5; ++i) {
    key(KEY_TAB);
    seen[sample.view.focus.kind] = true;
    assert_true(blind_panel_control(&sample.snapshot, &sample.view, sample.view.focus).w > 0.0);
  }
  assert_true(seen[ITEM_BLIND_SOUND] && seen[ITEM_BLIND_ANSWER] && seen[ITEM_BLIND_CLOSE]);
}

static void
results_are_kept_with_the_view(void** state)
{
  (void)state;
  char text[EQUUS_VIEW_SIZE];
  for (unsigned check = 0; check < BLIND_KEPT + 1; ++check) {
    start();
    for (unsigned t = 0; t <= check; ++t) {
      listen_to_both();
      key('c');
    }
    key(KEY_ESCAPE);
    key(KEY_ESCAPE);
  }
  assert_true(view_state_save(&sample.view, text, sizeof(text)));
  ViewState after;
  view_state_init(&after);
  assert_true(view_state_load(&after, text));
  assert_int_equal(after.blind.n_kept, BLIND_KEPT);
  for (unsigned i = 0; i < BLIND_KEPT; ++i) {
    assert_int_equal(after.blind.kept[i].trials, BLIND_KEPT + 1 - i); // Newest first
    assert_int_equal(after.blind.kept[i].hits, sample.view.blind.kept[i].hits);
    assert_string_equal(after.blind.kept[i].from, "excited/happy");
  }
  assert_true(view_state_load(&after,
                              "{\"blind_checks\":[{\"trials\":99},7,{\"trials\":4,\"different\":2,\"hits\":3,\"false_"
                              "alarms\":0,\"read\":0,\"flipped\":0}]}"));
  assert_int_equal(after.blind.n_kept, 0); // Such can't have happened
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(the_four_kinds_of_trial_are_equally_likely),
    CASE(the_same_seed_draws_the_same_and_others_differ),
    CASE(who_hears_everything_is_right_every_time),
    CASE(who_always_says_changed_is_right_by_chance_alone),
    CASE(the_summary_names_machine_and_listener),
    CASE(the_machine_is_asked_in_every_trial),
    CASE(answers_wait_until_both_were_heard),
    CASE(other_keys_and_the_wheel_do_nothing_meanwhile),
    CASE(escape_ends_and_the_audio_returns),
    CASE(the_window_looks_the_same_whatever_plays),
    CASE(a_flat_or_bypassed_equaliser_is_not_checked),
    CASE(tab_reaches_the_page_alone),
    CASE(results_are_kept_with_the_view),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
