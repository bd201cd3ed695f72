// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_GRADIENT_GRAPH_H
#define EQUUS_MODELS_GRADIENT_GRAPH_H

#include "models/graph.h"

/**
   A graph that computes another one and, in reverse, what its input does to its output.

   Reverse-mode differentiation by symbols: every operator's gradient is written
   with operators that graphs have already, so that the same kernels run both ways
   and the same plain loops check them.  Weights count as constants.

   The input holds x and then a seed, one factor for each value of the output y;
   the output holds y and then d(seed·y) / dx, all row major, of rank 1.

   Where a function has a corner, one of its slopes is taken: 0 for Relu at 0 and
   for Clip at its ends, the first of equal values for a maximum over a window,
   equal parts for ReduceMax; the first again where ReduceMax follows a convolution.

   @return NULL with `error` naming the operator and the node that can't be
   differentiated; free with graph_free().  Never on the audio thread.
*/
Graph* gradient_graph(const Graph* graph, EquusError* error);

#endif // EQUUS_MODELS_GRADIENT_GRAPH_H
