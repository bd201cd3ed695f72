// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tag_order.h"

#include <stdbool.h>
#include <string.h>

static const double hold_seconds  = 2.0;
static const double least_spacing = 0.1;
static const double longest_gap   = 10.5; // The slowest readings come every ten seconds

void
tag_order_reset(TagOrder* order)
{
  order->n         = 0;
  order->n_history = 0;
}

static bool
starts_anew(const TagOrder* order, double time, uint32_t n)
{
  if (order->n != n || !order->n_history) {
    return true;
  }
  const double passed = time - order->times[order->n_history - 1];
  return passed < 0.0 || passed > longest_gap;
}

static void
drop_oldest(TagOrder* order)
{
  --order->n_history;
  memmove(order->times, order->times + 1, order->n_history * sizeof(order->times[0]));
  memmove(order->values, order->values + 1, order->n_history * sizeof(order->values[0]));
}

/// Append a reading; keep just enough old ones to cover the hold
static void
append(TagOrder* order, double time, const float* values)
{
  while (order->n_history > 1 && order->times[1] <= time - hold_seconds) {
    drop_oldest(order);
  }
  if (order->n_history == TAG_ORDER_HISTORY) {
    drop_oldest(order);
  }
  order->times[order->n_history] = time;
  memcpy(order->values[order->n_history], values, order->n * sizeof(float));
  ++order->n_history;
}

static bool
is_ahead(const TagOrder* order, unsigned a, unsigned b)
{
  for (uint32_t i = 0; i < order->n_history; ++i) {
    if (order->values[i][a] <= order->values[i][b]) {
      return false;
    }
  }
  return true;
}

/// Insertion sort, so that labels of which neither was always ahead stay as they are
static void
rank(TagOrder* order)
{
  for (uint32_t i = 1; i < order->n; ++i) {
    const uint16_t label = order->order[i];
    uint32_t       place = i;
    while (place > 0 && is_ahead(order, label, order->order[place - 1])) {
      order->order[place] = order->order[place - 1];
      --place;
    }
    order->order[place] = label;
  }
}

void
tag_order_update(TagOrder* order, double time, const float* values, uint32_t n)
{
  const bool anew = starts_anew(order, time, n);
  if (anew) {
    order->n         = n;
    order->n_history = 0;
    for (uint32_t i = 0; i < n; ++i) {
      order->order[i] = (uint16_t)i;
    }
  } else if (time - order->times[order->n_history - 1] < least_spacing) {
    return;
  }

  append(order, time, values);
  if (anew || time - order->times[0] >= hold_seconds) {
    rank(order);
  }
}
