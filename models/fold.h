// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FOLD_H
#define EQUUS_MODELS_FOLD_H

#include "models/graph.h"

/**
   Steps of graph_simplify() that remove nodes.

   A step that finds something to do changes the graph and adds to `changes`.
*/

/// If all inputs of a node are constant, make its output constant too; false if not, or out of memory
bool fold_constant(Graph* graph, const GraphNode* node);

/// Make outputs constant where all inputs are, and nodes that change nothing pass their input on
void fold_trivial(Graph* graph, uint32_t* changes);

/// Drop nodes whose outputs are constant or feed nothing
void fold_dead_nodes(Graph* graph, uint32_t* changes);

/// Drop tensors that no node mentions, renumbering the others; fails only for want of memory
EquusStatus fold_dead_tensors(Graph* graph);

/**
   Let every reader of tensor `from`, the graph's output included, read `to`.
   @param rename True if `to` takes over the name; as the graph's output it does anyway.
*/
void fold_redirect(Graph* graph, int32_t from, int32_t to, bool rename);

#endif // EQUUS_MODELS_FOLD_H
