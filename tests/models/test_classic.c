// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Classic models decide as scikit-learn and LIBSVM do, in steps of any size alike, know what lies far from their
// training data, and are refused with a message that names file and member if anything is wrong.

#include "models/classic/classic_judge.h"
#include "models/classic/classic_model.h"
#include "models/file.h"
#include "models/json_reader.h"
#include "tests/models/networks.h"

#include <json-c/json.h>

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_ROWS = 64 };

static const char* const kinds[] = { "svm", "svr", "knn", "gmm" };

/// A fixture: model, judge and what scikit-learn says
typedef struct {
  ClassicModel* model;
  ClassicJudge* judge;
  uint32_t      rows, decisions;
  double        x[MAX_ROWS * CLASSIC_MAX_FEATURES], expected[MAX_ROWS * 16], answers[MAX_ROWS * 2], distances[MAX_ROWS];
} Case;

static void
fixture_path(const char* const kind, char* const path, const size_t size)
{
  snprintf(path, size, "%s/classic/%s.json", networks_fixtures(), kind);
}

static void
read_expected(const JsonPart* const top, Case* const c)
{
  const JsonPart part    = part_object(top, "expected");
  const uint32_t answers = c->model->kind == CLASSIC_SVR ? c->model->n_labels : 1;
  c->rows                = part_whole(&part, "rows", 10, MAX_ROWS);
  c->decisions           = classic_model_decisions(c->model);
  part_numbers(&part, "x", (size_t)c->rows * c->model->n_features, -1e9, 1e9, c->x);
  part_numbers(&part, "decisions", (size_t)c->rows * c->decisions, -1e9, 1e9, c->expected);
  part_numbers(&part, "answers", (size_t)c->rows * answers, -1e9, 1e9, c->answers);
  part_numbers(&part, "distances", c->rows, 0, 1e9, c->distances);
}

static Case*
case_new(const char* const kind)
{
  char       path[1024] = "";
  size_t     size       = 0;
  EquusError error      = { EQUUS_OK, "" };
  fixture_path(kind, path, sizeof(path));
  Case* const c = calloc(1, sizeof(Case));
  c->model      = classic_model_load(path, &error);
  if (!c->model) {
    fail_msg("%s", error.text);
    abort();
  }
  c->judge = classic_judge_new(c->model);
  assert_non_null(c->judge);

  char* const               text     = file_read(path, 1U << 20U, &size, &error);
  JsonReader                reader   = { path, &error, EQUUS_OK };
  struct json_object* const document = json_reader_parse(&reader, text, size);
  const JsonPart            top      = json_reader_top(&reader, document);
  read_expected(&top, c);
  assert_true(json_reader_ok(&reader));
  json_object_put(document);
  free(text);
  return c;
}

static void
case_free(Case* const c)
{
  classic_judge_free(c->judge);
  classic_model_free(c->model);
  free(c);
}

static const ClassicReading*
judge_row(Case* const c, const uint32_t row, const uint32_t step)
{
  uint32_t steps = 1;
  classic_judge_begin(c->judge, &c->x[(size_t)row * c->model->n_features]);
  for (; !classic_judge_step(c->judge, step); ++steps) {
  }
  assert_int_equal(steps, (c->model->n_vectors + step - 1) / step);
  return classic_judge_reading(c->judge);
}

static void
decisions_are_scikit_learns(void** const state)
{
  (void)state;
  for (unsigned k = 0; k < 4; ++k) {
    Case* const c = case_new(kinds[k]);
    for (uint32_t row = 0; row < c->rows; ++row) {
      const ClassicReading* const reading = judge_row(c, row, c->model->n_vectors);
      for (uint32_t i = 0; i < c->decisions; ++i) {
        const double expected = c->expected[row * c->decisions + i];
        const double found    = classic_judge_decisions(c->judge)[i];
        if (!(fabs(found - expected) <= 1e-5 * fmax(1.0, fabs(expected)))) {
          fail_msg("%s row %u decision %u: %.9g, not %.9g", kinds[k], row, i, found, expected);
        }
      }
      assert_true(fabs(reading->distance - c->distances[row]) <= 1e-5 * fmax(1.0, c->distances[row]));
      assert_int_equal(reading->grounded, c->distances[row] <= 4.0);
      if (c->model->kind != CLASSIC_SVR) {
        assert_int_equal(reading->choice, (uint32_t)c->answers[row]);
      } else {
        assert_true(fabs((double)reading->values[1] - c->answers[row * 2 + 1]) <= 1e-5);
      }
    }
    case_free(c);
  }
}

static void
steps_of_any_size_give_the_same_bits(void** const state)
{
  (void)state;
  for (unsigned k = 0; k < 4; ++k) {
    Case* const c = case_new(kinds[k]);
    for (uint32_t row = 0; row < c->rows; ++row) {
      double               whole[16];
      const ClassicReading reading = *judge_row(c, row, c->model->n_vectors);
      memcpy(whole, classic_judge_decisions(c->judge), c->decisions * sizeof(double));
      for (uint32_t step = 1; step < 12; step += 5) {
        assert_memory_equal(judge_row(c, row, step)->values, reading.values, sizeof(reading.values));
        assert_memory_equal(classic_judge_decisions(c->judge), whole, c->decisions * sizeof(double));
      }
    }
    case_free(c);
  }
}

static void
values_are_shares(void** const state)
{
  (void)state;
  for (unsigned k = 0; k < 4; ++k) {
    Case* const c = case_new(kinds[k]);
    for (uint32_t row = 0; row < c->rows && c->model->kind != CLASSIC_SVR; ++row) {
      const ClassicReading* const reading = judge_row(c, row, 7);
      double                      sum     = 0.0;
      for (uint32_t i = 0; i < c->model->n_labels; ++i) {
        sum += (double)reading->values[i];
        assert_true(reading->values[i] >= 0.0f && reading->values[i] <= reading->values[reading->choice]);
      }
      // Six pairs vote; the strongest class can win three of them
      assert_true(fabs(sum - (c->model->kind == CLASSIC_SVM ? 2.0 : 1.0)) < 1e-6);
    }
    case_free(c);
  }
}

static void
what_is_no_number_has_no_ground(void** const state)
{
  (void)state;
  static const double wrong[] = { (double)NAN, (double)INFINITY, -(double)INFINITY, 1e300 };
  for (unsigned k = 0; k < 4; ++k) {
    Case* const c = case_new(kinds[k]);
    for (unsigned i = 0; i < 4; ++i) {
      c->x[i]                             = wrong[i];
      const ClassicReading* const reading = judge_row(c, 0, 100);
      assert_false(reading->grounded);
      assert_true(isfinite(reading->distance));
      for (uint32_t label = 0; label < c->model->n_labels; ++label) {
        assert_true(isfinite(reading->values[label]));
      }
    }
    case_free(c);
  }
}

/// Load a fixture with the first `from` replaced by `to`
static ClassicModel*
load_changed(const char* const kind, const char* const from, const char* const to, EquusError* const error)
{
  char   source[1024] = "", path[] = "/tmp/equus-classic-XXXXXX";
  size_t size = 0;
  fixture_path(kind, source, sizeof(source));
  char* const       text = file_read(source, 1U << 20U, &size, NULL);
  const char* const at   = strstr(text, from);
  if (!at) {
    fail_msg("%s has no %s", source, from);
  }
  const int   handle = mkstemp(path);
  FILE* const file   = fdopen(handle, "w");
  fwrite(text, 1, (size_t)(at - text), file);
  fputs(to, file);
  fputs(at + strlen(from), file);
  fclose(file);
  ClassicModel* const model = classic_model_load(path, error);
  unlink(path);
  free(text);
  return model;
}

static void
what_is_wrong_is_named(void** const state)
{
  (void)state;
  static const struct {
    const char *kind, *from, *to, *member, *must;
  } cases[] = {
    { "svm", "equus-classic", "equus-model", "\"format\"", "\"equus-classic\"" },
    { "svm", "\"version\": 1", "\"version\": 2", "\"version\"", "from 1 to 1" },
    { "svm", "\"name\": \"svm\"", "\"name\": \"a/b\"", "\"name\"", "slash" },
    { "svm", "\"kind\": \"svm\"", "\"kind\": \"forest\"", "\"kind\"", "\"gmm\"" },
    { "svm", "\"task\": \"genre\"", "\"task\": \"taste\"", "\"task\"", "\"mood\"" },
    { "svm", "\"sample_rate\": 22050", "\"sample_rate\": 0", "\"sample_rate\"", "from 1000" },
    { "svm", "\"span\": 30", "\"span\": -1", "\"span\"", "from 0 to 600" },
    { "svm", "\"statistic\": \"mean\"", "\"statistic\": \"mode\"", "\"features[0].statistic\"", "\"deviation\"" },
    { "svm", "\"feature\": \"tempo\"", "\"feature\": \"groove\"", "\"features[4].feature\"", "one of Equus's" },
    { "svm", "\"feature\": \"tempo\"", "\"feature\": \"rolloff\"", "\"features[4].statistic\"", "\"value\"" },
    { "svm", "\"element\": 1", "\"element\": 21", "\"features[1].element\"", "from 1 to 20" },
    { "svm", "\"element\": 1", "\"element\": 0", "\"features[1].element\"", "from 1" },
    { "svm", "\"statistic\": \"deviation\"", "\"statistic\": \"mean\"", "\"features[3].feature\"", "twice" },
    { "svm", "\"scale\": ", "\"scale\": -", "\"features[0].scale\"", "from 1e-12" },
    { "svm", "\"class 1\"", "\"class 0\"", "\"labels[1].name\"", "differ" },
    { "svm", "\"ground\": {", "\"ground\": 1, \"other\": {", "\"ground\"", "an object" },
    { "svm", "\"whitening\": [", "\"whitening\": [1,", "\"ground.whitening\"", "15 numbers" },
    { "svm", "\"farthest\": 4", "\"farthest\": NaN", "\"ground.farthest\"", "from 0" },
    { "svm", "\"parameters\": {", "\"parameters\": [], \"other\": {", "\"parameters\"", "an object" },
    { "svm", "\"n_vectors\": ", "\"n_vectors\": 9", "\"parameters.vectors\"", "numbers" },
    { "svm", "\"n_vectors\": ", "\"n_vectors\": 9999", "\"parameters.n_vectors\"", "from 1 to 20000" },
    { "svm", "\"gamma\": ", "\"gamma\": -", "\"parameters.gamma\"", "from 1e-12" },
    { "svm", "\"counts\": [1", "\"counts\": [2", "\"parameters.counts\"", "add up" },
    { "svm", "\"counts\": [1", "\"counts\": [0.1", "\"parameters.counts\"", "whole" },
    { "svm", "\"coefficients\": [", "\"coefficients\": [1,", "\"parameters.coefficients\"", "numbers" },
    { "svm", "\"intercepts\": [", "\"intercepts\": [\"1\",", "\"parameters.intercepts\"", "6 numbers" },
    { "svm", "\"vectors\": [", "\"vectors\": [1e10,", "\"parameters.vectors\"", "numbers" },
    { "svr", "\"centre\": 0", "\"centre\": 7", "\"labels[0].centre\"", "between" },
    { "svr", "\"name\": \"arousal\"", "\"name\": \"energy\"", "\"labels\"", "\"arousal\"" },
    { "svr", "\"intercepts\": [", "\"intercepts\": [1,", "\"parameters.intercepts\"", "2 numbers" },
    { "knn", "\"neighbours\": 5", "\"neighbours\": 61", "\"parameters.neighbours\"", "from 1 to 60" },
    { "knn", "\"classes\": [0", "\"classes\": [4", "\"parameters.classes\"", "from 0 to 3" },
    { "gmm", "\"components\": 3", "\"components\": 17", "\"parameters.components\"", "from 1 to 16" },
    { "gmm", "\"weights\": [0", "\"weights\": [-0", "\"parameters.weights\"", "12 numbers" },
    { "gmm", "\"variances\": [", "\"variances\": [0,", "\"parameters.variances\"", "60 numbers" },
    { "gmm", "\"expected\": {", "\"expected\": {{", "isn't a JSON object", "line" },
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    EquusError error = { EQUUS_OK, "" };
    assert_null(load_changed(cases[i].kind, cases[i].from, cases[i].to, &error));
    if (error.status != EQUUS_ERR_FORMAT || !strstr(error.text, "/tmp/equus-classic-") ||
        !strstr(error.text, cases[i].member) || !strstr(error.text, cases[i].must)) {
      fail_msg("%s -> %s: %s", cases[i].from, cases[i].to, error.text);
    }
  }
}

/// The fixture cut anywhere is refused, without a leak or a read beyond its end (valgrind-classic)
static void
truncated_files_are_refused(void** const state)
{
  (void)state;
  char   source[1024] = "", path[] = "/tmp/equus-classic-XXXXXX";
  size_t size = 0;
  fixture_path("gmm", source, sizeof(source));
  char* const text = file_read(source, 1U << 20U, &size, NULL);
  close(mkstemp(path));
  for (size_t length = 0; length + 2 < size; length += size / 40) {
    EquusError  error = { EQUUS_OK, "" };
    FILE* const file  = fopen(path, "w");
    fwrite(text, 1, length, file);
    fclose(file);
    assert_null(classic_model_load(path, &error));
    assert_int_equal(error.status, EQUUS_ERR_FORMAT);
  }
  unlink(path);
  free(text);
}

static void
bundled_models_load(void** const state)
{
  (void)state;
  static const struct {
    const char* name;
    ClassicTask task;
    uint32_t    features, labels;
  } bundled[] = {
    { "gtzan_svm", CLASSIC_GENRE, 53, 10 }, { "gtzan_knn", CLASSIC_GENRE, 53, 10 },
    { "gtzan_gmm", CLASSIC_GENRE, 53, 10 }, { "irmas_svm", CLASSIC_INSTRUMENT, 25, 11 },
    { "deam_svr", CLASSIC_MOOD, 18, 2 },
  };
  for (unsigned i = 0; i < sizeof(bundled) / sizeof(*bundled); ++i) {
    char       path[1024] = "";
    EquusError error      = { EQUUS_OK, "" };
    snprintf(path, sizeof(path), "%s/../classic/bundled/%s.json", networks_bundled(), bundled[i].name);
    ClassicModel* const model = classic_model_load(path, &error);
    if (!model) {
      fail_msg("%s", error.text);
      abort();
    }
    assert_string_equal(model->name, bundled[i].name);
    assert_int_equal(model->task, bundled[i].task);
    assert_int_equal(model->n_features, bundled[i].features);
    assert_int_equal(model->n_labels, bundled[i].labels);
    assert_true(model->farthest > 1.0 && strlen(model->accuracy) > 20 && strlen(model->limits) > 20);
    classic_model_free(model);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(decisions_are_scikit_learns), cmocka_unit_test(steps_of_any_size_give_the_same_bits),
    cmocka_unit_test(values_are_shares),           cmocka_unit_test(what_is_no_number_has_no_ground),
    cmocka_unit_test(what_is_wrong_is_named),      cmocka_unit_test(truncated_files_are_refused),
    cmocka_unit_test(bundled_models_load),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
