// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/model_cost.h"

#include <stdio.h>
#include <string.h>

const Sidecar*
model_cost_sidecar(const Snapshot* snapshot, const Catalogue* catalogue, Place place)
{
  const char* const model = place == PLACE_NONE ? NULL : place_model(place);
  if (place == PLACE_NONE || snapshot->places[place].sidecar) {
    return place == PLACE_NONE ? NULL : snapshot->places[place].sidecar;
  }
  for (unsigned i = 0; model && catalogue && i < catalogue->n; ++i) {
    if (catalogue->entries[i].origin == ORIGIN_BUNDLED && !strcmp(catalogue->entries[i].id, model)) {
      return catalogue->entries[i].sidecar;
    }
  }
  return NULL;
}

/// Work of both taps, MMAC a second; negative if a model doesn't state it
static double
work_of(const Snapshot* snapshot, const Catalogue* catalogue, PlaceSet set)
{
  double work = 0.0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Sidecar* const sidecar = model_cost_sidecar(snapshot, catalogue, (Place)place);
    if (set & place_set((Place)place)) {
      if (!sidecar || !(sidecar->mmac_per_second > 0.0f)) {
        return -1.0;
      }
      work += (double)TAP_COUNT * (double)sidecar->mmac_per_second;
    }
  }
  return work;
}

/// Places of the models that run
static PlaceSet
running(const Snapshot* snapshot)
{
  PlaceSet set = 0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    set |= snapshot->status.model[place][0] ? place_set((Place)place) : 0u;
  }
  return set;
}

/// What runs with a value of a parameter; of a comparison all that does, else only what the value itself needs
static PlaceSet
needed(const Snapshot* snapshot, unsigned index, float value)
{
  float parameters[PARAM_COUNT];
  memcpy(parameters, snapshot->parameters, sizeof(parameters));
  parameters[index] = value;
  if (index == PARAM_COMPARE) {
    return places_running(parameters, running(snapshot) & (place_set(PLACE_OWN_TAGS) | place_set(PLACE_OWN_MOOD)));
  }
  return place_set(index == PARAM_TAG_MODEL ? places_tags(parameters) : places_mood(parameters).place);
}

void
model_cost_text(const Snapshot*  snapshot,
                const Catalogue* catalogue,
                unsigned         index,
                float            value,
                char*            text,
                unsigned         size)
{
  const PlaceSet set  = needed(snapshot, index, value);
  const double   work = work_of(snapshot, catalogue, set);
  const double   now  = work_of(snapshot, catalogue, running(snapshot));
  text[0]             = '\0';
  if (index == PARAM_MOOD_MODEL && set && set == place_set(places_tags(snapshot->parameters))) {
    snprintf(text, size, "comes with the tags");
  } else if (work > 0.0 && now > 0.0 && snapshot->status.load > 0.0f) {
    const double load = 100.0 * (double)snapshot->status.load * work / now;
    snprintf(text, size, "%.1f GMAC/s, about %.1f\u202F%%", 1e-3 * work, load);
  } else if (work > 0.0) {
    snprintf(text, size, "%.1f GMAC/s", 1e-3 * work);
  }
}
