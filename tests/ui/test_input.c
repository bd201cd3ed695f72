// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: everything can be reached and changed by pointer and by keys alone, in whole gestures and within the ranges.

#include "tests/ui/sample.h"
#include "ui/equaliser_map.h"
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

/// Send an event and carry its actions out
static void
send(const SceneEvent* event)
{
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    if (actions.items[i].kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, actions.items[i].index, actions.items[i].value);
    }
  }
}

static void
point(SceneEventKind kind, double x, double y, unsigned button, unsigned modifiers)
{
  clock_time += 0.05;
  send(&(SceneEvent){ .kind = kind, .x = x, .y = y, .button = button, .modifiers = modifiers, .time = clock_time });
}

static void
click(double x, double y)
{
  clock_time += 1.0;
  point(EVENT_PRESS, x, y, 0, 0);
  const Actions pressed = actions;
  point(EVENT_RELEASE, x, y, 0, 0);
  actions = pressed;
}

static void
key(unsigned code, unsigned modifiers)
{
  send(&(SceneEvent){ .kind = EVENT_KEY, .key = code, .modifiers = modifiers });
}

static void
scroll(double x, double y, double steps)
{
  send(&(SceneEvent){ .kind = EVENT_SCROLL, .x = x, .y = y, .scroll = steps });
}

static Layout
layout(void)
{
  return layout_make(&sample.view, &sample.snapshot);
}

static void
node(unsigned band, double* x, double* y)
{
  const Layout l = layout();
  equaliser_map_node(&l, &sample.snapshot, &sample.view, band, x, y);
}

static double
value(unsigned band, unsigned offset)
{
  return (double)sample.snapshot.parameters[parameter_of_band(band, offset)];
}

static void
click_control(ItemKind item)
{
  const Layout l    = layout();
  const Rect   rect = layout_control(&l, item);
  click(rect.x + 0.5 * rect.w, rect.y + 0.5 * rect.h);
}

/// Every gesture that begins ends, and sets lie within one
static void
assert_whole_gestures(const Actions* list, const bool* held_before, bool* held)
{
  memcpy(held, held_before, PARAM_COUNT * sizeof(bool));
  for (unsigned i = 0; i < list->n; ++i) {
    const Action* const action = &list->items[i];
    if (action->kind == ACTION_BEGIN) {
      assert_false(held[action->index]);
      held[action->index] = true;
    } else if (action->kind == ACTION_SET) {
      assert_true(held[action->index]);
    } else if (action->kind == ACTION_END) {
      assert_true(held[action->index]);
      held[action->index] = false;
    }
  }
}

static void
hits_name_what_is_there(void** state)
{
  (void)state;
  static const ItemKind controls[] = { ITEM_BAND_ON,   ITEM_BAND_FREQUENCY, ITEM_BAND_GAIN,   ITEM_BAND_Q,
                                       ITEM_BYPASS,    ITEM_LEVEL_MATCH,    ITEM_OUTPUT_GAIN, ITEM_PRESET,
                                       ITEM_TAG_MODEL, ITEM_MOOD_MODEL,     ITEM_HELP,        ITEM_THEME,
                                       ITEM_ZOOM,      ITEM_UNCERTAINTY };
  const Layout          l          = layout();
  for (unsigned i = 0; i < sizeof(controls) / sizeof(controls[0]); ++i) {
    const Rect r = layout_control(&l, controls[i]);
    assert_int_equal(scene_hit(&sample.snapshot, &sample.view, r.x + 2.0, r.y + 2.0).kind, controls[i]);
  }
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    double x = 0.0;
    double y = 0.0;
    node(band, &x, &y);
    const Item item = scene_hit(&sample.snapshot, &sample.view, x, y);
    assert_int_equal(item.kind, ITEM_BAND);
    assert_int_equal(item.index, band);
  }
  for (unsigned i = 0; i < l.n_rows; ++i) {
    const Rect r = layout_row(&l, i);
    assert_int_equal(scene_hit(&sample.snapshot, &sample.view, r.x + 5.0, r.y + 5.0).index, i);
  }
  assert_int_equal(scene_hit(&sample.snapshot, &sample.view, 2.0, 2.0).kind, ITEM_NONE);
  assert_int_equal(scene_hit(&sample.snapshot, &sample.view, l.plot.x + 2.0, l.plot.y + 2.0).kind, ITEM_PLOT);
}

static void
dragging_a_node_moves_frequency_and_gain(void** state)
{
  (void)state;
  bool   held[PARAM_COUNT] = { false };
  bool   none[PARAM_COUNT] = { false };
  double x                 = 0.0;
  double y                 = 0.0;
  node(3, &x, &y);
  point(EVENT_PRESS, x, y, 0, 0);
  assert_int_equal(actions.n, 0);
  assert_int_equal(sample.view.band, 3);
  point(EVENT_MOVE, x + 60.0, y - 20.0, 0, 0);
  assert_whole_gestures(&actions, none, held);
  assert_true(held[parameter_of_band(3, BAND_FREQUENCY)] && held[parameter_of_band(3, BAND_GAIN)]);

  const Layout l = layout();
  assert_true(fabs(equaliser_map_x(&l, value(3, BAND_FREQUENCY)) - (x + 60.0)) < 0.01);
  assert_true(fabs(equaliser_map_y(&l, &sample.view, value(3, BAND_GAIN)) - (y - 20.0)) < 0.01);

  bool after[PARAM_COUNT];
  point(EVENT_RELEASE, x + 60.0, y - 20.0, 0, 0);
  assert_whole_gestures(&actions, held, after);
  assert_memory_equal(after, none, sizeof(after));
  assert_int_equal(sample.view.drag.item.kind, ITEM_NONE);
}

static void
shift_drags_finely(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  node(3, &x, &y);
  point(EVENT_PRESS, x, y, 0, 0);
  point(EVENT_MOVE, x, y - 40.0, 0, MODIFIER_SHIFT);
  const Layout l    = layout();
  const double full = equaliser_map_gain(&l, &sample.view, y - 40.0);
  assert_true(value(3, BAND_GAIN) > 0.0 && value(3, BAND_GAIN) < 0.25 * full);
}

static void
drags_end_at_the_limits(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  node(3, &x, &y);
  point(EVENT_PRESS, x, y, 0, 0);
  point(EVENT_MOVE, x + 5000.0, y - 5000.0, 0, 0);
  assert_true(value(3, BAND_FREQUENCY) == 20000.0 && value(3, BAND_GAIN) == 24.0);
  point(EVENT_MOVE, x - 5000.0, y + 5000.0, 0, 0);
  assert_true(value(3, BAND_FREQUENCY) == 20.0 && value(3, BAND_GAIN) == -24.0);
}

static void
dragging_a_band_that_is_off_puts_it_into_the_path(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  node(7, &x, &y);
  assert_true(value(7, BAND_ON) == 0.0);
  point(EVENT_PRESS, x, y, 0, 0);
  point(EVENT_MOVE, x - 1.0, y, 0, 0);
  assert_true(value(7, BAND_ON) == 0.0); // Not yet a drag
  point(EVENT_MOVE, x - 50.0, y + 40.0, 0, 0);
  assert_true(value(7, BAND_ON) == 1.0 && value(7, BAND_FREQUENCY) < 18000.0);
  assert_true(value(7, BAND_GAIN) == 12.0); // A pass keeps its slope
}

static void
double_right_and_control_click_switch_a_band(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  node(4, &x, &y);
  click(x, y);
  assert_true(value(4, BAND_ON) == 1.0);
  point(EVENT_PRESS, x, y, 0, 0);
  assert_true(value(4, BAND_ON) == 0.0);
  point(EVENT_RELEASE, x, y, 0, 0);
  point(EVENT_PRESS, x, y, 1, 0);
  assert_true(value(4, BAND_ON) == 1.0);
  clock_time += 2.0;
  point(EVENT_PRESS, x, y, 0, MODIFIER_CONTROL);
  assert_true(value(4, BAND_ON) == 0.0);
}

static void
the_wheel_changes_q_range_and_numbers(void** state)
{
  (void)state;
  double       x = 0.0;
  double       y = 0.0;
  const Layout l = layout();
  node(4, &x, &y);
  const double q = value(4, BAND_Q);
  scroll(x, y, 1.0);
  assert_true(value(4, BAND_Q) > q);
  scroll(l.plot.x + 2.0, l.plot.y + 2.0, 1.0);
  assert_true(sample.view.range == 12.0 && actions.keep);
  scroll(l.plot.x + 2.0, l.plot.y + 2.0, -1.0);
  assert_true(sample.view.range == 18.0);
  scroll(l.output_gain.x + 2.0, l.output_gain.y + 2.0, 2.0);
  assert_true(sample.snapshot.parameters[PARAM_OUTPUT_GAIN] == 1.0f);
}

static void
switches_and_numbers_work_by_pointer(void** state)
{
  (void)state;
  click_control(ITEM_BYPASS);
  assert_true(sample.snapshot.parameters[PARAM_ENABLED] == 0.0f);
  click_control(ITEM_LEVEL_MATCH);
  assert_true(sample.snapshot.parameters[PARAM_LEVEL_MATCH] == 0.0f);
  click_control(ITEM_BAND_ON);
  assert_true(value(4, BAND_ON) == 0.0);

  const Layout l = layout();
  point(EVENT_PRESS, l.output_gain.x + 9.0, l.output_gain.y + 9.0, 0, 0);
  point(EVENT_MOVE, l.output_gain.x + 9.0, l.output_gain.y - 41.0, 0, 0);
  assert_true(sample.snapshot.parameters[PARAM_OUTPUT_GAIN] > 3.0f);
  point(EVENT_RELEASE, 0.0, 0.0, 0, 0);
  click_control(ITEM_OUTPUT_GAIN);
  const Rect r = layout_control(&l, ITEM_OUTPUT_GAIN);
  point(EVENT_PRESS, r.x + 0.5 * r.w, r.y + 0.5 * r.h, 0, 0);
  assert_true(sample.snapshot.parameters[PARAM_OUTPUT_GAIN] == 0.0f);
}

static void
keys_select_and_move_bands(void** state)
{
  (void)state;
  for (unsigned band = 0; band < EQ_BANDS; ++band) {
    key('1' + band, 0);
    assert_int_equal(sample.view.band, band);
    assert_true(sample.view.focus_visible);
  }
  key('4', 0);
  key(KEY_UP, 0);
  assert_true(value(3, BAND_GAIN) == 0.5);
  key(KEY_DOWN, MODIFIER_SHIFT);
  assert_true(fabs(value(3, BAND_GAIN) - 0.4) < 1e-6);
  const double frequency = value(3, BAND_FREQUENCY);
  for (unsigned i = 0; i < 12; ++i) {
    key(KEY_RIGHT, 0);
  }
  assert_true(fabs(value(3, BAND_FREQUENCY) / frequency - 2.0) < 1e-4); // Twelve semitones
  const double q = value(3, BAND_Q);
  key(']', 0);
  assert_true(value(3, BAND_Q) > q);
  key(KEY_PAGE_DOWN, 0);
  assert_true(fabs(value(3, BAND_Q) - q) < 1e-5);
  key('o', 0);
  assert_true(value(3, BAND_ON) == 0.0);
  key(KEY_DELETE, 0);
  assert_true(value(3, BAND_ON) == 1.0 && value(3, BAND_GAIN) == 0.0 && value(3, BAND_FREQUENCY) == 500.0);
}

static void
arrows_on_a_pass_change_its_slope(void** state)
{
  (void)state;
  key('1', 0);
  key(KEY_UP, 0);
  assert_true(value(0, BAND_GAIN) == 24.0);
  key(KEY_UP, 0);
  assert_true(value(0, BAND_GAIN) == 24.0);
  key(KEY_DOWN, 0);
  assert_true(value(0, BAND_GAIN) == 12.0);
}

static void
keys_do_what_the_help_says(void** state)
{
  (void)state;
  key('b', 0);
  assert_true(sample.snapshot.parameters[PARAM_ENABLED] == 0.0f);
  key('m', 0);
  assert_true(sample.snapshot.parameters[PARAM_LEVEL_MATCH] == 0.0f);
  key('t', 0);
  assert_int_equal(sample.view.theme, THEME_LIGHT);
  assert_true(actions.keep);
  key('+', 0);
  assert_true(sample.view.zoom == 1.25 && actions.resize && actions.keep);
  key('-', 0);
  key('-', 0);
  key('-', 0);
  assert_true(sample.view.zoom == VIEW_MIN_ZOOM);
  key('0', 0);
  assert_true(sample.view.zoom == 1.0);
  key('?', 0);
  assert_true(sample.view.help);
  key('b', 0); // Any key closes the help and does nothing else
  assert_false(sample.view.help);
  assert_true(sample.snapshot.parameters[PARAM_ENABLED] == 0.0f);
  key(KEY_F1, 0);
  assert_true(sample.view.help);
  point(EVENT_PRESS, 3.0, 3.0, 0, 0);
  assert_false(sample.view.help);
}

/// Go around by Tab; what was seen stays so
static void
go_around(bool* seen)
{
  const Item start = sample.view.focus;
  unsigned   stops = 0;
  do {
    key(KEY_TAB, 0);
    seen[sample.view.focus.kind] = true;
  } while (++stops < 200 && (sample.view.focus.kind != start.kind || sample.view.focus.index != start.index));
  assert_true(stops < 200);
}

static void
tab_reaches_the_sliders_and_the_side_chain(void** state)
{
  (void)state;
  bool seen[ITEM_KIND_COUNT] = { false };
  sample_make(&sample, SAMPLE_SIDE_CHAIN);
  key(KEY_TAB, 0);
  go_around(seen);
  for (unsigned i = ITEM_CURVE_BAND; i <= ITEM_GRAPHIC; ++i) {
    assert_true(seen[i]);
  }
  assert_true(seen[ITEM_DRY_SOURCE] && seen[ITEM_DRY_DELAY] && seen[ITEM_ALIGN]);
  assert_false(seen[ITEM_BAND] || seen[ITEM_BAND_GAIN]);
}

static void
tab_reaches_every_control(void** state)
{
  (void)state;
  bool     seen[ITEM_KIND_COUNT] = { false };
  bool     bands[EQ_BANDS]       = { false };
  unsigned rows                  = 0;
  unsigned stops                 = 0;
  do {
    key(KEY_TAB, 0);
    const Item focus = sample.view.focus;
    seen[focus.kind] = true;
    if (focus.kind == ITEM_BAND) {
      bands[focus.index] = true;
    }
    rows += focus.kind == ITEM_TAG_ROW;
    ++stops;
  } while (stops < 200 && !(stops > 1 && sample.view.focus.kind == ITEM_BAND && sample.view.focus.index == 4));

  for (unsigned i = ITEM_BAND_ON; i <= ITEM_ZOOM; ++i) {
    const bool elsewhere = (i >= ITEM_CURVE_BAND && i <= ITEM_CURVE_RESET) || i == ITEM_DRY_DELAY || i == ITEM_ALIGN;
    assert_true(seen[i] || elsewhere || i == ITEM_TAG_GROUP);
  }
  for (unsigned i = 0; i < EQ_BANDS; ++i) {
    assert_true(bands[i]);
  }
  assert_int_equal(rows, layout().n_rows);

  const Item here = sample.view.focus;
  key(KEY_TAB, 0);
  key(KEY_TAB, MODIFIER_SHIFT);
  assert_int_equal(sample.view.focus.kind, here.kind);
  assert_int_equal(sample.view.focus.index, here.index);
}

static void
a_preset_is_chosen_by_keys(void** state)
{
  (void)state;
  bool held[PARAM_COUNT];
  bool none[PARAM_COUNT] = { false };
  key('p', 0);
  assert_int_equal(sample.view.menu.owner, ITEM_PRESET);
  key(KEY_UP, 0);
  key(KEY_DOWN, 0);
  assert_int_equal(sample.view.menu.entry, 1);
  key(KEY_RETURN, 0);
  assert_int_equal(sample.view.menu.owner, ITEM_NONE);
  assert_whole_gestures(&actions, none, held);
  assert_int_equal(preset_list_find(&sample.presets, sample.snapshot.parameters), 1);
  key('p', 0);
  key(KEY_ESCAPE, 0);
  assert_int_equal(sample.view.menu.owner, ITEM_NONE);
}

static void
a_model_is_chosen_by_pointer(void** state)
{
  (void)state;
  click_control(ITEM_TAG_MODEL);
  assert_int_equal(sample.view.menu.owner, ITEM_TAG_MODEL);
  const Layout l     = layout();
  const Rect   entry = menu_entry_rect(&sample.snapshot, &sample.view, &l, 0);
  point(EVENT_MOVE, entry.x + 5.0, entry.y + 5.0, 0, 0);
  assert_int_equal(sample.view.menu.entry, 0);
  click(entry.x + 5.0, entry.y + 5.0);
  assert_true(sample.snapshot.parameters[PARAM_TAG_MODEL] == 0.0f);
  click_control(ITEM_MOOD_MODEL);
  click(3.0, 3.0); // Beside the menu
  assert_int_equal(sample.view.menu.owner, ITEM_NONE);
  assert_true(sample.snapshot.parameters[PARAM_MOOD_MODEL] == 1.0f);
}

static void
theme_and_zoom_have_menus(void** state)
{
  (void)state;
  click_control(ITEM_THEME);
  key(KEY_DOWN, 0);
  key(KEY_DOWN, 0);
  key(KEY_SPACE, 0);
  assert_int_equal(sample.view.theme, THEME_CONTRAST);
  assert_true(actions.keep);
  click_control(ITEM_ZOOM);
  assert_true(menu_is_current(&sample.snapshot, &sample.view, sample.view.menu.entry));
  key(KEY_DOWN, 0);
  key(KEY_RETURN, 0);
  assert_true(sample.view.zoom == 1.25 && actions.resize);
}

static void
a_tag_is_pinned_and_sent_to_an_output(void** state)
{
  (void)state;
  uint16_t     labels[LAYOUT_MAX_ROWS];
  const Layout l   = layout();
  const Rect   row = layout_row(&l, 3);
  tags_rows(&sample.snapshot, &sample.view, &l, labels);
  const char* const tag = sample_tag_sidecar()->labels[labels[3]].name;

  click(row.x + 5.0, row.y + 5.0);
  assert_int_equal(sample.view.menu.owner, ITEM_TAG_ROW);
  key(KEY_RETURN, 0);
  assert_true(view_state_is_pinned(&sample.view, tag) && actions.keep);
  tags_rows(&sample.snapshot, &sample.view, &l, labels);
  assert_string_equal(sample_tag_sidecar()->labels[labels[0]].name, tag);

  click(l.rows.x + 5.0, l.rows.y + 5.0);
  for (unsigned i = 0; i < 7; ++i) {
    key(KEY_DOWN, 0);
  }
  key(KEY_RETURN, 0);
  assert_int_equal(actions.n, 1);
  assert_int_equal(actions.items[0].kind, ACTION_SLOT);
  assert_int_equal(actions.items[0].index, 4);
  assert_string_equal(actions.items[0].tag, tag);
}

static void
rows_are_chosen_by_pins_peaks_and_wet(void** state)
{
  (void)state;
  uint16_t     labels[LAYOUT_MAX_ROWS];
  const Layout l = layout();
  view_state_toggle_pin(&sample.view, "House");
  view_state_toggle_pin(&sample.view, "no such tag");
  const unsigned n = tags_rows(&sample.snapshot, &sample.view, &l, labels);
  assert_int_equal(n, l.n_rows);
  assert_string_equal(sample_tag_sidecar()->labels[labels[0]].name, "House");
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned j = 0; j < i; ++j) {
      assert_int_not_equal(labels[i], labels[j]);
    }
  }
}

static void
hovering_redraws_only_when_something_changes(void** state)
{
  (void)state;
  const Layout l = layout();
  point(EVENT_MOVE, l.bypass.x + 3.0, l.bypass.y + 3.0, 0, 0);
  assert_true(actions.redraw);
  point(EVENT_MOVE, l.bypass.x + 6.0, l.bypass.y + 3.0, 0, 0);
  assert_false(actions.redraw);
  send(&(SceneEvent){ .kind = EVENT_LEAVE });
  assert_true(actions.redraw);
  assert_int_equal(sample.view.hover.kind, ITEM_NONE);
}

static void
any_storm_of_events_is_survived(void** state)
{
  (void)state;
  bool     held[PARAM_COUNT] = { false };
  unsigned random            = 12345;
  for (unsigned i = 0; i < 60000; ++i) {
    random                  = random * 1664525u + 1013904223u;
    const unsigned   choice = random >> 24u;
    const double     x      = (random >> 8u) % 1300 - 60.0;
    const double     y      = (random >> 4u) % 860 - 50.0;
    const SceneEvent event  = { .kind      = (SceneEventKind)(choice % 6),
                                .x         = x,
                                .y         = y,
                                .time      = 0.1 * i,
                                .button    = choice % 3,
                                .modifiers = choice % 4,
                                .scroll    = choice % 2 ? 1.0 : -1.0,
                                .key       = choice < 128 ? choice : KEY_LEFT + choice % 7 };
    bool             after[PARAM_COUNT];
    send(&event);
    assert_whole_gestures(&actions, held, after);
    memcpy(held, after, sizeof(held));
    assert_true(sample.view.band < EQ_BANDS && sample.view.zoom >= VIEW_MIN_ZOOM && sample.view.zoom <= VIEW_MAX_ZOOM);
  }
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(hits_name_what_is_there),
    CASE(dragging_a_node_moves_frequency_and_gain),
    CASE(shift_drags_finely),
    CASE(drags_end_at_the_limits),
    CASE(dragging_a_band_that_is_off_puts_it_into_the_path),
    CASE(double_right_and_control_click_switch_a_band),
    CASE(the_wheel_changes_q_range_and_numbers),
    CASE(switches_and_numbers_work_by_pointer),
    CASE(keys_select_and_move_bands),
    CASE(arrows_on_a_pass_change_its_slope),
    CASE(keys_do_what_the_help_says),
    CASE(tab_reaches_every_control),
    CASE(tab_reaches_the_sliders_and_the_side_chain),
    CASE(a_preset_is_chosen_by_keys),
    CASE(a_model_is_chosen_by_pointer),
    CASE(theme_and_zoom_have_menus),
    CASE(a_tag_is_pinned_and_sent_to_an_output),
    CASE(rows_are_chosen_by_pins_peaks_and_wet),
    CASE(hovering_redraws_only_when_something_changes),
    CASE(any_storm_of_events_is_survived),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
