// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a picture of the window has the size asked for, shows something, and shows the moment asked for.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static cairo_surface_t*
picture(const char* const arguments)
{
  char command[256];
  snprintf(command, sizeof(command), "equus render song.wav -o shot.png %s", arguments);
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("render %s: %s", arguments, result.err);
  }
  command_clear(&result);
  cairo_surface_t* const surface = cairo_image_surface_create_from_png(sounds_path("shot.png"));
  assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  return surface;
}

/// Pixels in which two pictures of one size differ
static unsigned
difference(cairo_surface_t* const a, cairo_surface_t* const b)
{
  const int width  = cairo_image_surface_get_width(a);
  const int height = cairo_image_surface_get_height(a);
  unsigned  n      = 0;
  assert_int_equal(cairo_image_surface_get_width(b), width);
  assert_int_equal(cairo_image_surface_get_height(b), height);
  for (int y = 0; y < height; ++y) {
    const unsigned char* const p = cairo_image_surface_get_data(a) + (size_t)y * cairo_image_surface_get_stride(a);
    const unsigned char* const q = cairo_image_surface_get_data(b) + (size_t)y * cairo_image_surface_get_stride(b);
    for (int x = 0; x < width; ++x) {
      n += memcmp(p + 4 * x, q + 4 * x, 3) != 0;
    }
  }
  return n;
}

static int
make_song(void** state)
{
  (void)state;
  sounds_write(sounds_path("song.wav"), 16000.0, 1, 16000 * 14);
  return 0;
}

static void
test_size_and_scale(void** state)
{
  (void)state;
  cairo_surface_t* const surface = picture("--at 1 --size 900x600 --scale 1.5");
  assert_int_equal(cairo_image_surface_get_width(surface), 1350);
  assert_int_equal(cairo_image_surface_get_height(surface), 900);
  cairo_surface_destroy(surface);
}

static void
test_moments_presets_and_themes_show(void** state)
{
  (void)state;
  cairo_surface_t* const early = picture("--at 2");
  cairo_surface_t* const late  = picture("--at 13");
  cairo_surface_t* const phone = picture("--at 13 --preset telephone");
  cairo_surface_t* const light = picture("--at 13 --theme light");
  const unsigned         all   = 1180 * 760;
  assert_true(difference(early, late) > all / 200);
  assert_true(difference(late, phone) > all / 200);
  assert_true(difference(late, light) > all / 2);
  cairo_surface_destroy(early);
  cairo_surface_destroy(late);
  cairo_surface_destroy(phone);
  cairo_surface_destroy(light);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_size_and_scale),
    cmocka_unit_test(test_moments_presets_and_themes_show),
  };
  return cmocka_run_group_tests(tests, make_song, NULL);
}
