// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/models/random_growth.h"

#include <setjmp.h> // IWYU pragma: keep
#include <stdarg.h> // IWYU pragma: keep

#include <cmocka.h>

static bool
window(Growth* const g, GraphNode* const node)
{
  const GraphTensor x = growth_shape(g);
  if (x.rank < 3 || x.rank > (node->op == OP_CONV ? 4 : 5)) {
    return false;
  }
  node->spatial = x.rank - 2;
  for (uint32_t d = 0; d < node->spatial; ++d) {
    node->kernel[d]               = 1 + growth_below(g, x.shape[2 + d] < 5 ? x.shape[2 + d] : 5);
    node->strides[d]              = 1 + growth_below(g, 2);
    node->dilations[d]            = node->kernel[d] * 2 < x.shape[2 + d] ? 1 + growth_below(g, 2) : 1;
    node->pads[d]                 = growth_below(g, node->kernel[d]);
    node->pads[node->spatial + d] = growth_below(g, node->kernel[d]);
  }
  return true;
}

static bool
conv(Growth* const g)
{
  static const int64_t counts[] = { 1, 3, 8, 16, 17, 40 };
  const GraphTensor    x        = growth_shape(g);
  GraphNode            node     = growth_node(g, OP_CONV);
  if (!window(g, &node)) {
    return false;
  }
  if (growth_below(g, 4) == 0) { // Squeeze and excite
    const int32_t image = g->x;
    GraphNode     mean  = growth_node(g, OP_GLOBAL_AVERAGE_POOL);
    growth_append(g, &mean, 1);
    growth_unary(g, OP_SIGMOID);
    GraphNode mul  = growth_node(g, OP_MUL);
    mul.inputs[1]  = image;
    node.inputs[0] = growth_append(g, &mul, 2);
  }
  const uint32_t kind    = growth_below(g, 4);
  int64_t        maps    = counts[growth_below(g, 6)];
  node.group             = kind == 0 ? x.shape[1] : kind == 1 && x.shape[1] % 2 == 0 ? 2 : 1;
  maps                   = node.group == 1 ? maps : node.group * (1 + growth_below(g, 2));
  const int64_t shape[4] = { maps, x.shape[1] / node.group, node.kernel[0], node.kernel[1] };
  node.inputs[1]         = growth_constant(g, 2 + node.spatial, shape, -1.0f);
  node.inputs[2]         = growth_constant(g, 1, &maps, -1.0f);
  growth_append(g, &node, 2 + growth_below(g, 2));
  return true;
}

void
growth_fused_conv(Growth* const g)
{
  if (!conv(g)) {
    return;
  }
  const uint32_t activation = growth_below(g, 4);
  if (growth_below(g, 2)) {
    growth_norm(g);
  }
  if (activation == 0) {
    growth_silu(g);
  } else if (activation < 3) {
    growth_unary(g, activation == 1 ? OP_RELU : OP_SIGMOID);
  }
  if (growth_below(g, 2)) {
    growth_norm(g);
  }
  if (growth_below(g, 2)) {
    GraphNode max = growth_node(g, OP_REDUCE_MAX);
    max.keep_dims = growth_below(g, 2);
    max.n_axes    = 1;
    max.axes[0]   = 2 + growth_below(g, (int64_t)growth_shape(g).rank - 2);
    growth_append(g, &max, 1);
  } else if (growth_shape(g).rank == 4) {        // x + conv(x)
    const bool    deep     = growth_below(g, 2); // Each channel by itself
    const int64_t maps     = growth_shape(g).shape[1];
    const int64_t size     = deep ? 3 : 1;
    const int64_t shape[4] = { maps, deep ? 1 : maps, size, size };
    const int32_t x        = g->x;
    GraphNode     node     = growth_node(g, OP_CONV);
    node.spatial           = 2;
    node.group             = deep ? maps : 1;
    for (uint32_t d = 0; d < 4; ++d) {
      node.kernel[d % 2] = size;
      node.pads[d]       = size / 2;
    }
    node.inputs[1] = growth_constant(g, 4, shape, -1.0f);
    growth_append(g, &node, 2);
    GraphNode add = growth_node(g, OP_ADD);
    add.inputs[1] = x;
    growth_append(g, &add, 2);
  }
}

void
growth_filters(Growth* const g)
{
  const GraphTensor x    = growth_shape(g);
  GraphNode         node = growth_node(g, OP_CONV);
  const int64_t     maps = 1 + growth_below(g, 40);
  node.spatial           = 2;
  node.kernel[0]         = 1 + growth_below(g, x.shape[2] < 7 ? x.shape[2] : 7);
  node.kernel[1]         = x.shape[3] / 4 + growth_below(g, x.shape[3] / 3);
  node.strides[0]        = 1 + growth_below(g, 2);
  node.pads[0]           = growth_below(g, node.kernel[0]);
  node.pads[2]           = growth_below(g, node.kernel[0]);
  const int64_t shape[4] = { maps, 1, node.kernel[0], node.kernel[1] };
  node.inputs[1]         = growth_constant(g, 4, shape, -1.0f);
  node.inputs[2]         = growth_constant(g, 1, &maps, -1.0f);
  growth_append(g, &node, 3);
  if (growth_below(g, 2)) {
    growth_unary(g, OP_RELU);
    growth_norm(g);
  }
  GraphNode max = growth_node(g, OP_REDUCE_MAX);
  max.n_axes    = 1;
  max.axes[0]   = 3;
  growth_append(g, &max, 1);
}

void
growth_pool(Growth* const g)
{
  GraphNode node = growth_node(g, growth_below(g, 2) ? OP_MAX_POOL : OP_AVERAGE_POOL);
  if (growth_below(g, 4) == 0 && growth_shape(g).rank == 4) { // Over three dimensions
    GraphNode deep = growth_node(g, OP_UNSQUEEZE);
    deep.n_axes    = 5;
    for (uint32_t d = 0; d < 5; ++d) {
      deep.axes[d] = d == 0 ? 1 : growth_shape(g).shape[d - 1];
    }
    growth_append(g, &deep, 1);
    node.inputs[0] = g->x;
  }
  if (window(g, &node)) {
    node.count_padding = growth_below(g, 2);
    for (uint32_t d = 0; d < node.spatial; ++d) {
      node.axes[d] = growth_below(g, node.pads[node.spatial + d] + 1);
    }
    growth_append(g, &node, 1);
  }
}

Graph*
random_pair(Random* const random, uint32_t* const used)
{
  Growth g = { graph_new(), random, NULL, -1 };
  g.used   = used;
  assert_non_null(g.graph);
  const int64_t shape[4] = { 1, 3, 60 + growth_below(&g, 60), 30 + growth_below(&g, 20) };
  const int64_t maps     = 72;
  g.x                    = graph_add_tensor(g.graph, "x", TENSOR_FLOAT, 4, shape, NULL);
  g.graph->input         = g.x;

  GraphNode     widen    = growth_node(&g, OP_CONV);
  const int64_t size     = 1 + 2 * growth_below(&g, 2);
  const int64_t dense[4] = { maps, 3, size, size };
  widen.spatial          = 2;
  widen.kernel[0]        = size;
  widen.kernel[1]        = size;
  widen.inputs[1]        = growth_constant(&g, 4, dense, -1.0f);
  growth_append(&g, &widen, 2);
  if (growth_below(&g, 2)) {
    growth_silu(&g);
  }
  GraphNode deep = growth_node(&g, OP_CONV);
  window(&g, &deep);
  const int64_t single[4] = { maps, 1, deep.kernel[0], deep.kernel[1] };
  deep.group              = maps;
  deep.inputs[1]          = growth_constant(&g, 4, single, -1.0f);
  growth_append(&g, &deep, 2);
  g.graph->output = g.x;
  return g.graph;
}
