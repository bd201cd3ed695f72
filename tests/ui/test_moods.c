// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the plane shows the chosen mood first and others only when they are compared, each with a shape of its own,
// its error on the plane's scale, and the network that reads it where that isn't the one of the tags.

#include "tests/ui/sample.h"
#include "ui/layout.h"
#include "ui/legend.h"
#include "ui/moods.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static Sample sample;

static void
one_mood_is_shown_unless_all_are_asked_for(void** state)
{
  (void)state;
  Mood list[MOODS_MAX];
  sample_make(&sample, SAMPLE_LISTENERS);
  assert_int_equal(moods_list(&sample.snapshot, list), 1);
  assert_string_equal(list[0].name, "listeners");
  assert_true(list[0].reading == snapshot_mood(&sample.snapshot));

  snapshot_set_parameter(&sample.snapshot, PARAM_COMPARE, (float)COMPARE_MOODS);
  assert_int_equal(moods_list(&sample.snapshot, list), 3);
  assert_string_equal(list[0].name, "listeners");
  assert_string_equal(list[1].name, "steady");
  assert_string_equal(list[2].name, "vibenet");

  snapshot_set_parameter(&sample.snapshot, PARAM_COMPARE, (float)COMPARE_TAGS);
  assert_int_equal(moods_list(&sample.snapshot, list), 1);
}

static void
each_has_its_shape_whichever_is_chosen(void** state)
{
  (void)state;
  Mood  list[MOODS_MAX];
  Glyph glyphs[GLYPH_COUNT] = { 0 };
  sample_make(&sample, SAMPLE_COMPARE);
  unsigned n = moods_list(&sample.snapshot, list);
  for (unsigned i = 0; i < n; ++i) {
    assert_true(list[i].value >= 1.0f && list[i].value <= 3.0f);
    glyphs[(unsigned)list[i].value] = list[i].glyph;
    for (unsigned j = 0; j < i; ++j) {
      assert_true(list[i].glyph != list[j].glyph && list[i].reading != list[j].reading);
    }
  }

  sample.snapshot.status.shown = (Shown){ PLACE_MSD_MUSICNN, PLACE_VIBENET, 0 };
  n                            = moods_list(&sample.snapshot, list);
  assert_int_equal(n, 3);
  assert_string_equal(list[0].name, "vibenet");
  for (unsigned i = 0; i < n; ++i) {
    assert_int_equal(list[i].glyph, glyphs[(unsigned)list[i].value]);
  }
}

static void
moods_without_readings_are_not_shown(void** state)
{
  (void)state;
  Mood list[MOODS_MAX];
  sample_make(&sample, SAMPLE_SETTLING);
  assert_int_equal(moods_list(&sample.snapshot, list), 0);
  sample_make(&sample, SAMPLE_COMPARE);
  sample.snapshot.places[PLACE_VIBENET].valid[TAP_WET] = false;
  assert_int_equal(moods_list(&sample.snapshot, list), 2);
}

static void
errors_are_on_the_scale_of_the_plane(void** state)
{
  (void)state;
  const SidecarAxis known   = { 0, 2.13f, 3.43f, 4.73f, 0.31f };
  const SidecarAxis unknown = { 0, 0.0f, 0.5f, 1.0f, 0.0f };
  assert_true(fabs(moods_error(&known) - 0.31 / 1.3) < 1e-6);
  assert_true(moods_error(&unknown) == 0.0);
}

static void
another_network_than_the_tags_is_foreign(void** state)
{
  (void)state;
  Mood list[MOODS_MAX];
  sample_make(&sample, SAMPLE_COMPARE);
  assert_int_equal(moods_list(&sample.snapshot, list), 3);
  assert_false(moods_is_foreign(&sample.snapshot, &list[0]));
  assert_false(moods_is_foreign(&sample.snapshot, &list[2])); // A network of its own, and so named
  sample.snapshot.status.shown.tags = PLACE_MTT_MUSICNN;
  assert_true(moods_is_foreign(&sample.snapshot, &list[0]));
}

static void
the_mood_in_focus_is_the_one_pointed_at(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_COMPARE);
  assert_int_equal(moods_in_focus(&sample.view, 3), 0);
  assert_false(legend_has_tooltip(&sample.snapshot, &sample.view));
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  const Rect   cell   = legend_mood(&layout, 2, 3);
  sample.view.hover   = scene_hit(&sample.snapshot, &sample.view, cell.x + 3.0, cell.y + 3.0);
  assert_int_equal(moods_in_focus(&sample.view, 3), 2);
  assert_true(legend_has_tooltip(&sample.snapshot, &sample.view));
  assert_int_equal(moods_in_focus(&sample.view, 2), 0); // One that is gone
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_mood_is_shown_unless_all_are_asked_for),
    cmocka_unit_test(each_has_its_shape_whichever_is_chosen),
    cmocka_unit_test(moods_without_readings_are_not_shown),
    cmocka_unit_test(errors_are_on_the_scale_of_the_plane),
    cmocka_unit_test(another_network_than_the_tags_is_foreign),
    cmocka_unit_test(the_mood_in_focus_is_the_one_pointed_at),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
