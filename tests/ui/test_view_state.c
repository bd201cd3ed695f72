// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: what the window keeps comes back as it was, whatever else the document holds.

#include "tests/ui/sample.h"
#include "ui/view_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { TEXT_SIZE = 1024 };

static void
round_trip_keeps_everything(void** state)
{
  (void)state;
  ViewState before;
  ViewState after;
  char      text[TEXT_SIZE];
  char      again[TEXT_SIZE];
  view_state_init(&before);
  view_state_init(&after);
  view_state_resize(&before, 1333.0, 801.0);
  before.theme = THEME_CONTRAST;
  before.zoom  = 1.75;
  before.range = 12.0;
  view_state_toggle_pin(&before, "sad");
  view_state_toggle_pin(&before, "a \"quoted\" \u00E9tiquette");

  assert_true(view_state_save(&before, text, sizeof(text)));
  assert_true(view_state_load(&after, text));
  assert_true(after.width == 1333.0 && after.height == 801.0);
  assert_int_equal(after.theme, THEME_CONTRAST);
  assert_true(after.zoom == 1.75 && after.range == 12.0);
  assert_true(view_state_is_pinned(&after, "sad"));
  assert_true(view_state_is_pinned(&after, "a \"quoted\" \u00E9tiquette"));
  assert_true(view_state_save(&after, again, sizeof(again)));
  assert_string_equal(text, again);
}

static void
values_out_of_range_are_limited(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  assert_true(view_state_load(&view, "{\"width\":1,\"height\":1e9,\"zoom\":900,\"theme\":\"mauve\",\"range\":-3}"));
  assert_true(view.width == VIEW_MIN_WIDTH && view.height == VIEW_MAX_SIZE);
  assert_true(view.zoom == VIEW_MAX_ZOOM);
  assert_int_equal(view.theme, THEME_DARK);
  assert_true(view.range == 12.0);
}

static void
what_is_unknown_or_of_another_type_changes_nothing(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  view_state_toggle_pin(&view, "sad");
  assert_true(view_state_load(&view, "{\"width\":\"wide\",\"theme\":7,\"pins\":{},\"hat\":[1,2]}"));
  assert_true(view.width == 1180.0 && view.zoom == 1.0);
  assert_true(view_state_is_pinned(&view, "sad"));
  assert_true(view_state_load(&view, "{\"pins\":[1,null,\"happy\"]}"));
  assert_int_equal(view.n_pins, 1);
  assert_true(view_state_is_pinned(&view, "happy"));
}

static void
what_is_not_json_is_refused(void** state)
{
  (void)state;
  static const char* const texts[] = { "", "{", "[]", "null", "\"text\"", "{\"width\":}" };
  ViewState                before;
  view_state_init(&before);
  for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    ViewState view = before;
    assert_false(view_state_load(&view, texts[i]));
    assert_memory_equal(&view, &before, sizeof(view));
  }
}

static void
the_document_fits_even_with_long_names(void** state)
{
  (void)state;
  ViewState view;
  char      text[TEXT_SIZE];
  char      name[SIDECAR_MAX_TEXT];
  view_state_init(&view);
  for (unsigned i = 0; i < 2 * VIEW_MAX_PINS; ++i) {
    memset(name, 'a' + (int)i, sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    view_state_toggle_pin(&view, name);
  }
  assert_int_equal(view.n_pins, VIEW_MAX_PINS);
  assert_true(view_state_is_pinned(&view, name));
  assert_true(view_state_save(&view, text, sizeof(text)));
  assert_true(view_state_load(&view, text));
  assert_true(view.n_pins >= 5);
  assert_true(view_state_is_pinned(&view, name)); // The newest stay
  assert_false(view_state_save(&view, text, 10));
}

static void
a_second_toggle_releases_the_pin(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  view_state_toggle_pin(&view, "sad");
  view_state_toggle_pin(&view, "happy");
  view_state_toggle_pin(&view, "sad");
  assert_int_equal(view.n_pins, 1);
  assert_true(view_state_is_pinned(&view, "happy"));
}

static void
following_ranks_by_wet_and_chooses_by_peak(void** state)
{
  (void)state;
  static Sample           sample;
  const Sidecar* const    sidecar = sample_tag_sidecar();
  const TagRanking* const ranking = &sample.view.rankings[PLACE_MSD_MUSICNN];
  sample_make(&sample, SAMPLE_PLAYING);
  assert_int_equal(ranking->by_wet.n, sidecar->n_tags);
  assert_string_equal(ranking->model, "MSD_musicnn");
  assert_string_equal(sidecar->labels[ranking->by_wet.order[0]].name, "rock");
  assert_string_equal(sidecar->labels[ranking->by_peak.order[0]].name, "rock");

  const TagOrder before = ranking->by_wet;
  view_state_follow(&sample.view, &sample.snapshot); // Nothing new
  assert_memory_equal(&before, &ranking->by_wet, sizeof(before));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(round_trip_keeps_everything),
    cmocka_unit_test(values_out_of_range_are_limited),
    cmocka_unit_test(what_is_unknown_or_of_another_type_changes_nothing),
    cmocka_unit_test(what_is_not_json_is_refused),
    cmocka_unit_test(the_document_fits_even_with_long_names),
    cmocka_unit_test(a_second_toggle_releases_the_pin),
    cmocka_unit_test(following_ranks_by_wet_and_chooses_by_peak),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
