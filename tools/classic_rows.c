// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/classic_rows.h"

#include "models/classic/classic_features.h"
#include "tools/loudness.h"
#include "tools/treatment.h"

#include <math.h>

const char*
classic_verdict_name(const ClassicModel* const model, const unsigned verdict)
{
  static const char* const quadrants[CLASSIC_QUADRANTS] = {
    "-valence -arousal",
    "+valence -arousal",
    "-valence +arousal",
    "+valence +arousal",
  };
  return model->kind == CLASSIC_SVR ? quadrants[verdict] : model->labels[verdict].name;
}

static unsigned
side(const ClassicModel* const model, const ClassicReading* const reading, const char* const name)
{
  const int label = classic_model_label(model, name);
  return label >= 0 && reading->values[label] >= model->labels[label].centre;
}

static unsigned
verdict_of(const ClassicModel* const model, const ClassicReading* const reading)
{
  return model->kind == CLASSIC_SVR ? side(model, reading, "valence") + 2 * side(model, reading, "arousal")
                                    : reading->choice;
}

static EquusStatus
judge_sound(ClassicJudge* const       judge,
            const ClassicModel* const model,
            const Sound* const        sound,
            ClassicReading* const     reading,
            EquusError* const         error)
{
  double             values[CLASSIC_MAX_FEATURES];
  const float* const channels[] = { sound->channel[0], sound->channel[1] };
  const EquusStatus  status     = classic_features_of(model, channels, sound->channels, sound->n, sound->rate, values);
  if (status) {
    return equus_error_set(error, status, "features at %.9g Hz: %s", sound->rate, equus_strerror(status));
  }
  classic_judge_begin(judge, values);
  classic_judge_step(judge, model->n_vectors);
  *reading = *classic_judge_reading(judge);
  return EQUUS_OK;
}

/// Make wet as loud as dry; silence stays as it is
static EquusStatus
match(const Sound* const dry, Sound* const wet, EquusError* const error)
{
  double      before = 0.0;
  double      after  = 0.0;
  EquusStatus status = loudness_of_sound(dry, &before, error);
  status             = status ? status : loudness_of_sound(wet, &after, error);
  if (!status && isfinite(before) && isfinite(after)) {
    sound_amplify(wet, before - after);
  }
  return status;
}

static EquusStatus
judge_draw(ClassicJudge* const         judge,
           const ClassicModel* const   model,
           const Sound* const          dry,
           const ClassicRequest* const request,
           const unsigned              draw,
           ClassicReading* const       reading,
           EquusError* const           error)
{
  const Treatment cloud = {
    .kind = TREATMENT_CLOUD, .decibels = request->limit, .bands = request->bands, .draw = draw, .seed = request->seed
  };
  Sound       wet    = { .n = 0 };
  EquusStatus status = treatment_apply(&cloud, dry, &wet, error);
  status             = status ? status : match(dry, &wet, error);
  status             = status ? status : judge_sound(judge, model, &wet, reading, error);
  sound_clear(&wet);
  return status;
}

/// A stretch of a recording, borrowed
static Sound
stretch(const Sound* const sound, const size_t begin, const size_t n)
{
  Sound part = { sound->rate, sound->channels, n, { NULL, NULL } };
  for (unsigned c = 0; c < sound->channels; ++c) {
    part.channel[c] = sound->channel[c] + begin;
  }
  return part;
}

static EquusStatus
judge_stretch(ClassicJudge* const         judge,
              const ClassicModel* const   model,
              const Sound* const          dry,
              const ClassicRequest* const request,
              ClassicRow* const           row,
              EquusError* const           error)
{
  EquusStatus status = judge_sound(judge, model, dry, &row->reading, error);
  row->verdict       = verdict_of(model, &row->reading);
  for (unsigned draw = 0; draw < request->draws && !status; ++draw) {
    ClassicReading wet = { .choice = 0 };
    status             = judge_draw(judge, model, dry, request, draw, &wet, error);
    row->turned += !status && verdict_of(model, &wet) != row->verdict;
    row->lost += !status && row->reading.grounded && !wet.grounded;
  }
  return status;
}

EquusStatus
classic_rows(const ClassicModel* const   model,
             const Sound* const          sound,
             const ClassicRequest* const request,
             const ClassicRowHandler     handler,
             void* const                 handle,
             EquusError* const           error)
{
  const size_t        n      = (size_t)(request->span * sound->rate + 0.5);
  const size_t        hop    = (size_t)fmax(1.0, request->hop * sound->rate + 0.5);
  EquusStatus         status = EQUUS_OK;
  ClassicJudge* const judge  = classic_judge_new(model);
  if (!judge) {
    return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  }
  if (sound->n < n) {
    status = equus_error_set(error,
                             EQUUS_ERR_RANGE,
                             "%.4g s are too short: a reading is of %.4g s; --span makes it shorter",
                             (double)sound->n / sound->rate,
                             request->span);
  }
  for (size_t begin = 0; !status && begin + n <= sound->n; begin += hop) {
    const Sound dry = stretch(sound, begin, n);
    ClassicRow  row = { .begin = (double)begin / sound->rate, .end = (double)(begin + n) / sound->rate };
    status          = judge_stretch(judge, model, &dry, request, &row, error);
    if (!status && !handler(handle, &row)) {
      break;
    }
  }
  classic_judge_free(judge);
  return status;
}
