// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_occlusion.h"

#include "plugin/search_clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double shortest_interval = 5.0;  ///< From window to window, seconds of music
static const double share             = 0.05; ///< Of the time that it may take
static const double visit             = 0.05; ///< Processor time after which others have their turn, seconds

struct SearchOcclusion {
  Sensitivity* sensitivity;
  unsigned     bands;
  unsigned     next; ///< Band; `bands` if none is under way
  double       time; ///< At which the music of the one under way ends, seconds since activate
  double       spent;
  float        effects[EXPERIMENT_BANDS];
  double       found_time; ///< Of the last complete one, 0 for none
  double       cost;
  float        found[EXPERIMENT_BANDS];
};

SearchOcclusion*
search_occlusion_new(const Hearing* hearing, const SensitivityAxis* axis, double rate, EquusError* error)
{
  SearchOcclusion* const occlusion = (SearchOcclusion*)calloc(1, sizeof(SearchOcclusion));
  if (!occlusion) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for the maps");
    return NULL;
  }
  occlusion->sensitivity = sensitivity_new_sharing(hearing, axis, rate, error);
  if (!occlusion->sensitivity) {
    search_occlusion_free(occlusion);
    return NULL;
  }
  occlusion->bands = axis->n;
  search_occlusion_reset(occlusion);
  return occlusion;
}

void
search_occlusion_free(SearchOcclusion* occlusion)
{
  if (occlusion) {
    sensitivity_free(occlusion->sensitivity);
    free(occlusion);
  }
}

void
search_occlusion_reset(SearchOcclusion* occlusion)
{
  occlusion->next       = occlusion->bands;
  occlusion->found_time = 0.0;
}

bool
search_occlusion_is_due(const SearchOcclusion* occlusion, double time)
{
  const double age = time - occlusion->found_time;
  const bool rest = occlusion->found_time > 0.0 && age >= 0.0 && age < fmax(shortest_interval, occlusion->cost / share);
  return occlusion->next == occlusion->bands && !rest;
}

EquusStatus
search_occlusion_begin(SearchOcclusion*        occlusion,
                       const Objective*        objective,
                       const SensitivityMusic* music,
                       double                  time,
                       EquusError*             error)
{
  const double      began  = search_clock();
  const EquusStatus status = sensitivity_begin_occlusion(occlusion->sensitivity, objective, music, error);
  occlusion->next          = status ? occlusion->bands : 0;
  occlusion->time          = time;
  occlusion->spent         = search_clock() - began;
  return status;
}

static void
keep(SearchOcclusion* occlusion)
{
  memcpy(occlusion->found, occlusion->effects, sizeof(occlusion->found));
  occlusion->found_time = occlusion->time;
  occlusion->cost       = occlusion->spent;
}

bool
search_occlusion_run(SearchOcclusion* occlusion, const atomic_bool* stop)
{
  const double began = search_clock();
  const bool   runs  = occlusion->next < occlusion->bands;
  sensitivity_set_stop(occlusion->sensitivity, stop);
  while (occlusion->next < occlusion->bands && search_clock() - began < visit) {
    const double effect = sensitivity_occlude(occlusion->sensitivity, occlusion->next);
    if (atomic_load(stop)) {
      break;
    }
    occlusion->effects[occlusion->next++] = (float)effect;
  }
  occlusion->spent += search_clock() - began;
  const bool complete = runs && occlusion->next == occlusion->bands;
  if (complete) {
    keep(occlusion);
  }
  return complete;
}

void
search_occlusion_fill(const SearchOcclusion* occlusion, MapsMessage* message)
{
  if (occlusion->found_time > 0.0) {
    memcpy(message->occlusion, occlusion->found, sizeof(message->occlusion));
    message->occlusion_time = occlusion->found_time;
  }
}
