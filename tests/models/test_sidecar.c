// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A side-car is read whole and exactly, and one that is wrong anywhere is
// refused with a message that names the file, the member and what it must be.

#include "models/sidecar.h"
#include "tests/models/networks.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char*
tiny_text(void)
{
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/tiny.json", networks_fixtures());
  size_t      size = 0;
  char* const text = networks_read(path, &size);
  text[size]       = '\0';
  return text;
}

/// Load a text as a side-car
static Sidecar*
load_text(const char* const text, const size_t size, EquusError* const error)
{
  char      path[] = "/tmp/equus-sidecar-XXXXXX";
  const int file   = mkstemp(path);
  assert_int_not_equal(file, -1);
  assert_int_equal(write(file, text, size), (ssize_t)size);
  close(file);
  Sidecar* const sidecar = sidecar_load(path, error);
  unlink(path);
  return sidecar;
}

/// Load the tiny model's side-car with the first `from` replaced by `to`
static Sidecar*
load_changed(const char* const from, const char* const to, EquusError* const error)
{
  char* const       text = tiny_text();
  const char* const at   = strstr(text, from);
  assert_non_null(at);
  const size_t size    = strlen(text) - strlen(from) + strlen(to);
  char* const  changed = malloc(size + 1);
  snprintf(changed, size + 1, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  Sidecar* const sidecar = load_text(changed, size, error);
  free(changed);
  free(text);
  return sidecar;
}

static void
bundled_side_cars_say_what_they_hold(void** const state)
{
  (void)state;
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/MSD_musicnn.json", networks_bundled());
  Sidecar* const musicnn = sidecar_load(path, NULL);
  assert_non_null(musicnn);
  assert_string_equal(musicnn->name, "MSD_musicnn");
  assert_int_equal(musicnn->kind, MODEL_TAGS);
  assert_int_equal(musicnn->n_labels, 54);
  assert_int_equal(musicnn->n_tags, 50);
  assert_int_equal(musicnn->n_moods, 2);
  assert_string_equal(musicnn->moods[0].title, "Listeners");
  assert_string_equal(musicnn->labels[0].name, "rock");
  assert_int_equal(sidecar_label(musicnn, "mellow"), sidecar_label(musicnn, "Mellow"));
  assert_int_equal(sidecar_label(musicnn, "polka"), -1);
  assert_int_equal(musicnn->valence.label, -1);
  assert_int_equal(musicnn->frontend.frames, 187);
  assert_int_equal(musicnn->frontend.window_samples, 187 * 256);
  assert_int_equal(musicnn->frontend.log, LOG10_ONE_PLUS);
  assert_true(musicnn->frontend.log_scale == 10000.0f && !musicnn->frontend.mel_major);
  sidecar_free(musicnn);

  snprintf(path, sizeof(path), "%s/vibenet.json", networks_bundled());
  Sidecar* const vibenet = sidecar_load(path, NULL);
  assert_non_null(vibenet);
  assert_int_equal(vibenet->kind, MODEL_MOOD);
  assert_int_equal(vibenet->valence.label, 6);
  assert_int_equal(vibenet->arousal.label, 2);
  assert_int_equal(vibenet->n_tags, 0);
  assert_int_equal(vibenet->n_moods, 1);
  assert_int_equal(sidecar_mood(vibenet, "vibenet"), 0);
  assert_string_equal(vibenet->moods[0].title, vibenet->title);
  assert_string_equal(vibenet->moods[0].limits, vibenet->limits);
  assert_int_equal(vibenet->moods[0].valence.label, 6);
  assert_int_equal(vibenet->frontend.window_samples, 160000);
  assert_int_equal(vibenet->frontend.log, LOG_DECIBEL);
  assert_true(vibenet->frontend.log_top_db == 80.0f && vibenet->frontend.mel_major);
  assert_true(strlen(vibenet->limits) > 20);
  sidecar_free(vibenet);
}

/// What of the tiny side-car is replaced by what, and two parts of the message
typedef struct {
  const char *from, *to, *member, *must;
} Mistake;

static void
check_mistakes(const Mistake* const cases, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(load_changed(cases[i].from, cases[i].to, &error));
    assert_int_equal(error.status, EQUUS_ERR_FORMAT);
    assert_non_null(strstr(error.text, "/tmp/equus-sidecar-"));
    if (!strstr(error.text, cases[i].member) || !strstr(error.text, cases[i].must)) {
      fail_msg("%s -> %s: %s", cases[i].from, cases[i].to, error.text);
    }
  }
}

/// Copy a text of `size` bytes without ", …" and " …", which stand for more of the same
static size_t
copy_without_dots(char* const to, const char* const from, const size_t size)
{
  static const char* const dots[] = { ", \u2026", " \u2026" };

  size_t n = 0;
  for (size_t i = 0; i < size;) {
    const char* found = NULL;
    for (unsigned d = 0; d < 2 && !found; ++d) {
      found = strncmp(&from[i], dots[d], strlen(dots[d])) ? NULL : dots[d];
    }
    if (found) {
      i += strlen(found);
    } else {
      to[n++] = from[i++];
    }
  }
  return n;
}

static void
the_manuals_whole_examples_load(void** const state)
{
  (void)state;
  static const char        begin[] = "```json\n{\n", end[] = "\n```";
  static const char* const titles[] = { "MSD musicnn", "My moods", NULL }; // Essentia's has the file's name

  size_t      size = 0;
  unsigned    n    = 0;
  char* const page = networks_read(networks_manual(), &size);
  char* const text = malloc(size + 1);
  page[size]       = '\0';
  for (const char* at = strstr(page, begin); at; at = strstr(at, begin), ++n) {
    at += strlen(begin) - 2;
    const size_t   length  = copy_without_dots(text, at, (size_t)(strstr(at, end) - at));
    EquusError     error   = { EQUUS_OK, "" };
    Sidecar* const sidecar = load_text(text, length, &error);
    if (!sidecar) {
      fail_msg("example %u of docs/side-car.md: %s", n + 1, error.text);
    }
    assert_true(n < 3 && (!titles[n] || !strcmp(sidecar->title, titles[n])));
    sidecar_free(sidecar);
  }
  assert_int_equal(n, 3);
  free(text);
  free(page);
}

static void
what_is_wrong_is_named(void** const state)
{
  (void)state;
  static const Mistake cases[] = {
    { "\"equus-model\"", "\"model\"", "\"format\"", "\"equus-model\"" },
    { "\"version\": 1", "\"version\": 2", "\"version\"", "from 1 to 1" },
    { "\"name\": \"tiny\"", "\"title\": 1", "\"name\"", "is missing" },
    { "\"name\": \"tiny\"", "\"name\": 7", "\"name\"", "a text" },
    { "\"name\": \"tiny\"", "\"name\": \"../tiny\"", "\"name\"", "slash" },
    { "\"name\": \"tiny\"", "\"name\": \"ti\\u0007ny\"", "\"name\"", "control" },
    { "\"kind\": \"tags\"", "\"kind\": \"genre\"", "\"kind\"", "\"tags\" or \"mood\"" },
    { "\"kind\": \"tags\"", "\"kind\": \"mood\"", "\"axes\"", "is missing" },
    { "\"tiny.onnx\"", "\"/etc/passwd\"", "\"file\"", "without a folder" },
    { "\"sha256\": \"", "\"sha256\": \"X", "\"sha256\"", "64" },
    { "\"frontend\": {", "\"frontend\": 1, \"other\": {", "\"frontend\"", "an object" },
    { "\"sample_rate\": 16000", "\"sample_rate\": 1e9", "\"frontend.sample_rate\"", "from 1000 to 384000" },
    { "\"sample_rate\": 16000", "\"sample_rate\": NaN", "\"frontend.sample_rate\"", "from 1000" },
    { "\"fft_size\": 256", "\"fft_size\": 257", "\"frontend.fft_size\"", "even" },
    { "\"fft_size\": 256", "\"fft_size\": 256.5", "\"frontend.fft_size\"", "whole number" },
    { "\"fft_size\": 256", "\"fft_size\": -256", "\"frontend.fft_size\"", "from 32 to 32768" },
    { "\"window\": \"hann\"", "\"window\": \"blackman\"", "\"frontend.window\"", "\"hann\"" },
    { "\"window_length\": 256", "\"window_length\": 257", "\"frontend.window_length\"", "from 2 to 256" },
    { "\"centred\": true", "\"centred\": 1", "\"frontend.centred\"", "true or false" },
    { "\"spectrum\": \"power\"", "\"spectrum\": \"phase\"", "\"frontend.spectrum\"", "\"magnitude\" or \"power\"" },
    { "\"bands\": 16", "\"bands\": 2000", "\"frontend.mel.bands\"", "from 1 to 1024" },
    { "\"high\": 8000", "\"high\": 8001", "\"frontend.mel.high\"", "from 0 to 8000" },
    { "\"high\": 8000", "\"high\": 0", "\"frontend.mel.high\"", "above \"low\"" },
    { "log10(1+scale*x)", "log2(x)", "\"frontend.log.form\"", "\"ln(x+offset)\"" },
    { "\"scale\": 10000", "\"floor\": 1", "\"frontend.log.scale\"", "is missing" },
    { "\"frames\": 12", "\"frames\": 0", "\"frontend.frames\"", "from 1 to 16384" },
    { "\"frames\": 12", "\"frames\": 12, \"window_samples\": 1000", "\"frontend.window_samples\"", "from 1536" },
    { "\"axes\": \"time,mel\"", "\"axes\": \"mel\"", "\"frontend.axes\"", "\"time,mel\" or \"mel,time\"" },
    { "\"outputs\": [", "\"outputs\": [], \"other\": [", "\"outputs\"", "1 to 512" },
    { "\"name\": \"cold\"", "\"name\": \"warm\"", "\"outputs[1].name\"", "differ" },
    { "\"activation\": \"sigmoid\"", "\"activation\": \"relu\"", "\"outputs[0].activation\"", "\"clip\"" },
    { "\"frontend\": {",
      "\"embedding\": {\"model\": \"a/b\"}, \"other\": {",
      "\"embedding.model\"",
      "without a folder" },
    { "\"frontend\": {",
      "\"embedding\": {\"model\": \"a\", \"tensor\": 1}, \"other\": {",
      "\"embedding.tensor\"",
      "a text" },
    { "\"frontend\": {",
      "\"embedding\": {\"model\": \"a\"}, \"frontend\": {",
      "\"frontend\"",
      "must not stand beside" },
    { "\"norm\": \"slaney\"",
      "\"norm\": \"none\", \"straight_over\": \"bark\"",
      "\"frontend.mel.straight_over\"",
      "\"mel\"" },
    { "\"live_hop\": 4", "\"live_hop\": 13", "\"live_hop\"", "from 1 to 12" },
    { "\"live_hop\": 4", "\"live_hop\": 4, \"limits\": [1]", "\"limits\"", "a text" },
    { "\"live_hop\": 4", "\"axes\": {\"valence\": {}}, \"live_hop\": 4", "\"axes.valence.output\"", "is missing" },
    { "\"live_hop\": 4", "\"live_hop\": 4,", "isn't a JSON object", "line" },
    { "\"live_hop\": 4\n}", "\"live_hop\": 4\n", "isn't a JSON object", "unexpected end" },
    { "\"live_hop\": 4\n}", "\"live_hop\": 4\n} x", "isn't a JSON object", "line" },
  };
  check_mistakes(cases, sizeof(cases) / sizeof(*cases));
}

static void
what_is_wrong_about_heads_is_named(void** const state)
{
  (void)state;
  static const Mistake cases[] = {
    { "\"frontend\": {", "\"embedding\": 1, \"other\": {", "\"embedding\"", "an object" },
    { "\"frontend\": {", "\"embedding\": {}, \"other\": {", "\"embedding.model\"", "is missing" },
    { "\"live_hop\": 4", "\"live_hop\": 4, \"features\": []", "\"features\"", "a text" },
  };
  check_mistakes(cases, sizeof(cases) / sizeof(*cases));
}

static void
axes_are_bound_to_outputs(void** const state)
{
  (void)state;
  static const char mood[] =
    "\"axes\": {\"valence\": {\"output\": \"warm\", \"minimum\": 1, \"centre\": 5, \"maximum\": 9},"
    "\"arousal\": {\"output\": \"%s\", \"minimum\": -1, \"centre\": %s, \"maximum\": 1}}, \"live_hop\": 4";
  char text[512] = "";
  snprintf(text, sizeof(text), mood, "Loud", "0");
  Sidecar* const sidecar = load_changed("\"live_hop\": 4", text, NULL);
  assert_non_null(sidecar);
  assert_int_equal(sidecar->valence.label, 0);
  assert_int_equal(sidecar->arousal.label, 2);
  assert_true(sidecar_axis_to_plane(&sidecar->valence, 9) == 1.0f);
  assert_true(sidecar_axis_to_plane(&sidecar->valence, 3) == -0.5f);
  assert_true(sidecar_axis_to_plane(&sidecar->arousal, -2) == -2.0f);
  sidecar_free(sidecar);

  EquusError error = { EQUUS_OK, "" };
  snprintf(text, sizeof(text), mood, "quiet", "0");
  assert_null(load_changed("\"live_hop\": 4", text, &error));
  assert_non_null(strstr(error.text, "\"axes.arousal.output\" must be the name of one of \"outputs\""));
  snprintf(text, sizeof(text), mood, "Loud", "1");
  assert_null(load_changed("\"live_hop\": 4", text, &error));
  assert_non_null(strstr(error.text, "\"axes.arousal.centre\" must lie between"));
}

/// The tiny model with one tag and a head on the other two outputs, changed at `from`
static Sidecar*
load_head(const char* const from, const char* const to, EquusError* const error)
{
  static const char head[] =
    "\"outputs\": [{\"name\": \"warm\", \"activation\": \"sigmoid\"}, {\"name\": \"v\", \"activation\": \"none\"},"
    "{\"name\": \"a\", \"activation\": \"none\"}], \"moods\": [{\"name\": \"steady\", \"title\": \"Steady\","
    "\"accuracy\": \"r 0.6\", \"valence\": {\"output\": \"v\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5, "
    "\"rmse\": 0.5},"
    "\"arousal\": {\"output\": \"a\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5}}], \"replaced\": [";
  char              text[1024] = "";
  const char* const at         = strstr(head, from);
  assert_non_null(at);
  snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - head), head, to, at + strlen(from));
  return load_changed("\"outputs\": [", text, error);
}

static void
heads_follow_the_tags(void** const state)
{
  (void)state;
  Sidecar* const sidecar = load_head("", "", NULL);
  assert_non_null(sidecar);
  assert_int_equal(sidecar->n_labels, 3);
  assert_int_equal(sidecar->n_tags, 1);
  assert_int_equal(sidecar->valence.label, -1);
  assert_int_equal(sidecar->n_moods, 1);
  assert_int_equal(sidecar_mood(sidecar, "steady"), 0);
  assert_int_equal(sidecar_mood(sidecar, "tiny"), -1);
  const SidecarMood* const mood = &sidecar->moods[0];
  assert_string_equal(mood->title, "Steady");
  assert_string_equal(mood->accuracy, "r 0.6");
  assert_string_equal(mood->limits, "");
  assert_int_equal(mood->valence.label, 1);
  assert_true(mood->valence.rmse == 0.5f);
  assert_int_equal(mood->arousal.label, 2);
  assert_true(mood->arousal.rmse == 0.0f);
  sidecar_free(sidecar);
}

static void
own_axes_come_before_heads(void** const state)
{
  (void)state;
  Sidecar* const sidecar =
    load_head("\"replaced\"",
              "\"axes\": {\"valence\": {\"output\": \"warm\", \"minimum\": 0, \"centre\": 1, \"maximum\": 2},"
              "\"arousal\": {\"output\": \"v\", \"minimum\": 0, \"centre\": 1, \"maximum\": 2}}, \"replaced\"",
              NULL);
  assert_non_null(sidecar);
  assert_int_equal(sidecar->n_tags, 1);
  assert_int_equal(sidecar->n_moods, 2);
  assert_int_equal(sidecar_mood(sidecar, "tiny"), 0);
  assert_int_equal(sidecar_mood(sidecar, "steady"), 1);
  assert_int_equal(sidecar->valence.label, 0);
  assert_int_equal(sidecar->moods[1].valence.label, 1);
  sidecar_free(sidecar);
}

static void
wrong_heads_are_named(void** const state)
{
  (void)state;
  static const struct {
    const char *from, *to, *member, *must;
  } cases[] = {
    { "\"moods\": [", "\"moods\": [], \"other\": [", "\"moods\"", "1 to 8" },
    { "\"name\": \"steady\"", "\"other\": 1", "\"moods[0].name\"", "is missing" },
    { "\"title\": \"Steady\"", "\"title\": 1", "\"moods[0].title\"", "a text" },
    { "\"accuracy\": \"r 0.6\"", "\"accuracy\": 1", "\"moods[0].accuracy\"", "a text" },
    { "\"output\": \"v\"", "\"output\": \"w\"", "\"moods[0].valence.output\"", "one of \"outputs\"" },
    { "\"rmse\": 0.5", "\"rmse\": -1", "\"moods[0].valence.rmse\"", "from 0" },
    { "\"output\": \"a\"", "\"output\": \"warm\"", "\"outputs\"", "tags first" },
    { "\"output\": \"a\"", "\"output\": \"v\"", "\"outputs\"", "tags first" },
    { "\"moods\": [",
      "\"moods\": [{\"name\": \"x\", \"title\": \"X\","
      "\"valence\": {\"output\": \"warm\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5},"
      "\"arousal\": {\"output\": \"warm\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5}},",
      "\"outputs\"",
      "tags first" },
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(load_head(cases[i].from, cases[i].to, &error));
    if (!strstr(error.text, cases[i].member) || !strstr(error.text, cases[i].must)) {
      fail_msg("%s -> %s: %s", cases[i].from, cases[i].to, error.text);
    }
  }
}

static void
moods_have_names_of_their_own(void** const state)
{
  (void)state;
  static const char head[]     = "{\"name\": \"same\", \"title\": \"Same\","
                                 "\"valence\": {\"output\": \"v\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5},"
                                 "\"arousal\": {\"output\": \"a\", \"minimum\": 1, \"centre\": 3, \"maximum\": 5}}";
  char              text[1024] = "";
  snprintf(text, sizeof(text), "\"moods\": [%s, %s], \"other\": [", head, head);
  EquusError error = { EQUUS_OK, "" };
  assert_null(load_head("\"moods\": [", text, &error));
  assert_non_null(strstr(error.text, "\"moods[1].name\" must differ"));
}

static void
activations_give_the_published_scale(void** const state)
{
  (void)state;
  Sidecar* const sidecar = load_changed("\"activation\": \"sigmoid\"", "\"activation\": \"clip\"", NULL);
  assert_non_null(sidecar);
  assert_true(sidecar_activate(sidecar, 0, 1.5f) == 1.0f);
  assert_true(sidecar_activate(sidecar, 0, -1.5f) == 0.0f);
  assert_true(sidecar_activate(sidecar, 0, 0.25f) == 0.25f);
  assert_true(sidecar_activate(sidecar, 1, 0.0f) == 0.5f);
  assert_true(fabs((double)sidecar_activate(sidecar, 1, -2.0f) - 0.11920292) < 1e-7);
  assert_true(sidecar_activate(sidecar, 1, -1000.0f) == 0.0f);
  sidecar->labels[2].activation = ACTIVATION_NONE;
  assert_true(sidecar_activate(sidecar, 2, -7.5f) == -7.5f);
  sidecar_free(sidecar);
}

static void
damaged_texts_are_refused_at_every_length(void** const state)
{
  (void)state;
  char* const  text = tiny_text();
  const size_t size = strlen(text) - 1; // Without the last newline
  for (size_t n = 0; n < size; n += 7) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(load_text(text, n, &error));
    assert_int_equal(error.status, EQUUS_ERR_FORMAT);
  }
  free(text);
}

static void
files_that_cannot_be_read_are_named(void** const state)
{
  (void)state;
  EquusError error = { EQUUS_OK, "" };
  assert_null(sidecar_load("/nonexistent/model.json", &error));
  assert_int_equal(error.status, EQUUS_ERR_IO);
  assert_non_null(strstr(error.text, "/nonexistent/model.json can't be read"));
  assert_null(sidecar_load(networks_fixtures(), &error));
  assert_int_equal(error.status, EQUUS_ERR_IO);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bundled_side_cars_say_what_they_hold),
    cmocka_unit_test(the_manuals_whole_examples_load),
    cmocka_unit_test(what_is_wrong_is_named),
    cmocka_unit_test(what_is_wrong_about_heads_is_named),
    cmocka_unit_test(axes_are_bound_to_outputs),
    cmocka_unit_test(heads_follow_the_tags),
    cmocka_unit_test(own_axes_come_before_heads),
    cmocka_unit_test(wrong_heads_are_named),
    cmocka_unit_test(moods_have_names_of_their_own),
    cmocka_unit_test(activations_give_the_published_scale),
    cmocka_unit_test(damaged_texts_are_refused_at_every_length),
    cmocka_unit_test(files_that_cannot_be_read_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
