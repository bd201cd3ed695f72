// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A plan computes what its graph says, with every instruction set, in tiles of
// bounded cost, and gives the same bits however its tiles are spread over time.

#include "models/kernels/kernels.h"
#include "models/naive.h"
#include "models/operator.h"
#include "models/plan_parts.h"
#include "tests/models/networks.h"
#include "tests/models/random_graph.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RANDOM_GRAPHS = 2000 };

static void
play(PlanRun* const run, const Plan* const plan, const float* const input)
{
  plan_run_rewind(run);
  memcpy(plan_run_input(run), input, plan_input_size(plan) * sizeof(float));
  assert_true(plan_run_advance(run, UINT64_MAX));
}

/// Play in pieces of random cost
static void
play_in_pieces(PlanRun* const run, const Plan* const plan, const float* const input, Random* const random)
{
  plan_run_rewind(run);
  memcpy(plan_run_input(run), input, plan_input_size(plan) * sizeof(float));
  while (!plan_run_advance(run, random_below(random, (uint32_t)(plan_cost(plan) / 7 + 2)))) {
  }
}

/// Largest difference to the published logits over all windows
static double
difference(const Plan* const plan, const Npy* const x, const Npy* const y)
{
  const size_t   in = plan_input_size(plan), out = plan_output_size(plan);
  PlanRun* const run = plan_run_new(plan);
  assert_non_null(run);
  double most = 0.0;
  for (size_t w = 0; w < y->shape[0]; ++w) {
    play(run, plan, x->values + w * in);
    const Npy row = { 1, { out }, out, y->values + w * out };
    most          = fmax(most, npy_difference(&row, plan_run_output(run), 1));
  }
  plan_run_free(run);
  return most;
}

static void
assert_agrees(const char* const model, const char* const input, const char* const output, const bool simplify)
{
  Graph* const graph = networks_graph(model);
  Npy* const   x     = npy_reference(input);
  Npy* const   y     = npy_reference(output);
  if (simplify) {
    assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  }
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    if (kernels_select((KernelsLevel)level) == 0) {
      EquusError  error = { EQUUS_OK, "" };
      Plan* const plan  = plan_compile(graph, &error);
      assert_string_equal(error.text, "");
      assert_non_null(plan);
      assert_int_equal(plan_output_size(plan), y->shape[1]);
      const double most = difference(plan, x, y);
      if (!(most < 1e-4)) { // Logits; a probability differs by a quarter of that at most
        fail_msg("%s with %s kernels differs by %g", model, kernels_selected()->name, most);
      }
      plan_free(plan);
    }
  }
  npy_free(y);
  npy_free(x);
  graph_free(graph);
}

static void
networks_agree_with_their_originals(void** const state)
{
  (void)state;
  assert_agrees("MSD_musicnn", "MSD_musicnn/mel", "MSD_musicnn/logits", true);
  assert_agrees("MSD_musicnn", "MSD_musicnn/mel", "MSD_musicnn/logits", false);
  assert_agrees("MTT_musicnn", "MSD_musicnn/mel", "MTT_musicnn/logits", true);
  assert_agrees("MSD_vgg", "MSD_musicnn/mel", "MSD_vgg/logits", true);
  assert_agrees("MSD_vgg_as_trained", "MSD_musicnn/mel", "MSD_vgg_as_trained/logits", true);
  assert_agrees("MTT_vgg", "MSD_musicnn/mel", "MTT_vgg/logits", true);
  assert_agrees("vibenet", "vibenet/x", "vibenet/out", true);
  assert_agrees("vibenet", "vibenet/x", "vibenet/out", false);
}

static void
tiles_are_small_and_pieces_give_the_same_bits(void** const state)
{
  (void)state;
  static const char* const models[] = { "MSD_musicnn", "MTT_vgg", "vibenet" };
  static const char* const inputs[] = { "MSD_musicnn/mel", "MSD_musicnn/mel", "vibenet/x" };
  Random                   random   = { 7 };
  for (int m = 0; m < 3; ++m) {
    Graph* const graph = networks_graph(models[m]);
    Npy* const   x     = npy_reference(inputs[m]);
    assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
    Plan* const    plan  = plan_compile(graph, NULL);
    PlanRun* const whole = plan_run_new(plan);
    PlanRun* const parts = plan_run_new(plan);
    play(whole, plan, x->values);
    play(parts, plan, x->values + plan_input_size(plan)); // Leftovers of another window
    play_in_pieces(parts, plan, x->values, &random);
    assert_memory_equal(plan_run_output(whole), plan_run_output(parts), plan_output_size(plan) * sizeof(float));
    assert_true(plan_largest_tile(plan) <= 900000); // 20 microseconds at 45 GMAC/s
    assert_true(plan_tiles(plan) > plan_cost(plan) / 900000);
    plan_run_free(parts);
    plan_run_free(whole);
    plan_free(plan);
    npy_free(x);
    graph_free(graph);
  }
}

/// The largest value anywhere in a graph, whose rounding a later operator may lay bare
static double
largest_inner(const Graph* const graph, const NaiveRun* const naive)
{
  double largest = 0.0;
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    const int32_t      tensor = graph->nodes[n].output;
    const float* const values = naive_value(naive, tensor);
    for (size_t i = 0; values && i < graph_tensor_size(&graph->tensors[tensor]); ++i) {
      largest = fmax(largest, fabs((double)values[i]));
    }
  }
  return largest;
}

/// A plan's output against the naive one's, relative to the largest values
static void
assert_same(const Plan* const     plan,
            const PlanRun* const  run,
            const Graph* const    graph,
            const NaiveRun* const naive,
            const uint32_t        seed)
{
  const float* const expected = naive_output(naive);
  const size_t       n        = plan_output_size(plan);
  double             largest = 1.0, most = 0.0;
  for (size_t i = 0; i < n; ++i) {
    const double d = fabs((double)plan_run_output(run)[i] - (double)expected[i]);
    largest        = fmax(largest, fabs((double)expected[i]));
    most           = d > most || isnan(d) ? d : most;
  }
  if (!(most <= 5e-5 * largest + 1e-6 * largest_inner(graph, naive))) {
    fail_msg("Random graph %u with %s kernels differs by %g of %g", seed, kernels_selected()->name, most, largest);
  }
}

static void
assert_random_graph(Graph* (*make)(Random*, uint32_t*), const uint32_t seed, uint32_t* const used)
{
  Random       random = { seed };
  Graph* const graph  = make(&random, used);
  const size_t n      = graph_tensor_size(&graph->tensors[graph->input]);
  float* const x      = (float*)malloc(n * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    x[i] = random_float(&random);
  }
  NaiveRun* const naive = naive_run(graph, x, NULL);
  assert_non_null(naive);
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    if (kernels_select((KernelsLevel)level) == 0) {
      EquusError  error = { EQUUS_OK, "" };
      Plan* const plan  = plan_compile(graph, &error);
      assert_string_equal(error.text, "");
      PlanRun* const run = plan_run_new(plan);
      play_in_pieces(run, plan, x, &random);
      assert_same(plan, run, graph, naive, seed);
      plan_run_free(run);
      plan_free(plan);
    }
  }
  naive_free(naive);
  free(x);
  graph_free(graph);
}

static void
random_graphs_give_the_naive_result(void** const state)
{
  (void)state;
  uint32_t used[OP_COUNT] = { 0 };
  for (uint32_t seed = 1; seed <= RANDOM_GRAPHS; ++seed) {
    assert_random_graph(random_graph, seed, used);
  }
  for (int op = 0; op < OP_COUNT; ++op) {
    if (op != OP_EQUAL && operator_get((GraphOp)op)->read &&
        used[op] < 5) { // Equal makes integers, which are constant before there is a plan
      fail_msg("%s was tried %u times only", graph_op_name((GraphOp)op), used[op]);
    }
  }
}

/// The largest over many pixels of a convolution by 1 to 40 channels, the last of which may be few in their block
static Graph*
random_maximum(Random* const random, uint32_t* const used)
{
  (void)used;
  const int64_t channels = 1 + random_below(random, 40), rows = 1 + random_below(random, 5);
  const int64_t columns = 1 + random_below(random, 3), width = 60 + random_below(random, 60);
  const int64_t x[4] = { 1, 1, 9, width }, w[4] = { channels, 1, rows, columns };
  float         weights[40 * 5 * 3];
  for (int64_t i = 0; i < channels * rows * columns; ++i) {
    weights[i] = random_float(random);
  }
  Graph* const graph = graph_new();
  graph->input       = graph_add_tensor(graph, "x", TENSOR_FLOAT, 4, x, NULL);
  GraphNode conv     = graph_node(OP_CONV);
  conv.n_inputs      = 2;
  conv.inputs[0]     = graph->input;
  conv.inputs[1]     = graph_add_tensor(graph, "w", TENSOR_FLOAT, 4, w, weights);
  conv.spatial       = 2;
  conv.kernel[0]     = rows;
  conv.kernel[1]     = columns;
  conv.pads[0]       = rows / 2;
  conv.pads[2]       = rows / 2;
  GraphNode maximum  = graph_node(OP_REDUCE_MAX);
  maximum.n_inputs   = 1;
  maximum.inputs[0]  = graph_add_node(graph, &conv, "conv", "y", NULL);
  maximum.n_axes     = 1;
  maximum.axes[0]    = 3;
  graph->output      = graph_add_node(graph, &maximum, "maximum", "z", NULL);
  assert_true(graph->output >= 0);
  return graph;
}

static void
largest_pixels_are_the_naive_ones_for_any_channels(void** const state)
{
  (void)state;
  for (uint32_t seed = 1; seed <= 120; ++seed) {
    assert_random_graph(random_maximum, seed, NULL);
  }
}

/// Append a convolution of random weights over the tensor `x` of `inner` channels; its output
static int32_t
append_conv(Graph* const graph, Random* const random, GraphNode conv, const int32_t x, const char* const name)
{
  const int64_t inner    = graph->tensors[x].shape[1];
  const int64_t channels = 1 + random_below(random, 60);
  const int64_t w[4]     = { channels, inner, conv.kernel[0], conv.kernel[1] };
  const size_t  n        = (size_t)(w[0] * w[1] * w[2] * w[3]);
  float* const  weights  = (float*)malloc(n * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    weights[i] = random_float(random);
  }
  char weights_name[16];
  (void)snprintf(weights_name, sizeof(weights_name), "%s w", name);
  conv.n_inputs    = 2;
  conv.inputs[0]   = x;
  conv.inputs[1]   = graph_add_tensor(graph, weights_name, TENSOR_FLOAT, 4, w, weights);
  conv.spatial     = 2;
  const int32_t at = graph_add_node(graph, &conv, name, name, NULL);
  free(weights);
  assert_true(at >= 0);
  return at;
}

/// Many channels, laid out either way, and windows that reach far into padding at both ends of a short or long axis
static Graph*
random_padding(Random* const random, uint32_t* const used)
{
  (void)used;
  const int64_t width = 1 + random_below(random, random_below(random, 2) ? 40 : 9);
  const int64_t x[4]  = { 1, 4 + random_below(random, 20), 1 + random_below(random, 4), width };
  Graph* const  graph = graph_new();
  graph->input        = graph_add_tensor(graph, "x", TENSOR_FLOAT, 4, x, NULL);
  int32_t   at        = graph->input;
  GraphNode single    = graph_node(OP_CONV);
  if (random_below(random, 2)) { // Channels side by side
    at = append_conv(graph, random, single, at, "single");
  }
  GraphNode conv = graph_node(OP_CONV);
  for (uint32_t d = 0; d < 2; ++d) {
    conv.kernel[d]      = 1 + random_below(random, d ? 7 : 3);
    conv.strides[d]     = 1 + random_below(random, 2);
    conv.dilations[d]   = 1 + random_below(random, 2);
    conv.pads[d]        = random_below(random, (uint32_t)(conv.dilations[d] * conv.kernel[d]) + 1);
    conv.pads[2 + d]    = random_below(random, (uint32_t)(conv.dilations[d] * conv.kernel[d]) + 1);
    const int64_t reach = (conv.kernel[d] - 1) * conv.dilations[d] + 1 - x[2 + d];
    conv.pads[d]        = conv.pads[d] + conv.pads[2 + d] < reach ? reach : conv.pads[d];
  }
  at = append_conv(graph, random, conv, at, "conv");
  if (random_below(random, 3) == 0) {
    GraphNode maximum = graph_node(OP_REDUCE_MAX);
    maximum.n_inputs  = 1;
    maximum.inputs[0] = at;
    maximum.n_axes    = 1;
    maximum.axes[0]   = 3;
    at                = graph_add_node(graph, &maximum, "maximum", "z", NULL);
  }
  graph->output = at;
  assert_true(graph->output >= 0);
  return graph;
}

static void
pixels_beside_padding_are_the_naive_ones(void** const state)
{
  (void)state;
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    assert_random_graph(random_padding, seed, NULL);
  }
}

/// Tensors between such pairs are never there as a whole
static void
steps_that_take_turns_give_the_naive_result(void** const state)
{
  (void)state;
  uint32_t used[OP_COUNT] = { 0 };
  for (uint32_t seed = 1; seed <= 30; ++seed) {
    assert_random_graph(random_pair, seed, used);
  }
  Random       random = { 1 };
  Graph* const graph  = random_pair(&random, used);
  Plan* const  plan   = plan_compile(graph, NULL);
  const size_t wide   = graph_tensor_size(&graph->tensors[graph->nodes[0].output]);
  unsigned     rings  = 0;
  for (uint32_t i = 0; i < plan->head->n_works; ++i) {
    rings += plan->works[i].kernel == KERNEL_DEPTHWISE && plan->works[i].shape.depthwise.rows.in_ring > 0;
  }
  assert_int_equal(rings, 1);
  assert_true(plan_arena_bytes(plan) <
              (wide * 3 / 4 + 2 * plan_output_size(plan) + plan_input_size(plan)) * sizeof(float));
  plan_free(plan);
  graph_free(graph);
}

/// A stream of frames through windows that move by random steps, kept rows against windows by themselves
static void
assert_slides(const Plan* const plan,
              const uint32_t    frames,
              const uint32_t    windows,
              const uint32_t    most,
              Random* const     random)
{
  enum { ROOM = 4000 };
  const size_t   n = plan_input_size(plan), row = n / frames, out = plan_output_size(plan) * sizeof(float);
  PlanRun* const kept   = plan_run_new(plan);
  PlanRun* const alone  = plan_run_new(plan);
  float* const   stream = (float*)malloc((ROOM + frames) * row * sizeof(float));
  for (size_t i = 0; i < (ROOM + frames) * row; ++i) {
    stream[i] = random_float(random);
  }
  uint32_t at = 0;
  for (uint32_t w = 0; w < windows; ++w) {
    const uint32_t move = random_below(random, 4) ? 1 + random_below(random, most) : most;
    at += move;
    assert_true(at <= ROOM);
    plan_run_slide(kept, move);
    memcpy(plan_run_input(kept), stream + at * row, n * sizeof(float));
    while (!plan_run_advance(kept, random_below(random, (uint32_t)(plan_cost(plan) / 9 + 2)))) {
    }
    assert_int_equal(plan_run_spent(kept), plan_run_cost(kept));
    play(alone, plan, stream + at * row);
    assert_memory_equal(plan_run_output(kept), plan_run_output(alone), out);
  }
  free(stream);
  plan_run_free(alone);
  plan_run_free(kept);
}

static void
sliding_windows_give_the_same_bits_for_less(void** const state)
{
  (void)state;
  Random       random = { 3 };
  Graph* const graph  = networks_graph("MSD_musicnn");
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    if (kernels_select((KernelsLevel)level) == 0) {
      Plan* const plan = plan_compile_sliding(graph, 1, NULL);
      assert_slides(plan, 187, 4, 31, &random);
      assert_slides(plan, 187, 4, 200, &random);
      PlanRun* const run = plan_run_new(plan);
      plan_run_slide(run, 31);
      assert_int_equal(plan_run_cost(run), plan_cost(plan)); // Nothing to slide from yet
      assert_true(plan_run_advance(run, UINT64_MAX));
      plan_run_slide(run, 31);
      assert_true(plan_run_cost(run) < plan_cost(plan) * 2 / 3);
      plan_run_free(run);
      plan_free(plan);
    }
  }
  graph_free(graph);
}

/// Cost of a window `frames` after another
static uint64_t
cost_of_move(const Plan* const plan, const uint32_t frames)
{
  PlanRun* const run = plan_run_new(plan);
  assert_true(plan_run_advance(run, UINT64_MAX));
  plan_run_slide(run, frames);
  const uint64_t cost = plan_run_cost(run);
  plan_run_free(run);
  return cost;
}

/// Poolings of 2, 2, 2, 2 and 4 frames: each layer slides if the move is a multiple of the product so far
static void
pooled_windows_slide_as_far_as_move_and_strides_agree(void** const state)
{
  (void)state;
  Random       random = { 5 };
  Graph* const graph  = networks_graph("MTT_vgg");
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  kernels_select(KERNELS_COUNT - 1); // Or the one before, where this machine lacks it
  Plan* const plan = plan_compile_sliding(graph, 1, NULL);
  assert_slides(plan, 187, 8, 48, &random);
  assert_slides(plan, 187, 2, 32, &random);
  assert_int_equal(cost_of_move(plan, 31), plan_cost(plan));
  assert_true(cost_of_move(plan, 30) < cost_of_move(plan, 31) / 2);
  assert_true(cost_of_move(plan, 28) < cost_of_move(plan, 30));
  assert_true(cost_of_move(plan, 32) < plan_cost(plan) * 3 / 10);
  plan_free(plan);
  graph_free(graph);
}

static void
random_graphs_slide_as_well(void** const state)
{
  (void)state;
  uint32_t used[OP_COUNT] = { 0 };
  uint32_t slid           = 0;
  for (uint32_t seed = 1; seed <= RANDOM_GRAPHS; ++seed) {
    Random                   random = { seed };
    Graph* const             graph  = random_graph(&random, used);
    const GraphTensor* const x      = &graph->tensors[graph->input];
    const uint32_t           frames = (uint32_t)x->shape[2];
    kernels_select((KernelsLevel)(seed % KERNELS_COUNT)); // Or the one before, where this machine lacks it
    Plan* const plan = plan_compile_sliding(graph, 2, NULL);
    if (x->shape[0] == 1 && x->shape[1] == 1) {
      assert_slides(plan, frames, 6, 1 + frames / 3, &random);
      PlanRun* const run = plan_run_new(plan);
      plan_run_advance(run, UINT64_MAX);
      plan_run_slide(run, 1);
      slid += plan_run_cost(run) < plan_cost(plan);
      plan_run_free(run);
    }
    plan_free(plan);
    graph_free(graph);
  }
  assert_true(slid > RANDOM_GRAPHS / 20);
}

/// Usage: test_plan [PATTERN], names of tests with * for any letters
int
main(const int argc, char** const argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(networks_agree_with_their_originals),
    cmocka_unit_test(tiles_are_small_and_pieces_give_the_same_bits),
    cmocka_unit_test(random_graphs_give_the_naive_result),
    cmocka_unit_test(largest_pixels_are_the_naive_ones_for_any_channels),
    cmocka_unit_test(pixels_beside_padding_are_the_naive_ones),
    cmocka_unit_test(steps_that_take_turns_give_the_naive_result),
    cmocka_unit_test(sliding_windows_give_the_same_bits_for_less),
    cmocka_unit_test(pooled_windows_slide_as_far_as_move_and_strides_agree),
    cmocka_unit_test(random_graphs_slide_as_well),
  };
  cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
