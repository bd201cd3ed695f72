// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_MODELS_RANDOM_GROWTH_H
#define EQUUS_TESTS_MODELS_RANDOM_GROWTH_H

#include "tests/models/random_graph.h"

/// A graph that grows by chance at tensor `x`
typedef struct {
  Graph*    graph;
  Random*   random;
  uint32_t* used; ///< [OP_COUNT] Counts operators
  int32_t   x;
} Growth;

/// The tensor at which it grows
GraphTensor growth_shape(const Growth* g);

/// A number from 0 to n - 1
uint32_t growth_below(const Growth* g, int64_t n);

/// A constant of random values between `low` and `low` + 2
int32_t growth_constant(const Growth* g, uint32_t rank, const int64_t* shape, float low);

/// A node on x
GraphNode growth_node(const Growth* g, GraphOp op);

/// Append the node with that many inputs and go on at its output
int32_t growth_append(Growth* g, GraphNode* node, uint32_t n_inputs);

void growth_unary(Growth* g, GraphOp op);
void growth_silu(Growth* g);
void growth_norm(Growth* g);

// random_window.c

/// A convolution and what plans fuse with it
void growth_fused_conv(Growth* g);

/// Long filters along the last dimension of one channel, and their largest value there
void growth_filters(Growth* g);

void growth_pool(Growth* g);

#endif // EQUUS_TESTS_MODELS_RANDOM_GROWTH_H
