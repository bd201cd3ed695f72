// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The bundled networks, read from their ONNX files, compute what TensorFlow and
// ONNX Runtime compute, layer by layer, and as much so after simplification.

#include "models/naive.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <math.h>
#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char* const musicnn_layers[] = {
  "image_norm", "front",     "middle_1_norm", "middle_2_sum", "middle_3_sum",
  "pool",       "pool_norm", "dense_relu",    "embedding",    "logits",
};

static const char* const mtt_musicnn_layers[] = {
  "image_norm.every61",
  "front.every61",
  "middle_1_norm.every61",
  "middle_2_sum.every61",
  "middle_3_sum.every61",
  "pool",
  "pool_norm",
  "dense_relu",
  "embedding",
  "logits",
};

static const char* const vgg_layers[] = {
  "image_norm.every61",
  "conv_1_norm.every1009",
  "pool_1.every1009",
  "conv_2_norm.every1009",
  "pool_2.every61",
  "conv_3_norm.every61",
  "pool_3.every61",
  "conv_4_norm.every61",
  "pool_4.every61",
  "conv_5_norm.every61",
  "pool_5",
  "embedding",
  "logits",
};

static const char* const vibenet_layers[] = {
  "silu.every61", "mean",    "mul_63.every61", "getitem_6.every61", "add_157.every61", "add_262.every61", "add_426",
  "add_590",      "add_813", "getitem_141",    "silu_48.every61",   "mean_16",         "layer_norm",      "gelu",
  "out",
};

static double
largest(const Npy* const npy)
{
  double most = 0;
  for (size_t i = 0; i < npy->size; ++i) {
    most = fmax(most, fabs((double)npy->values[i]));
  }
  return most;
}

/// Compare tensor `layer` (".every61" for each 61st value) with its reference, relative to the largest value
static void
assert_layer(const Graph* const graph, const NaiveRun* const run, const char* const model, const char* const layer)
{
  char path[256] = "", tensor[128] = "";
  snprintf(path, sizeof(path), "%s/%s", model, layer);
  snprintf(tensor, sizeof(tensor), "%s", layer);
  char* const  every  = strstr(tensor, ".every");
  const size_t stride = every ? (size_t)strtoul(every + 6, NULL, 10) : 1;
  if (every) {
    *every = '\0';
  }

  const int32_t index = graph_tensor(graph, tensor);
  assert_int_not_equal(index, -1);
  Npy* const expected = npy_reference(path);
  if (!every) { // Of several windows, the first
    expected->size = graph_tensor_size(&graph->tensors[index]);
  }
  const double difference = npy_difference(expected, naive_value(run, index), stride) / largest(expected);
  if (!(difference < 1e-5)) {
    fail_msg("%s differs by %g of its largest value", path, difference);
  }
  npy_free(expected);
}

static void
assert_layers(const char* const model, const char* const input, const char* const* const layers, const size_t n)
{
  Graph* const    graph = networks_graph(model);
  Npy* const      x     = npy_reference(input);
  NaiveRun* const run   = naive_run(graph, x->values, NULL);
  assert_non_null(run);
  for (size_t i = 0; i < n; ++i) {
    assert_layer(graph, run, model, layers[i]);
  }
  naive_free(run);
  npy_free(x);
  graph_free(graph);
}

static void
musicnn_agrees_with_tensorflow_layer_by_layer(void** const state)
{
  (void)state;
  const size_t n = sizeof(mtt_musicnn_layers) / sizeof(*mtt_musicnn_layers);
  assert_layers("MSD_musicnn", "MSD_musicnn/mel", musicnn_layers, sizeof(musicnn_layers) / sizeof(*musicnn_layers));
  assert_layers("MTT_musicnn", "MSD_musicnn/mel", mtt_musicnn_layers, n);
}

static void
vgg_agrees_with_tensorflow_layer_by_layer(void** const state)
{
  (void)state;
  const size_t n = sizeof(vgg_layers) / sizeof(*vgg_layers);
  assert_layers("MSD_vgg", "MSD_musicnn/mel", vgg_layers, n);
  assert_layers("MSD_vgg_as_trained", "MSD_musicnn/mel", vgg_layers, n);
  assert_layers("MTT_vgg", "MSD_musicnn/mel", vgg_layers, n);
}

static void
vibenet_agrees_with_onnx_runtime_layer_by_layer(void** const state)
{
  (void)state;
  assert_layers("vibenet", "vibenet/x", vibenet_layers, sizeof(vibenet_layers) / sizeof(*vibenet_layers));
}

/// Run the simplified network on the first and last window; the largest difference of the outputs
static double
simplified_difference(const char* const model, const char* const input, const char* const output)
{
  Graph* const graph = networks_graph(model);
  Npy* const   x     = npy_reference(input);
  Npy* const   y     = npy_reference(output);
  assert_int_equal(graph_simplify(graph, NULL), EQUUS_OK);

  const size_t in = graph_tensor_size(&graph->tensors[graph->input]), out = y->size / y->shape[0];
  double       most = 0;
  for (size_t w = 0; w < y->shape[0]; w += y->shape[0] - 1) {
    NaiveRun* const run = naive_run(graph, x->values + w * in, NULL);
    assert_non_null(run);
    const Npy row = { 1, { out }, out, y->values + w * out };
    most          = fmax(most, npy_difference(&row, naive_output(run), 1));
    naive_free(run);
  }
  npy_free(y);
  npy_free(x);
  graph_free(graph);
  return most;
}

static void
simplified_networks_agree_as_well(void** const state)
{
  (void)state;
  // Logits; a probability differs by a quarter of that at most
  assert_true(simplified_difference("MSD_musicnn", "MSD_musicnn/mel", "MSD_musicnn/logits") < 1e-4);
  assert_true(simplified_difference("vibenet", "vibenet/x", "vibenet/out") < 1e-4);
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
simplification_folds_what_it_can(void** const state)
{
  (void)state;
  Graph* const vibenet = networks_graph("vibenet");
  assert_int_equal(graph_simplify(vibenet, NULL), EQUUS_OK);
  assert_int_equal(count(vibenet, OP_BATCH_NORMALIZATION), 0);
  assert_int_equal(count(vibenet, OP_TILE), 0);
  assert_int_equal(count(vibenet, OP_EXPAND), 0);
  assert_int_equal(count(vibenet, OP_CONV), 81);
  assert_string_equal(vibenet->tensors[vibenet->output].name, "out");
  graph_free(vibenet);

  // Those after a ReLU, before a maximum or before padding stay: 11 less the two before dense layers
  Graph* const musicnn = networks_graph("MSD_musicnn");
  assert_int_equal(graph_simplify(musicnn, NULL), EQUUS_OK);
  assert_int_equal(count(musicnn, OP_BATCH_NORMALIZATION), 9);
  assert_int_equal(count(musicnn, OP_UNSQUEEZE), 0);
  graph_free(musicnn);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(musicnn_agrees_with_tensorflow_layer_by_layer),
    cmocka_unit_test(vgg_agrees_with_tensorflow_layer_by_layer),
    cmocka_unit_test(vibenet_agrees_with_onnx_runtime_layer_by_layer),
    cmocka_unit_test(simplified_networks_agree_as_well),
    cmocka_unit_test(simplification_folds_what_it_can),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
