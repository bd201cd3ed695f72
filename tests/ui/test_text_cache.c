// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: drawn with texts of earlier drawings, the window has the same pixels as drawn afresh, whatever was drawn
// before; texts are shaped once, follow the scale, and don't pile up.

#include "tests/ui/sample.h"
#include "ui/damage.h"
#include "ui/scene.h"
#include "ui/text_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static Sample sample;

static cairo_surface_t*
draw(double scale, TextCache* texts)
{
  const ViewState* const view = &sample.view;
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(scale * view->width), (int)lround(scale * view->height));
  cairo_t* const cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  sample.view.texts = texts;
  scene_draw(cr, &sample.snapshot, view);
  damage_draw_plot(cr, &sample.snapshot, view);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static void
assert_same_pixels(cairo_surface_t* a, cairo_surface_t* b)
{
  const int stride = cairo_image_surface_get_stride(a);
  for (int y = 0; y < cairo_image_surface_get_height(a); ++y) {
    const uint32_t* const p = (const uint32_t*)(const void*)(cairo_image_surface_get_data(a) + (ptrdiff_t)y * stride);
    const uint32_t* const q = (const uint32_t*)(const void*)(cairo_image_surface_get_data(b) + (ptrdiff_t)y * stride);
    for (int x = 0; x < cairo_image_surface_get_width(a); ++x) {
      assert_int_equal(p[x] & 0xFFFFFFu, q[x] & 0xFFFFFFu);
    }
  }
}

/// All states in turn with one cache, themes and scales changing
static void
kept_texts_give_the_same_pixels(void** state)
{
  (void)state;
  static const double scales[] = { 1.0, 1.25, 1.25, 1.0 };
  TextCache* const    texts    = text_cache_new();
  for (unsigned i = 0; i < 2 * SAMPLE_COUNT; ++i) {
    sample_make(&sample, (SampleKind)(i % SAMPLE_COUNT));
    sample.view.theme            = (ThemeName)(i / 2 % THEME_COUNT);
    cairo_surface_t* const kept  = draw(scales[i % 4], texts);
    cairo_surface_t* const fresh = draw(scales[i % 4], NULL);
    assert_same_pixels(kept, fresh);
    cairo_surface_destroy(kept);
    cairo_surface_destroy(fresh);
  }
  text_cache_free(texts);
}

static void
a_text_is_shaped_once(void** state)
{
  (void)state;
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 8, 8);
  cairo_t* const         cr      = cairo_create(surface);
  TextCache* const       texts   = text_cache_new();

  text_cache_begin(texts, cr);
  const TextLine line = text_cache_line(texts, FONT_TEXT, "arousal", -1.0, -1.0);
  assert_true(line.width > 20.0 && line.height > 10.0);
  text_cache_end(texts);
  text_cache_begin(texts, cr);
  assert_ptr_equal(text_cache_line(texts, FONT_TEXT, "arousal", -1.0, -1.0).layout, line.layout);
  assert_int_equal(text_cache_count(texts), 1);
  assert_ptr_not_equal(text_cache_line(texts, FONT_BOLD, "arousal", -1.0, -1.0).layout, line.layout);
  assert_ptr_not_equal(text_cache_line(texts, FONT_TEXT, "valence", -1.0, -1.0).layout, line.layout);
  const TextLine cut = text_cache_line(texts, FONT_TEXT, "arousal", 20.0, -1.0);
  assert_true(cut.width <= 20.0 && pango_layout_is_ellipsized(cut.layout));
  assert_int_equal(text_cache_count(texts), 4);
  text_cache_end(texts);

  cairo_scale(cr, 2.0, 2.0);
  text_cache_begin(texts, cr);
  assert_int_equal(text_cache_count(texts), 0);
  text_cache_end(texts);
  text_cache_free(texts);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

static void
numbers_that_change_do_not_pile_up(void** state)
{
  (void)state;
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 8, 8);
  cairo_t* const         cr      = cairo_create(surface);
  TextCache* const       texts   = text_cache_new();
  for (unsigned drawing = 0; drawing < 2000; ++drawing) {
    char number[16];
    snprintf(number, sizeof(number), "%u", drawing);
    text_cache_begin(texts, cr);
    text_cache_line(texts, FONT_TEXT, "stays", -1.0, -1.0);
    text_cache_line(texts, FONT_TEXT, number, -1.0, -1.0);
    text_cache_end(texts);
    assert_true(text_cache_count(texts) <= 700);
  }
  text_cache_free(texts);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(kept_texts_give_the_same_pixels),
    cmocka_unit_test(a_text_is_shaped_once),
    cmocka_unit_test(numbers_that_change_do_not_pile_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
