// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/gradient.h"

#include "models/catalogue.h"
#include "models/chain.h"
#include "models/gradient_graph.h"
#include "models/plan.h"

#include <stdlib.h>
#include <string.h>

struct Gradient {
  Plan*    plan;
  PlanRun* run;
  size_t   n_input, n_values;

  const atomic_bool* stop;
};

Gradient*
gradient_new(const Graph* const graph, EquusError* const error)
{
  Gradient* const gradient = (Gradient*)calloc(1, sizeof(Gradient));
  if (!gradient) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  gradient->n_input  = graph_tensor_size(&graph->tensors[graph->input]);
  gradient->n_values = graph_tensor_size(&graph->tensors[graph->output]);

  Graph* const both = gradient_graph(graph, error);
  gradient->plan    = both ? plan_compile(both, error) : NULL;
  graph_free(both);
  gradient->run = gradient->plan ? plan_run_new(gradient->plan) : NULL;
  if (gradient->plan && !gradient->run) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (!gradient->run) {
    gradient_free(gradient);
    return NULL;
  }
  return gradient;
}

Gradient*
gradient_load(const char* const bundled, const char* const name, EquusError* const error)
{
  EquusError            why      = { EQUUS_OK, "" };
  CatalogueModel* const source   = catalogue_open(bundled, name, error);
  Chain* const          chain    = source ? chain_new(source, error) : NULL;
  Graph* const          graph    = chain ? chain_parse(chain, error) : NULL;
  Gradient*             gradient = NULL;
  if (graph && (graph_simplify(graph, &why) || !(gradient = gradient_new(graph, &why)))) {
    equus_error_set(error, why.status, "%s: %.400s", source->network, why.text);
  }
  graph_free(graph);
  chain_free(chain);
  catalogue_close(source);
  return gradient;
}

void
gradient_free(Gradient* const gradient)
{
  if (gradient) {
    plan_run_free(gradient->run);
    plan_free(gradient->plan);
    free(gradient);
  }
}

size_t
gradient_n_input(const Gradient* const gradient)
{
  return gradient->n_input;
}

size_t
gradient_n_values(const Gradient* const gradient)
{
  return gradient->n_values;
}

void
gradient_set_stop(Gradient* const gradient, const atomic_bool* const stop)
{
  gradient->stop = stop;
}

void
gradient_run(Gradient* const    gradient,
             const float* const input,
             const float* const seed,
             float* const       values,
             float* const       d_input)
{
  float* const to = plan_run_input(gradient->run);
  plan_run_rewind(gradient->run);
  memcpy(to, input, gradient->n_input * sizeof(float));
  memcpy(to + gradient->n_input, seed, gradient->n_values * sizeof(float));
  if (!plan_run_finish(gradient->run, gradient->stop)) {
    return;
  }

  const float* const output = plan_run_output(gradient->run);
  if (values) {
    memcpy(values, output, gradient->n_values * sizeof(float));
  }
  if (d_input) {
    memcpy(d_input, output + gradient->n_values, gradient->n_input * sizeof(float));
  }
}
