// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/plan_build.h"

size_t
plan_view_size(const PlanView* const view)
{
  size_t size = 1;
  for (uint32_t i = 0; i < view->rank; ++i) {
    size *= view->shape[i];
  }
  return size;
}

bool
plan_view_is_row_major(const PlanView* const view)
{
  ptrdiff_t expected = 1;
  for (uint32_t i = view->rank; i-- > 0;) {
    if (view->shape[i] != 1 && view->stride[i] != expected) {
      return false;
    }
    expected *= (ptrdiff_t)view->shape[i];
  }
  return true;
}

/// Drop dimensions of 1 and merge neighbours that lie in one stride
static PlanView
view_merged(const PlanView* const view)
{
  PlanView merged = *view;
  merged.rank     = 0;
  for (uint32_t i = 0; i < view->rank; ++i) {
    const ptrdiff_t span = view->stride[i] * (ptrdiff_t)view->shape[i];
    if (view->shape[i] == 1) {
      continue;
    }
    if (merged.rank && merged.stride[merged.rank - 1] == span) {
      merged.shape[merged.rank - 1] *= view->shape[i];
    } else {
      merged.shape[merged.rank++] = view->shape[i];
    }
    merged.stride[merged.rank - 1] = view->stride[i];
  }
  return merged;
}

bool
plan_view_reshape(const PlanView* const view, const uint32_t rank, const uint32_t* const shape, PlanView* const result)
{
  PlanView from = view_merged(view);
  PlanView to   = *view;
  to.rank       = rank;
  for (uint32_t i = rank; i-- > 0;) {
    to.shape[i]  = shape[i];
    to.stride[i] = 1;
    if (shape[i] == 1) {
      continue;
    }
    while (from.rank && from.shape[from.rank - 1] == 1) {
      --from.rank;
    }
    if (!from.rank || from.shape[from.rank - 1] % shape[i] != 0) {
      return false;
    }
    const uint32_t last = from.rank - 1;
    to.stride[i]        = from.stride[last];
    from.stride[last] *= (ptrdiff_t)shape[i];
    from.shape[last] /= shape[i];
  }
  *result = to;
  return true;
}

void
plan_view_broadcast(const PlanView* const view, const PlanView* const target, ptrdiff_t* const strides)
{
  const uint32_t missing = target->rank - view->rank;
  for (uint32_t i = 0; i < target->rank; ++i) {
    const bool repeats = i < missing || view->shape[i - missing] == 1;
    strides[i]         = repeats ? 0 : view->stride[i - missing];
  }
}

PlanView
plan_view_slice(const PlanView* const view, const uint32_t dimension, const uint32_t first, const uint32_t size)
{
  PlanView part = *view;
  part.offset += view->stride[dimension] * (ptrdiff_t)first;
  part.shape[dimension] = size;
  return part;
}
