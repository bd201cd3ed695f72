// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PREDICTOR_H
#define EQUUS_MODELS_PREDICTOR_H

#include "dsp/rt.h"
#include "models/frontend.h"
#include "models/model.h"

/**
   One model on one tap: follows a front end, plays the plan at an even pace, gives readings in order.

   Window p covers frames s + p·hop ... s + p·hop + frames - 1 of the front end's
   history and is due where frontend_window_due() says; s is the first whose
   window is due when the predictor starts or later.  The work on a window,
   copying its frames and playing the plan's tiles, is spread over the samples of
   the next `hop` frames: after n of these H samples, n / H of its cost is done,
   looked after every 64 samples or whenever a block ends.  The reading is
   published exactly at due + H, even if ready earlier.  So neither value nor time
   depends on the block size.

   The front end is fed by whoever owns it, and several predictors may follow it:
   feed it at most predictor_needed() samples, then call predictor_follow().

   A window of exact zeros costs nothing: its reading is model_silence(), the
   same bits.
*/
typedef struct Predictor Predictor;

typedef struct {
  uint64_t     sequence; ///< p, from 0 since start
  uint64_t     due;      ///< Position of the front end at which the window ended
  uint64_t     now;      ///< Position at which the reading was published
  uint32_t     n_values;
  const float* raw; ///< [n_values] outputs before activation, valid until predictor_follow() is next called
} Reading;

/**
   @param model Must outlive the predictor.
   @param longest_hop Most frames between windows, 1 to 65,536.
   @param lead Share of the largest tile, 0 to 1, by which the work runs ahead of its pace: predictors that are due
   together, with leads of their own, don't begin their tiles in the same blocks.
   @return NULL if out of memory or range; free with predictor_free().  Needs predictor_start() first of all.
*/
Predictor* predictor_new(const Model* model, uint32_t longest_hop, double lead);

void predictor_free(Predictor* predictor);

/**
   A front end that keeps frames enough for predictors of this model whose hop is at most `longest_hop`.
   @return NULL if out of memory or range; free with frontend_free().
*/
Frontend* predictor_frontend(const Model* model, uint32_t longest_hop);

/**
   Forget everything and begin with the first window that is due at the front end's position or later.

   A history that is full already yields a reading one hop later.
   @param frontend Of the model's settings, with the frames of predictor_frontend(); borrowed until the next start.
   @param hop Frames between windows, limited to the longest hop or, if longer, the window.
*/
void predictor_start(Predictor* predictor, const Frontend* frontend, uint32_t hop) EQUUS_RT;

/// Samples that its front end may be fed before predictor_follow() must be called, 1 or more
uint32_t predictor_needed(const Predictor* predictor) EQUUS_RT;

/**
   Do what the pace asks for at the front end's position.
   @return True if that published a reading, stored in `reading`.
*/
bool predictor_follow(Predictor* predictor, Reading* reading) EQUUS_RT;

/// Samples until the next reading is published
uint64_t predictor_settling(const Predictor* predictor) EQUUS_RT;

/**
   Share of the present window's work that is done, 0 before it is due.

   At n samples after that it is n / H or more, by at most the lead and one tile.
*/
double predictor_progress(const Predictor* predictor) EQUUS_RT;

#endif // EQUUS_MODELS_PREDICTOR_H
