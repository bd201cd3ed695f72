// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The mood heads inside the bundled networks read from the embedding what their
// fitted weights say, leave the tags as they are, and cost next to nothing.

#include "models/naive.h"
#include "models/plan.h"
#include "models/sidecar.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char* const networks[] = { "MSD_musicnn", "MTT_musicnn" };

enum { NETWORKS = sizeof(networks) / sizeof(*networks), TAGS = 50, HEADS = 2, VALUES = TAGS + 2 * HEADS };

static Npy*
reference(const char* const network, const char* const tensor)
{
  char name[128] = "";
  snprintf(name, sizeof(name), "%s/%s", network, tensor);
  return npy_reference(name);
}

/// Largest difference of part of a row, `n` values from `from` on, to row `window` of the reference
static double
part_difference(const float* const row, const size_t from, const Npy* const expected, const size_t window)
{
  const size_t n    = expected->shape[1];
  const Npy    part = { 1, { n }, n, expected->values + window * n };
  return npy_difference(&part, row + from, 1);
}

static Plan*
plan_to(const char* const network, const char* const output)
{
  Graph* const graph = networks_graph_to(network, output);
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  Plan* const plan = plan_compile(graph, NULL);
  assert_non_null(plan);
  graph_free(graph);
  return plan;
}

static void
assert_readings(const char* const network)
{
  Npy* const     mel    = npy_reference("MSD_musicnn/mel");
  Npy* const     logits = reference(network, "logits");
  Npy* const     heads  = reference(network, "heads");
  Plan* const    plan   = plan_to(network, "readings");
  PlanRun* const run    = plan_run_new(plan);
  assert_int_equal(plan_output_size(plan), VALUES);
  assert_int_equal(logits->shape[1], TAGS);
  assert_int_equal(heads->shape[1], 2 * HEADS);
  for (size_t w = 0; w < mel->shape[0]; ++w) {
    plan_run_rewind(run);
    memcpy(plan_run_input(run), mel->values + w * plan_input_size(plan), plan_input_size(plan) * sizeof(float));
    assert_true(plan_run_advance(run, UINT64_MAX));
    assert_true(part_difference(plan_run_output(run), 0, logits, w) < 1e-4);
    assert_true(part_difference(plan_run_output(run), TAGS, heads, w) < 1e-4);
  }
  plan_run_free(run);
  plan_free(plan);
  npy_free(heads);
  npy_free(logits);
  npy_free(mel);
}

static void
plans_read_what_the_weights_say(void** const state)
{
  (void)state;
  for (size_t i = 0; i < NETWORKS; ++i) {
    assert_readings(networks[i]);
  }
}

static void
naive_kernels_read_the_same(void** const state)
{
  (void)state;
  Npy* const mel = npy_reference("MSD_musicnn/mel");
  for (size_t i = 0; i < NETWORKS; ++i) {
    Graph* const    graph = networks_graph_to(networks[i], "readings");
    Npy* const      heads = reference(networks[i], "heads");
    NaiveRun* const run   = naive_run(graph, mel->values, NULL);
    assert_non_null(run);
    assert_true(part_difference(naive_output(run), TAGS, heads, 0) < 1e-4);
    naive_free(run);
    npy_free(heads);
    graph_free(graph);
  }
  npy_free(mel);
}

static void
heads_cost_at_most_a_hundredth_of_the_tags(void** const state)
{
  (void)state;
  for (size_t i = 0; i < NETWORKS; ++i) {
    Plan* const tags = plan_to(networks[i], "logits");
    Plan* const all  = plan_to(networks[i], "readings");
    assert_true(plan_cost(all) > plan_cost(tags));
    assert_true(plan_cost(all) - plan_cost(tags) <= plan_cost(tags) / 100);
    plan_free(all);
    plan_free(tags);
  }
}

static void
side_cars_name_the_heads(void** const state)
{
  (void)state;
  for (size_t i = 0; i < NETWORKS; ++i) {
    char path[1024] = "";
    snprintf(path, sizeof(path), "%s/%s.json", networks_bundled(), networks[i]);
    Sidecar* const sidecar = sidecar_load(path, NULL);
    assert_non_null(sidecar);
    assert_string_equal(sidecar->output, "readings");
    assert_int_equal(sidecar->n_labels, VALUES);
    assert_int_equal(sidecar->n_tags, TAGS);
    assert_int_equal(sidecar->n_moods, HEADS);
    assert_int_equal(sidecar_mood(sidecar, "listeners"), 0);
    assert_int_equal(sidecar_mood(sidecar, "steady"), 1);
    for (int mood = 0; mood < HEADS; ++mood) {
      assert_int_equal(sidecar->moods[mood].valence.label, TAGS + 2 * mood);
      assert_int_equal(sidecar->moods[mood].arousal.label, TAGS + 2 * mood + 1);
      assert_true(sidecar->moods[mood].valence.rmse > 0.0f && sidecar->moods[mood].arousal.rmse > 0.0f);
    }
    sidecar_free(sidecar);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(plans_read_what_the_weights_say),
    cmocka_unit_test(naive_kernels_read_the_same),
    cmocka_unit_test(heads_cost_at_most_a_hundredth_of_the_tags),
    cmocka_unit_test(side_cars_name_the_heads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
