// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_flip.h"

#include "plugin/flip.h"
#include "tools/rows.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/// Where the music of the middle window begins, so many frames long
static size_t
middle(const Ear* const ear, const LoadedSong* const song, const uint32_t model, const size_t needed)
{
  const double time = rows_time(&ear->sidecar->frontend, ear->hop, song->dry[model].n / 2U);
  const size_t end  = (size_t)ceil(time * song->sound.rate);
  const size_t last = end < needed ? needed : end > song->sound.n ? song->sound.n : end;
  return last - needed;
}

static EquusStatus
search(Flip* const              flip,
       const VerdictRule* const rule,
       const LoadedSong* const  song,
       const size_t             at,
       const size_t             n,
       FlipResult* const        result,
       EquusError* const        error)
{
  const Sound* const sound      = &song->sound;
  const float* const channels[] = { sound->channel[0] + at, sound->channels > 1 ? sound->channel[1] + at : NULL };
  const FlipMusic    music      = { channels, sound->channels, n, sound->rate };
  return flip_search(flip, rule, &music, NULL, result, error);
}

static void
describe(const FlipResult* const  result,
         const VerdictRule* const rule,
         const Sidecar* const     sidecar,
         AuditTreatment*          to)
{
  const bool found = result->outcome == FLIP_FOUND;
  snprintf(to->outcome, sizeof(to->outcome), "%s", flip_outcome_name(result->outcome));
  snprintf(to->from, sizeof(to->from), "%.63s", verdict_name(rule, sidecar, result->dry));
  snprintf(to->to, sizeof(to->to), "%.63s", found ? verdict_name(rule, sidecar, result->wet) : "");
  to->predicted    = found ? result->predicted : (double)NAN;
  to->verified     = found ? result->verified : (double)NAN;
  to->window_match = found ? result->match : (double)NAN;
  to->n_gains      = found ? result->curve.bands : 0;
  memcpy(to->gains, result->curve.gains, to->n_gains * sizeof(float));
}

EquusStatus
audit_flip_search(const AuditJudge* const judge,
                  const LoadedSong* const song,
                  const uint32_t          model,
                  const uint32_t          rule,
                  const Treatment* const  treatment,
                  Treatment* const        curve,
                  AuditTreatment* const   to,
                  EquusError* const       error)
{
  const Ear* const     ear     = judge->ear;
  const Sidecar* const sidecar = ear->sidecar;
  const char* const    own     = place_model(ear->place) ? "" : bundle_own_model(ear->bundle, sidecar->kind);
  FlipSettings         about   = flip_settings_usual();
  FlipResult           result;
  char                 folder[PATH_MAX];
  snprintf(folder, sizeof(folder), "%s/models", bundle_path(ear->bundle));
  about.bands = treatment->bands;
  about.limit = treatment->decibels;
  about.seed  = treatment->seed;
  Flip* const flip =
    flip_new(folder, *own ? own : sidecar->name, &about, song->sound.rate, song->sound.channels, error);
  if (!flip) {
    return error->status;
  }
  const size_t needed = flip_needed(flip, 1);
  if (needed > song->sound.n) {
    snprintf(to->outcome, sizeof(to->outcome), AUDIT_TOO_SHORT);
    to->place  = (double)NAN;
    to->length = (double)NAN;
    flip_free(flip);
    return EQUUS_OK;
  }
  const size_t      at     = middle(ear, song, model, needed);
  const EquusStatus status = search(flip, &judge->rules[rule], song, at, needed, &result, error);
  if (!status) {
    const double window = rows_needed(&sidecar->frontend);
    describe(&result, &judge->rules[rule], sidecar, to);
    to->length = window;
    to->place  = song->song.start + (double)(at + needed) / song->sound.rate - window;
    *curve     = *treatment;
    memcpy(curve->gains, result.curve.gains, result.curve.bands * sizeof(float));
  }
  flip_free(flip);
  return status;
}
