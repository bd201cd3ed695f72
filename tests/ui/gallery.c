// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

/// Draws every state of the window as PNG files, or the one that is named, for people to judge, and measures how long
/// a drawing takes: gallery FOLDER [STATE]

#include "tests/ui/sample.h"
#include "ui/damage.h"
#include "ui/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool
write_picture(const char* folder, const Sample* sample, const char* name, double scale)
{
  char                   path[4096];
  const ViewState* const view = &sample->view;
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(view->width * scale), (int)lround(view->height * scale));
  cairo_t* const cr = cairo_create(surface);

  cairo_scale(cr, scale, scale);
  scene_draw(cr, &sample->snapshot, view);
  snprintf(path, sizeof(path), "%s/%s-%.0fx%.0f@%g.png", folder, name, view->width, view->height, scale);
  const cairo_status_t status = cairo_surface_write_to_png(surface, path);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  return status == CAIRO_STATUS_SUCCESS;
}

static bool
write_state(const char* folder, SampleKind kind, ThemeName theme)
{
  static const double sizes[][2] = { { 1180.0, 760.0 }, { 1000.0, 640.0 }, { 900.0, 600.0 },
                                     { 760.0, 520.0 },  { 760.0, 1100.0 }, { 1900.0, 1050.0 } };

  bool written = true;
  for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    Sample* const sample = (Sample*)calloc(1, sizeof(Sample));
    char          name[64];
    sample_make(sample, kind);
    sample->view.theme = theme;
    view_state_resize(&sample->view, sizes[i][0], sizes[i][1]);
    snprintf(name, sizeof(name), "%s-%s", sample_name(kind), theme_get(theme)->name);
    written = written && write_picture(folder, sample, name, 1.0) && write_picture(folder, sample, name, 2.0);
    free(sample);
  }
  return written;
}

/// Each menu, and the tooltip of the plane, over all models at once
static bool
write_overlays(const char* folder, ThemeName theme)
{
  static const struct {
    const char* name;
    Menu        menu;
    ItemKind    hover;
  } overlays[] = { { "tag-menu", { .owner = ITEM_TAG_MODEL, .entry = 1 }, ITEM_NONE },
                   { "mood-menu", { .owner = ITEM_MOOD_MODEL, .entry = 1 }, ITEM_NONE },
                   { "compare-menu", { .owner = ITEM_COMPARE, .entry = 3 }, ITEM_NONE },
                   { "preset-menu", { .owner = ITEM_PRESET, .entry = 1 }, ITEM_NONE },
                   { "slot-menu", { .owner = ITEM_SLOT, .row = 1, .entry = 1 }, ITEM_NONE },
                   { "uncertainty", { .owner = ITEM_NONE }, ITEM_UNCERTAINTY } };

  bool written = true;
  for (unsigned i = 0; written && i < sizeof(overlays) / sizeof(overlays[0]); ++i) {
    Sample* const sample = (Sample*)calloc(1, sizeof(Sample));
    char          name[64];
    sample_make(sample, SAMPLE_COMPARE);
    sample->view.theme      = theme;
    sample->view.menu       = overlays[i].menu;
    sample->view.hover.kind = overlays[i].hover;
    view_state_resize(&sample->view, 900.0, 600.0);
    snprintf(name, sizeof(name), "%s-%s", overlays[i].name, theme_get(theme)->name);
    written = write_picture(folder, sample, name, 1.0);
    free(sample);
  }
  return written;
}

/// The pages of the blind check
static bool
write_blind(const char* folder, ThemeName theme)
{
  static const char* const names[]    = { [BLIND_INTRO] = "intro", [BLIND_TRIAL] = "trial", [BLIND_RESULT] = "result" };
  static const double      sizes[][2] = { { 1180.0, 760.0 }, { 760.0, 520.0 } };

  bool written = true;
  for (unsigned i = 0; i < 2 * (BLIND_RESULT + 1); ++i) {
    Sample* const sample = (Sample*)calloc(1, sizeof(Sample));
    const bool    flat   = i / 2 == BLIND_CLOSED; // Stands for an introduction that can't go on
    char          name[64];
    sample_make(sample, flat ? SAMPLE_FLAT : SAMPLE_PLAYING);
    sample_open_blind(sample, flat ? BLIND_INTRO : (BlindPhase)(i / 2));
    sample->view.theme = theme;
    view_state_resize(&sample->view, sizes[i % 2][0], sizes[i % 2][1]);
    snprintf(name, sizeof(name), "blind-%s-%s", flat ? "flat" : names[i / 2], theme_get(theme)->name);
    written = written && write_picture(folder, sample, name, 1.0) && write_picture(folder, sample, name, 2.0);
    free(sample);
  }
  return written;
}

static double
seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/// Other numbers in the tags and readings, as music brings them with each prediction
static void
move_values(Snapshot* snapshot, unsigned step)
{
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    for (unsigned i = 0; i < 2 * SIDECAR_MAX_LABELS; ++i) {
      float* const value = &snapshot->places[place].values[i % 2][i / 2];
      *value             = fmodf(*value + 0.013f * (float)(1 + (i + step) % 3), 1.0f);
    }
  }
}

/// Least time of many drawings, ms of one processor
static double
measure(Sample* sample, Damage damage)
{
  cairo_surface_t* const surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)sample->view.width, (int)sample->view.height);
  Response* const  response = (Response*)calloc(1, sizeof(Response)); // These two as in the editor
  TextCache* const texts    = text_cache_new();
  double           least    = 1e9;
  sample->view.response     = response;
  sample->view.texts        = texts;
  for (unsigned i = 0; i < 100; ++i) {
    move_values(&sample->snapshot, i);
    cairo_t* const cr    = cairo_create(surface);
    const double   start = seconds();
    if (damage == DAMAGE_PLOT) {
      damage_draw_plot(cr, &sample->snapshot, &sample->view);
    } else {
      scene_draw(cr, &sample->snapshot, &sample->view);
    }
    least = fmin(least, seconds() - start);
    cairo_destroy(cr);
  }
  cairo_surface_destroy(surface);
  text_cache_free(texts);
  free(response);
  return 1000.0 * least;
}

static void
print_times(void)
{
  Sample* const sample = (Sample*)calloc(1, sizeof(Sample));
  sample_make(sample, SAMPLE_COMPARE);
  printf("all models at 1180 x 760, scale 1: %.2f ms\n", measure(sample, DAMAGE_ALL));
  sample_make(sample, SAMPLE_PLAYING);
  printf("whole window at 1180 x 760, scale 1: %.2f ms\n", measure(sample, DAMAGE_ALL));
  printf("plot alone: %.2f ms\n", measure(sample, DAMAGE_PLOT));
  sample_make(sample, SAMPLE_FLIP);
  printf("with a flip and a map: %.2f ms\n", measure(sample, DAMAGE_ALL));
  printf("plot with the map: %.2f ms\n", measure(sample, DAMAGE_PLOT));
  sample_make(sample, SAMPLE_SIDE_CHAIN);
  printf("plot alone, 31 sliders: %.2f ms\n", measure(sample, DAMAGE_PLOT));
  free(sample);
}

int
main(int argc, char** argv)
{
  if (argc != 2 && argc != 3) {
    fprintf(stderr, "usage: %s FOLDER [STATE]\n", argv[0]);
    return 2;
  }
  for (unsigned kind = 0; kind < SAMPLE_COUNT; ++kind) {
    const bool wanted = argc == 2 || !strcmp(argv[2], sample_name((SampleKind)kind));
    for (unsigned theme = 0; wanted && theme < THEME_COUNT; ++theme) {
      if (!write_state(argv[1], (SampleKind)kind, (ThemeName)theme)) {
        fprintf(stderr, "%s: can't write pictures there\n", argv[1]);
        return 1;
      }
    }
  }
  for (unsigned theme = 0; argc == 2 && theme < THEME_COUNT; ++theme) {
    if (!write_overlays(argv[1], (ThemeName)theme) || !write_blind(argv[1], (ThemeName)theme)) {
      return 1;
    }
  }
  print_times();
  return 0;
}
