// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <stdlib.h>
#include <string.h>

PlanBuilder*
plan_builder_new(const Graph* const graph, EquusError* const error)
{
  PlanBuilder* const b = (PlanBuilder*)calloc(1, sizeof(PlanBuilder));
  PlanView* const    v = (PlanView*)calloc(graph->n_tensors + 1, sizeof(PlanView));
  if (!b || !v) {
    free(b);
    free(v);
    equus_error_set(error, EQUUS_ERR_MEMORY, "Out of memory while planning a network");
    return NULL;
  }
  b->graph   = graph;
  b->error   = error;
  b->kernels = kernels_selected();
  b->views   = v;
  for (uint32_t i = 0; i < graph->n_tensors; ++i) {
    v[i].buffer = PLAN_NO_BUFFER;
  }
  return b;
}

void
plan_builder_free(PlanBuilder* const b)
{
  if (b) {
    for (uint32_t i = 0; i < b->n_buffers; ++i) {
      free(b->buffers[i].spare);
      free(b->buffers[i].owned);
    }
    free(b->buffers);
    free(b->steps);
    free(b->views);
    free(b);
  }
}

void
plan_fail(PlanBuilder* const b, const EquusStatus status, const GraphNode* const node, const char* const reason)
{
  if (b->status == EQUUS_OK) {
    b->status = node ? equus_error_set(b->error, status, "%s node %s: %s", graph_op_name(node->op), node->name, reason)
                     : equus_error_set(b->error, status, "%s", reason);
  }
}

/// Room for one more element, doubling
static void*
grow(PlanBuilder* const b, void* const array, const uint32_t n, uint32_t* const max, const size_t size)
{
  if (n < *max) {
    return array;
  }
  const uint32_t more   = *max ? 2 * *max : 64;
  void* const    bigger = realloc(array, more * size);
  if (!bigger) {
    plan_fail(b, EQUUS_ERR_MEMORY, NULL, "Out of memory while planning a network");
    return NULL;
  }
  *max = more;
  return bigger;
}

static PlanBuffer*
buffer_append(PlanBuilder* const b)
{
  void* const grown = b->status ? NULL : grow(b, b->buffers, b->n_buffers, &b->max_buffers, sizeof(PlanBuffer));
  if (!grown) {
    return NULL;
  }
  b->buffers                 = (PlanBuffer*)grown;
  PlanBuffer* const buffer   = &b->buffers[b->n_buffers++];
  const PlanBuffer  unplaced = { 0, NULL, NULL, UINT32_MAX, 0, 0, { 0, 0, 0, 0, 0, false, false, 1 }, NULL };
  *buffer                    = unplaced;
  return buffer;
}

int32_t
plan_buffer(PlanBuilder* const b, const size_t size)
{
  PlanBuffer* const buffer = buffer_append(b);
  if (!buffer) {
    return PLAN_NO_BUFFER;
  }
  buffer->size = size;
  return (int32_t)b->n_buffers - 1;
}

float*
plan_constant(PlanBuilder* const b, const size_t size, PlanRef* const ref)
{
  PlanBuffer* const buffer = buffer_append(b);
  if (!buffer) {
    *ref = plan_no_ref();
    return NULL;
  }
  buffer->size   = size;
  buffer->owned  = (float*)calloc(size, sizeof(float));
  buffer->values = buffer->owned;
  ref->buffer    = (int32_t)b->n_buffers - 1;
  ref->offset    = 0;
  if (!buffer->owned) {
    plan_fail(b, EQUUS_ERR_MEMORY, NULL, "Out of memory while packing weights");
  }
  return buffer->owned;
}

PlanStep*
plan_step(PlanBuilder* const b)
{
  void* const grown = b->status ? NULL : grow(b, b->steps, b->n_steps, &b->max_steps, sizeof(PlanStep));
  if (!grown) {
    return NULL;
  }
  b->steps             = (PlanStep*)grown;
  PlanStep* const step = &b->steps[b->n_steps++];
  memset(step, 0, sizeof(*step));
  step->out = plan_no_ref();
  for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
    step->in[i] = plan_no_ref();
  }
  return step;
}

PlanView
plan_tensor_shape(PlanBuilder* const b, const int32_t tensor)
{
  const GraphTensor* const t    = &b->graph->tensors[tensor];
  PlanView                 view = { PLAN_NO_BUFFER, 0, t->rank, { 0 }, { 0 } };
  for (uint32_t i = 0; i < t->rank; ++i) {
    if (t->shape[i] < 1 || t->shape[i] > INT32_MAX) {
      plan_fail(b, EQUUS_ERR_UNSUPPORTED, NULL, "A tensor is empty or too large");
    }
    view.shape[i] = (uint32_t)t->shape[i];
  }
  return view;
}

PlanView
plan_view(PlanBuilder* const b, const int32_t tensor)
{
  PlanView* const view = &b->views[tensor];
  if (view->buffer == PLAN_NO_BUFFER && !b->status) {
    const GraphTensor* const t = &b->graph->tensors[tensor];
    if (!t->constant || t->type != TENSOR_FLOAT) {
      plan_fail(b, EQUUS_ERR_UNSUPPORTED, NULL, "A tensor is used before it is computed, or holds no floats");
      return *view;
    }
    *view = plan_tensor_shape(b, tensor);
    plan_place(b, view, NULL);
    if (view->buffer != PLAN_NO_BUFFER) {
      b->buffers[view->buffer].values = (const float*)t->constant;
    }
  }
  return *view;
}

/// Lay dimensions out in this order, outermost first, in a new buffer
static void
place_in_order(PlanBuilder* const b, PlanView* const view, const uint32_t* const order)
{
  size_t size = 1;
  for (uint32_t i = view->rank; i-- > 0;) {
    view->stride[order[i]] = (ptrdiff_t)size;
    size *= view->shape[order[i]];
  }
  if (size > INT32_MAX) {
    plan_fail(b, EQUUS_ERR_UNSUPPORTED, NULL, "A tensor has more than 2^31 elements");
  }
  view->buffer = plan_buffer(b, size);
  view->offset = 0;
}

void
plan_place(PlanBuilder* const b, PlanView* const view, const PlanView* const like)
{
  uint32_t order[KERNEL_MAX_RANK] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  for (uint32_t i = 1; like && i < view->rank; ++i) { // Insertion sort: stable, larger strides first
    for (uint32_t j = i; j > 0 && like->stride[order[j - 1]] < like->stride[order[j]]; --j) {
      const uint32_t swapped = order[j];
      order[j]               = order[j - 1];
      order[j - 1]           = swapped;
    }
  }
  place_in_order(b, view, order);
}

void
plan_place_channels_last(PlanBuilder* const b, PlanView* const view)
{
  uint32_t order[KERNEL_MAX_RANK] = { 0 };
  for (uint32_t i = 1; i + 1 < view->rank; ++i) {
    order[i] = i + 1;
  }
  order[view->rank - 1] = 1;
  place_in_order(b, view, order);
}

PlanRef
plan_ref(const PlanView* const view)
{
  const PlanRef ref = { view->buffer, view->offset };
  return ref;
}

PlanRef
plan_no_ref(void)
{
  const PlanRef ref = { PLAN_NO_BUFFER, 0 };
  return ref;
}

const float*
plan_floats(const PlanBuilder* const b, const GraphNode* const node, const uint32_t index)
{
  if (index >= node->n_inputs || node->inputs[index] < 0) {
    return NULL;
  }
  const GraphTensor* const t = &b->graph->tensors[node->inputs[index]];
  return t->type == TENSOR_FLOAT ? (const float*)t->constant : NULL;
}
