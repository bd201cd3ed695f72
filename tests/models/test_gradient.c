// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The gradient of any combination of a network's values is what central differences, TensorFlow
// and PyTorch say, for every operator that has one; the others are refused by name.

#include "models/gradient.h"
#include "models/gradient_graph.h"
#include "models/kernels/kernels.h"
#include "models/naive.h"
#include "models/plan.h"
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

enum { RANDOM_GRAPHS = 300, PLACES = 8 };

/// A graph with an input window and a seed by chance
typedef struct {
  Graph*   graph;
  size_t   n_input, n_values;
  float *  x, *seed;
  uint32_t number;
} Trial;

/// How many differences were compared, and how many left out beside a corner
typedef struct {
  unsigned compared, corners, refused, hanging;
  uint32_t used[OP_COUNT];
} Tally;

static float*
random_floats(Random* const random, const size_t n)
{
  float* const values = (float*)malloc((n + 1) * sizeof(float));
  assert_non_null(values);
  for (size_t i = 0; i < n; ++i) {
    values[i] = random_float(random);
  }
  return values;
}

static Trial
trial_new(Graph* const graph, Random* const random)
{
  Trial t    = { .graph = graph };
  t.n_input  = graph_tensor_size(&graph->tensors[graph->input]);
  t.n_values = graph_tensor_size(&graph->tensors[graph->output]);
  t.x        = random_floats(random, t.n_input);
  t.seed     = random_floats(random, t.n_values);
  return t;
}

static void
trial_free(Trial* const t)
{
  free(t->x);
  free(t->seed);
  graph_free(t->graph);
}

/// The seed's sum of values with input `place` moved by h, in plain loops; `size` gets the sum of its terms' sizes
static double
moved(const Trial* const t, const size_t place, const double h, double* const size)
{
  const float before  = t->x[place];
  t->x[place]         = (float)((double)before + h);
  NaiveRun* const run = naive_run(t->graph, t->x, NULL);
  assert_non_null(run);
  double sum = 0.0;
  *size      = 0.0;
  for (size_t i = 0; i < t->n_values; ++i) {
    sum += (double)t->seed[i] * (double)naive_output(run)[i];
    *size += fabs((double)t->seed[i] * (double)naive_output(run)[i]);
  }
  naive_free(run);
  t->x[place] = before;
  return sum;
}

/// One element of a gradient against differences with two steps, which agree away from corners
static void
assert_slope(const Trial* const t, const size_t place, const double slope, const double largest, Tally* const tally)
{
  enum { HALF, WHOLE };
  const double steps[2] = { 1.0 / 512.0, 1.0 / 256.0 };
  double       differences[2], size = 0.0;
  for (int i = HALF; i <= WHOLE; ++i) {
    differences[i] = (moved(t, place, steps[i], &size) - moved(t, place, -steps[i], &size)) / (2.0 * steps[i]);
  }
  const double rounding = 4e-5 * size;
  const double measured = (4.0 * differences[HALF] - differences[WHOLE]) / 3.0;
  if (fabs(differences[HALF] - differences[WHOLE]) > 0.05 * fabs(differences[HALF]) + 2.0 * rounding) {
    ++tally->corners;
    return;
  }
  ++tally->compared;
  if (!(fabs(measured - slope) <= 2e-3 * largest + 2e-2 * fabs(slope) + rounding)) {
    fail_msg("slope %zu is %g, measured %g (%g and %g), largest %g",
             place,
             slope,
             measured,
             differences[HALF],
             differences[WHOLE],
             largest);
  }
}

static double
largest_of(const float* const values, const size_t n)
{
  double largest = 0.0;
  for (size_t i = 0; i < n; ++i) {
    largest = fmax(largest, fabs((double)values[i]));
  }
  return largest;
}

/// The largest value anywhere in a graph, whose rounding a later operator may lay bare
static double
largest_inner(const Graph* const graph, const NaiveRun* const run)
{
  double largest = 0.0;
  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    const int32_t tensor = graph->nodes[n].output;
    largest = fmax(largest, largest_of(naive_value(run, tensor), graph_tensor_size(&graph->tensors[tensor])));
  }
  return largest;
}

/// x and seed as the graph of both wants them
static NaiveRun*
run_both(const Graph* const both, const Trial* const t)
{
  float* const input = (float*)malloc((t->n_input + t->n_values) * sizeof(float));
  memcpy(input, t->x, t->n_input * sizeof(float));
  memcpy(input + t->n_input, t->seed, t->n_values * sizeof(float));
  NaiveRun* const run = naive_run(both, input, NULL);
  free(input);
  assert_non_null(run);
  return run;
}

static double
most_apart(const float* const a, const float* const b, const size_t n)
{
  double most = 0.0;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)a[i] - (double)b[i]));
  }
  return most;
}

/// True if it hangs on small changes where a maximum is, near saturation too, so that plain loops disagree with
/// themselves
static bool
hangs_on_last_bits(const Graph* const both, const Trial* const t, const float* const expected, const double limit)
{
  Random random = { 99 };
  Trial  other  = *t;
  double most   = 0.0;
  for (int round = 0; round < 8; ++round) {
    other.x = random_floats(&random, t->n_input);
    for (size_t i = 0; i < t->n_input; ++i) {
      other.x[i] = t->x[i] + 1e-4f * other.x[i];
    }
    NaiveRun* const run = run_both(both, &other);
    most                = fmax(most, most_apart(naive_output(run) + t->n_values, expected, t->n_input));
    naive_free(run);
    free(other.x);
  }
  return most > limit / 2.0;
}

/// Every instruction set's gradient against that of plain loops, which is `expected`
static void
assert_kernels(const Graph* const both,
               const Trial* const t,
               const float* const expected,
               const double       limit,
               Tally* const       tally)
{
  float* const d = (float*)malloc((t->n_input + 1) * sizeof(float));
  for (int level = 0; level < KERNELS_COUNT; ++level) {
    if (kernels_select((KernelsLevel)level) == 0) {
      EquusError      error    = { EQUUS_OK, "" };
      Gradient* const gradient = gradient_new(t->graph, &error);
      assert_string_equal(error.text, "");
      gradient_run(gradient, t->x, t->seed, NULL, d);
      const double most = most_apart(d, expected, t->n_input);
      if (!(most <= limit)) {
        print_message(
          "Random graph %u with %s kernels: gradients differ by %g\n", t->number, kernels_selected()->name, most);
        assert_true(hangs_on_last_bits(both, t, expected, limit));
        ++tally->hanging;
      }
      gradient_free(gradient);
    }
  }
  free(d);
}

static void
assert_trial(const Trial* const t, Random* const random, Tally* const tally)
{
  EquusError   error = { EQUUS_OK, "" };
  Graph* const both  = gradient_graph(t->graph, &error);
  if (!both) {
    if (!strstr(error.text, "Pad node") && !strstr(error.text, "three dimensions")) {
      fail_msg("%s", error.text);
    }
    ++tally->refused;
    return;
  }
  NaiveRun* const    run     = run_both(both, t);
  const float* const slopes  = naive_output(run) + t->n_values;
  const double       largest = largest_of(slopes, t->n_input);
  for (int i = 0; i < PLACES; ++i) {
    const size_t place = random_below(random, (uint32_t)t->n_input);
    assert_slope(t, place, (double)slopes[place], largest, tally);
  }
  assert_kernels(both, t, slopes, 2e-5 + 1e-4 * largest + 2e-6 * largest_inner(both, run), tally);
  naive_free(run);
  graph_free(both);
}

static void
random_graphs_slope_as_differences_do(void** const state)
{
  (void)state;
  Tally tally = { 0 };
  for (uint32_t number = 1; number <= RANDOM_GRAPHS; ++number) {
    Random random = { number };
    Trial  t      = trial_new(random_graph(&random, tally.used), &random);
    t.number      = number;
    assert_trial(&t, &random, &tally);
    trial_free(&t);
  }
  print_message("%u slopes compared, %u left out beside corners, %u graphs refused\n",
                tally.compared,
                tally.corners,
                tally.refused);
  assert_true(tally.corners < tally.compared / 4);
  assert_true(tally.refused < RANDOM_GRAPHS / 4);
  assert_true(tally.hanging < RANDOM_GRAPHS * KERNELS_COUNT / 50);
}

/// A seed that tests/references/gradients.py has as well
static float*
seed_of(const size_t n)
{
  float* const seed = (float*)malloc((n + 1) * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    seed[i] = (float)cos((double)i * 1.7);
  }
  return seed;
}

/// The largest difference from what TensorFlow or PyTorch computed for a window, relative to the largest slope
static double
difference_of(const char* const model, const char* const input, const size_t window, const char* const expected)
{
  Graph* const graph = networks_graph(model);
  Npy* const   x     = npy_reference(input);
  Npy* const   slope = npy_reference(expected);
  EquusError   error = { EQUUS_OK, "" };
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  Gradient* const gradient = gradient_new(graph, &error);
  assert_string_equal(error.text, "");
  float* const seed = seed_of(gradient_n_values(gradient));
  float* const d    = (float*)malloc(gradient_n_input(gradient) * sizeof(float));
  gradient_run(gradient, x->values + window * gradient_n_input(gradient), seed, NULL, d);
  const double difference = npy_difference(slope, d, 7) / largest_of(slope->values, slope->size);
  print_message("%s: largest difference %.2g of the largest slope\n", model, difference);
  free(d);
  free(seed);
  gradient_free(gradient);
  npy_free(slope);
  npy_free(x);
  graph_free(graph);
  return difference;
}

static void
bundled_networks_slope_as_their_originals_do(void** const state)
{
  (void)state;
  static const char* const tags[]   = { "MSD_musicnn", "MTT_musicnn", "MSD_vgg", "MSD_vgg_as_trained", "MTT_vgg" };
  char                     path[64] = "";
  for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); ++i) {
    snprintf(path, sizeof(path), "%s/d_input.every7", tags[i]);
    assert_true(difference_of(tags[i], "MSD_musicnn/mel", 1, path) < 1e-4);
  }
  assert_true(difference_of("vibenet", "vibenet/x", 0, "vibenet/d_input.every7") < 1e-4);
}

static void
what_has_no_gradient_is_refused_by_name(void** const state)
{
  (void)state;
  const int64_t shape[2] = { 2, 5 };
  EquusError    error    = { EQUUS_OK, "" };
  Graph* const  graph    = graph_new();
  GraphNode     pad      = graph_node(OP_PAD);
  graph->input           = graph_add_tensor(graph, "x", TENSOR_FLOAT, 2, shape, NULL);
  pad.inputs[0]          = graph->input;
  pad.n_inputs           = 1;
  pad.pads[1]            = 2;
  pad.pad_mode           = PAD_REFLECT;
  graph->output          = graph_add_node(graph, &pad, "mirror", "y", NULL);
  assert_true(graph->output >= 0);
  assert_null(gradient_new(graph, &error));
  assert_non_null(strstr(error.text, "Pad node \"mirror\""));
  graph_free(graph);
}

static int
choose_best(void** const state)
{
  (void)state;
  for (int level = KERNELS_COUNT - 1; level >= 0 && kernels_select((KernelsLevel)level) != 0; --level) {
  }
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(random_graphs_slope_as_differences_do, choose_best),
    cmocka_unit_test(bundled_networks_slope_as_their_originals_do),
    cmocka_unit_test(what_has_no_gradient_is_refused_by_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
