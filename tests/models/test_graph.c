// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Simplifying a graph changes no result beyond rounding, folds what can be
// folded and only that, and a node that doesn't fit its inputs is refused by name.

#include "models/graph.h"
#include "models/naive.h"
#include "tests/models/random_graph.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RANDOM_GRAPHS = 400 };

static int32_t
constant(Graph* const graph, Random* const random, const uint32_t rank, const int64_t* const shape)
{
  GraphTensor tensor = { .rank = rank };
  memcpy(tensor.shape, shape, rank * sizeof(*shape));
  const size_t size   = graph_tensor_size(&tensor);
  float* const values = malloc(size * sizeof(float));
  for (size_t i = 0; i < size; ++i) {
    values[i] = random_float(random);
  }
  const int32_t t = graph_add_tensor(graph, "constant", TENSOR_FLOAT, rank, shape, values);
  free(values);
  return t;
}

/// A graph with the input (1, c, h, w)
static Graph*
graph_of(const int64_t c, const int64_t h, const int64_t w)
{
  Graph* const  graph   = graph_new();
  const int64_t shape[] = { 1, c, h, w };
  assert_non_null(graph);
  graph->input = graph_add_tensor(graph, "x", TENSOR_FLOAT, 4, shape, NULL);
  return graph;
}

static int32_t
add(Graph* const graph, GraphNode node, const int32_t a, const int32_t b, const char* const name)
{
  EquusError error = { EQUUS_OK, "" };
  node.inputs[0]   = a;
  node.inputs[1]   = b;
  node.n_inputs    = b < 0 ? 1 : 2;
  const int32_t t  = graph_add_node(graph, &node, name, name, &error);
  if (t < 0) {
    fail_msg("%s", error.text);
  }
  graph->output = t;
  return t;
}

static GraphNode
conv(const int64_t kernel, const int64_t pad, const int64_t group)
{
  GraphNode node = graph_node(OP_CONV);
  node.spatial   = 2;
  node.group     = group;
  for (unsigned d = 0; d < 2; ++d) {
    node.kernel[d] = kernel;
    node.pads[d] = node.pads[2 + d] = pad;
  }
  return node;
}

static int32_t
add_conv(Graph* const graph, Random* const random, GraphNode node, const int32_t x, const int64_t maps)
{
  const int64_t shape[] = { maps, graph->tensors[x].shape[1] / node.group, node.kernel[0], node.kernel[1] };
  return add(graph, node, x, constant(graph, random, 4, shape), "conv");
}

static int32_t
add_batch_norm(Graph* const graph, Random* const random, const int32_t x)
{
  const int64_t channels = graph->tensors[x].shape[1];
  GraphNode     node     = graph_node(OP_BATCH_NORMALIZATION);
  node.inputs[0]         = x;
  node.n_inputs          = 5;
  for (uint32_t i = 1; i < 5; ++i) {
    node.inputs[i] = constant(graph, random, 1, &channels);
  }
  float* const variance = graph->tensors[node.inputs[4]].constant;
  for (int64_t c = 0; c < channels; ++c) {
    variance[c] = fabsf(variance[c]) + 0.1f;
  }
  graph->output = graph_add_node(graph, &node, "norm", "norm", NULL);
  assert_int_not_equal(graph->output, -1);
  return graph->output;
}

static float*
output_of(const Graph* const graph, size_t* const size)
{
  const size_t in     = graph_tensor_size(&graph->tensors[graph->input]);
  float* const input  = malloc(in * sizeof(float));
  Random       random = { 99 };
  for (size_t i = 0; i < in; ++i) {
    input[i] = random_float(&random);
  }
  NaiveRun* const run = naive_run(graph, input, NULL);
  assert_non_null(run);
  *size               = graph_tensor_size(&graph->tensors[graph->output]);
  float* const output = malloc(*size * sizeof(float));
  memcpy(output, naive_output(run), *size * sizeof(float));
  naive_free(run);
  free(input);
  return output;
}

/// Simplify; the output must keep its name, shape and, within 1e-5 of the largest, its values
static void
simplify(Graph* const graph)
{
  char   name[64] = "";
  size_t before = 0, after = 0;
  strncpy(name, graph->tensors[graph->output].name, sizeof(name) - 1);
  float* const plain = output_of(graph, &before);
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);
  float* const simple = output_of(graph, &after);
  assert_int_equal(before, after);
  assert_string_equal(graph->tensors[graph->output].name, name);

  double largest = 1, most = 0;
  for (size_t i = 0; i < before; ++i) {
    largest = fmax(largest, fabs((double)plain[i]));
    most    = fmax(most, fabs((double)plain[i] - (double)simple[i]));
  }
  assert_true(most <= 1e-5 * largest);
  free(simple);
  free(plain);
}

static uint32_t
count(const Graph* const graph, const GraphOp op)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < graph->n_nodes; ++i) {
    n += graph->nodes[i].op == op;
  }
  return n;
}

static void
random_graphs_keep_their_results(void** const state)
{
  (void)state;
  Random   random         = { 5 };
  uint32_t used[OP_COUNT] = { 0 };
  for (unsigned i = 0; i < RANDOM_GRAPHS; ++i) {
    Graph* const graph = random_graph(&random, used);
    simplify(graph);
    graph_free(graph);
  }
}

static void
norms_go_into_the_convolution_before_them(void** const state)
{
  (void)state;
  Random        random  = { 1 };
  Graph* const  graph   = graph_of(4, 7, 9);
  const int32_t grouped = add_conv(graph, &random, conv(3, 1, 2), graph->input, 6);
  const int32_t norm    = add_batch_norm(graph, &random, grouped);
  const int64_t shape[] = { 6, 1, 1 };
  const int32_t scaled  = add(graph, graph_node(OP_MUL), norm, constant(graph, &random, 3, shape), "mul");
  add(graph, graph_node(OP_ADD), constant(graph, &random, 0, NULL), scaled, "add");
  simplify(graph);
  assert_int_equal(graph->n_nodes, 1);
  assert_int_equal(graph->nodes[0].op, OP_CONV);
  graph_free(graph);
}

static void
differences_and_quotients_go_as_well(void** const state)
{
  (void)state;
  Random        random  = { 11 };
  Graph* const  graph   = graph_of(4, 7, 9);
  const int64_t shape[] = { 6, 1, 1 };
  const float   two = 2.0f, half = 0.5f, four = 4.0f;
  const int32_t x    = add_conv(graph, &random, conv(3, 1, 2), graph->input, 6);
  const int32_t less = add(graph, graph_node(OP_SUB), x, constant(graph, &random, 3, shape), "less");
  const int32_t part =
    add(graph, graph_node(OP_DIV), less, graph_add_tensor(graph, "four", TENSOR_FLOAT, 0, NULL, &four), "part");
  const int32_t square =
    add(graph, graph_node(OP_POW), part, graph_add_tensor(graph, "two", TENSOR_FLOAT, 0, NULL, &two), "square");
  add(graph, graph_node(OP_POW), square, graph_add_tensor(graph, "half", TENSOR_FLOAT, 0, NULL, &half), "root");
  simplify(graph);
  assert_int_equal(graph->n_nodes, 3);
  assert_int_equal(graph->nodes[0].op, OP_CONV);
  assert_int_equal(graph->nodes[1].op, OP_MUL);
  assert_int_equal(graph->nodes[2].op, OP_SQRT);
  graph_free(graph);
}

static void
norms_go_into_what_follows_only_where_no_padding_is_between(void** const state)
{
  (void)state;
  for (int64_t pad = 0; pad < 2; ++pad) {
    Random        random = { 2 };
    Graph* const  graph  = graph_of(4, 7, 9);
    const int32_t relu   = add(graph, graph_node(OP_RELU), graph->input, -1, "relu");
    add_conv(graph, &random, conv(3, pad, 2), add_batch_norm(graph, &random, relu), 6);
    simplify(graph);
    assert_int_equal(count(graph, OP_BATCH_NORMALIZATION), pad);
    graph_free(graph);
  }

  // A factor alone keeps zeros zero, so padding is no hindrance
  Random        random  = { 3 };
  Graph* const  graph   = graph_of(4, 7, 9);
  const int64_t shape[] = { 4, 1, 1 };
  const int32_t relu    = add(graph, graph_node(OP_RELU), graph->input, -1, "relu");
  const int32_t scaled  = add(graph, graph_node(OP_MUL), relu, constant(graph, &random, 3, shape), "mul");
  add_conv(graph, &random, conv(3, 1, 1), scaled, 3);
  simplify(graph);
  assert_int_equal(count(graph, OP_MUL), 0);
  graph_free(graph);
}

static void
zero_padding_becomes_the_convolutions_own(void** const state)
{
  (void)state;
  for (unsigned value = 0; value < 2; ++value) {
    Random       random = { 4 };
    Graph* const graph  = graph_of(2, 5, 6);
    GraphNode    pad    = graph_node(OP_PAD);
    pad.alpha           = (float)value;
    pad.pads[2] = pad.pads[7] = 2;
    pad.pads[3]               = 1;
    const int32_t padded      = add(graph, pad, graph->input, -1, "pad");
    add_conv(graph, &random, conv(3, 1, 1), padded, 3);
    simplify(graph);
    assert_int_equal(count(graph, OP_PAD), value);
    graph_free(graph);
  }
}

static void
repeated_channels_become_sums_of_weights(void** const state)
{
  (void)state;
  Random       random = { 6 };
  Graph* const graph  = graph_of(2, 5, 6);
  GraphNode    tile   = graph_node(OP_TILE);
  tile.n_axes         = 4;
  for (unsigned d = 0; d < 4; ++d) {
    tile.axes[d] = d == 1 ? 3 : 1;
  }
  add_conv(graph, &random, conv(3, 1, 1), add(graph, tile, graph->input, -1, "tile"), 4);
  simplify(graph);
  assert_int_equal(graph->n_nodes, 1);
  assert_int_equal(graph->tensors[graph->nodes[0].inputs[1]].shape[1], 2);
  graph_free(graph);
}

static void
a_product_and_a_sum_become_one_gemm(void** const state)
{
  (void)state;
  Random        random  = { 7 };
  Graph* const  graph   = graph_of(2, 5, 6);
  const int64_t shape[] = { 60, 7 }, columns = 7;
  GraphNode     flatten = graph_node(OP_FLATTEN);
  flatten.n_axes        = 2;
  flatten.axes[0]       = 1;
  flatten.axes[1]       = 60;
  const int32_t flat    = add(graph, flatten, graph->input, -1, "flat");
  const int32_t product = add(graph, graph_node(OP_MATMUL), flat, constant(graph, &random, 2, shape), "product");
  add(graph, graph_node(OP_ADD), product, constant(graph, &random, 1, &columns), "sum");
  simplify(graph);
  assert_int_equal(graph->n_nodes, 2); // Reshape and Gemm
  assert_int_equal(graph->nodes[1].op, OP_GEMM);
  assert_int_equal(graph->nodes[1].n_inputs, 3);
  graph_free(graph);
}

static void
shared_weights_stay_as_they_are_for_the_other_reader(void** const state)
{
  (void)state;
  Random        random  = { 8 };
  Graph* const  graph   = graph_of(3, 5, 6);
  const int64_t shape[] = { 4, 3, 3, 3 };
  const int32_t weights = constant(graph, &random, 4, shape);
  const int32_t first   = add(graph, conv(3, 1, 1), graph->input, weights, "first");
  const int32_t second  = add(graph, conv(3, 1, 1), graph->input, weights, "second");
  add(graph, graph_node(OP_ADD), add_batch_norm(graph, &random, first), second, "sum");
  simplify(graph);
  assert_int_equal(count(graph, OP_BATCH_NORMALIZATION), 0);
  graph_free(graph);
}

static void
nodes_that_change_nothing_go(void** const state)
{
  (void)state;
  Graph* const  graph    = graph_of(2, 1, 6);
  GraphNode     turn     = graph_node(OP_TRANSPOSE);
  const int64_t turned[] = { 0, 2, 1, 3 }; // Only an axis of length 1 moves
  turn.n_axes            = 4;
  memcpy(turn.axes, turned, sizeof(turned));
  const int32_t same = add(graph, graph_node(OP_IDENTITY), graph->input, -1, "same");
  const int32_t seen = add(graph, turn, same, -1, "turn");
  add(graph, graph_node(OP_SIGMOID), seen, -1, "unread");
  const int32_t back = add(graph, turn, seen, -1, "back");
  const int32_t relu = add(graph, graph_node(OP_RELU), back, -1, "relu");
  add(graph, graph_node(OP_IDENTITY), relu, -1, "out");
  simplify(graph);
  assert_int_equal(graph->n_nodes, 1);
  assert_int_equal(graph->nodes[0].op, OP_RELU);
  graph_free(graph);
}

static void
what_is_constant_is_computed_once(void** const state)
{
  (void)state;
  Random        random  = { 9 };
  Graph* const  graph   = graph_of(2, 3, 6);
  const int64_t shape[] = { 2, 3, 1 };
  const int32_t sum =
    add(graph, graph_node(OP_ADD), constant(graph, &random, 3, shape), constant(graph, &random, 3, shape), "sum");
  const int32_t root = add(graph, graph_node(OP_SIGMOID), sum, -1, "sigmoid");
  add(graph, graph_node(OP_MUL), graph->input, root, "product");
  simplify(graph);
  assert_int_equal(graph->n_nodes, 1);
  assert_int_equal(graph->n_tensors, 3);
  graph_free(graph);
}

static void
misfits_are_refused_by_name(void** const state)
{
  (void)state;
  Random        random  = { 10 };
  Graph* const  graph   = graph_of(3, 5, 6);
  const int64_t shape[] = { 4, 2, 3, 3 }, four = 4;
  const int64_t whole[] = { 1, 2 };
  EquusError    error   = { EQUUS_OK, "" };

  GraphNode node = conv(3, 0, 1);
  node.inputs[0] = graph->input;
  node.inputs[1] = constant(graph, &random, 4, shape);
  node.n_inputs  = 2;
  assert_int_equal(graph_add_node(graph, &node, "c1", "y", &error), -1);
  assert_string_equal(error.text, "Conv node \"c1\" has weights whose shape doesn't fit its input");

  GraphNode sum = graph_node(OP_ADD);
  sum.inputs[0] = graph->input;
  sum.inputs[1] = constant(graph, &random, 1, &four);
  sum.n_inputs  = 2;
  assert_int_equal(graph_add_node(graph, &sum, "s1", "y", &error), -1);
  assert_string_equal(error.text, "Add node \"s1\" has inputs whose shapes don't broadcast");
  sum.inputs[1] = graph_add_tensor(graph, "whole", TENSOR_INT64, 1, (const int64_t[]){ 2 }, whole);
  assert_int_equal(graph_add_node(graph, &sum, "s2", "y", &error), -1);
  assert_string_equal(error.text, "Add node \"s2\" mixes integers and floats");
  sum.n_inputs = 1;
  assert_int_equal(graph_add_node(graph, &sum, "s3", "y", &error), -1);
  assert_string_equal(error.text, "Add node \"s3\" has 1 inputs, which Add can't have");

  GraphNode soft = graph_node(OP_SIGMOID);
  soft.inputs[0] = sum.inputs[1];
  soft.n_inputs  = 1;
  assert_int_equal(graph_add_node(graph, &soft, "g", "y", &error), -1);
  assert_non_null(strstr(error.text, "computes with integers"));

  const int64_t huge[] = { 1 << 20, 1 << 20 };
  assert_int_equal(graph_add_tensor(graph, "huge", TENSOR_FLOAT, 2, huge, NULL), -1);
  assert_int_equal(graph->n_nodes, 0);
  graph_free(graph);
}

/// A head that adds two numbers to an input of this shape
static Graph*
adding_head(const uint32_t rank, const int64_t* const shape)
{
  static const float two[] = { 1.5f, -2.0f };
  Graph* const       head  = graph_new();
  head->input              = graph_add_tensor(head, "features", TENSOR_FLOAT, rank, shape, NULL);
  add(
    head, graph_node(OP_ADD), head->input, graph_add_tensor(head, "two", TENSOR_FLOAT, 1, &(int64_t){ 2 }, two), "sum");
  return head;
}

static void
a_head_takes_what_the_graph_computes(void** const state)
{
  (void)state;
  static const int64_t row[] = { 1, 2 }, square[] = { 1, 1, 1, 2 };
  static const float   in[] = { -3.0f, 5.0f };
  for (unsigned same = 0; same < 2; ++same) {
    Graph* const graph = graph_of(1, 1, 2);
    add(graph, graph_node(OP_RELU), graph->input, -1, "relu");
    Graph* const head = adding_head(same ? 4 : 2, same ? square : row);
    assert_int_equal(graph_append(graph, head, NULL), EQUUS_OK);
    assert_int_equal(graph->n_nodes, same ? 2 : 3); // A Reshape between where the shapes differ
    assert_string_equal(graph->tensors[graph->output].name, "sum");
    graph_free(head);
    NaiveRun* const run = naive_run(graph, in, NULL);
    const float*    out = naive_value(run, graph->output);
    assert_true(out[0] == 1.5f && out[1] == 3.0f);
    naive_free(run);
    graph_free(graph);
  }

  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = graph_of(1, 1, 3);
  add(graph, graph_node(OP_RELU), graph->input, -1, "relu");
  Graph* const head = adding_head(2, row);
  assert_int_equal(graph_append(graph, head, &error), EQUUS_ERR_FORMAT);
  assert_string_equal(error.text, "tensor \"relu\" holds 3 values, but the head's input \"features\" takes 2");
  graph_free(head);
  graph_free(graph);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(random_graphs_keep_their_results),
    cmocka_unit_test(norms_go_into_the_convolution_before_them),
    cmocka_unit_test(differences_and_quotients_go_as_well),
    cmocka_unit_test(norms_go_into_what_follows_only_where_no_padding_is_between),
    cmocka_unit_test(zero_padding_becomes_the_convolutions_own),
    cmocka_unit_test(repeated_channels_become_sums_of_weights),
    cmocka_unit_test(a_product_and_a_sum_become_one_gemm),
    cmocka_unit_test(shared_weights_stay_as_they_are_for_the_other_reader),
    cmocka_unit_test(nodes_that_change_nothing_go),
    cmocka_unit_test(what_is_constant_is_computed_once),
    cmocka_unit_test(misfits_are_refused_by_name),
    cmocka_unit_test(a_head_takes_what_the_graph_computes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
