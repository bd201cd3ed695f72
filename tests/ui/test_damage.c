// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a picture that is brought up to date in part is the one that would have been drawn in whole, pixel by pixel.

#include "tests/ui/sample.h"
#include "ui/damage.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static Sample   sample;
static Snapshot drawn;

static cairo_surface_t*
new_surface(double scale)
{
  return cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)lround(scale * sample.view.width), (int)lround(scale * sample.view.height));
}

static void
draw(cairo_surface_t* surface, double scale, Damage damage)
{
  cairo_t* const cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  if (damage == DAMAGE_PLOT) {
    damage_draw_plot(cr, &sample.snapshot, &sample.view);
  } else if (damage == DAMAGE_ALL) {
    scene_draw(cr, &sample.snapshot, &sample.view);
  }
  cairo_destroy(cr);
  cairo_surface_flush(surface);
}

/// Pixels that differ, the unused byte left out
static unsigned
count_difference(cairo_surface_t* a, cairo_surface_t* b)
{
  const int                  height = cairo_image_surface_get_height(a);
  const int                  stride = cairo_image_surface_get_stride(a);
  const unsigned char* const data_a = cairo_image_surface_get_data(a);
  const unsigned char* const data_b = cairo_image_surface_get_data(b);
  unsigned                   n      = 0;
  for (int i = 0; i < height * stride; ++i) {
    n += i % 4 != 3 && data_a[i] != data_b[i];
  }
  return n;
}

static void
change_spectra(void)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    SpectrumMessage spectrum = { .tap = (Tap)tap };
    for (unsigned i = 0; i < SPECTRUM_BINS; ++i) {
      spectrum.levels[i] = -20.0f - 50.0f * fabsf(sinf(0.1f * (float)i + (float)tap));
    }
    snapshot_apply_spectrum(&sample.snapshot, &spectrum);
  }
}

static void
new_spectra_are_drawn_into_the_old_picture(void** state)
{
  (void)state;
  static const double scales[] = { 1.0, 1.25, 1.3333, 2.0 };
  for (unsigned i = 0; i < 4 * THEME_COUNT; ++i) {
    const double scale = scales[i % 4];
    sample_make(&sample, i % 2 ? SAMPLE_PLAYING : SAMPLE_EXTREME);
    sample.view.theme          = (ThemeName)(i / 4);
    cairo_surface_t* const old = new_surface(scale);
    draw(old, scale, DAMAGE_ALL);
    drawn = sample.snapshot;
    change_spectra();
    assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_PLOT);

    cairo_surface_t* const whole = new_surface(scale);
    draw(whole, scale, DAMAGE_ALL);
    assert_true(count_difference(old, whole) > 1000);
    draw(old, scale, DAMAGE_PLOT);
    assert_int_equal(count_difference(old, whole), 0);
    cairo_surface_destroy(old);
    cairo_surface_destroy(whole);
  }
}

static void
what_nobody_sees_is_no_damage(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  drawn = sample.snapshot;
  ++sample.snapshot.revision;
  sample.snapshot.status.time += 0.1;
  sample.snapshot.status.load *= 2.0f;
  cairo_surface_t* const old = new_surface(1.0);
  cairo_surface_t* const new = new_surface(1.0);
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_NONE);
  draw(new, 1.0, DAMAGE_ALL);
  sample.snapshot = drawn;
  draw(old, 1.0, DAMAGE_ALL);
  assert_int_equal(count_difference(old, new), 0);
  cairo_surface_destroy(old);
  cairo_surface_destroy(new);
}

static void
everything_else_damages_all(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  drawn = sample.snapshot;
  sample.snapshot.places[PLACE_VIBENET].moods[0].valence[TAP_WET] += 0.1f;
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_ALL);

  sample.snapshot = drawn;
  snapshot_set_parameter(&sample.snapshot, PARAM_OUTPUT_GAIN, 3.0f);
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_ALL);

  sample.snapshot                         = drawn;
  sample.snapshot.status.level_match_gain = 5.0f;
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_ALL);

  sample.snapshot = drawn;
  change_spectra();
  sample.view.hover = (Item){ ITEM_BAND, 3 }; // A tooltip lies over the plot
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_ALL);
  sample.view.hover = (Item){ ITEM_NONE, 0 };
  sample.view.help  = true;
  assert_int_equal(damage_between(&drawn, &sample.snapshot, &sample.view), DAMAGE_ALL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(new_spectra_are_drawn_into_the_old_picture),
    cmocka_unit_test(what_nobody_sees_is_no_damage),
    cmocka_unit_test(everything_else_damages_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
