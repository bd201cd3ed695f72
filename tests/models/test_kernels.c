// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A kernel's values never depend on which units are computed together, its
// sigmoids are right to a millionth, and every instruction set has all kernels.

#include "models/kernels/kernels.h"
#include "models/plan_parts.h"
#include "tests/models/networks.h"
#include "tests/models/random_graph.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RANDOM_GRAPHS = 400 };

static float*
locate(const Plan* const plan, float* const arena, const PlanOperand o)
{
  return o.space == PLAN_ARENA ? arena + o.offset : o.space == PLAN_WEIGHTS ? plan->weights + o.offset : NULL;
}

/// Play a plan unit by unit
static void
play_units(const Plan* const plan, float* const arena)
{
  for (uint32_t t = 0; t < plan->head->n_tiles; ++t) {
    const PlanTile* const tile = &plan->tiles[t];
    const PlanWork* const work = &plan->works[tile->step];
    KernelData            data = { locate(plan, arena, work->out), { NULL } };
    for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
      data.in[i] = locate(plan, arena, work->in[i]);
    }
    for (uint32_t unit = tile->begin; unit < tile->end; ++unit) {
      plan->kernels->run[work->kernel](&work->shape, &data, unit, unit + 1);
    }
  }
}

/// Tiles and single units of one plan on the same random input give the same bits
static void
assert_units(const Graph* const graph, Random* const random)
{
  Plan* const plan = plan_compile(graph, NULL);
  assert_non_null(plan);
  PlanRun* const run   = plan_run_new(plan);
  float* const   arena = (float*)calloc(plan->head->n_arena, sizeof(float));
  assert_non_null(run);
  assert_non_null(arena);
  for (size_t i = 0; i < plan_input_size(plan); ++i) {
    plan_run_input(run)[i]       = random_float(random);
    arena[plan->head->input + i] = plan_run_input(run)[i];
  }
  assert_true(plan_run_advance(run, UINT64_MAX));
  play_units(plan, arena);
  assert_memory_equal(plan_run_output(run), arena + plan->head->output, plan_output_size(plan) * sizeof(float));
  free(arena);
  plan_run_free(run);
  plan_free(plan);
}

static void
units_alone_give_the_same_bits(void** const state)
{
  (void)state;
  static const char* const models[]       = { "MSD_musicnn", "vibenet" };
  uint32_t                 used[OP_COUNT] = { 0 };
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    Random random = { 5 };
    if (kernels_select((KernelsLevel)level)) {
      continue;
    }
    for (int m = 0; m < 2; ++m) {
      Graph* const graph = networks_graph(models[m]);
      assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
      assert_units(graph, &random);
      graph_free(graph);
    }
    for (uint32_t i = 0; i < RANDOM_GRAPHS; ++i) {
      Graph* const graph = i % 20 ? random_graph(&random, used) : random_pair(&random, used);
      assert_units(graph, &random);
      graph_free(graph);
    }
  }
}

/// The sigmoid of `n` values from `low` to `high`; largest error in itself and relative to the value
static void
sigmoid_errors(const Kernels* const kernels,
               const float          low,
               const float          high,
               double* const        most,
               double* const        relative)
{
  enum { N = 50001 };
  KernelShape shape = {
    .map = { .op = MAP_SIGMOID, .rank = 1, .shape = { N }, .out = { 1 }, .in = { { 1 } }, .chunk = N, .chunks = 1 }
  };
  float* const     x    = (float*)malloc(N * sizeof(float));
  float* const     y    = (float*)malloc(N * sizeof(float));
  const KernelData data = { y, { x } };
  for (int i = 0; i < N; ++i) {
    x[i] = low + (high - low) * (float)i / (float)(N - 1);
  }
  kernels->run[KERNEL_MAP](&shape, &data, 0, 1);
  *most = *relative = 0.0;
  for (int i = 0; i < N; ++i) {
    const double right = 1.0 / (1.0 + exp(-(double)x[i]));
    *most              = fmax(*most, fabs((double)y[i] - right));
    *relative          = fmax(*relative, fabs((double)y[i] - right) / right);
  }
  free(y);
  free(x);
}

static void
sigmoids_are_right_to_a_millionth(void** const state)
{
  (void)state;
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    const Kernels* const kernels = kernels_get((KernelsLevel)level);
    double               most, relative;
    if (kernels) {
      sigmoid_errors(kernels, -12.0f, 90.0f, &most, &relative);
      assert_true(most < 2e-7 && relative < 1e-6);
      sigmoid_errors(kernels, -86.0f, -12.0f, &most, &relative);
      assert_true(relative < 1e-5);
      sigmoid_errors(kernels, -1e6f, -86.0f, &most, &relative);
      assert_true(most < 1e-30);
    }
  }
}

static void
every_instruction_set_is_complete(void** const state)
{
  (void)state;
  assert_non_null(kernels_get(KERNELS_BASELINE));
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    const Kernels* const k = kernels_get((KernelsLevel)level);
    assert_int_equal(kernels_select((KernelsLevel)level), k ? 0 : -1);
    if (k) {
      assert_ptr_equal(kernels_selected(), k);
      for (int kind = 0; kind < KERNEL_KINDS; ++kind) {
        assert_non_null(k->run[kind]);
      }
      assert_ptr_equal(kernels_named(k->name), k);
      assert_true(k->conv_pixels > 0 && k->conv_blocks > 0 && strlen(k->name) > 0);
    }
  }
  assert_null(kernels_named(""));
  assert_null(kernels_get(KERNELS_COUNT));
  assert_int_equal(kernels_select(KERNELS_COUNT), -1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(units_alone_give_the_same_bits),
    cmocka_unit_test(sigmoids_are_right_to_a_millionth),
    cmocka_unit_test(every_instruction_set_is_complete),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
