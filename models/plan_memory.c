// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

#include <stdlib.h>

enum { ALIGNMENT = 16 }; // Floats: one cache line

static size_t
aligned(const size_t size)
{
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void
touch(PlanBuilder* const b, const PlanRef ref, const uint32_t step)
{
  if (ref.buffer != PLAN_NO_BUFFER) {
    PlanBuffer* const buffer = &b->buffers[ref.buffer];
    buffer->first            = step < buffer->first ? step : buffer->first;
    buffer->last             = step > buffer->last ? step : buffer->last;
  }
}

static void
find_lifetimes(PlanBuilder* const b, const int32_t input, const int32_t output)
{
  for (uint32_t s = 0; s < b->n_steps; ++s) {
    const uint32_t last = b->steps[s].streams ? s + 1 : s; // Goes on beside the next one
    touch(b, b->steps[s].out, s);
    for (uint32_t i = 0; i < KERNEL_MAX_INPUTS; ++i) {
      touch(b, b->steps[s].in[i], last);
    }
  }
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    if (b->buffers[i].frames.kept) { // From one window to the next
      b->buffers[i].first = 0;
      b->buffers[i].last  = b->n_steps;
    }
  }
  b->buffers[input].first = 0;
  b->buffers[output].last = b->n_steps;
}

static bool
conflict(const PlanBuffer* const a, const PlanBuffer* const b)
{
  return a->first <= b->last && b->first <= a->last;
}

/// Lowest offset where no placed buffer that lives at the same time lies
static size_t
lowest_place(const PlanBuffer* const buffer, PlanBuffer* const* const placed, const uint32_t n)
{
  size_t place = 0;
  for (uint32_t i = 0; i < n; ++i) { // Again from the start after each move: placed buffers aren't sorted by place
    const PlanBuffer* const other = placed[i];
    if (conflict(buffer, other) && place < other->place + aligned(other->size) && other->place < place + buffer->size) {
      place = other->place + aligned(other->size);
      i     = UINT32_MAX;
    }
  }
  return place;
}

static int
larger_first(const void* const a, const void* const b)
{
  const PlanBuffer* const x = *(PlanBuffer* const*)a;
  const PlanBuffer* const y = *(PlanBuffer* const*)b;
  if (x->size != y->size) {
    return x->size < y->size ? 1 : -1;
  }
  return x < y ? -1 : 1;
}

void
plan_memory(PlanBuilder* const b, const int32_t input, const int32_t output, size_t* const arena, size_t* const weights)
{
  PlanBuffer** const order = (PlanBuffer**)calloc(b->n_buffers + 1, sizeof(PlanBuffer*));
  if (!order) {
    plan_fail(b, EQUUS_ERR_MEMORY, NULL, "Out of memory while planning a network");
    return;
  }

  find_lifetimes(b, input, output);
  uint32_t n = 0;
  *arena     = 0;
  *weights   = 0;
  for (uint32_t i = 0; i < b->n_buffers; ++i) {
    PlanBuffer* const buffer = &b->buffers[i];
    if (buffer->first == UINT32_MAX) {
      buffer->size = 0; // Nothing reads or writes it
    } else if (buffer->values) {
      buffer->place = *weights;
      *weights += aligned(buffer->size);
    } else {
      order[n++] = buffer;
    }
  }
  qsort(order, n, sizeof(PlanBuffer*), larger_first);
  for (uint32_t i = 0; i < n; ++i) {
    order[i]->place  = lowest_place(order[i], order, i);
    const size_t end = order[i]->place + aligned(order[i]->size);
    *arena           = end > *arena ? end : *arena;
  }
  free(order);
}
