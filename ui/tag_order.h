// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_TAG_ORDER_H
#define EQUUS_UI_TAG_ORDER_H

#include "models/sidecar.h"

#include <stdint.h>

/**
   A ranking that keeps still: a label overtakes another only when it has been
   ahead in every reading of the last two seconds.
*/

enum { TAG_ORDER_HISTORY = 24 };

typedef struct {
  uint32_t n;                         ///< Labels; 0 before the first reading
  uint16_t order[SIDECAR_MAX_LABELS]; ///< Labels, the highest first
  uint32_t n_history;
  double   times[TAG_ORDER_HISTORY]; ///< Oldest first
  float    values[TAG_ORDER_HISTORY][SIDECAR_MAX_LABELS];
} TagOrder;

/// Forget everything; the next reading ranks at once
void tag_order_reset(TagOrder* order);

/**
   Take in a reading of `n` values at `time` seconds.

   Time that runs backwards, another number of labels, or a gap of more than
   ten seconds starts anew.  Of readings that follow each other within a tenth of a second only the first counts.
*/
void tag_order_update(TagOrder* order, double time, const float* values, uint32_t n);

#endif // EQUUS_UI_TAG_ORDER_H
