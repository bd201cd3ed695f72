// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: a report's pictures show every move and tag, in every theme, and a flip looks unlike a move without one.

#include "ui/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { SIZE = 400 };

static cairo_surface_t*
draw_plane(ThemeName theme, const ReportMove* moves, unsigned n)
{
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t* const         cr      = cairo_create(surface);
  report_plane_draw(cr, theme_get(theme), SIZE, "valence", "energy (arousal)", moves, n);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static unsigned
count_colour(cairo_surface_t* surface, ThemeName theme, ColourRole role)
{
  const uint32_t        wanted = 0xFF000000u | theme_get(theme)->rgb[role];
  const uint32_t* const pixels = (const uint32_t*)(const void*)cairo_image_surface_get_data(surface);
  unsigned              n      = 0;
  for (unsigned i = 0; i < SIZE * SIZE; ++i) {
    n += pixels[i] == wanted;
  }
  return n;
}

static unsigned
count_difference(cairo_surface_t* a, cairo_surface_t* b)
{
  const unsigned char* const data_a = cairo_image_surface_get_data(a);
  const unsigned char* const data_b = cairo_image_surface_get_data(b);
  unsigned                   n      = 0;
  for (unsigned i = 0; i < 4 * SIZE * SIZE; ++i) {
    n += data_a[i] != data_b[i];
  }
  return n;
}

static void
moves_are_shown_in_every_theme(void** state)
{
  (void)state;
  static const ReportMove moves[] = { { 0.4, 0.4, -0.3, 0.1, true }, { 0.4, 0.4, 0.35, 0.3, false } };
  for (unsigned t = 0; t < THEME_COUNT; ++t) {
    cairo_surface_t* const none = draw_plane((ThemeName)t, NULL, 0);
    cairo_surface_t* const one  = draw_plane((ThemeName)t, moves, 1);
    cairo_surface_t* const two  = draw_plane((ThemeName)t, moves, 2);
    cairo_surface_t* const same = draw_plane((ThemeName)t, moves, 2);
    assert_int_equal(count_colour(none, (ThemeName)t, COLOUR_WET), 0);
    assert_true(count_colour(one, (ThemeName)t, COLOUR_WET) > 100);
    assert_true(count_colour(one, (ThemeName)t, COLOUR_DRY) > 50);
    assert_true(count_difference(one, two) > 200);
    assert_int_equal(count_difference(two, same), 0);
    cairo_surface_destroy(none);
    cairo_surface_destroy(one);
    cairo_surface_destroy(two);
    cairo_surface_destroy(same);
  }
}

static void
a_flip_looks_unlike_a_move(void** state)
{
  (void)state;
  ReportMove             move = { 0.4, 0.4, -0.3, 0.1, false };
  cairo_surface_t* const calm = draw_plane(THEME_LIGHT, &move, 1);
  move.flipped                = true;
  cairo_surface_t* const flip = draw_plane(THEME_LIGHT, &move, 1);
  assert_true(count_colour(flip, THEME_LIGHT, COLOUR_WET) > count_colour(calm, THEME_LIGHT, COLOUR_WET) + 80);
  cairo_surface_destroy(calm);
  cairo_surface_destroy(flip);
}

static void
many_moves_on_one_spot_and_beyond_are_drawn(void** state)
{
  (void)state;
  ReportMove moves[40];
  for (unsigned i = 0; i < 40; ++i) {
    moves[i] = (ReportMove){ 0.0, 0.0, i % 3 ? 0.01 : 4.0, i % 2 ? 0.01 : -4.0, i % 2 };
  }
  cairo_surface_t* const surface = draw_plane(THEME_DARK, moves, 40);
  assert_true(count_colour(surface, THEME_DARK, COLOUR_WET) > 1000);
  cairo_surface_destroy(surface);
}

static void
tags_take_the_height_that_was_told(void** state)
{
  (void)state;
  static const ReportTag tags[]  = { { "rock", 0.6, 0.3 }, { "sad", 0.1, 0.25 }, { "happy", 0.2, 0.2 } };
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t* const         cr      = cairo_create(surface);
  report_tags_draw(cr, theme_get(THEME_LIGHT), SIZE, tags, 3);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  assert_true(count_colour(surface, THEME_LIGHT, COLOUR_WET) > 500);
  assert_true(count_colour(surface, THEME_LIGHT, COLOUR_UP) > 10);
  assert_true(count_colour(surface, THEME_LIGHT, COLOUR_DOWN) > 10);

  const unsigned        height = (unsigned)report_tags_height(3);
  const uint32_t* const pixels = (const uint32_t*)(const void*)cairo_image_surface_get_data(surface);
  for (unsigned i = height * SIZE; i < SIZE * SIZE; ++i) {
    assert_int_equal(pixels[i], 0);
  }
  assert_int_not_equal(pixels[(height - 2) * SIZE + SIZE / 2], 0);
  cairo_surface_destroy(surface);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(moves_are_shown_in_every_theme),
    cmocka_unit_test(a_flip_looks_unlike_a_move),
    cmocka_unit_test(many_moves_on_one_spot_and_beyond_are_drawn),
    cmocka_unit_test(tags_take_the_height_that_was_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
