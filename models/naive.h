// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_NAIVE_H
#define EQUUS_MODELS_NAIVE_H

#include "models/graph.h"

/**
   Runs a graph node by node with plain loops: slow, obvious, the oracle for
   everything faster, and what folds constants.  Never on the audio thread.
*/
typedef struct NaiveRun NaiveRun;

/**
   Compute every tensor of `graph` for one input.
   @param input Values of the graph's input, row major, copied.
   @return NULL with `error` filled; free with naive_free().
*/
NaiveRun* naive_run(const Graph* graph, const float* input, EquusError* error);

void naive_free(NaiveRun* run);

/// Values of a float tensor, row major, valid until naive_free(); NULL for one that is not computed
const float* naive_value(const NaiveRun* run, int32_t tensor);

/// Values of the graph's output
const float* naive_output(const NaiveRun* run);

/**
   Compute one node.
   @param inputs Values of each input as its tensor's type, NULL where absent.
   @param output Room for the output's values as its tensor's type.
*/
void naive_compute(const Graph* graph, const GraphNode* node, const void* const* inputs, void* output);

#endif // EQUUS_MODELS_NAIVE_H
