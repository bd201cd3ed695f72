// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_COLUMNS_H
#define EQUUS_TOOLS_COLUMNS_H

#include "models/sidecar.h"

/// The values of a model's rows in the order in which they are printed
typedef struct {
  unsigned    n;
  const char* names[SIDECAR_MAX_LABELS];
  uint32_t    labels[SIDECAR_MAX_LABELS]; ///< Index of each among the model's labels
} Columns;

/**
   Tag models: all labels in their order.  Mood models: `valence` and `arousal`
   (whatever the model calls them), then the other labels.
   @param sidecar Borrowed for as long as the names are used.
*/
void columns_choose(const Sidecar* sidecar, Columns* columns);

#endif // EQUUS_TOOLS_COLUMNS_H
