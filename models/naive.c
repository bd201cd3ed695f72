// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/naive.h"

#include "models/operator.h"

#include <stdlib.h>
#include <string.h>

struct NaiveRun {
  const Graph* graph;
  void**       values; ///< [n_tensors], of run-time tensors alone
};

static size_t
bytes_of(const GraphTensor* const tensor)
{
  return graph_tensor_size(tensor) * (tensor->type == TENSOR_INT64 ? sizeof(int64_t) : sizeof(float));
}

static const void*
value_of(const NaiveRun* const run, const int32_t tensor)
{
  const void* const constant = run->graph->tensors[tensor].constant;
  return constant ? constant : run->values[tensor];
}

static bool
compute_node(NaiveRun* const run, const GraphNode* const node)
{
  const void* inputs[GRAPH_MAX_INPUTS] = { NULL };
  for (uint32_t i = 0; i < node->n_inputs; ++i) {
    inputs[i] = node->inputs[i] < 0 ? NULL : value_of(run, node->inputs[i]);
  }

  void* const output = malloc(bytes_of(&run->graph->tensors[node->output]));
  if (output) {
    naive_compute(run->graph, node, inputs, output);
  }
  run->values[node->output] = output;
  return output;
}

NaiveRun*
naive_run(const Graph* const graph, const float* const input, EquusError* const error)
{
  NaiveRun* const run = calloc(1, sizeof(NaiveRun));
  if (!run || !(run->values = calloc(graph->n_tensors, sizeof(void*)))) {
    goto fail;
  }

  run->graph                = graph;
  const size_t size         = bytes_of(&graph->tensors[graph->input]);
  void* const  in           = malloc(size);
  run->values[graph->input] = in;
  if (!in) {
    goto fail;
  }
  memcpy(in, input, size);

  for (uint32_t n = 0; n < graph->n_nodes; ++n) {
    if (!compute_node(run, &graph->nodes[n])) {
      goto fail;
    }
  }
  return run;

fail:
  equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  naive_free(run);
  return NULL;
}

void
naive_free(NaiveRun* const run)
{
  if (run) {
    for (uint32_t t = 0; run->values && t < run->graph->n_tensors; ++t) {
      free(run->values[t]);
    }
    free(run->values);
    free(run);
  }
}

const float*
naive_value(const NaiveRun* const run, const int32_t tensor)
{
  return run->graph->tensors[tensor].type == TENSOR_FLOAT ? value_of(run, tensor) : NULL;
}

const float*
naive_output(const NaiveRun* const run)
{
  return naive_value(run, run->graph->output);
}

void
naive_compute(const Graph* const       graph,
              const GraphNode* const   node,
              const void* const* const inputs,
              void* const              output)
{
  if (graph_tensor_size(&graph->tensors[node->output])) {
    operator_get(node->op)->compute(graph, node, inputs, output);
  }
}
