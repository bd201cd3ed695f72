// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_FUSE_H
#define EQUUS_MODELS_FUSE_H

#include "models/graph.h"

/**
   Steps of graph_simplify() that move one node's work into another's weights.

   Each looks at node `n`, and returns true if it changed the graph.  Weights
   may be shared, so changed ones are new tensors.  Nodes whose output no one
   reads any more stay for fold_dead_nodes().
*/

/// Pad with zeros, then Conv: the padding becomes the convolution's own
bool fuse_pad(Graph* graph, uint32_t n);

/// Channels repeated by Tile or Expand, then Conv: weights of equal channels add up
bool fuse_repeat(Graph* graph, uint32_t n);

/// MatMul of a matrix with a constant one: a Gemm, which can take a bias
bool fuse_matmul(Graph* graph, uint32_t n);

/// Conv or Gemm, then a factor and offset a channel (BatchNormalization, Mul, Add): into the weights
bool fuse_affine_after(Graph* graph, uint32_t n);

/// A factor and offset a channel, then Gemm, or Conv without padding: into the weights
bool fuse_affine_before(Graph* graph, uint32_t n);

/// x - c becomes x + -c, x / c becomes x·(1 / c), which the rest knows; x^2 becomes x·x, x^0.5 a root
bool fuse_arithmetic(Graph* graph, uint32_t n);

#endif // EQUUS_MODELS_FUSE_H
