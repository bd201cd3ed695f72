// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

/// Index of the first node after `index` that reads this tensor, or -1
static int32_t
reader(const Graph* const graph, const int32_t tensor, const int32_t index)
{
  for (int32_t i = index + 1; i < (int32_t)graph->n_nodes; ++i) {
    for (uint32_t k = 0; k < graph->nodes[i].n_inputs; ++k) {
      if (graph->nodes[i].inputs[k] == tensor) {
        return i;
      }
    }
  }
  return -1;
}

/// The one node that reads the tail's output, if it is of this kind and free
static const GraphNode*
next(const Graph* const graph, const PlanFusion* const f, const GraphOp op)
{
  const int32_t tensor = graph->nodes[f->tail].output;
  const int32_t index  = graph_uses(graph, tensor) == 1 ? reader(graph, tensor, f->tail) : -1;
  return index >= 0 && graph->nodes[index].op == op && !f->taken[index] ? &graph->nodes[index] : NULL;
}

static void
absorb(const Graph* const graph, PlanFusion* const f, const GraphNode* const node)
{
  f->tail           = (int32_t)(node - graph->nodes);
  f->taken[f->tail] = true;
}

static bool
fuse_norm(const Graph* const graph, PlanFusion* const f, const GraphNode** const norm)
{
  const GraphNode* const node = next(graph, f, OP_BATCH_NORMALIZATION);
  if (!node) {
    return false;
  }
  *norm = node;
  absorb(graph, f, node);
  return true;
}

/// x·sigmoid(x), where x is the tail's output
static bool
fuse_silu(const Graph* const graph, PlanFusion* const f)
{
  const int32_t x     = graph->nodes[f->tail].output;
  const int32_t first = graph_uses(graph, x) == 2 ? reader(graph, x, f->tail) : -1;
  if (first < 0 || graph->nodes[first].op != OP_SIGMOID) {
    return false;
  }
  const int32_t gate   = graph->nodes[first].output;
  const int32_t second = graph_uses(graph, gate) == 1 ? reader(graph, gate, first) : -1;
  if (second < 0 || graph->nodes[second].op != OP_MUL) {
    return false;
  }
  const GraphNode* const mul = &graph->nodes[second];
  if (mul->inputs[0] != x && mul->inputs[1] != x) {
    return false;
  }
  f->activation   = KERNEL_SILU;
  f->taken[first] = true;
  absorb(graph, f, mul);
  return true;
}

static bool
fuse_activation(const Graph* const graph, PlanFusion* const f)
{
  const GraphNode* const relu    = next(graph, f, OP_RELU);
  const GraphNode* const sigmoid = next(graph, f, OP_SIGMOID);
  if (relu) {
    f->activation = KERNEL_RELU;
    absorb(graph, f, relu);
  } else if (sigmoid) {
    f->activation = KERNEL_SIGMOID;
    absorb(graph, f, sigmoid);
  } else {
    return fuse_silu(graph, f);
  }
  return true;
}

static bool
same_shape(const GraphTensor* const a, const GraphTensor* const b)
{
  bool same = a->rank == b->rank;
  for (uint32_t i = 0; same && i < a->rank; ++i) {
    same = a->shape[i] == b->shape[i];
  }
  return same;
}

static bool
fuse_residual(const Graph* const graph, PlanFusion* const f)
{
  const int32_t          x     = graph->nodes[f->tail].output;
  const GraphNode* const add   = next(graph, f, OP_ADD);
  const int32_t          other = !add ? -1 : add->inputs[0] == x ? add->inputs[1] : add->inputs[0];
  if (other < 0 || !same_shape(&graph->tensors[x], &graph->tensors[other])) {
    return false;
  }
  f->residual = other;
  absorb(graph, f, add);
  return true;
}

/// The largest over one spatial dimension, of what grows with the sum
static void
fuse_maximum(const Graph* const graph, PlanFusion* const f)
{
  const GraphNode* const node = next(graph, f, OP_REDUCE_MAX);
  if (node && f->activation != KERNEL_SILU && node->n_axes == 1 && node->axes[0] >= 2) {
    f->maximum = node;
    absorb(graph, f, node);
  }
}

/// True if `factors` holds one value for each channel of one `image`
static bool
is_gate(const GraphTensor* const factors, const GraphTensor* const image)
{
  bool gate = factors->rank == image->rank && image->rank > 2 && image->shape[0] == 1;
  for (uint32_t i = 0; gate && i < image->rank; ++i) {
    gate = factors->shape[i] == (i == 1 ? image->shape[1] : 1);
  }
  return gate;
}

/// Factors on the input's channels, as squeeze-and-excitation has them, where scaling the weights is less work
static void
fuse_gate(const Graph* const graph, PlanFusion* const f, const GraphNode* const conv)
{
  const int32_t index = graph_producer(graph, f->input);
  if (index < 0 || graph->nodes[index].op != OP_MUL || f->taken[index] || graph_uses(graph, f->input) != 1 ||
      conv->group != 1) {
    return;
  }
  const GraphTensor* const tensors = graph->tensors;
  const int32_t            a = graph->nodes[index].inputs[0], b = graph->nodes[index].inputs[1];
  const bool               first   = is_gate(&tensors[a], &tensors[b]);
  const int32_t            image   = first ? b : a;
  const int32_t            factors = first ? a : b;
  const size_t             weights = graph_tensor_size(&tensors[conv->inputs[1]]);
  if (is_gate(&tensors[factors], &tensors[image]) && weights < graph_tensor_size(&tensors[image])) {
    f->input        = image;
    f->gate         = factors;
    f->taken[index] = true;
  }
}

PlanFusion
plan_fuse(const Graph* const graph, const uint32_t index, bool* const taken)
{
  const GraphNode* const conv = &graph->nodes[index];
  PlanFusion             f    = { (int32_t)index, NULL, KERNEL_LINEAR, NULL, -1, NULL, conv->inputs[0], -1, NULL };
  f.taken                     = taken;
  fuse_gate(graph, &f, conv);
  fuse_norm(graph, &f, &f.before);
  if (fuse_activation(graph, &f)) {
    fuse_norm(graph, &f, &f.after);
  }
  if (!fuse_residual(graph, &f)) {
    fuse_maximum(graph, &f);
  }
  return f;
}
