// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_MODELS_RANDOM_GRAPH_H
#define EQUUS_TESTS_MODELS_RANDOM_GRAPH_H

#include "models/graph.h"

/// A small generator, the same on every machine
typedef struct {
  uint64_t state;
} Random;

/// 0 ... n - 1
uint32_t random_below(Random* random, uint32_t n);

/// -1 ... 1
float random_float(Random* random);

/**
   A valid graph of a few operators over a small image, made by chance.
   @param used Counts operators, [OP_COUNT].
*/
Graph* random_graph(Random* random, uint32_t* used);

/// A convolution whose large output a depthwise one reads alone, windows by chance
Graph* random_pair(Random* random, uint32_t* used);

#endif // EQUUS_TESTS_MODELS_RANDOM_GRAPH_H
