// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PREDICTOR_H
#define EQUUS_MODELS_PREDICTOR_H

#include "dsp/rt.h"
#include "models/model.h"

/**
   One model on one tap: front end, the plan at an even pace, readings in order.

   Window p covers frames p·hop ... p·hop + frames - 1 and is due at the sample
   that completes its last frame.  Its tiles are played over the next
   `hop` frames' samples, so many per sample, and the reading is published exactly then,
   even if ready earlier.  So neither value nor time depends on the block size.
*/
typedef struct Predictor Predictor;

typedef struct {
  uint64_t     sequence; ///< p, from 0 since reset
  uint64_t     due;      ///< Sample position at the model's rate at which the window ended, since reset
  uint64_t     now;      ///< Sample position at which the reading was published
  uint32_t     n_values;
  const float* raw; ///< [n_values] outputs before activation, valid until the predictor is next pushed
} Reading;

/**
   @param model Must outlive the predictor.
   @param hop Frames between windows, 1 or more.
   @return NULL if out of memory; free with predictor_free().
*/
Predictor* predictor_new(const Model* model, uint32_t hop);

void predictor_free(Predictor* predictor);

/// Forget everything; position 0 again
void predictor_reset(Predictor* predictor) EQUUS_RT;

/// Reset and go on with another hop, 1 to the window's length; the arena is kept
void predictor_set_hop(Predictor* predictor, uint32_t hop) EQUUS_RT;

/// Samples that can be pushed before the next reading comes out, 1 or more
uint32_t predictor_needed(const Predictor* predictor) EQUUS_RT;

/**
   Feed at most predictor_needed() mono samples at the model's rate.
   @return True if that published a reading, stored in `reading`.
*/
bool predictor_push(Predictor* predictor, const float* in, uint32_t n, Reading* reading) EQUUS_RT;

/// Samples still missing before the first window is complete; 0 once settled
uint64_t predictor_settling(const Predictor* predictor) EQUUS_RT;

const Model* predictor_model(const Predictor* predictor) EQUUS_RT;

#endif // EQUUS_MODELS_PREDICTOR_H
