// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: at every size from the smallest up, rooms and controls lie within the window and over nothing else.

#include "tests/ui/sample.h"
#include "ui/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const double sizes[][2] = { { 760.0, 520.0 },  { 761.0, 521.5 },  { 900.0, 520.0 },   { 760.0, 1400.0 },
                                   { 900.0, 600.0 },  { 1000.0, 640.0 }, { 1366.0, 768.0 },  { 1600.0, 1000.0 },
                                   { 1180.0, 760.0 }, { 2000.0, 520.0 }, { 1920.0, 1080.0 }, { 3840.0, 2160.0 } };

enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static Sample sample;

static void
assert_apart(const Rect* rects, unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned j = 0; j < i; ++j) {
      assert_true(rect_overlap(rects[i], rects[j]) == 0.0);
    }
  }
}

static void
assert_within(Rect outer, const Rect* rects, unsigned n)
{
  for (unsigned i = 0; i < n; ++i) {
    assert_true(rects[i].w >= 0.0 && rects[i].h >= 0.0);
    assert_true(rects[i].w == 0.0 || rect_encloses(outer, rects[i], 0.01));
  }
}

#define N(array) ((unsigned)(sizeof(array) / sizeof((array)[0])))

static void
check_layout(const Layout* l)
{
  const Rect rooms[]  = { l->name,    l->tagline,   l->slots[0],   l->slots[1],     l->slots[2],      l->slots[3],
                          l->undo,    l->redo,      l->preset,     l->tag_model,    l->mood_model,    l->compare,
                          l->trouble, l->plane,     l->tags,       l->equaliser,    l->status,        l->help,
                          l->theme,   l->zoom,      l->flip.panel, l->target.panel, l->history.panel, l->history_show,
                          l->blind,   l->dry_source };
  const Rect plane[]  = { l->legend,      l->uncertainty, l->square, l->arousal_axis,  l->valence_axis,
                          l->dry_reading, l->wet_reading, l->change, l->reading_table, l->attributes };
  const Rect tags[]   = { l->tags_head, l->rows };
  const Rect strips[] = { l->equaliser_title, l->band_name,  l->band_fields[0], l->band_fields[1], l->band_fields[2],
                          l->band_fields[3],  l->bypass,     l->level_match,    l->output_gain,    l->plot,
                          l->gain_axis,       l->level_axis, l->frequency_axis };
  const FlipRoom* const    f         = &l->flip;
  const TargetRoom* const  g         = &l->target;
  const Rect               flip[]    = { f->title,  f->about,   f->words[0], f->words[1], f->detail, f->bar,   f->marks,
                                         f->sketch, f->verdict, f->limit,    f->bands,    f->find,   f->apply, f->live };
  const HistoryRoom* const h         = &l->history;
  const Rect               history[] = { h->title, h->about, h->marks, h->axis, h->span, h->mark, h->save, h->live };
  assert_apart(history, N(history));
  assert_within(h->panel, history, N(history));
  for (unsigned i = 0; i < h->n_lanes; ++i) {
    const Rect lane[] = { h->heads[i], h->lanes[i], h->marks, h->axis };
    assert_apart(lane, N(lane));
    assert_within(h->panel, lane, N(lane));
    assert_true(h->lanes[i].h >= 18.0);
  }
  const Rect target[] = { g->title, g->strength, g->goal, g->numbers, g->sketch, g->accept, g->half, g->reject };
  assert_apart(flip, N(flip));
  assert_within(f->panel, flip, N(flip));
  assert_apart(target, N(target));
  assert_within(g->panel, target, N(target));
  assert_true(l->trouble.h > 0.0 || f->panel.h > 0.0 || g->panel.h > 0.0);
  assert_apart(rooms, N(rooms));
  assert_within(l->window, rooms, N(rooms));
  assert_apart(plane, N(plane));
  assert_within(l->plane, plane, N(plane));
  assert_apart(tags, N(tags));
  assert_within(l->tags, tags, N(tags));
  assert_apart(strips, N(strips));
  assert_within(l->equaliser, strips, N(strips));
  assert_true(l->square.w == l->square.h && l->square.w >= 110.0);
  assert_true(l->plot.h >= 70.0 && l->plot.w >= 500.0);
  assert_true((l->tags.h <= 0.0 && h->panel.h > 0.0) || (l->n_rows >= 5 && l->row_height >= 20.0));
}

static void
rooms_never_collide(void** state)
{
  (void)state;
  for (unsigned kind = 0; kind < SAMPLE_COUNT; ++kind) {
    sample_make(&sample, (SampleKind)kind);
    for (unsigned i = 0; i < SIZES; ++i) {
      view_state_resize(&sample.view, sizes[i][0], sizes[i][1]);
      const Layout layout = layout_make(&sample.view, &sample.snapshot);
      check_layout(&layout);
    }
  }
}

static void
a_smaller_window_is_laid_out_as_the_smallest(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  view_state_resize(&sample.view, 10.0, 10.0);
  assert_true(sample.view.width == VIEW_MIN_WIDTH && sample.view.height == VIEW_MIN_HEIGHT);
}

static void
trouble_makes_room_for_its_banner(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_TROUBLE);
  assert_true(layout_make(&sample.view, &sample.snapshot).trouble.h > 0.0);
  sample_make(&sample, SAMPLE_PLAYING);
  assert_true(layout_make(&sample.view, &sample.snapshot).trouble.h == 0.0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(rooms_never_collide),
    cmocka_unit_test(a_smaller_window_is_laid_out_as_the_smallest),
    cmocka_unit_test(trouble_makes_room_for_its_banner),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
