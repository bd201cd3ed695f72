// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the curve's sliders are moved, put back and counted by pointer and keys, and the line drawn is what the
// filters do.

#include "tests/ui/sample.h"
#include "ui/curve_view.h"
#include "ui/dry.h"
#include "ui/equaliser_map.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Sample  sample;
static Actions actions;
static double  now;

static int
set_up(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_GRAPHIC);
  now = 100.0;
  return 0;
}

static void
send(SceneEvent event)
{
  event.time = now += 0.05;
  memset(&actions, 0, sizeof(actions));
  scene_input(&sample.view, &sample.snapshot, &event, &actions);
  for (unsigned i = 0; i < actions.n; ++i) {
    if (actions.items[i].kind == ACTION_SET) {
      snapshot_set_parameter(&sample.snapshot, actions.items[i].index, actions.items[i].value);
    }
  }
}

static void
key(unsigned code, unsigned modifiers)
{
  send((SceneEvent){ .kind = EVENT_KEY, .key = code, .modifiers = modifiers });
}

static float
gain(unsigned band)
{
  return sample.snapshot.parameters[PARAM_CURVE + band];
}

static void
handle(unsigned band, double* x, double* y)
{
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  curve_view_handle(&layout, &sample.snapshot, &sample.view, band, x, y);
}

static void
a_slider_is_dragged_up_and_down_alone(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  float  before[PARAM_COUNT];
  handle(6, &x, &y);
  memcpy(before, sample.snapshot.parameters, sizeof(before));
  send((SceneEvent){ .kind = EVENT_PRESS, .x = x + 3.0, .y = y });
  send((SceneEvent){ .kind = EVENT_MOVE, .x = x + 200.0, .y = y - 30.0 });
  send((SceneEvent){ .kind = EVENT_RELEASE });
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  const double moved  = 30.0 * 2.0 * sample.view.range / layout.plot.h;
  assert_true(fabs((double)(gain(6) - before[PARAM_CURVE + 6]) - moved) < 1e-3);
  before[PARAM_CURVE + 6] = gain(6);
  assert_memory_equal(before, sample.snapshot.parameters, sizeof(before));
  assert_int_equal(sample.view.curve_band, 6);

  now += 1.0; // No double click
  send((SceneEvent){ .kind = EVENT_PRESS, .x = x, .y = y });
  send((SceneEvent){ .kind = EVENT_MOVE, .x = x, .y = y + 9000.0 });
  assert_true(gain(6) == -24.0f);
}

static void
double_and_right_click_put_a_slider_back(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  handle(1, &x, &y);
  assert_true(gain(1) != 0.0f);
  for (unsigned i = 0; i < 2; ++i) {
    send((SceneEvent){ .kind = EVENT_PRESS, .x = x, .y = y });
    send((SceneEvent){ .kind = EVENT_RELEASE });
  }
  assert_true(gain(1) == 0.0f);
  handle(2, &x, &y);
  assert_true(gain(2) != 0.0f);
  send((SceneEvent){ .kind = EVENT_PRESS, .x = x, .y = y, .button = 1 });
  assert_true(gain(2) == 0.0f);
}

static void
keys_and_wheel_move_sliders(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  key('1', 0);
  const float before = gain(0);
  key(KEY_UP, 0);
  assert_true(fabsf(gain(0) - before - 0.5f) < 1e-5f);
  key(KEY_DOWN, MODIFIER_SHIFT);
  assert_true(fabsf(gain(0) - before - 0.4f) < 1e-5f);
  key(KEY_RIGHT, 0);
  key(KEY_RIGHT, 0);
  assert_int_equal(sample.view.curve_band, 2);
  assert_int_equal(sample.view.focus.kind, ITEM_CURVE_BAND);
  for (unsigned i = 0; i < 40; ++i) {
    key(KEY_RIGHT, 0);
  }
  assert_int_equal(sample.view.curve_band, 9);
  key(KEY_DELETE, 0);
  assert_true(gain(9) == 0.0f);
  handle(3, &x, &y);
  const float third = gain(3);
  send((SceneEvent){ .kind = EVENT_SCROLL, .x = x, .y = y, .scroll = 2.0 });
  assert_true(fabsf(gain(3) - third - 1.0f) < 1e-5f);
  key(KEY_DELETE, MODIFIER_SHIFT);
  for (unsigned i = 0; i < CURVE_MAX_BANDS; ++i) {
    assert_true(gain(i) == 0.0f);
  }
}

static void
the_switch_hands_the_plot_over(void** state)
{
  (void)state;
  double x = 0.0;
  double y = 0.0;
  handle(5, &x, &y);
  assert_int_equal(scene_hit(&sample.snapshot, &sample.view, x, y).kind, ITEM_CURVE_BAND);
  key('g', 0);
  assert_false(sample.view.graphic);
  assert_true(actions.keep);
  assert_int_not_equal(scene_hit(&sample.snapshot, &sample.view, x, y).kind, ITEM_CURVE_BAND);
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  assert_true(layout.curve_gain.w == 0.0 && layout.band_fields[0].w > 0.0);
}

static double
curve_at(double hertz)
{
  CurveSettings curve;
  double        decibels = 0.0;
  parameters_to_curve(sample.snapshot.parameters, &curve);
  curve_response(&curve, 48000.0, &hertz, 1, &decibels);
  return decibels;
}

static void
another_number_of_bands_keeps_the_shape(void** state)
{
  (void)state;
  double before[3];
  for (unsigned i = 0; i < 3; ++i) {
    before[i] = curve_at(125.0 * pow(4.0, i));
  }
  sample.view.focus = (Item){ ITEM_CURVE_COUNT, 0 };
  key(KEY_SPACE, 0);
  assert_int_equal(sample.view.menu.owner, ITEM_CURVE_COUNT);
  key(KEY_DOWN, 0);
  key(KEY_RETURN, 0);
  assert_int_equal(curve_view_bands(&sample.snapshot), 31);
  for (unsigned i = 0; i < 3; ++i) {
    assert_true(fabs(curve_at(125.0 * pow(4.0, i)) - before[i]) < 0.6);
  }
  actions.n = 0;
  curve_view_set_bands(&sample.snapshot, 31, &actions); // As it is
  assert_int_equal(actions.n, 0);
}

static void
the_line_is_computed_once_a_change_and_is_right(void** state)
{
  (void)state;
  Response* const response = (Response*)calloc(1, sizeof(Response));
  EqSettings      settings;
  assert_true(response_update(response, &sample.snapshot, 200));
  snapshot_set_parameter(&sample.snapshot, PARAM_SHADOW, 0.0f); // Changes nothing of it
  snapshot_set_parameter(&sample.snapshot, PARAM_ENABLED, 0.0f);
  assert_false(response_update(response, &sample.snapshot, 200));
  parameters_to_eq(sample.snapshot.parameters, &settings);
  for (unsigned i = 0; i < 200; i += 7) {
    const double hertz = EQUALISER_LOWEST * pow(EQUALISER_HIGHEST / EQUALISER_LOWEST, i / 199.0);
    const double total = eq_settings_response(&settings, 48000.0, hertz) + curve_at(hertz);
    assert_true(fabs(response->total[i] - total) < 1e-9);
    assert_true(fabs(response->bands[4 * 200 + i] - eq_band_response(&settings, 4, 48000.0, hertz)) < 1e-9);
  }
  snapshot_set_parameter(&sample.snapshot, PARAM_CURVE + 3, 1.0f);
  assert_true(response_update(response, &sample.snapshot, 200));
  assert_true(response_update(response, &sample.snapshot, 2 * RESPONSE_MAX));
  assert_int_equal(response->n, RESPONSE_MAX);
  free(response);
}

static unsigned char*
pixels(cairo_surface_t** surface)
{
  *surface          = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1180, 760);
  cairo_t* const cr = cairo_create(*surface);
  scene_draw(cr, &sample.snapshot, &sample.view);
  cairo_destroy(cr);
  cairo_surface_flush(*surface);
  return cairo_image_surface_get_data(*surface);
}

static void
what_was_computed_before_draws_the_same(void** state)
{
  (void)state;
  cairo_surface_t* surfaces[2];
  sample.view.response          = (Response*)calloc(1, sizeof(Response));
  unsigned char* const computed = pixels(&surfaces[0]);
  cairo_surface_destroy(surfaces[0]);
  unsigned char* const kept = pixels(&surfaces[0]);
  free(sample.view.response);
  sample.view.response       = NULL;
  unsigned char* const fresh = pixels(&surfaces[1]);
  (void)computed;
  assert_memory_equal(kept, fresh, 4u * 1180u * 760u);
  cairo_surface_destroy(surfaces[0]);
  cairo_surface_destroy(surfaces[1]);
}

static void
the_side_chain_is_aligned_and_delayed(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_SIDE_CHAIN);
  assert_true(dry_can_align(&sample.snapshot));
  sample.view.focus = (Item){ ITEM_ALIGN, 0 };
  key(KEY_RETURN, 0);
  assert_true(sample.snapshot.parameters[PARAM_DRY_DELAY] == 128.0f + 462.0f);
  sample.snapshot.status.delay_samples = 0.0f; // As the plug-in finds then
  assert_false(dry_can_align(&sample.snapshot));
  sample.view.focus = (Item){ ITEM_DRY_DELAY, 0 };
  key(KEY_UP, 0);
  assert_true(sample.snapshot.parameters[PARAM_DRY_DELAY] == 600.0f);
  key(KEY_DOWN, MODIFIER_SHIFT);
  assert_true(sample.snapshot.parameters[PARAM_DRY_DELAY] == 599.0f);
  key('d', 0);
  key(KEY_UP, 0);
  key(KEY_RETURN, 0);
  assert_true(sample.snapshot.parameters[PARAM_DRY_SOURCE] == (float)DRY_INPUT);
  assert_true(layout_make(&sample.view, &sample.snapshot).dry_delay.w == 0.0);
  key('w', 0);
  assert_true(sample.snapshot.parameters[PARAM_SHADOW] == 1.0f);
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    CASE(a_slider_is_dragged_up_and_down_alone),
    CASE(double_and_right_click_put_a_slider_back),
    CASE(keys_and_wheel_move_sliders),
    CASE(the_switch_hands_the_plot_over),
    CASE(another_number_of_bands_keeps_the_shape),
    CASE(the_line_is_computed_once_a_change_and_is_right),
    CASE(what_was_computed_before_draws_the_same),
    CASE(the_side_chain_is_aligned_and_delayed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
