// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_OBJECTIVE_H
#define EQUUS_PLUGIN_OBJECTIVE_H

#include "models/sidecar.h"

#include <stdbool.h>

/// One number made of a reading, for searches and gradients to raise or lower

typedef enum {
  OBJECTIVE_RAW,      ///< A value as the network gives it, for tags the logit
  OBJECTIVE_VALUE,    ///< A value as it is published, for tags the probability
  OBJECTIVE_VALENCE,  ///< Of a mood, on the plane: -1 to 1, not clipped
  OBJECTIVE_AROUSAL,  ///< The same
  OBJECTIVE_LEAD,     ///< A published value less another
  OBJECTIVE_NEARNESS, ///< Minus the distance on the plane to a target: raised means nearer
} ObjectiveKind;

typedef struct {
  ObjectiveKind kind;
  uint32_t      label;            ///< OBJECTIVE_RAW, OBJECTIVE_VALUE and OBJECTIVE_LEAD: index among the labels
  uint32_t      other;            ///< OBJECTIVE_LEAD: the label that is led
  unsigned      mood;             ///< The others: index among the moods
  double        valence, arousal; ///< OBJECTIVE_NEARNESS: the target, -1 to 1
} Objective;

/**
   Understand what a person asks for.
   @param text "valence", "arousal", a target such as "0.5,-0.2", or the name of one of the model's values.
   @param mood Name of the mood whose axes are meant, NULL for the model's first.
   @param raw Of a value, take it before its activation: a tag's logit.
   @return EQUUS_ERR_NOT_FOUND with `error` saying what the model has.
*/
EquusStatus objective_parse(const Sidecar* sidecar,
                            const char*    text,
                            const char*    mood,
                            bool           raw,
                            Objective*     objective,
                            EquusError*    error);

/// Its value for a reading's raw outputs [n_labels]; clipping activations don't clip here, so that slopes go on
double objective_value(const Objective* objective, const Sidecar* sidecar, const float* raw);

/// Set `slopes` [n_labels] to d objective / d raw outputs, where the outputs are `raw`
void objective_slopes(const Objective* objective, const Sidecar* sidecar, const float* raw, float* slopes);

#endif // EQUUS_PLUGIN_OBJECTIVE_H
