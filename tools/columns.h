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
   For tags all of them in their order.  For a mood `valence` and `arousal` (whatever
   the model calls them), then what else a mood model hears.
   @param mood Of the side-car; NULL for tags.
   @param sidecar Borrowed for as long as the names are used.
*/
void columns_choose(const Sidecar* sidecar, const SidecarMood* mood, Columns* columns);

#endif // EQUUS_TOOLS_COLUMNS_H
