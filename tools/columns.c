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

/// True for a value that is an axis of any of the side-car's moods
static bool
is_axis(const Sidecar* const sidecar, const uint32_t label)
{
  for (unsigned i = 0; i < sidecar->n_moods; ++i) {
    if ((int)label == sidecar->moods[i].valence.label || (int)label == sidecar->moods[i].arousal.label) {
      return true;
    }
  }
  return false;
}

void
columns_choose(const Sidecar* const sidecar, const SidecarMood* const mood, Columns* const columns)
{
  columns->n = 0;
  if (mood) {
    add(columns, "valence", (uint32_t)mood->valence.label);
    add(columns, "arousal", (uint32_t)mood->arousal.label);
  }
  const uint32_t end = mood ? sidecar->n_labels : sidecar->n_tags;
  for (uint32_t i = mood ? sidecar->n_tags : 0; i < end; ++i) {
    if (!is_axis(sidecar, i)) {
      add(columns, sidecar->labels[i].name, i);
    }
  }
}
