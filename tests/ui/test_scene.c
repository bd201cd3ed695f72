// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: every state of the window, in every theme, size and scale, is drawn the same each time, isn't blank, and no
// text runs out of its room, over another or is cut short.

#include "tests/ui/sample.h"
#include "ui/layout.h"
#include "ui/plane_map.h"
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double sizes[][2] = { { 760.0, 520.0 },   { 1180.0, 760.0 }, { 760.0, 1100.0 },
                                   { 1920.0, 1080.0 }, { 1000.0, 640.0 }, { 1080.0, 600.0 },
                                   { 1600.0, 1000.0 }, { 900.0, 600.0 },  { 1366.0, 768.0 } };

enum { SIZES = sizeof(sizes) / sizeof(sizes[0]), MAX_TEXTS = 512, TEXT_COPY = 96 };

typedef struct {
  CanvasText text;
  char       copy[TEXT_COPY];
} Seen;

typedef struct {
  unsigned n;
  Seen     seen[MAX_TEXTS];
} Audit;

static Sample sample;
static Audit  audit;

static cairo_surface_t*
draw(double scale)
{
  const ViewState* const view = &sample.view;
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(scale * view->width), (int)lround(scale * view->height));
  cairo_t* const cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  scene_draw(cr, &sample.snapshot, view);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static uint64_t
hash_of(cairo_surface_t* surface)
{
  const unsigned char* const data   = cairo_image_surface_get_data(surface);
  const int                  stride = cairo_image_surface_get_stride(surface);
  uint64_t                   hash   = 1469598103934665603u;
  for (int y = 0; y < cairo_image_surface_get_height(surface); ++y) {
    for (int x = 0; x < 4 * cairo_image_surface_get_width(surface); ++x) {
      if (x % 4 != 3) {
        hash = (hash ^ data[(ptrdiff_t)y * stride + x]) * 1099511628211u;
      }
    }
  }
  return hash;
}

/// Share of pixels in a rectangle that differ from its corner's
static double
share_drawn(cairo_surface_t* surface, Rect rect)
{
  const unsigned char* const data   = cairo_image_surface_get_data(surface);
  const int                  stride = cairo_image_surface_get_stride(surface);
  uint32_t                   ground = 0;
  unsigned                   drawn  = 0;
  memcpy(&ground, data + (ptrdiff_t)(rect.y + 9.0) * stride + 4 * (ptrdiff_t)(rect.x + 9.0), 4);
  for (int y = (int)rect.y + 9; y < (int)(rect.y + rect.h) - 9; ++y) {
    for (int x = (int)rect.x + 9; x < (int)(rect.x + rect.w) - 9; ++x) {
      drawn += memcmp(data + (ptrdiff_t)y * stride + 4 * (ptrdiff_t)x, &ground, 3) != 0;
    }
  }
  return drawn / ((rect.w - 18.0) * (rect.h - 18.0));
}

static void
every_state_is_drawn_the_same_each_time(void** state)
{
  (void)state;
  for (unsigned kind = 0; kind < SAMPLE_COUNT; ++kind) {
    for (unsigned theme = 0; theme < THEME_COUNT; ++theme) {
      uint64_t hashes[2];
      for (unsigned i = 0; i < 2; ++i) {
        sample_make(&sample, (SampleKind)kind);
        sample.view.theme              = (ThemeName)theme;
        cairo_surface_t* const surface = draw(1.0 + (theme == 1));
        hashes[i]                      = hash_of(surface);
        cairo_surface_destroy(surface);
      }
      assert_true(hashes[0] == hashes[1]);
    }
  }
}

static void
no_two_states_or_themes_look_alike(void** state)
{
  (void)state;
  uint64_t hashes[SAMPLE_COUNT * THEME_COUNT];
  for (unsigned i = 0; i < SAMPLE_COUNT * THEME_COUNT; ++i) {
    sample_make(&sample, (SampleKind)(i / THEME_COUNT));
    sample.view.theme              = (ThemeName)(i % THEME_COUNT);
    cairo_surface_t* const surface = draw(1.0);
    hashes[i]                      = hash_of(surface);
    cairo_surface_destroy(surface);
    for (unsigned j = 0; j < i; ++j) {
      assert_true(hashes[i] != hashes[j]);
    }
  }
}

static void
no_room_is_blank(void** state)
{
  (void)state;
  for (unsigned kind = 0; kind < SAMPLE_COUNT; ++kind) {
    sample_make(&sample, (SampleKind)kind);
    const Layout           layout  = layout_make(&sample.view, &sample.snapshot);
    cairo_surface_t* const surface = draw(1.0);
    assert_true(share_drawn(surface, layout.plane) > 0.25);
    assert_true(share_drawn(surface, layout.equaliser) > 0.02);
    assert_true(share_drawn(surface, layout.flip.panel) > 0.02);
    assert_true(layout.target.panel.h <= 0.0 || share_drawn(surface, layout.target.panel) > 0.02);
    assert_true(layout.history.panel.h <= 0.0 || share_drawn(surface, layout.history.panel) > 0.01);
    assert_true(share_drawn(surface, layout.tags) > (kind == SAMPLE_PLAYING ? 0.04 : 0.001));
    cairo_surface_destroy(surface);
  }
}

static void
pictures_at_two_scales_show_the_same(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  cairo_surface_t* const large = draw(2.0);
  cairo_surface_t* const small = draw(1.0);
  cairo_surface_t* const back  = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1180, 760);
  cairo_t* const         cr    = cairo_create(back);
  cairo_scale(cr, 0.5, 0.5);
  cairo_set_source_surface(cr, large, 0.0, 0.0);
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_flush(back);

  double difference = 0.0;
  for (int i = 0; i < 1180 * 760 * 4; ++i) {
    if (i % 4 != 3) {
      difference += abs(cairo_image_surface_get_data(back)[i] - cairo_image_surface_get_data(small)[i]);
    }
  }
  assert_true(difference / (1180.0 * 760.0 * 3.0) < 2.5);
  cairo_surface_destroy(back);
  cairo_surface_destroy(large);
  cairo_surface_destroy(small);
}

static void
on_text(void* handle, const CanvasText* text)
{
  Audit* const a = (Audit*)handle;
  assert_true(a->n < MAX_TEXTS);
  a->seen[a->n].text = *text;
  strncpy(a->seen[a->n].copy, text->text, TEXT_COPY - 1);
  ++a->n;
}

/// Note all texts of a drawing with so many pixels for each of the window
static void
take_audit_at(double scale)
{
  Canvas                 canvas;
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(scale * sample.view.width), (int)(scale * sample.view.height));
  cairo_t* const cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  memset(&audit, 0, sizeof(audit));
  canvas_begin(&canvas, cr, theme_get(sample.view.theme), sample.view.texts);
  canvas.on_text = on_text;
  canvas.handle  = &audit;
  scene_paint(&canvas, &sample.snapshot, &sample.view);
  canvas_end(&canvas);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

static void
take_audit(void)
{
  take_audit_at(1.0);
}

/// Names that come from models, hosts or side-cars may be longer than there is room for
static bool
may_be_cut(const char* text)
{
  return !strncmp(text, "Progressive", 11);
}

static bool
complain(const char* what, const Seen* a, const Seen* b)
{
  print_error("%s: \"%s\" (%.0f %.0f %.0f %.0f)%s%s\n",
              what,
              a->copy,
              a->text.ink.x,
              a->text.ink.y,
              a->text.ink.w,
              a->text.ink.h,
              b ? " and " : "",
              b ? b->copy : "");
  return false;
}

static bool
texts_are_sound(void)
{
  const Rect window = { 0.0, 0.0, sample.view.width, sample.view.height };
  bool       sound  = true;
  for (unsigned i = 0; i < audit.n; ++i) {
    const Seen* const a = &audit.seen[i];
    if (!rect_encloses(window, a->text.ink, 0.0) || !rect_encloses(a->text.box, a->text.ink, 2.0)) {
      sound = complain("runs out of its room", a, NULL);
    }
    if (a->text.cut && !may_be_cut(a->copy)) {
      sound = complain("is cut short", a, NULL);
    }
    for (unsigned j = 0; j < i; ++j) {
      const Seen* const b     = &audit.seen[j];
      const bool        nodes = !a->copy[1] || !b->copy[1]; // Bands may lie on the same spot
      if (a->text.layer == b->text.layer && !nodes && rect_overlap(a->text.ink, b->text.ink) > 0.5) {
        sound = complain("collide", a, b);
      }
    }
  }
  return sound;
}

static void
texts_keep_to_their_rooms(void** state)
{
  (void)state;
  bool sound = true;
  for (unsigned kind = 0; kind < SAMPLE_COUNT; ++kind) {
    for (unsigned i = 0; i < SIZES; ++i) {
      sample_make(&sample, (SampleKind)kind);
      view_state_resize(&sample.view, sizes[i][0], sizes[i][1]);
      take_audit();
      assert_true(audit.n > 40);
      if (!texts_are_sound()) {
        print_error("in \"%s\" at %.0f x %.0f\n", sample_name((SampleKind)kind), sizes[i][0], sizes[i][1]);
        sound = false;
      }
    }
  }
  assert_true(sound);
}

static void
texts_keep_to_their_rooms_at_any_zoom(void** state)
{
  (void)state;
  bool                    sound   = true;
  static const double     zooms[] = { 0.75, 1.25, 1.5, 2.0, 4.0 };
  static const SampleKind kinds[] = { SAMPLE_FLIP, SAMPLE_PROPOSAL, SAMPLE_NOT_FOUND };
  for (unsigned i = 0; i < 3 * 5 * 2; ++i) {
    const double* const size = sizes[i % 2];
    sample_make(&sample, kinds[i / 10]);
    view_state_resize(&sample.view, size[0], size[1]);
    take_audit_at(zooms[i / 2 % 5]);
    sound = texts_are_sound() && sound;
  }
  assert_true(sound);
}

static void
menus_of_the_experiment_keep_to_theirs(void** state)
{
  (void)state;
  bool                   sound      = true;
  static const ViewState overlays[] = { { .menu = { .owner = ITEM_FLIP_VERDICT, .entry = 2 } },
                                        { .menu = { .owner = ITEM_FLIP_VERDICT, .step = 2, .label = 4, .entry = 5 } },
                                        { .menu = { .owner = ITEM_FLIP_VERDICT, .step = 4, .label = 4 } },
                                        { .menu = { .owner = ITEM_FLIP_LIMIT, .entry = 1 } },
                                        { .menu = { .owner = ITEM_FLIP_BANDS, .entry = 1 } },
                                        { .menu = { .owner = ITEM_MAP_OF, .entry = 1 } },
                                        { .hover = { ITEM_FLIP_SCALE, 0 } },
                                        { .hover = { ITEM_PLOT, 0 }, .pointer_x = 700.0 },
                                        { .hover = { ITEM_BAND, 4 } } };
  for (unsigned i = 0; i < SIZES; ++i) {
    for (unsigned j = 0; j < sizeof(overlays) / sizeof(overlays[0]); ++j) {
      sample_make(&sample, SAMPLE_FLIP);
      view_state_resize(&sample.view, sizes[i][0], sizes[i][1]);
      sample.view.menu      = overlays[j].menu;
      sample.view.hover     = overlays[j].hover;
      sample.view.pointer_x = overlays[j].pointer_x;
      take_audit();
      sound = texts_are_sound() && sound;
    }
  }
  assert_true(sound);
}

static void
menus_help_and_tooltips_keep_to_theirs(void** state)
{
  (void)state;
  bool                  sound    = true;
  static const ItemKind owners[] = { ITEM_PRESET, ITEM_TAG_MODEL, ITEM_MOOD_MODEL, ITEM_THEME,
                                     ITEM_ZOOM,   ITEM_TAG_ROW,   ITEM_SLOT };
  for (unsigned i = 0; i < SIZES * 11; ++i) {
    sample_make(&sample, SAMPLE_PLAYING);
    view_state_resize(&sample.view, sizes[i / 11][0], sizes[i / 11][1]);
    if (i % 11 < 7) {
      sample.view.menu = (Menu){ .owner = owners[i % 11], .row = 2, .label = 2, .entry = 1 };
    } else if (i % 11 == 7) {
      sample.view.help = true;
    } else if (i % 11 == 10) {
      sample.view.hover = (Item){ ITEM_UNCERTAINTY, 0 };
    } else {
      sample.view.hover = (Item){ ITEM_BAND, i % 11 == 8 ? 7 : 0 };
    }
    take_audit();
    unsigned above = 0;
    for (unsigned t = 0; t < audit.n; ++t) {
      above += audit.seen[t].text.layer > 0;
    }
    assert_true(above > 0);
    sound = texts_are_sound() && sound;
  }
  assert_true(sound);
}

static void
the_blind_check_keeps_to_its_page(void** state)
{
  (void)state;
  for (unsigned i = 0; i < SIZES * BLIND_RESULT; ++i) {
    sample_make(&sample, SAMPLE_PLAYING);
    sample_open_blind(&sample, (BlindPhase)(1 + i % BLIND_RESULT));
    view_state_resize(&sample.view, sizes[i / BLIND_RESULT][0], sizes[i / BLIND_RESULT][1]);
    take_audit();
    assert_true(texts_are_sound());
    assert_true(audit.n > 3);
  }
}

/// Least contrast of a word of the map against the ground under its corners
static double
contrast_of_word(const Theme* theme, Rect square, Rect ink)
{
  double least = 21.0;
  for (unsigned i = 0; i < 4; ++i) {
    const double x       = i % 2 ? ink.x + ink.w : ink.x;
    const double y       = i > 1 ? ink.y + ink.h : ink.y;
    const double valence = 2.0 * (x - square.x) / square.w - 1.0;
    const double arousal = 1.0 - 2.0 * (y - square.y) / square.h;
    const Colour ground  = plane_map_ground(theme, valence, arousal);
    least                = fmin(least, theme_contrast(theme_colour(theme, COLOUR_MUTED), ground));
  }
  return least;
}

static void
words_of_the_map_stand_out_where_they_are(void** state)
{
  (void)state;
  for (unsigned theme = 0; theme < THEME_COUNT; ++theme) {
    for (unsigned i = 0; i < SIZES; ++i) {
      sample_make(&sample, SAMPLE_SETTLING);
      sample.view.theme = (ThemeName)theme;
      view_state_resize(&sample.view, sizes[i][0], sizes[i][1]);
      take_audit();
      const Rect square = layout_make(&sample.view, &sample.snapshot).square;
      unsigned   words  = 0;
      for (unsigned t = 0; t < audit.n; ++t) {
        const Rect ink = audit.seen[t].text.ink;
        if (rect_encloses(square, ink, 0.0) && strncmp(audit.seen[t].copy, "first", 5) != 0) {
          assert_true(contrast_of_word(theme_get((ThemeName)theme), square, ink) >= 4.5);
          ++words;
        }
      }
      assert_int_equal(words, 8);
    }
  }
}

static bool
says(const char* text)
{
  for (unsigned i = 0; i < audit.n; ++i) {
    if (strstr(audit.seen[i].copy, text)) {
      return true;
    }
  }
  return false;
}

static void
the_window_says_what_is_true(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_PLAYING);
  take_audit();
  assert_true(says("48\u202F000 \u2192 16\u202F000 Hz") && says("MSD musicnn, 0.4\u202Fs old"));
  assert_true(says("level-matched +2.1 dB") && says("load 3.1\u202F%") && says("energy (arousal)"));
  assert_true(says("excited/happy") && says("tense/angry") && says("flipped") && says("\u221226"));

  sample.view.hover = (Item){ ITEM_TAG_ROW, 0 };
  take_audit();
  assert_true(says("dry 5") && says("wet 3"));

  sample_make(&sample, SAMPLE_LISTENERS);
  take_audit();
  assert_true(says(" \u00B1 0.24") && says(" \u00B1 0.23") && says("arousal \u2192"));
  sample.view.hover = (Item){ ITEM_UNCERTAINTY, 0 };
  take_audit();
  assert_true(says("typical error on other music: valence \u00B10.24, arousal \u00B10.23") && says("spread over 10"));
  sample.view.hover                 = (Item){ ITEM_MOOD, 0 };
  sample.snapshot.status.shown.tags = PLACE_MTT_MUSICNN;
  take_audit();
  assert_true(says("another network than that of the tags") && says("listeners, heard by MSD musicnn"));

  sample_make(&sample, SAMPLE_COMPARE);
  view_state_resize(&sample.view, 1600.0, 900.0);
  take_audit();
  assert_true(says("MSD vgg as trained") && says("first reading in 1.7 s") && says("can\u2019t run"));
  assert_true(says("59 \u2192 33\u202F%") && says("59 \u2192 59\u202F%") && says("chosen"));

  sample_make(&sample, SAMPLE_SETTLING);
  take_audit();
  assert_true(says("first reading in 9.4 s") && says("first reading in 2.4 s"));

  sample_make(&sample, SAMPLE_OFF);
  take_audit();
  assert_true(says("no mood model") && says("no tag model"));

  sample_make(&sample, SAMPLE_TROUBLE);
  take_audit();
  assert_true(says("isn't the file that its side-car names") && says("mood model missing"));

  sample_make(&sample, SAMPLE_EMPTY);
  take_audit();
  assert_true(says("waiting for the plug-in"));

  sample_make(&sample, SAMPLE_FLAT);
  take_audit();
  assert_true(says("quadrant") && says("same") && says("Preset: Flat"));
}

static void
the_experiment_says_what_is_true(void** state)
{
  (void)state;
  sample_make(&sample, SAMPLE_FLIP);
  take_audit();
  assert_true(says("1.8 dB") && says("\u2192 tense/angry") && says("10 bands, \u00B16\u202FdB, verified on the audio"));
  assert_true(says("a horse") && says("robust") && says("of sad") && says("\u00B11.0\u202Fpt/dB"));
  sample.view.hover     = (Item){ ITEM_PLOT, 0 };
  sample.view.pointer_x = 400.0;
  take_audit();
  assert_true(says("boost here: sad "));

  sample_make(&sample, SAMPLE_SEARCHING);
  take_audit();
  assert_true(says("searching anew, 40\u202F%") && says("29\u202Fs old"));

  sample_make(&sample, SAMPLE_NOT_FOUND);
  take_audit();
  assert_true(says("not found within \u00B16\u202FdB"));

  sample_make(&sample, SAMPLE_TIE);
  take_audit();
  assert_true(says("a tie already: excited/happy"));

  sample_make(&sample, SAMPLE_NO_SEARCH);
  take_audit();
  assert_true(says("no search") && says("No mood is heard"));

  sample_make(&sample, SAMPLE_APART);
  take_audit();
  assert_true(says("dry and wet are out of step") && says("By 3.2"));

  sample_make(&sample, SAMPLE_WAITING);
  take_audit();
  assert_true(says("waiting for music"));

  sample_make(&sample, SAMPLE_PROPOSAL);
  take_audit();
  assert_true(says("toward valence \u22120.10, arousal 0.00") && says("predicted +0.54, verified +0.54 of +0.63"));

  sample_make(&sample, SAMPLE_RAISE);
  take_audit();
  assert_true(says("raise sad by 20 points") && says("searching, 40\u202F%") && says("Cancel"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_state_is_drawn_the_same_each_time),
    cmocka_unit_test(no_two_states_or_themes_look_alike),
    cmocka_unit_test(no_room_is_blank),
    cmocka_unit_test(pictures_at_two_scales_show_the_same),
    cmocka_unit_test(texts_keep_to_their_rooms),
    cmocka_unit_test(texts_keep_to_their_rooms_at_any_zoom),
    cmocka_unit_test(menus_of_the_experiment_keep_to_theirs),
    cmocka_unit_test(menus_help_and_tooltips_keep_to_theirs),
    cmocka_unit_test(the_blind_check_keeps_to_its_page),
    cmocka_unit_test(the_window_says_what_is_true),
    cmocka_unit_test(the_experiment_says_what_is_true),
    cmocka_unit_test(words_of_the_map_stand_out_where_they_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
