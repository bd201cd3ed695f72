// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/outputs.h"

#include "plugin/text.h"

#include <math.h>
#include <string.h>

static float
limited(float value, float low, float high)
{
  return isfinite(value) ? fminf(fmaxf(value, low), high) : 0.0f;
}

static void
show_slot(Outputs* outputs, unsigned slot)
{
  const char* const tag   = outputs_slot(outputs, slot);
  const int         label = outputs->tag_sidecar ? sidecar_label(outputs->tag_sidecar, tag) : -1;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    outputs->ports[(tap == TAP_DRY ? OUTPUT_DRY_TAGS : OUTPUT_WET_TAGS) + slot] =
      label < 0 ? 0.0f : limited(outputs->tags[tap][label], 0.0f, 1.0f);
  }
}

static void
show_all_slots(Outputs* outputs)
{
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    show_slot(outputs, slot);
  }
}

void
outputs_clear(Outputs* outputs)
{
  memset(outputs->ports, 0, sizeof(outputs->ports));
  memset(outputs->tags, 0, sizeof(outputs->tags));
}

void
outputs_set_model(Outputs* outputs, Role role, const Sidecar* sidecar)
{
  if (role == ROLE_TAGS) {
    outputs->tag_sidecar = sidecar;
    memset(outputs->tags, 0, sizeof(outputs->tags));
    show_all_slots(outputs);
  } else {
    memset(outputs->ports, 0, OUTPUT_DRY_TAGS * sizeof(float));
  }
}

void
outputs_set_slot(Outputs* outputs, unsigned slot, const char* tag)
{
  text_copy(outputs->slots[slot], tag, SIDECAR_MAX_TEXT);
  show_slot(outputs, slot);
}

const char*
outputs_slot(const Outputs* outputs, unsigned slot)
{
  const Sidecar* const sidecar = outputs->tag_sidecar;
  if (outputs->slots[slot][0]) {
    return outputs->slots[slot];
  }
  return sidecar && slot < sidecar->n_labels ? sidecar->labels[slot].name : "";
}

static float
axis_value(const Sidecar* sidecar, const SidecarAxis* axis, const float* raw)
{
  if (axis->label < 0) {
    return 0.0f;
  }
  const float value = sidecar_activate(sidecar, (uint32_t)axis->label, raw[axis->label]);
  return limited(sidecar_axis_to_plane(axis, value), -1.0f, 1.0f);
}

void
outputs_publish(Outputs* outputs, const Sidecar* sidecar, const ReadingMessage* reading)
{
  const Tap tap = reading->tap;
  if (reading->role == ROLE_MOOD) {
    float* const ports = outputs->ports + (tap == TAP_DRY ? OUTPUT_DRY_VALENCE : OUTPUT_WET_VALENCE);
    ports[0]           = axis_value(sidecar, &sidecar->valence, reading->values);
    ports[1]           = axis_value(sidecar, &sidecar->arousal, reading->values);
    return;
  }
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    outputs->tags[tap][i] = sidecar_activate(sidecar, i, reading->values[i]);
  }
  show_all_slots(outputs);
}
