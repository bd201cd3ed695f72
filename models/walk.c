// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/walk.h"

Walk
walk_over(const uint32_t rank, const int64_t* const shape)
{
  Walk walk = { .rank = rank };
  for (uint32_t d = 0; d < rank; ++d) {
    walk.shape[d] = shape[d];
  }
  return walk;
}

void
walk_strides(const uint32_t rank, const int64_t* const shape, int64_t* const strides)
{
  int64_t stride = 1;
  for (uint32_t d = rank; d-- > 0;) {
    strides[d] = stride;
    stride *= shape[d];
  }
}

void
walk_broadcast(Walk* const walk, const unsigned which, const GraphTensor* const operand)
{
  int64_t strides[GRAPH_MAX_RANK] = { 0 };
  walk_strides(operand->rank, operand->shape, strides);

  const uint32_t lead = walk->rank - operand->rank;
  for (uint32_t d = 0; d < operand->rank; ++d) {
    walk->strides[which][lead + d] = operand->shape[d] == 1 ? 0 : strides[d];
  }
}

bool
walk_next(Walk* const walk)
{
  for (uint32_t d = walk->rank; d-- > 0;) {
    walk->offsets[0] += walk->strides[0][d];
    walk->offsets[1] += walk->strides[1][d];
    if (++walk->index[d] < walk->shape[d]) {
      return true;
    }
    walk->offsets[0] -= walk->shape[d] * walk->strides[0][d];
    walk->offsets[1] -= walk->shape[d] * walk->strides[1][d];
    walk->index[d] = 0;
  }
  return false;
}
