// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_GRADIENT_H
#define EQUUS_MODELS_GRADIENT_H

#include "models/graph.h"

#include <stdatomic.h>

/**
   A network run forth and back: its values, and how each element of its input changes them.

   Costs three to six times as much as the network alone, needs memory for all
   that lies between and weights of its own (MSD_musicnn: 33 MB, vibenet: 81 MB), and is for
   background threads: no call here may be made on the audio thread.  A Gradient is used by one thread at a
   time; several of them may run side by side.
*/
typedef struct Gradient Gradient;

/**
   Differentiate a graph and compile the result.
   @param graph Not kept.
   @return NULL with `error` naming the operator and node that has no gradient; free with gradient_free().
*/
Gradient* gradient_new(const Graph* graph, EquusError* error);

/**
   As gradient_new(), of an installed model: its files are read and checked once more.
   @param bundled, name As for model_load(); model_path() of a loaded model is such a name.
   @return NULL with `error` naming the file, in it the node, and what to do.
*/
Gradient* gradient_load(const char* bundled, const char* name, EquusError* error);

void gradient_free(Gradient* gradient);

/// Elements of the network's input
size_t gradient_n_input(const Gradient* gradient);

/// Values of one reading
size_t gradient_n_values(const Gradient* gradient);

/**
   Have gradient_run() end early once `*stop` is true.
   @param stop Borrowed; NULL, as at first, for never.
*/
void gradient_set_stop(Gradient* gradient, const atomic_bool* stop);

/**
   Compute a window's values and the gradient of any linear combination of them.

   @param input The network's input, row major, [gradient_n_input()].
   @param seed A factor for each value, [gradient_n_values()]; what is differentiated is their weighted sum.
   @param values Gets the network's output as it is, before any sigmoid that the side-car adds, or NULL.
   @param d_input Gets d(sum of seed·values) / d input, laid out as the input, or NULL.
   The same input and seed give the same bits on one machine.  Ended by a stop, it leaves both as they were.
*/
void gradient_run(Gradient* gradient, const float* input, const float* seed, float* values, float* d_input);

#endif // EQUUS_MODELS_GRADIENT_H
