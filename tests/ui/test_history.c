// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: readings come into order however they arrive, the window shows what was read then, keys and pointer look back
// and return, and the table holds what was heard.

#include "tests/ui/sample.h"
#include "ui/history_file.h"
#include "ui/history_view.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Sample sample;

static bool
tell(History* history, double time, unsigned tap, bool replay)
{
  const Sidecar* const sidecar = sample_tag_sidecar();
  ReadingMessage       reading = { .place    = PLACE_MSD_MUSICNN,
                                   .tap      = (Tap)tap,
                                   .sequence = (uint64_t)(2.0 * time),
                                   .time     = time,
                                   .replay   = replay,
                                   .n_values = sidecar->n_labels };
  for (uint32_t i = 0; i < sidecar->n_labels; ++i) {
    reading.values[i] = (float)(time + tap);
  }
  return history_apply_reading(history, sidecar, &reading);
}

static unsigned
count(const History* history)
{
  return history_points(history, PLACE_MSD_MUSICNN, sample_tag_sidecar());
}

static void
late_readings_come_into_order(void** state)
{
  (void)state;
  History* const history = history_new();
  for (unsigned i = 0; i < 40; ++i) {
    assert_true(tell(history, 100.0 + i, i % 2, i % 3));
    assert_true(tell(history, 100.0 + i, 1 - i % 2, false));
  }
  for (unsigned i = 0; i < 40; ++i) { // Newest first, as they are replayed
    assert_true(tell(history, 99.0 - i, TAP_WET, true));
    assert_true(tell(history, 99.0 - i, TAP_DRY, true));
    assert_false(tell(history, 99.25 - i, TAP_DRY, true)); // Too near
    assert_false(tell(history, 99.0 - i, TAP_DRY, true));  // Known
  }
  assert_int_equal(count(history), 80);
  for (unsigned i = 0; i < 80; ++i) {
    const HistoryPoint point = history_point(history, PLACE_MSD_MUSICNN, i);
    assert_true(point.time == 60.0 + i && point.valid[TAP_DRY] && point.valid[TAP_WET]);
    assert_true(point.raw[TAP_DRY][7] == (float)point.time && point.raw[TAP_WET][7] == (float)point.time + 1.0f);
  }
  assert_int_equal(history_find(history, PLACE_MSD_MUSICNN, 59.0), -1);
  assert_int_equal(history_find(history, PLACE_MSD_MUSICNN, 60.9), 0);
  assert_true(history_end(history) == 139.0);
  history_free(history);
}

static void
only_ten_minutes_are_kept_and_another_run_starts_anew(void** state)
{
  (void)state;
  History* const    history = history_new();
  const MarkMessage mark    = { .kind = MARK_USER, .time = 3.0 };
  assert_true(history_apply_mark(history, &mark));
  assert_false(history_apply_mark(history, &mark));
  for (unsigned i = 0; i < 4000; ++i) {
    tell(history, 0.5 * i, TAP_DRY, false);
    assert_true(count(history) <= HISTORY_POINTS);
  }
  assert_true(history_point(history, PLACE_MSD_MUSICNN, 0).time <= 1999.5 - HISTORY_SECONDS);
  assert_true(history_point(history, PLACE_MSD_MUSICNN, 0).time >= 1999.5 - HISTORY_SECONDS - 2.0);
  assert_true(tell(history, 1.0, TAP_DRY, false));
  assert_int_equal(count(history), 1);
  assert_int_equal(history_marks(history), 0);
  history_free(history);
}

static void
press(unsigned key, Actions* actions)
{
  *actions = (Actions){ .n = 0 };
  scene_input(&sample.view, &sample.snapshot, &(SceneEvent){ .kind = EVENT_KEY, .key = key }, actions);
}

static void
what_was_read_then_is_shown(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  sample.view.scrubbing       = true;
  sample.view.scrub_time      = 470.5;
  const Snapshot* const then  = history_view_shown(&sample.snapshot, &sample.view);
  const HistoryPoint    point = history_point(sample.view.history, PLACE_VIBENET, 469);
  const SnapshotPlace*  place = &then->places[PLACE_VIBENET];
  assert_true(place->valid[TAP_WET] && place->time[TAP_WET] == 470.0 && point.time == 470.0);
  for (uint32_t i = 0; i < place->sidecar->n_labels; ++i) {
    assert_true(place->values[TAP_WET][i] == sidecar_activate(place->sidecar, i, point.raw[TAP_WET][i]));
  }
  assert_true(place->moods[0].n_trail > 20 && place->moods[0].trail[0].time >= 439.0);
  sample.view.scrubbing = false;
  assert_ptr_equal(history_view_shown(&sample.snapshot, &sample.view), &sample.snapshot);
}

static void
keys_look_back_mark_and_return(void** state)
{
  (void)state;
  Actions actions;
  sample_make(&sample, SAMPLE_PLAYING);
  press('r', &actions);
  assert_int_equal(sample.view.focus.kind, ITEM_HISTORY);
  press(KEY_LEFT, &actions);
  assert_true(sample.view.scrubbing && fabs(sample.view.scrub_time - 599.5) < 1e-9);
  press('m', &actions);
  assert_int_equal(actions.n, 1);
  assert_true(actions.items[0].kind == ACTION_MARK && actions.items[0].value == 599.5f);
  press('e', &actions);
  assert_true(actions.n == 1 && actions.items[0].kind == ACTION_EXPORT);
  press('s', &actions);
  assert_true(sample.view.history_span == 60.0);
  press(KEY_ESCAPE, &actions);
  assert_false(sample.view.scrubbing);
  press('k', &actions);
  assert_true(actions.items[0].kind == ACTION_MARK && actions.items[0].value < 0.0f);
  sample.view.focus = (Item){ ITEM_NONE, 0 };
  press('m', &actions); // Level match, as ever
  assert_int_equal(actions.items[0].index, PARAM_LEVEL_MATCH);
}

static void
a_narrow_window_shows_it_in_place_of_the_tags(void** state)
{
  (void)state;
  Actions actions;
  sample_make(&sample, SAMPLE_PLAYING);
  view_state_resize(&sample.view, 760.0, 520.0);
  Layout layout = layout_make(&sample.view, &sample.snapshot);
  assert_true(layout.history.panel.h <= 0.0 && layout.tags.h > 0.0 && layout.history_show.w > 0.0);
  press('r', &actions);
  layout = layout_make(&sample.view, &sample.snapshot);
  assert_true(layout.history.panel.h >= HISTORY_ROOM_LEAST && layout.tags.h <= 0.0);
  assert_int_equal(sample.view.focus.kind, ITEM_HISTORY);
  press('r', &actions);
  layout = layout_make(&sample.view, &sample.snapshot);
  assert_true(layout.history.panel.h <= 0.0 && layout.tags.h > 0.0);
}

static void
dragging_looks_back(void** state)
{
  (void)state;
  Actions actions = { .n = 0 };
  sample_make(&sample, SAMPLE_PLAYING);
  const Layout layout = layout_make(&sample.view, &sample.snapshot);
  const Rect   plot   = layout.history.plot;
  SceneEvent   event  = { .kind = EVENT_PRESS, .x = plot.x + 0.5 * plot.w, .y = plot.y + 0.5 * plot.h };
  assert_int_equal(scene_hit(&sample.snapshot, &sample.view, event.x, event.y).kind, ITEM_HISTORY);
  scene_input(&sample.view, &sample.snapshot, &event, &actions);
  assert_true(fabs(sample.view.scrub_time - 300.0) < 1.0);
  event = (SceneEvent){ .kind = EVENT_MOVE, .x = plot.x + 0.25 * plot.w, .y = event.y };
  scene_input(&sample.view, &sample.snapshot, &event, &actions);
  event.kind = EVENT_RELEASE;
  scene_input(&sample.view, &sample.snapshot, &event, &actions);
  assert_true(sample.view.scrubbing && fabs(sample.view.scrub_time - 150.0) < 1.0);
  assert_int_equal(actions.n, 0);
}

static char*
read_all(FILE* file, size_t* size)
{
  rewind(file);
  char* const text = (char*)calloc(1, 1 << 21);
  *size            = fread(text, 1, (1 << 21) - 1, file);
  return text;
}

/// Fields of a line, quotes heeded
static unsigned
count_fields(const char* line)
{
  unsigned n      = 1;
  bool     quoted = false;
  for (; *line && *line != '\n'; ++line) {
    quoted ^= *line == '"';
    n += *line == ',' && !quoted;
  }
  return n;
}

static void
the_table_holds_what_was_heard(void** state)
{
  (void)state;
  FILE* const file = tmpfile();
  size_t      size = 0;
  sample_make(&sample, SAMPLE_PLAYING);
  assert_true(history_file_write(sample.view.history, &sample.snapshot, file));
  char* const    text   = read_all(file, &size);
  const unsigned fields = count_fields(text);
  const uint32_t n_tags = sample_tag_sidecar()->n_tags;
  double         last   = -1.0;
  unsigned       rows   = 0;
  assert_int_equal(fields, 7 + 2 * n_tags + 8);
  assert_non_null(strstr(text, ",rock_dry,rock_wet,"));
  for (const char* line = strchr(text, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
    char*        end  = NULL;
    const double time = strtod(line, &end);
    assert_int_equal(count_fields(line), fields);
    assert_true(time >= last && strtod(end + 1, NULL) == round(48000.0 * time));
    last = time;
    ++rows;
  }
  assert_int_equal(rows, 600 + 9);
  assert_non_null(strstr(text, ",equaliser,,430.000000,"));
  assert_non_null(strstr(text, ",\"{\"\"")); // Settings, quoted
  free(text);
  fclose(file);
}

static void
saving_overwrites_nothing(void** state)
{
  (void)state;
  char folder[] = "/tmp/equus-history-XXXXXX";
  char first[256];
  char second[256];
  assert_non_null(mkdtemp(folder));
  sample_make(&sample, SAMPLE_PLAYING);
  assert_true(history_file_save(sample.view.history, &sample.snapshot, folder, first, sizeof(first)));
  assert_true(history_file_save(sample.view.history, &sample.snapshot, folder, second, sizeof(second)));
  assert_string_not_equal(first, second);
  assert_int_equal(strncmp(first, "Saved ", 6), 0);
  assert_int_equal(remove(first + 6), 0);
  assert_int_equal(remove(second + 6), 0);
  assert_int_equal(rmdir(folder), 0);
  assert_false(history_file_save(sample.view.history, &sample.snapshot, folder, first, sizeof(first)));
  assert_non_null(strstr(first, folder));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(late_readings_come_into_order),
    cmocka_unit_test(only_ten_minutes_are_kept_and_another_run_starts_anew),
    cmocka_unit_test(what_was_read_then_is_shown),
    cmocka_unit_test(keys_look_back_mark_and_return),
    cmocka_unit_test(a_narrow_window_shows_it_in_place_of_the_tags),
    cmocka_unit_test(dragging_looks_back),
    cmocka_unit_test(the_table_holds_what_was_heard),
    cmocka_unit_test(saving_overwrites_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
