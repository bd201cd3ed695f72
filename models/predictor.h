// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PREDICTOR_H
#define EQUUS_MODELS_PREDICTOR_H

#include "dsp/rt.h"
#include "models/model.h"

/**
   One model on one tap: front end, the plan at an even pace, readings in order.

   Window p covers frames p·hop ... p·hop + frames - 1 and is due where
   frontend_window_due() says.  The work on it, copying its frames and playing
   the plan's tiles, is spread over the samples of the next `hop` frames: after n
   of these H samples, n / H of its cost is done, looked after every 64 samples
   or whenever a block ends.  The reading is published exactly at due + H, even
   if ready earlier.  So neither value nor time depends on the block size.

   A window of exact zeros costs nothing: its reading is model_silence(), the
   same bits.
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
   @param hop Frames between windows, 1 to 65,536.
   @return NULL if out of memory or range; free with predictor_free().
*/
Predictor* predictor_new(const Model* model, uint32_t hop);

void predictor_free(Predictor* predictor);

/// Forget everything; position 0 again
void predictor_reset(Predictor* predictor) EQUUS_RT;

/// Reset and go on with another hop, 1 to the window's length or, if larger, the hop it was made for
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

/**
   Share of the present window's work that is done, 0 before it is due.

   At n samples after that it is n / H or more, by at most one tile.
*/
double predictor_progress(const Predictor* predictor) EQUUS_RT;

const Model* predictor_model(const Predictor* predictor) EQUUS_RT;

#endif // EQUUS_MODELS_PREDICTOR_H
