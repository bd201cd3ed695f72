// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: labels find places that collide with nothing while there is room, and stay within the bounds.

#include "ui/placer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const Rect bounds = { 0.0, 0.0, 200.0, 200.0 };

static void
the_liked_direction_is_taken_where_it_is_free(void** state)
{
  (void)state;
  Placer placer;
  placer_init(&placer, bounds);
  const Rect box = placer_place(&placer, 100.0, 100.0, 10.0, 30.0, 16.0, 1.0, 0.0);
  assert_true(box.x >= 110.0 - 1e-9);
  assert_true(box.y == 92.0);
}

static void
what_is_taken_is_avoided(void** state)
{
  (void)state;
  Placer     placer;
  const Rect taken = { 105.0, 80.0, 60.0, 40.0 };
  placer_init(&placer, bounds);
  placer_take(&placer, taken);
  const Rect box = placer_place(&placer, 100.0, 100.0, 10.0, 30.0, 16.0, 1.0, 0.0);
  assert_true(rect_overlap(box, taken) == 0.0);
}

static void
labels_at_the_edge_stay_inside(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 4; ++i) {
    Placer       placer;
    const double x = i % 2 ? 200.0 : 0.0;
    const double y = i / 2 ? 200.0 : 0.0;
    placer_init(&placer, bounds);
    const Rect box = placer_place(&placer, x, y, 10.0, 40.0, 16.0, x - 100.0, 0.0);
    assert_true(rect_encloses(bounds, box, 0.0));
  }
}

static void
a_crowd_on_one_spot_finds_room(void** state)
{
  (void)state;
  Placer placer;
  Rect   boxes[12];
  placer_init(&placer, bounds);
  placer_take(&placer, (Rect){ 94.0, 94.0, 12.0, 12.0 });
  for (unsigned i = 0; i < 12; ++i) {
    boxes[i] = placer_place(&placer, 100.0, 100.0, 8.0, 18.0, 18.0, 1.0, 1.0);
    for (unsigned j = 0; j < i; ++j) {
      assert_true(rect_overlap(boxes[i], boxes[j]) < 1.0);
    }
  }
}

static void
a_line_is_an_obstacle(void** state)
{
  (void)state;
  Placer placer;
  placer_init(&placer, bounds);
  placer_take_line(&placer, 100.0, 100.0, 190.0, 100.0);
  const Rect box = placer_place(&placer, 100.0, 100.0, 10.0, 30.0, 16.0, 1.0, 0.0);
  assert_true(rect_overlap(box, (Rect){ 104.0, 99.0, 86.0, 2.0 }) == 0.0);
}

static void
more_than_it_can_hold_does_no_harm(void** state)
{
  (void)state;
  Placer placer;
  placer_init(&placer, bounds);
  for (unsigned i = 0; i < 2 * PLACER_MAX; ++i) {
    placer_place(&placer, 100.0, 100.0, 4.0, 6.0, 6.0, 0.0, 0.0);
  }
  assert_int_equal(placer.n, PLACER_MAX);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_liked_direction_is_taken_where_it_is_free),
    cmocka_unit_test(what_is_taken_is_avoided),
    cmocka_unit_test(labels_at_the_edge_stay_inside),
    cmocka_unit_test(a_crowd_on_one_spot_finds_room),
    cmocka_unit_test(a_line_is_an_obstacle),
    cmocka_unit_test(more_than_it_can_hold_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
