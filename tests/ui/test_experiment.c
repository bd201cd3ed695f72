// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the experiment is asked for by pointer and by keys alone, what is asked is a wish that reads back, and a
// curve that is taken over stands alone in the equaliser, in one gesture.

#include "plugin/flip.h"
#include "tests/ui/sample.h"
#include "ui/aim.h"
#include "ui/experiment.h"
#include "ui/layout.h"
#include "ui/menu.h"
#include "ui/scene.h"
#include "ui/tags.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static Sample  sample;
static Actions actions;
static double  clock_time;

static int
set_up(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  clock_time = 100.0;
  return 0;
}

/// Send an event and carry its actions out, as an editor does
static void
send(const SceneEvent* event)
{
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    const Action* const action = &actions.items[i];
    if (action->kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, action->index, action->value);
    } else if (action->kind == ACTION_WISH) {
      Wish wish;
      assert_int_equal(wish_read(action->tag, &wish, NULL), EQUUS_OK);
      snapshot_set_wish(&sample.snapshot, &wish);
    }
  }
}

static void
point(SceneEventKind kind, double x, double y)
{
  clock_time += 0.05;
  send(&(SceneEvent){ .kind = kind, .x = x, .y = y, .time = clock_time });
}

/// Press a control with the pointer; the actions are those of the press
static void
click(ItemKind item)
{
  const Layout l    = layout_make(&sample.view, &sample.snapshot);
  const Rect   rect = layout_control(&l, item);
  assert_true(rect.w > 0.0);
  clock_time += 1.0;
  point(EVENT_PRESS, rect.x + 0.5 * rect.w, rect.y + 0.5 * rect.h);
}

static void
key(unsigned code)
{
  send(&(SceneEvent){ .kind = EVENT_KEY, .key = code });
}

static const Wish*
wish(void)
{
  return &sample.snapshot.wish;
}

/// Answer what was asked for last
static void
answer(FlipPhase phase, FlipOutcome outcome, bool target)
{
  FlipMessage message = { .request  = wish()->request,
                          .phase    = phase,
                          .outcome  = outcome,
                          .target   = target,
                          .from     = "excited/happy",
                          .to       = "tense/angry",
                          .bands    = 10,
                          .gains    = { 1.0f, -2.0f, 3.0f, 0.0f, 0.0f, 0.0f, 4.0f, 0.0f, 0.0f, -1.0f },
                          .limit    = 6.0f,
                          .strength = 1.9f };
  snapshot_apply_flip(&sample.snapshot, &message);
}

static void
every_state_has_its_name(void** state)
{
  (void)state;
  static const ExperimentState meters[] = { EXPERIMENT_FOUND,      EXPERIMENT_SEARCHING, EXPERIMENT_WAITING,
                                            EXPERIMENT_NOT_FOUND,  EXPERIMENT_UNDECIDED, EXPERIMENT_TROUBLE,
                                            EXPERIMENT_OUT_OF_STEP };
  for (unsigned i = 0; i < 7; ++i) {
    sample_make(&sample, (SampleKind)(SAMPLE_FLIP + i));
    assert_int_equal(experiment_meter(&sample.snapshot), meters[i]);
    assert_int_equal(experiment_target(&sample.snapshot), EXPERIMENT_IDLE);
  }
  sample_make(&sample, SAMPLE_PROPOSAL);
  assert_int_equal(experiment_meter(&sample.snapshot), EXPERIMENT_IDLE);
  assert_int_equal(experiment_target(&sample.snapshot), EXPERIMENT_FOUND);
  sample_make(&sample, SAMPLE_RAISE);
  assert_int_equal(experiment_target(&sample.snapshot), EXPERIMENT_SEARCHING);
}

static void
a_search_is_asked_for_once_or_for_ever(void** state)
{
  (void)state;
  const uint32_t before = wish()->request;
  click(ITEM_FLIP_FIND);
  assert_true(wish()->meter && wish()->once && wish()->request == before + 1);
  assert_int_equal(experiment_meter(&sample.snapshot), EXPERIMENT_WAITING);
  click(ITEM_FLIP_LIVE);
  assert_true(wish()->meter && !wish()->once);
  click(ITEM_FLIP_FIND); // Anew, but it goes on
  assert_true(wish()->meter && !wish()->once && wish()->request == before + 2);
  key('l');
  assert_false(wish()->meter);
  key('f');
  assert_true(wish()->meter && wish()->once);
}

static void
what_was_found_stays_while_the_next_is_searched(void** state)
{
  (void)state;
  key('l');
  answer(FLIP_DONE, FLIP_FOUND, false);
  assert_non_null(experiment_flip(&sample.snapshot));
  answer(FLIP_SEARCHING, FLIP_STOPPED, false);
  assert_int_equal(experiment_meter(&sample.snapshot), EXPERIMENT_SEARCHING);
  assert_non_null(experiment_flip(&sample.snapshot));
  key('l');
  assert_int_equal(experiment_meter(&sample.snapshot), EXPERIMENT_FOUND); // And when it stops
  key('v');
  key(KEY_UP);
  key(KEY_RETURN);
  assert_string_equal(wish()->verdict, "top");
  assert_null(experiment_flip(&sample.snapshot)); // Another question
}

static void
a_flip_is_applied_alone_and_in_one_gesture(void** state)
{
  (void)state;
  bool held[PARAM_COUNT] = { false };
  key('f');
  key('a');
  assert_int_equal(actions.n, 0); // There is none yet
  answer(FLIP_DONE, FLIP_FOUND, false);
  snapshot_set_parameter(&sample.snapshot, PARAM_OUTPUT_GAIN, 3.0f);
  click(ITEM_FLIP_APPLY);

  unsigned begun = 0;
  for (unsigned i = 0; i < actions.n; ++i) {
    const Action* const action = &actions.items[i];
    if (action->kind == ACTION_BEGIN) {
      held[action->index] = true;
      begun += 1;
    } else if (action->kind == ACTION_SET) {
      assert_true(i >= begun && held[action->index]);
    } else {
      held[action->index] = false;
    }
  }
  assert_true(begun > 5 && actions.n == 3 * begun); // All begin before the first is set, all end after the last
  assert_int_equal(actions.items[begun - 1].kind, ACTION_BEGIN);
  assert_int_equal(actions.items[2 * begun].kind, ACTION_END);

  EqSettings    eq;
  CurveSettings curve;
  parameters_to_eq(sample.snapshot.parameters, &eq);
  parameters_to_curve(sample.snapshot.parameters, &curve);
  assert_true(sample.snapshot.parameters[PARAM_OUTPUT_GAIN] == 0.0f);
  for (unsigned octave = 0; octave < 10; ++octave) {
    assert_true(fabs(eq_settings_response(&eq, 48000.0, ldexp(20.0, (int)octave))) < 1e-9);
  }
  assert_true(curve.bands == 10 && curve.gains[1] == -2.0f && curve.gains[6] == 4.0f && curve.gains[9] == -1.0f);
}

static void
the_dot_is_dragged_to_a_target(void** state)
{
  (void)state;
  const Layout l = layout_make(&sample.view, &sample.snapshot);
  double       x = 0.0;
  double       y = 0.0;
  assert_true(aim_dot(&sample.snapshot, &l, &x, &y));
  assert_int_equal(scene_hit(&sample.snapshot, &sample.view, x, y).kind, ITEM_WET_DOT);
  point(EVENT_PRESS, x, y);
  point(EVENT_RELEASE, x, y);
  assert_int_equal(actions.n, 0); // A click asks for nothing

  point(EVENT_PRESS, x, y);
  point(EVENT_MOVE, l.square.x + 0.75 * l.square.w, l.square.y + 0.4 * l.square.h);
  assert_true(sample.view.aiming);
  point(EVENT_RELEASE, 0.0, 0.0);
  double place[2];
  assert_int_equal(actions.n, 1);
  assert_int_equal(wish_target(wish(), place), WISH_POINT);
  assert_true(fabs(place[0] - 0.5) < 0.02 && fabs(place[1] - 0.2) < 0.02);
  assert_false(sample.view.aiming);

  point(EVENT_PRESS, x, y);
  point(EVENT_MOVE, l.square.x - 500.0, l.square.y + 5000.0);
  point(EVENT_RELEASE, 0.0, 0.0);
  assert_string_equal(wish()->target, "-1.00,-1.00");
}

static void
escape_gives_a_drag_up(void** state)
{
  (void)state;
  const Layout l = layout_make(&sample.view, &sample.snapshot);
  double       x = 0.0;
  double       y = 0.0;
  aim_dot(&sample.snapshot, &l, &x, &y);
  point(EVENT_PRESS, x, y);
  point(EVENT_MOVE, x + 30.0, y);
  key(KEY_ESCAPE);
  assert_false(sample.view.aiming);
  point(EVENT_RELEASE, x + 30.0, y);
  assert_int_equal(actions.n, 0);
}

static void
keys_move_the_dot(void** state)
{
  (void)state;
  sample.view.focus = (Item){ ITEM_WET_DOT, 0 };
  key(KEY_RIGHT);
  key(KEY_RIGHT);
  key(KEY_UP);
  assert_true(sample.view.aiming);
  const double valence = sample.view.aim_valence;
  key(KEY_RETURN);
  double place[2];
  assert_int_equal(wish_target(wish(), place), WISH_POINT);
  assert_true(fabs(place[0] - valence) < 0.006);
  key(KEY_LEFT);
  key(KEY_ESCAPE);
  assert_false(sample.view.aiming);
  assert_int_equal(wish_target(wish(), place), WISH_POINT); // Only the new aim was given up
  key(KEY_ESCAPE);
  assert_int_equal(wish_target(wish(), place), WISH_NO_TARGET);
}

static void
a_tag_is_raised_and_lowered(void** state)
{
  (void)state;
  uint16_t     labels[LAYOUT_MAX_ROWS];
  const Layout l = layout_make(&sample.view, &sample.snapshot);
  tags_rows(&sample.snapshot, &sample.view, &l, labels);
  const char* const tag = sample_tag_sidecar()->labels[labels[2]].name;
  sample.view.focus     = (Item){ ITEM_TAG_ROW, 2 };
  key('+');
  assert_true(wish()->target[0] == '+' && !strcmp(wish()->target + 1, tag));
  key('-');
  assert_true(wish()->target[0] == '-' && !strcmp(wish()->target + 1, tag));
  assert_true(sample.view.zoom == 1.0);
  key(KEY_SPACE);
  key(KEY_DOWN);
  key(KEY_RETURN);
  assert_true(wish()->target[0] == '+');
}

static void
a_proposal_is_accepted_halved_and_rejected(void** state)
{
  (void)state;
  const float* const values = sample.snapshot.parameters;
  sample_make(&sample, SAMPLE_PROPOSAL);
  const FlipMessage* const proposal = experiment_proposal(&sample.snapshot);
  assert_non_null(proposal);
  assert_ptr_equal(experiment_ghost(&sample.snapshot, &sample.view), proposal);
  const float gain = proposal->gains[1];
  key('h');
  assert_true(fabsf(values[PARAM_CURVE + 1] - 0.5f * gain) < 1e-6f);
  assert_null(experiment_proposal(&sample.snapshot));

  sample_make(&sample, SAMPLE_PROPOSAL);
  key(KEY_RETURN);
  assert_true(values[PARAM_CURVE + 1] == gain && !wish()->target[0]);

  sample_make(&sample, SAMPLE_PROPOSAL);
  key(KEY_ESCAPE);
  assert_true(values[PARAM_CURVE + 1] == 0.0f && !wish()->target[0]);

  sample_make(&sample, SAMPLE_PROPOSAL);
  click(ITEM_TARGET_HALF);
  assert_true(fabsf(values[PARAM_CURVE + 1] - 0.5f * gain) < 1e-6f);
  sample_make(&sample, SAMPLE_PROPOSAL);
  click(ITEM_TARGET_ACCEPT);
  assert_true(values[PARAM_CURVE + 1] == gain);
  sample_make(&sample, SAMPLE_PROPOSAL);
  click(ITEM_TARGET_REJECT);
  assert_true(values[PARAM_CURVE + 1] == 0.0f && !wish()->target[0]);
}

static void
an_answer_to_an_older_target_is_no_proposal(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PROPOSAL);
  sample.view.focus = (Item){ ITEM_TAG_ROW, 0 };
  key('+');
  assert_null(experiment_proposal(&sample.snapshot));
  assert_int_equal(experiment_target(&sample.snapshot), EXPERIMENT_WAITING);
}

static void
verdicts_are_chosen_in_steps(void** state)
{
  (void)state;
  click(ITEM_FLIP_VERDICT);
  key(KEY_DOWN);
  key(KEY_RETURN); // One tag or another
  assert_int_equal(sample.view.menu.owner, ITEM_FLIP_VERDICT);
  key(KEY_RETURN);
  key(KEY_RETURN); // The same tag again is no choice
  assert_int_equal(sample.view.menu.owner, ITEM_FLIP_VERDICT);
  key(KEY_DOWN);
  key(KEY_RETURN);
  assert_int_equal(sample.view.menu.owner, ITEM_NONE);
  assert_non_null(strchr(wish()->verdict, ':'));

  key('v');
  assert_true(menu_is_current(&sample.snapshot, &sample.view, sample.view.menu.entry));
  key(KEY_UP);
  key(KEY_RETURN); // A tag above a threshold
  key(KEY_RETURN);
  for (unsigned i = 0; i < 4; ++i) {
    key(KEY_DOWN);
  }
  key(KEY_RETURN);
  assert_non_null(strstr(wish()->verdict, ">0.5"));
}

static void
limit_bands_and_map_are_chosen(void** state)
{
  (void)state;
  click(ITEM_FLIP_LIMIT);
  key(KEY_DOWN);
  key(KEY_RETURN);
  assert_true(wish()->limit == 9.0);
  click(ITEM_FLIP_BANDS);
  key(KEY_DOWN);
  key(KEY_RETURN);
  assert_int_equal(wish()->bands, 31);
  assert_false(wish()->maps); // Costs time in the background: off until it is wanted
  click(ITEM_MAP);
  assert_true(wish()->maps);
  click(ITEM_MAP_OF);
  key(KEY_DOWN);
  key(KEY_RETURN);
  assert_string_equal(wish()->of, "arousal");
  key('n');
  assert_false(wish()->maps);
}

static void
tab_reaches_the_experiment(void** state)
{
  (void)state;
  static const ItemKind kinds[] = { ITEM_FLIP_VERDICT,  ITEM_FLIP_LIMIT, ITEM_FLIP_BANDS,    ITEM_FLIP_FIND,
                                    ITEM_FLIP_APPLY,    ITEM_FLIP_LIVE,  ITEM_TARGET_ACCEPT, ITEM_TARGET_HALF,
                                    ITEM_TARGET_REJECT, ITEM_MAP,        ITEM_MAP_OF,        ITEM_WET_DOT };
  bool                  seen[ITEM_KIND_COUNT] = { false };
  sample_make(&sample, SAMPLE_PROPOSAL);
  sample.snapshot.wish.maps = true;
  for (unsigned i = 0; i < 120; ++i) {
    key(KEY_TAB);
    seen[sample.view.focus.kind] = true;
  }
  for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); ++i) {
    assert_true(seen[kinds[i]]);
  }
}

static void
the_smallest_window_has_all_of_it(void** state)
{
  (void)state;
  static const ItemKind flips[]   = { ITEM_FLIP_VERDICT, ITEM_FLIP_LIMIT, ITEM_FLIP_BANDS,
                                      ITEM_FLIP_FIND,    ITEM_FLIP_APPLY, ITEM_FLIP_LIVE };
  static const ItemKind targets[] = { ITEM_TARGET_ACCEPT, ITEM_TARGET_HALF, ITEM_TARGET_REJECT };
  for (unsigned i = 0; i < 6 + 3; ++i) {
    const ItemKind item = i < 6 ? flips[i] : targets[i - 6];
    sample_make(&sample, i < 6 ? SAMPLE_FLIP : SAMPLE_PROPOSAL);
    view_state_resize(&sample.view, VIEW_MIN_WIDTH, VIEW_MIN_HEIGHT);
    const Layout l    = layout_make(&sample.view, &sample.snapshot);
    const Rect   rect = layout_control(&l, item);
    assert_true(rect.w >= 50.0 && rect.h >= 24.0);
    assert_int_equal(scene_hit(&sample.snapshot, &sample.view, rect.x + 3.0, rect.y + 3.0).kind, item);
  }
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(every_state_has_its_name),
    CASE(a_search_is_asked_for_once_or_for_ever),
    CASE(what_was_found_stays_while_the_next_is_searched),
    CASE(a_flip_is_applied_alone_and_in_one_gesture),
    CASE(the_dot_is_dragged_to_a_target),
    CASE(escape_gives_a_drag_up),
    CASE(keys_move_the_dot),
    CASE(a_tag_is_raised_and_lowered),
    CASE(a_proposal_is_accepted_halved_and_rejected),
    CASE(an_answer_to_an_older_target_is_no_proposal),
    CASE(verdicts_are_chosen_in_steps),
    CASE(limit_bands_and_map_are_chosen),
    CASE(tab_reaches_the_experiment),
    CASE(the_smallest_window_has_all_of_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
