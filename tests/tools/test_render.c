// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a picture of the window has the size asked for, shows something, and shows the moment asked for and
// what was searched in the music before it.

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

/// Part of a picture, from the first corner to before the second
typedef struct {
  int left, top, right, bottom;
} Part;

// Of the window at its usual size: the flip meter, what is proposed toward a target, the equaliser's plot
static const Part meter = { 846, 54, 1164, 358 }, proposal = { 846, 370, 1164, 482 }, plot = { 72, 540, 1108, 694 };

/// Pixels in which two pictures of one size differ in this part
static unsigned
difference_in(cairo_surface_t* const a, cairo_surface_t* const b, const Part part)
{
  unsigned n = 0;
  assert_int_equal(cairo_image_surface_get_width(b), cairo_image_surface_get_width(a));
  assert_int_equal(cairo_image_surface_get_height(b), cairo_image_surface_get_height(a));
  for (int y = part.top; y < part.bottom; ++y) {
    const unsigned char* const p = cairo_image_surface_get_data(a) + (size_t)y * cairo_image_surface_get_stride(a);
    const unsigned char* const q = cairo_image_surface_get_data(b) + (size_t)y * cairo_image_surface_get_stride(b);
    for (int x = part.left; x < part.right; ++x) {
      n += memcmp(p + 4 * x, q + 4 * x, 3) != 0;
    }
  }
  return n;
}

/// The same in all of it
static unsigned
difference(cairo_surface_t* const a, cairo_surface_t* const b)
{
  const Part all = { 0, 0, cairo_image_surface_get_width(a), cairo_image_surface_get_height(a) };
  return difference_in(a, b, all);
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

static void
test_maps_show(void** state)
{
  (void)state;
  cairo_surface_t* const none    = picture("--at 5");
  cairo_surface_t* const valence = picture("--at 5 --map valence");
  cairo_surface_t* const rock    = picture("--at 5 --map rock");
  assert_true(difference_in(none, valence, plot) > 500);
  assert_true(difference_in(valence, rock, plot) > 500);
  assert_int_equal(difference_in(none, valence, meter), 0);
  cairo_surface_destroy(none);
  cairo_surface_destroy(valence);
  cairo_surface_destroy(rock);
}

/// A threshold that the chord is far from and no half decibel reaches, and one that its tag lies at
static void
test_flips_and_ties_show(void** state)
{
  (void)state;
  cairo_surface_t* const none = picture("--at 5");
  cairo_surface_t* const held = picture("--at 5 --flip 'rock>0.9' --limit 0.5 --bands 8");
  cairo_surface_t* const tie  = picture("--at 5 --flip 'indie>0.15' --limit 0.5 --bands 8");
  assert_true(difference_in(none, held, meter) > 300);
  assert_true(difference_in(held, tie, meter) > 300);
  assert_int_equal(difference_in(none, held, proposal), 0);
  cairo_surface_destroy(none);
  cairo_surface_destroy(held);
  cairo_surface_destroy(tie);
}

static void
test_proposals_show_and_are_applied(void** state)
{
  (void)state;
  cairo_surface_t* const none     = picture("--at 5");
  cairo_surface_t* const proposed = picture("--at 5 --toward=-instrumental");
  cairo_surface_t* const applied  = picture("--at 5 --apply --toward=-instrumental");
  assert_true(difference_in(none, proposed, proposal) > 300);
  assert_true(difference_in(none, proposed, plot) > 500);
  assert_true(difference_in(proposed, applied, proposal) > 300); // Nothing is proposed any more
  assert_true(difference_in(none, applied, plot) > 2000);
  cairo_surface_destroy(none);
  cairo_surface_destroy(proposed);
  cairo_surface_destroy(applied);
}

static void
test_searches_say_what_is_wrong(void** state)
{
  (void)state;
  command_expect(
    "equus render song.wav -o x.png --at 2 --flip top", 1, (const char*[]){ "song.wav", "too little", NULL });
  command_expect("equus render song.wav -o x.png --at 5 --map zap", 1, (const char*[]){ "song.wav", "zap", NULL });
  command_expect("equus render song.wav -o x.png --at 5 --flip zap", 1, (const char*[]){ "song.wav", "zap", NULL });
  command_expect("equus render song.wav -o x.png --toward sad", 2, (const char*[]){ "--toward sad", NULL });
  command_expect("equus render song.wav -o x.png --apply", 2, (const char*[]){ "--apply", NULL });
  command_expect("equus render song.wav -o x.png --flip top --toward +sad", 2, (const char*[]){ "one", NULL });
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_size_and_scale),
    cmocka_unit_test(test_moments_presets_and_themes_show),
    cmocka_unit_test(test_maps_show),
    cmocka_unit_test(test_flips_and_ties_show),
    cmocka_unit_test(test_proposals_show_and_are_applied),
    cmocka_unit_test(test_searches_say_what_is_wrong),
  };
  return cmocka_run_group_tests(tests, make_song, NULL);
}
