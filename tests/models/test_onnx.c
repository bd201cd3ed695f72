// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// An ONNX file means the same whichever operator set it is written in, is cut
// down to what the wanted output needs, and damage anywhere in it is an error
// with a message, never a crash.

#include "models/naive.h"
#include "models/onnx.h"
#include "models/operator.h"
#include "tests/models/networks.h"
#include "tests/npy.h"

#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const OnnxBinding tiny = { "mel", 3, { 1, 12, 16 }, "logits", 0, NULL };

static uint8_t*
read_fixture(const char* const name, size_t* const size)
{
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/%s", networks_fixtures(), name);
  return networks_read(path, size);
}

static Npy*
load_npy(const char* const name)
{
  char path[1024] = "";
  snprintf(path, sizeof(path), "%s/%s", networks_fixtures(), name);
  Npy* const npy = npy_load(path, NULL);
  assert_non_null(npy);
  return npy;
}

static Graph*
parse(const char* const name, const OnnxBinding* const binding, EquusError* const error)
{
  size_t         size  = 0;
  uint8_t* const bytes = read_fixture(name, &size);
  Graph* const   graph = onnx_parse(bytes, size, name, binding, error);
  free(bytes);
  return graph;
}

static void
every_form_of_an_operator_means_the_same(void** const state)
{
  static const char* const names[] = { "forms_old.onnx", "forms_new.onnx" };
  (void)state;
  Npy* const  input    = load_npy("forms_input.npy");
  Npy* const  expected = load_npy("forms_output.npy");
  OnnxBinding binding  = tiny;
  for (size_t i = 0; i < 2; ++i) {
    EquusError   error = { EQUUS_OK, "" };
    Graph* const graph = parse(names[i], &binding, &error);
    if (!graph) {
      fail_msg("%s", error.text);
      return;
    }
    NaiveRun* const run = naive_run(graph, input->values, NULL);
    assert_int_equal(graph_tensor_size(&graph->tensors[graph->output]), expected->size);
    assert_true(npy_difference(expected, naive_output(run), 1) < 1e-6);
    naive_free(run);
    graph_free(graph);
  }
  npy_free(expected);
  npy_free(input);
}

/// True if `word` stands in `page` between spaces and punctuation
static bool
has_word(const char* const page, const char* const word)
{
  for (const char* at = strstr(page, word); at; at = strstr(at + 1, word)) {
    if (at > page && strchr(" \n", at[-1]) && strchr(" ,.", at[strlen(word)])) {
      return true;
    }
  }
  return false;
}

static void
the_manual_lists_every_operator(void** const state)
{
  (void)state;
  size_t      size = 0;
  char* const page = networks_read(networks_manual(), &size);
  page[size]       = '\0';
  for (unsigned op = 0; op < OP_COUNT; ++op) {
    if (operator_get((GraphOp)op)->read && !has_word(page, graph_op_name((GraphOp)op))) {
      fail_msg("docs/side-car.md doesn't list %s", graph_op_name((GraphOp)op));
    }
  }
  free(page);
}

static void
only_what_the_output_needs_is_kept(void** const state)
{
  (void)state;
  OnnxBinding inner  = tiny;
  inner.output       = "relu1";
  Graph* const graph = parse("tiny.onnx", &inner, NULL);
  assert_non_null(graph);
  assert_int_equal(graph->n_nodes, 5); // Unsqueeze, BatchNormalization, Pad, Conv, Relu
  assert_int_equal(graph_tensor(graph, "w3"), -1);
  assert_string_equal(graph->tensors[graph->output].name, "relu1");
  graph_free(graph);

  // What the output doesn't need may even be beyond Equus
  OnnxBinding before = tiny;
  before.output      = "soft";
  Graph* const soft  = parse("unsupported.onnx", &before, NULL);
  assert_non_null(soft);
  graph_free(soft);
}

static void
what_cannot_run_is_refused_with_its_name_and_a_way_out(void** const state)
{
  static const char* const cases[][2] = {
    { "half",
      "Cast node \"to half\" casts to a type other than float32, double, int32, int64 and bool; export in float32" },
    { "gathered",
      "Cast node \"to whole\" computes integers that depend on the data; export the network with fixed shapes" },
    { "placed",
      "Cast node \"place\" reads \"places\", an output of MaxPool node \"pool\" that Equus doesn't compute; "
      "export the network without it" },
    { "convolved", "Conv node \"convolve\" convolves more than two dimensions; export a network of one or two" },
    { "dropped", "Dropout node \"drop\" is in training mode; export the network for inference" },
    { "foreign",
      "operator com.microsoft.Gelu of node \"abroad\" isn't one that Equus runs; export the network without it" },
    { "counted",
      "Range node \"count\" counts to a number that depends on the data; export the network with a fixed length" },
  };
  (void)state;
  OnnxBinding binding = tiny;
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    EquusError error     = { EQUUS_OK, "" };
    char       text[512] = "";
    binding.output       = cases[i][0];
    snprintf(text, sizeof(text), "refused.onnx: %s.", cases[i][1]);
    assert_null(parse("refused.onnx", &binding, &error));
    assert_int_equal(error.status, EQUUS_ERR_UNSUPPORTED);
    assert_string_equal(error.text, text);
  }

  EquusError   error = { EQUUS_OK, "" };
  Graph* const graph = parse("refused.onnx", &tiny, NULL); // Nothing else in the file hinders what rests on none of it
  assert_non_null(graph);
  graph_free(graph);
  assert_null(parse("of_doubles.onnx", &tiny, &error));
  assert_string_equal(error.text, "of_doubles.onnx: input \"mel\" isn't of float32; export it so.");
}

static void
free_dimensions_are_bound_and_fixed_ones_checked(void** const state)
{
  (void)state;
  EquusError  error   = { EQUUS_OK, "" };
  OnnxBinding binding = tiny;
  binding.shape[0]    = 2; // The batch is free
  Graph* const graph  = parse("tiny.onnx", &binding, &error);
  assert_non_null(graph);
  assert_int_equal(graph->tensors[graph->output].shape[0], 2);
  graph_free(graph);

  binding.shape[2] = 17;
  assert_null(parse("tiny.onnx", &binding, &error));
  assert_string_equal(error.text, "tiny.onnx: input \"mel\" has 16 values along axis 2, where 17 are to come.");
  binding.rank = 2;
  assert_null(parse("tiny.onnx", &binding, &error));
  assert_string_equal(error.text, "tiny.onnx: input \"mel\" has 3 axes, where 2 are to come.");
}

static void
a_file_cut_anywhere_is_an_error(void** const state)
{
  (void)state;
  size_t         size  = 0;
  uint8_t* const bytes = read_fixture("tiny.onnx", &size);
  for (size_t n = 0; n < size; ++n) {
    uint8_t* const cut   = malloc(n ? n : 1); // Of its exact size, so that valgrind sees a read beyond
    EquusError     error = { EQUUS_OK, "" };
    memcpy(cut, bytes, n);
    Graph* const graph = onnx_parse(cut, n, "cut", &tiny, &error);
    if (graph) { // Whole fields may be missing at the end, such as the operator set
      graph_free(graph);
    } else {
      assert_int_not_equal(error.status, EQUUS_OK);
      assert_memory_equal(error.text, "cut", 3);
    }
    free(cut);
  }
  free(bytes);
}

static void
a_file_altered_anywhere_does_no_harm(void** const state)
{
  static const char* const names[] = { "tiny.onnx", "forms_new.onnx", "forms_old.onnx" };
  (void)state;
  uint32_t random = 11;
  for (size_t f = 0; f < 3; ++f) {
    size_t         size  = 0;
    uint8_t* const bytes = read_fixture(names[f], &size);
    for (size_t i = 0; i < 4 * size; ++i) {
      random             = random * 1664525u + 1013904223u;
      const size_t  at   = (random >> 8) % size;
      const uint8_t was  = bytes[at];
      bytes[at]          = (uint8_t)(i % 3 ? was ^ (1u << (random >> 5 & 7u)) : random);
      Graph* const graph = onnx_parse(bytes, size, "altered", &tiny, NULL);
      if (graph) {
        graph_simplify(graph, NULL);
        graph_free(graph);
      }
      bytes[at] = was;
    }
    free(bytes);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_form_of_an_operator_means_the_same),
    cmocka_unit_test(the_manual_lists_every_operator),
    cmocka_unit_test(only_what_the_output_needs_is_kept),
    cmocka_unit_test(what_cannot_run_is_refused_with_its_name_and_a_way_out),
    cmocka_unit_test(free_dimensions_are_bound_and_fixed_ones_checked),
    cmocka_unit_test(a_file_cut_anywhere_is_an_error),
    cmocka_unit_test(a_file_altered_anywhere_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
