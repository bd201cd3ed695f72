// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan.h"

#include "models/plan_build.h"
#include "models/plan_parts.h"

#include <stdlib.h>

/// Every node in order; a fused one where its last absorbed node stands, so that all it reads is computed
static void
lower(PlanBuilder* const b, PlanFusion* const fusions, bool* const taken)
{
  const Graph* const graph = b->graph;
  for (uint32_t i = 0; i < graph->n_nodes; ++i) {
    if (graph->nodes[i].op == OP_CONV) {
      fusions[i] = plan_fuse(graph, i, taken);
    }
  }
  for (uint32_t i = 0; i < graph->n_nodes && !b->status; ++i) {
    if (graph->nodes[i].op != OP_CONV && !taken[i]) {
      plan_lower_node(b, &graph->nodes[i]);
    }
    for (uint32_t c = 0; c <= i && !b->status; ++c) {
      if (graph->nodes[c].op == OP_CONV && (uint32_t)fusions[c].tail == i) {
        plan_lower_conv(b, &graph->nodes[c], &fusions[c]);
      }
    }
  }
}

/// The graph's output, row major in a run-time buffer of its own
static PlanView
final_output(PlanBuilder* const b)
{
  const PlanView view = plan_view(b, b->graph->output);
  PlanView       out  = view;
  plan_place(b, &out, NULL);
  plan_map(b, MAP_COPY, &out, &view, 1, 0.0f, 0.0f);
  return out;
}

/// As plan_compile_sliding(), `axis` -1 for windows that have nothing to do with each other
static Plan*
compile(const Graph* const graph, const int32_t axis, EquusError* const error)
{
  Plan*              plan    = NULL;
  PlanBuilder* const b       = plan_builder_new(graph, error);
  PlanFusion* const  fusions = (PlanFusion*)calloc(graph->n_nodes + 1, sizeof(PlanFusion));
  bool* const        taken   = (bool*)calloc(graph->n_nodes + 1, sizeof(bool));
  if (b && fusions && taken) {
    PlanView input = plan_tensor_shape(b, graph->input);
    plan_place(b, &input, NULL);
    b->views[graph->input] = input;
    lower(b, fusions, taken);
    const PlanView output = b->status ? input : final_output(b);
    if (axis >= 0 && axis < (int32_t)input.rank && !b->status) {
      plan_frames(b, &input, (uint32_t)axis);
    }
    plan_stream(b);
    plan_spare(b, input.buffer, output.buffer);
    plan = b->status ? NULL : plan_finish(b, &input, &output);
  }
  if (!plan && (!b || !b->status)) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Out of memory while planning a network");
  }
  free(taken);
  free(fusions);
  plan_builder_free(b);
  return plan;
}

Plan*
plan_compile(const Graph* const graph, EquusError* const error)
{
  return compile(graph, -1, error);
}

Plan*
plan_compile_sliding(const Graph* const graph, const uint32_t axis, EquusError* const error)
{
  return compile(graph, (int32_t)axis, error);
}

uint64_t
plan_cost(const Plan* const plan)
{
  return plan->head->cost;
}

uint64_t
plan_largest_tile(const Plan* const plan)
{
  return plan->head->largest;
}

uint32_t
plan_tiles(const Plan* const plan)
{
  return plan->head->n_tiles;
}

size_t
plan_input_size(const Plan* const plan)
{
  return plan->head->input_size;
}

size_t
plan_output_size(const Plan* const plan)
{
  return plan->head->output_size;
}

size_t
plan_weights_bytes(const Plan* const plan)
{
  return plan->head->n_weights * sizeof(float);
}

size_t
plan_arena_bytes(const Plan* const plan)
{
  return plan->head->n_arena * sizeof(float);
}
