// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/columns.h"

static void
add(Columns* const columns, const char* const name, const uint32_t label)
{
  columns->names[columns->n]  = name;
  columns->labels[columns->n] = label;
  ++columns->n;
}

void
columns_choose(const Sidecar* const sidecar, Columns* const columns)
{
  const bool     mood    = sidecar->kind == MODEL_MOOD;
  const int      valence = mood ? sidecar->valence.label : -1;
  const int      arousal = mood ? sidecar->arousal.label : -1;
  const uint32_t n       = mood ? sidecar->n_labels : sidecar->n_tags;
  columns->n             = 0;
  if (valence >= 0) {
    add(columns, "valence", (uint32_t)valence);
  }
  if (arousal >= 0) {
    add(columns, "arousal", (uint32_t)arousal);
  }
  for (uint32_t i = 0; i < n; ++i) {
    if ((int)i != valence && (int)i != arousal) {
      add(columns, sidecar->labels[i].name, i);
    }
  }
}
