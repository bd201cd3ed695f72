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

/// The place whose tags are shown, or NULL
static const OutputsPlace*
tags_of(const Outputs* outputs)
{
  const OutputsPlace* const place = outputs->shown.tags == PLACE_NONE ? NULL : &outputs->places[outputs->shown.tags];
  return place && place->sidecar ? place : NULL;
}

static void
show_slot(Outputs* outputs, unsigned slot)
{
  const OutputsPlace* const place = tags_of(outputs);
  const int                 label = place ? sidecar_label(place->sidecar, outputs_slot(outputs, slot)) : -1;
  const bool                known = label >= 0 && (uint32_t)label < place->sidecar->n_tags;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    outputs->ports[(tap == TAP_DRY ? OUTPUT_DRY_TAGS : OUTPUT_WET_TAGS) + slot] =
      known && place->valid[tap] ? limited(place->values[tap][label], 0.0f, 1.0f) : 0.0f;
  }
}

static void
show_tags(Outputs* outputs)
{
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    show_slot(outputs, slot);
  }
}

static float
axis_value(const OutputsPlace* place, const SidecarAxis* axis, Tap tap)
{
  const float value = axis->label < 0 ? 0.0f : sidecar_axis_to_plane(axis, place->values[tap][axis->label]);
  return limited(value, -1.0f, 1.0f);
}

static void
show_mood(Outputs* outputs)
{
  const Shown               shown = outputs->shown;
  const OutputsPlace* const place = shown.mood == PLACE_NONE ? NULL : &outputs->places[shown.mood];
  const bool known = place && place->sidecar && shown.head >= 0 && (unsigned)shown.head < place->sidecar->n_moods;
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const SidecarMood* const mood  = known && place->valid[tap] ? &place->sidecar->moods[shown.head] : NULL;
    float* const             ports = outputs->ports + (tap == TAP_DRY ? OUTPUT_DRY_VALENCE : OUTPUT_WET_VALENCE);
    ports[0]                       = mood ? axis_value(place, &mood->valence, (Tap)tap) : 0.0f;
    ports[1]                       = mood ? axis_value(place, &mood->arousal, (Tap)tap) : 0.0f;
  }
}

void
outputs_clear(Outputs* outputs)
{
  memset(outputs->ports, 0, sizeof(outputs->ports));
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    memset(outputs->places[place].valid, 0, sizeof(outputs->places[place].valid));
    memset(outputs->places[place].values, 0, sizeof(outputs->places[place].values));
  }
}

void
outputs_set_model(Outputs* outputs, Place place, const Sidecar* sidecar)
{
  memset(&outputs->places[place], 0, sizeof(outputs->places[place]));
  outputs->places[place].sidecar = sidecar;
  outputs_show(outputs, outputs->shown);
}

void
outputs_show(Outputs* outputs, Shown shown)
{
  outputs->shown = shown;
  show_tags(outputs);
  show_mood(outputs);
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
  const OutputsPlace* const place = tags_of(outputs);
  if (outputs->slots[slot][0]) {
    return outputs->slots[slot];
  }
  return place && slot < place->sidecar->n_tags ? place->sidecar->labels[slot].name : "";
}

void
outputs_publish(Outputs* outputs, const ReadingMessage* reading)
{
  OutputsPlace* const place = &outputs->places[reading->place];
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    place->values[reading->tap][i] = sidecar_activate(place->sidecar, i, reading->values[i]);
  }
  place->valid[reading->tap] = true;
  if (reading->place == outputs->shown.tags) {
    show_tags(outputs);
  }
  if (reading->place == outputs->shown.mood) {
    show_mood(outputs);
  }
}
