// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/fold.h"
#include "models/fuse.h"
#include "models/graph.h"

/// Each round removes a node or turns one into a simpler one, so few are needed
enum { MAX_ROUNDS = 64 };

static void
fuse_all(Graph* const graph, uint32_t* const changes)
{
  static bool (*const steps[])(Graph*, uint32_t) = {
    fuse_arithmetic, fuse_pad, fuse_repeat, fuse_matmul, fuse_affine_after, fuse_affine_before,
  };
  for (uint32_t s = 0; s < sizeof(steps) / sizeof(*steps); ++s) {
    for (uint32_t n = 0; n < graph->n_nodes; ++n) {
      *changes += steps[s](graph, n);
    }
    fold_dead_nodes(graph, changes);
  }
}

EquusStatus
graph_simplify(Graph* const graph, EquusError* const error)
{
  if (graph->input < 0 || graph->output < 0 || graph->tensors[graph->output].constant) {
    return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "the network's output doesn't depend on its input");
  }

  uint32_t changes = 1;
  for (unsigned round = 0; changes && round < MAX_ROUNDS; ++round) {
    changes = 0;
    fold_trivial(graph, &changes);
    fold_dead_nodes(graph, &changes);
    fuse_all(graph, &changes);
  }
  return fold_dead_tensors(graph) ? equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory") : EQUUS_OK;
}
