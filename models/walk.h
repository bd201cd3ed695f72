// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_WALK_H
#define EQUUS_MODELS_WALK_H

#include "models/graph.h"

/**
   Visits the elements of a shape in row-major order, following two operands.

   `offsets` are the operands' elements that belong to the current position; an
   operand's stride is 0 along a dimension in which it is repeated.
*/
typedef struct {
  uint32_t rank;
  int64_t  shape[GRAPH_MAX_RANK];
  int64_t  index[GRAPH_MAX_RANK];
  int64_t  strides[2][GRAPH_MAX_RANK];
  int64_t  offsets[2];
} Walk;

/// Start at the first element, both operands at 0 with strides 0
Walk walk_over(uint32_t rank, const int64_t* shape);

/// Make operand `which`, of this shape, broadcast to the walk's shape
void walk_broadcast(Walk* walk, unsigned which, const GraphTensor* operand);

/// Step to the next element; false after the last, back at the first then
bool walk_next(Walk* walk);

/// Row-major strides of a shape
void walk_strides(uint32_t rank, const int64_t* shape, int64_t* strides);

#endif // EQUUS_MODELS_WALK_H
