// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/flip.h"

#include "dsp/random.h"
#include "models/frontend.h"
#include "plugin/flip_descent.h"
#include "plugin/flip_hunt.h"
#include "plugin/flip_path.h"
#include "plugin/flip_proof.h"
#include "plugin/flip_trim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_PROOFS = 5 };

static const double lead_seconds = 0.1;
static const double budget       = 200.0; // Runs of the network, a gradient being six
static const double border       = 0.01;  // Room that a random draw may lack and is proved all the same
static const double caution      = 1.2;   // Times what a failed proof lacked is asked for in addition

struct Flip {
  FlipSettings settings;
  double       rate;
  unsigned     channels;
  Hearing*     hearing;
  FlipBands*   bands;
  FlipProof*   proof;
};

/// A search under way
typedef struct {
  Flip*            flip;
  const FlipMusic* music;
  const FlipWatch* watch;
  float*           samples; ///< windows.samples
  HearingMusic     windows;
  FlipScene*       scene;
  FlipProven       dry;
  FlipResult*      result;
  double           began; ///< Seconds
} Search;

FlipSettings
flip_settings_usual(void)
{
  return (FlipSettings){ .bands = 10U, .limit = 6.0, .seed = 1U, .starts = 2U };
}

static bool
settings_fit(const FlipSettings* const settings, EquusError* const error)
{
  const bool fits = settings->bands == 8U || settings->bands == 10U || settings->bands == CURVE_MAX_BANDS;
  if (!fits || !(settings->limit > 0.0 && settings->limit <= 24.0)) {
    equus_error_set(error, EQUUS_ERR_RANGE, "a curve has 8, 10 or 31 bands of up to 24 dB");
    return false;
  }
  return true;
}

/// Make one that owns `hearing`, NULL for none
static Flip*
make(Hearing* const            hearing,
     const FlipSettings* const settings,
     const double              rate,
     const unsigned            channels,
     EquusError* const         error)
{
  Flip* const flip = hearing ? (Flip*)calloc(1, sizeof(Flip)) : NULL;
  if (!flip) {
    hearing_free(hearing);
    equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  flip->settings = *settings;
  flip->rate     = rate;
  flip->channels = channels;
  flip->hearing  = hearing;
  flip->bands    = flip_bands_new(settings->bands, rate);
  flip->proof    = flip_proof_new(rate, channels, hearing_sidecar(hearing)->frontend.rate);
  if (flip->bands && flip->proof) {
    return flip;
  }
  equus_error_set(error, EQUUS_ERR_RANGE, "out of memory, or no curve runs at %g Hz in %u channels", rate, channels);
  flip_free(flip);
  return NULL;
}

Flip*
flip_new(const char* const         bundled,
         const char* const         model,
         const FlipSettings* const settings,
         const double              rate,
         const unsigned            channels,
         EquusError* const         error)
{
  Hearing* const hearing = settings_fit(settings, error) ? hearing_new(bundled, model, error) : NULL;
  return hearing ? make(hearing, settings, rate, channels, error) : NULL;
}

Flip*
flip_new_sharing(const Hearing* const      hearing,
                 const FlipSettings* const settings,
                 const double              rate,
                 const unsigned            channels,
                 EquusError* const         error)
{
  return settings_fit(settings, error) ? make(hearing_share(hearing), settings, rate, channels, error) : NULL;
}

void
flip_free(Flip* const flip)
{
  if (flip) {
    hearing_free(flip->hearing);
    flip_bands_free(flip->bands);
    flip_proof_free(flip->proof);
    free(flip);
  }
}

const Sidecar*
flip_sidecar(const Flip* const flip)
{
  return hearing_sidecar(flip->hearing);
}

/// First frame that has the lead before it
static uint64_t
lead_frames(const FrontendSettings* const f)
{
  return (uint64_t)ceil(lead_seconds * f->rate / f->stft.hop);
}

size_t
flip_needed(const Flip* const flip, const unsigned windows)
{
  const FrontendSettings* const f     = &flip_sidecar(flip)->frontend;
  const uint64_t                first = lead_frames(f) + (uint64_t)(windows - 1U) * f->frames;
  const double                  due   = (double)frontend_window_due(f, first);
  return (size_t)ceil(due * flip->rate / f->rate) + flip_proof_lookahead(flip->proof) + 1U;
}

const char*
flip_outcome_name(const FlipOutcome outcome)
{
  switch (outcome) {
  case FLIP_FOUND:
    return "found";
  case FLIP_NOT_FOUND:
    return "not found";
  case FLIP_UNDECIDED:
    return "undecided";
  case FLIP_STOPPED:
    return "stopped";
  }
  return "";
}

static double
now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Lay as many windows as there are, back to back, the last as late as it is complete
static EquusStatus
lay_windows(Search* const search, EquusError* const error)
{
  const FrontendSettings* const f       = &flip_sidecar(search->flip)->frontend;
  HearingMusic* const           windows = &search->windows;
  const uint64_t                lead    = lead_frames(f);
  windows->samples                      = search->samples;
  windows->hop                          = f->frames;
  windows->windows                      = hearing_windows(search->flip->hearing, windows->n, lead, f->frames);
  if (!windows->windows) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "%s needs %zu frames of music, here are %zu",
                           flip_sidecar(search->flip)->title,
                           flip_needed(search->flip, 1U),
                           search->music->n);
  }
  const uint64_t due = frontend_window_due(f, lead + (uint64_t)(windows->windows - 1U) * f->frames);
  windows->first     = lead + (windows->n - due) / f->stft.hop;
  return EQUUS_OK;
}

static EquusStatus
prove(const Search* const search, const CurveSettings* const curve, FlipProven* const proven, EquusError* const error)
{
  search->result->runs += search->windows.windows;
  return flip_proof_run(
    search->flip->proof, search->flip->hearing, search->music, &search->windows, curve, proven, error);
}

/// The same, of a curve that is being trimmed
static EquusStatus
prove_trimmed(const void* const          handle,
              const CurveSettings* const curve,
              FlipProven* const          proven,
              EquusError* const          error)
{
  return prove((const Search*)handle, curve, proven, error);
}

/// Filter the dry music, hear it, and set the scene
static EquusStatus
begin(Search* const search, EquusError* const error)
{
  Flip* const            flip  = search->flip;
  const FlipMusic* const music = search->music;
  const CurveSettings    flat  = { .bands = flip->settings.bands };
  hearing_set_stop(flip->hearing, search->watch ? search->watch->stop : NULL);
  *search->result = (FlipResult){ .outcome = FLIP_NOT_FOUND, .curve = flat };
  search->began   = now();
  if (music->rate != flip->rate || music->n_channels != flip->channels) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "the music has another rate or other channels than was said");
  }
  EquusStatus status =
    flip_proof_filter(flip->proof, music, &flat, &search->samples, &search->windows.n, &search->dry, error);
  status = status ? status : lay_windows(search, error);
  status = status ? status : prove(search, &flat, &search->dry, error);
  if (status) {
    return status;
  }
  const size_t size = flip_sidecar(flip)->n_labels * sizeof(float);
  memcpy(search->result->readings[0], search->dry.raw, size);
  memcpy(search->result->readings[1], search->dry.raw, size);
  search->scene = flip_scene_new(flip->hearing, flip->bands, music, &search->windows);
  return search->scene ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "not enough memory for so much music");
}

static void
end(Search* const search)
{
  FlipResult* const result = search->result;
  if (search->scene) {
    result->runs += flip_scene_runs(search->scene);
    result->gradients += flip_scene_gradients(search->scene);
  }
  result->seconds = now() - search->began;
  hearing_set_stop(search->flip->hearing, NULL);
  flip_scene_free(search->scene);
  free(search->samples);
}

/// Keep what was proved of a curve
static void
report(const Search* const search, const CurveSettings* const curve, const FlipProven* const proven)
{
  FlipResult* const result = search->result;
  result->curve            = *curve;
  result->match            = proven->match;
  result->strength         = proven->strength;
  memcpy(result->readings[1], proven->raw, flip_sidecar(search->flip)->n_labels * sizeof(float));
}

/// How well a goal is met: the margin of its verdict, or its objective
static double
attainment(const Search* const search, const FlipGoal* const goal, const float* const raw)
{
  const Sidecar* const sidecar = flip_sidecar(search->flip);
  return goal->rule ? flip_goal_room(goal, sidecar, raw, -verdict_least_margin(goal->rule))
                    : objective_value(&goal->objective, sidecar, raw);
}

/// Go on from a point whose proof failed
static EquusStatus
descend_again(FlipDescent* const     descent,
              const FlipGoal* const  goal,
              const FlipPoint* const from,
              EquusError* const      error)
{
  FlipPath* const   path = flip_path_new(descent, goal, from, NULL);
  const EquusStatus status =
    path ? flip_path_go(path, descent, error) : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
  flip_path_free(path);
  return status;
}

/// Trim what was proved, and keep what is left of it
static EquusStatus
finish(const Search* const    search,
       FlipDescent* const     descent,
       const FlipGoal* const  goal,
       const FlipPoint* const best,
       FlipProven* const      proven,
       EquusError* const      error)
{
  const FlipProver  prover = { prove_trimmed, search };
  FlipPoint         point  = *best;
  const EquusStatus status = flip_trim(descent, goal, &prover, &point, proven, error);
  if (!status && !descent->stopped) {
    const CurveSettings curve = flip_bands_settings(search->flip->bands, point.gains);
    report(search, &curve, proven);
    search->result->outcome   = FLIP_FOUND;
    search->result->predicted = attainment(search, goal, point.raw);
    search->result->verified  = attainment(search, goal, proven->raw);
  }
  return status;
}

/// Prove the best of a descent; where that fails, ask for more and descend again
static EquusStatus
settle(const Search* const search, FlipDescent* const descent, EquusError* const error)
{
  const Sidecar* const sidecar = flip_sidecar(search->flip);
  EquusStatus          status  = EQUUS_OK;
  for (unsigned i = 0; !status && i < MOST_PROOFS && descent->found && !descent->stopped; ++i) {
    const FlipPoint     best  = descent->best;
    const FlipGoal      goal  = descent->goal;
    const CurveSettings curve = flip_bands_settings(search->flip->bands, best.gains);
    FlipProven          proven;
    status = prove(search, &curve, &proven, error);
    if (status || !flip_descent_spend(descent, 0.0)) {
      break;
    }
    const double room = flip_goal_room(&goal, sidecar, proven.raw, 0.0);
    if (room > 0.0) {
      status = finish(search, descent, &goal, &best, &proven, error);
      break;
    }
    descent->reserve -= caution * room - 0.001;
    descent->found = false;
    status         = descend_again(descent, &goal, &best, error);
  }
  return status;
}

/// All starts, then the proof
static EquusStatus
search_goals(Search* const search, const FlipGoal* const goals, const unsigned n, EquusError* const error)
{
  const FlipSettings* const settings = &search->flip->settings;
  FlipDescent               descent  = flip_descent_begin(search->scene, settings, search->watch, budget);
  EquusStatus               status   = flip_hunt(&descent, goals, n, settings->seed, settings->starts, error);
  status                             = status ? status : settle(search, &descent, error);
  if (!status && !descent.stopped && search->result->outcome != FLIP_FOUND && !goals[0].rule) {
    const CurveSettings curve = flip_bands_settings(search->flip->bands, descent.nearest.gains);
    FlipProven          proven;
    status = prove(search, &curve, &proven, error);
    if (!status) {
      report(search, &curve, &proven);
      search->result->predicted = attainment(search, &goals[0], descent.nearest.raw);
      search->result->verified  = attainment(search, &goals[0], proven.raw);
    }
  }
  if (descent.stopped) {
    search->result->outcome = FLIP_STOPPED;
  }
  return status;
}

EquusStatus
flip_search(Flip* const              flip,
            const VerdictRule* const rule,
            const FlipMusic* const   music,
            const FlipWatch* const   watch,
            FlipResult* const        result,
            EquusError* const        error)
{
  const Sidecar* const sidecar = flip_sidecar(flip);
  Search               search  = { .flip = flip, .music = music, .watch = watch, .result = result };
  EquusStatus          status  = begin(&search, error);
  if (!status) {
    FlipGoal goals[FLIP_GOALS];
    result->dry = verdict_of(rule, sidecar, search.dry.raw);
    if (result->dry.decided) {
      const unsigned n = flip_goals_of_rule(rule, sidecar, search.dry.raw, goals);
      status           = search_goals(&search, goals, n, error);
    } else {
      result->outcome = FLIP_UNDECIDED;
    }
    result->wet = verdict_of(rule, sidecar, result->readings[1]);
  }
  end(&search);
  return status;
}

EquusStatus
flip_toward(Flip* const            flip,
            const Objective* const objective,
            const double           amount,
            const FlipMusic* const music,
            const FlipWatch* const watch,
            FlipResult* const      result,
            EquusError* const      error)
{
  Search      search = { .flip = flip, .music = music, .watch = watch, .result = result };
  EquusStatus status = begin(&search, error);
  if (!status) {
    const bool   is_near = objective->kind == OBJECTIVE_NEARNESS;
    const double dry     = objective_value(objective, flip_sidecar(flip), search.dry.raw);
    FlipGoal     goal    = { .objective = *objective, .sign = is_near || amount >= 0.0 ? 1.0 : -1.0 };
    goal.least           = is_near ? -FLIP_NEAR : goal.sign * (dry + amount);
    if (goal.sign * dry >= goal.least) {
      result->outcome   = FLIP_FOUND;
      result->predicted = dry;
      result->verified  = dry;
    } else {
      status = search_goals(&search, &goal, 1U, error);
    }
  }
  end(&search);
  return status;
}

/// Prove a draw that may turn the verdict, and keep it if it does
static EquusStatus
prove_draw(const Search* const      search,
           const VerdictRule* const rule,
           const FlipPoint* const   draw,
           EquusError* const        error)
{
  const Sidecar* const sidecar = flip_sidecar(search->flip);
  FlipResult* const    result  = search->result;
  const CurveSettings  curve   = flip_bands_settings(search->flip->bands, draw->gains);
  FlipProven           proven;
  const EquusStatus    status = prove(search, &curve, &proven, error);
  if (status) {
    return status;
  }
  const Verdict wet = verdict_of(rule, sidecar, proven.raw);
  if (verdict_turn(result->dry, wet) == TURN_FLIPPED &&
      (result->outcome != FLIP_FOUND || proven.strength < result->strength)) {
    report(search, &curve, &proven);
    result->outcome   = FLIP_FOUND;
    result->predicted = verdict_of(rule, sidecar, draw->raw).margin;
    result->verified  = wet.margin;
  }
  return EQUUS_OK;
}

static EquusStatus
try_draws(Search* const search, const VerdictRule* const rule, const unsigned draws, EquusError* const error)
{
  const Sidecar* const sidecar = flip_sidecar(search->flip);
  FlipResult* const    result  = search->result;
  Random               random  = { search->flip->settings.seed };
  FlipDescent          hearer  = flip_descent_begin(search->scene, &search->flip->settings, search->watch, draws);
  EquusStatus          status  = EQUUS_OK;
  for (unsigned i = 0; !status && i < draws; ++i) {
    FlipPoint point = { .match = 0.0 };
    for (unsigned b = 0; b < flip_bands_n(search->flip->bands); ++b) {
      point.gains[b] = random_between(&random, -hearer.limit, hearer.limit);
    }
    status = flip_descent_hear(&hearer, NULL, 0U, &point, NULL, error);
    if (hearer.stopped) {
      result->outcome = FLIP_STOPPED;
      break;
    }
    const Verdict wet = verdict_of(rule, sidecar, point.raw);
    result->flipped += verdict_turn(result->dry, wet) == TURN_FLIPPED;
    const bool may_flip = wet.choice != result->dry.choice && wet.margin > verdict_least_margin(rule) - border;
    if (!status && may_flip && (result->outcome != FLIP_FOUND || point.strength < result->strength)) {
      status = prove_draw(search, rule, &point, error);
    }
  }
  return status;
}

EquusStatus
flip_random(Flip* const              flip,
            const VerdictRule* const rule,
            const FlipMusic* const   music,
            const unsigned           draws,
            const FlipWatch* const   watch,
            FlipResult* const        result,
            EquusError* const        error)
{
  const Sidecar* const sidecar = flip_sidecar(flip);
  Search               search  = { .flip = flip, .music = music, .watch = watch, .result = result };
  EquusStatus          status  = begin(&search, error);
  if (!status) {
    result->dry     = verdict_of(rule, sidecar, search.dry.raw);
    result->outcome = result->dry.decided ? FLIP_NOT_FOUND : FLIP_UNDECIDED;
    status          = result->dry.decided ? try_draws(&search, rule, draws, error) : EQUUS_OK;
    result->wet     = verdict_of(rule, sidecar, result->readings[1]);
  }
  end(&search);
  return status;
}
