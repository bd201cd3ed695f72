// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/experiment.h"

#include "ui/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double
experiment_lag(const Snapshot* snapshot)
{
  const StatusMessage* const status = &snapshot->status;
  const bool                 apart  = status->delay_known && fabsf(status->delay_samples) > 1.0f;
  return apart && snapshot->parameters[PARAM_DRY_SOURCE] > 0.0f ? (double)status->delay_ms : 0.0;
}

/// Of a message that there is
static ExperimentState
state_of(const FlipMessage* flip)
{
  if (flip->trouble[0]) {
    return EXPERIMENT_TROUBLE;
  }
  switch (flip->phase) {
  case FLIP_WAITING:
    return EXPERIMENT_WAITING;
  case FLIP_SEARCHING:
    return EXPERIMENT_SEARCHING;
  case FLIP_DONE:
    return flip->outcome == FLIP_FOUND       ? EXPERIMENT_FOUND
           : flip->outcome == FLIP_NOT_FOUND ? EXPERIMENT_NOT_FOUND
           : flip->outcome == FLIP_UNDECIDED ? EXPERIMENT_UNDECIDED
                                             : EXPERIMENT_IDLE;
  default:
    return EXPERIMENT_IDLE;
  }
}

/// Of a search that was asked for
static ExperimentState
state_of_search(const Snapshot* snapshot, bool answered, const FlipMessage* flip)
{
  if (experiment_lag(snapshot) != 0.0) {
    return EXPERIMENT_OUT_OF_STEP;
  }
  return answered ? state_of(flip) : EXPERIMENT_WAITING;
}

ExperimentState
experiment_meter(const Snapshot* snapshot)
{
  if (snapshot->wish.meter) {
    return state_of_search(snapshot, snapshot->has_meter, &snapshot->meter);
  }
  return snapshot->has_found ? state_of(&snapshot->found) : EXPERIMENT_IDLE;
}

ExperimentState
experiment_target(const Snapshot* snapshot)
{
  const bool answered = snapshot->has_target && snapshot->target.request == snapshot->wish.request;
  return snapshot->wish.target[0] ? state_of_search(snapshot, answered, &snapshot->target) : EXPERIMENT_IDLE;
}

const FlipMessage*
experiment_flip(const Snapshot* snapshot)
{
  const FlipMessage* const found = &snapshot->found;
  return snapshot->has_found && found->bands && state_of(found) == EXPERIMENT_FOUND ? found : NULL;
}

const FlipMessage*
experiment_proposal(const Snapshot* snapshot)
{
  const ExperimentState state = experiment_target(snapshot);
  const bool            there = state == EXPERIMENT_FOUND || state == EXPERIMENT_NOT_FOUND;
  return there && snapshot->target.bands && snapshot->target.strength > 0.0f ? &snapshot->target : NULL;
}

static bool
is_in_focus(const ViewState* view, ItemKind kind)
{
  return view->hover.kind == kind || (view->focus_visible && view->focus.kind == kind);
}

const FlipMessage*
experiment_ghost(const Snapshot* snapshot, const ViewState* view)
{
  const FlipMessage* const proposal = experiment_proposal(snapshot);
  return proposal ? proposal : is_in_focus(view, ITEM_FLIP_APPLY) ? experiment_flip(snapshot) : NULL;
}

bool
experiment_has_target(const Snapshot* snapshot, const ViewState* view)
{
  return snapshot->wish.target[0] || view->aiming;
}

const char*
experiment_rule_name(const char* rule)
{
  return !strcmp(rule, "top") ? "top tag" : rule;
}

char*
experiment_describe_target(const Wish* wish, char* text, unsigned size)
{
  double place[2] = { 0.0, 0.0 };
  char   valence[32];
  char   arousal[32];
  switch (wish_target(wish, place)) {
  case WISH_POINT:
    snprintf(text,
             size,
             "toward valence %s, arousal %s",
             format_signed(place[0], 2, valence, sizeof(valence)),
             format_signed(place[1], 2, arousal, sizeof(arousal)));
    break;
  case WISH_RAISE:
  case WISH_LOWER:
    snprintf(text,
             size,
             "%s %s by %.0f points",
             wish->target[0] == '+' ? "raise" : "lower",
             wish->target + 1,
             100.0 * wish->amount);
    break;
  default:
    text[0] = '\0';
  }
  return text;
}
