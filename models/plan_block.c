// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan.h"

#include "models/plan_parts.h"

#include <stdlib.h>
#include <string.h>

static size_t
whole_lines(const size_t bytes)
{
  return (bytes + PLAN_CACHE_LINE - 1) / PLAN_CACHE_LINE * PLAN_CACHE_LINE;
}

float*
plan_floats_new(const size_t n)
{
  const size_t bytes  = whole_lines(n * sizeof(float));
  float* const floats = (float*)aligned_alloc(PLAN_CACHE_LINE, bytes ? bytes : PLAN_CACHE_LINE);
  if (floats) {
    memset(floats, 0, bytes);
  }
  return floats;
}

/// Offsets in a block of what its head counts
typedef struct {
  size_t works, tiles, moves, weights, end;
} PlanLayout;

static PlanLayout
layout_of(const PlanHead* const head)
{
  PlanLayout at = { .works = whole_lines(sizeof(PlanHead)) };
  at.tiles      = at.works + whole_lines(head->n_works * sizeof(PlanWork));
  at.moves      = at.tiles + whole_lines(head->n_tiles * sizeof(PlanTile));
  at.weights    = at.moves + whole_lines(head->n_moves * sizeof(PlanMove));
  at.end        = at.weights + whole_lines(head->n_weights * sizeof(float));
  return at;
}

static void
release_memory(void* const block, const size_t bytes)
{
  (void)bytes;
  free(block);
}

Plan*
plan_new(const PlanHead* const head)
{
  const size_t bytes = layout_of(head).end;
  float* const block = plan_floats_new(bytes / sizeof(float));
  if (!block) {
    return NULL;
  }
  memcpy(block, head, sizeof(*head));
  Plan* const plan = plan_of_block(block, bytes, release_memory);
  if (!plan) {
    free(block);
  }
  return plan;
}

const void*
plan_block(const Plan* const plan, size_t* const bytes)
{
  *bytes = plan->bytes;
  return plan->head;
}

Plan*
plan_of_block(void* const block, const size_t bytes, const PlanRelease release)
{
  PlanHead* const      head    = (PlanHead*)block;
  char* const          begin   = (char*)block;
  const bool           whole   = bytes >= sizeof(PlanHead) && layout_of(head).end == bytes;
  const Kernels* const kernels = whole ? kernels_named(head->kernels) : NULL;
  Plan* const          plan    = kernels ? (Plan*)malloc(sizeof(Plan)) : NULL;
  if (plan) {
    const PlanLayout at = layout_of(head);
    plan->head          = head;
    plan->works         = (PlanWork*)(begin + at.works);
    plan->tiles         = (PlanTile*)(begin + at.tiles);
    plan->moves         = (PlanMove*)(begin + at.moves);
    plan->weights       = (float*)(void*)(begin + at.weights);
    plan->kernels       = kernels;
    plan->bytes         = bytes;
    plan->release       = release;
  }
  return plan;
}

void
plan_free(Plan* const plan)
{
  if (plan) {
    plan->release(plan->head, plan->bytes);
    free(plan);
  }
}
