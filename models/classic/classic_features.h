// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_CLASSIC_CLASSIC_FEATURES_H
#define EQUUS_MODELS_CLASSIC_CLASSIC_FEATURES_H

#include "dsp/feature_extractor.h"
#include "dsp/rt.h"
#include "models/classic/classic_model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The numbers that a classic model reads, from frame features

/// Mask of feature_bit() for an extractor
uint64_t classic_features_mask(const ClassicModel* model) EQUUS_RT;

/**
   Take a model's numbers from an extractor that has its features and that span, and hears at its rate.
   @param values [model's n_features]; NAN for one that isn't known yet
   @return False if there is such a one
*/
bool classic_features_read(const ClassicModel*     model,
                           const FeatureExtractor* extractor,
                           FeatureSpan             span,
                           double*                 values) EQUUS_RT;

/**
   A model's numbers for an excerpt of a recording, exactly as librosa gives them for the excerpt as a whole.

   Hears it twice: what librosa takes from the whole signal is known the second time.  Not for the audio thread.
   @param channels [n_channels] of `n` samples each
   @param rate Of the samples, Hz
   @param values [model's n_features], NAN as above
   @return EQUUS_ERR_MEMORY, or EQUUS_ERR_RANGE for a rate or number of channels that no extractor takes
*/
EquusStatus classic_features_of(const ClassicModel* model,
                                const float* const* channels,
                                unsigned            n_channels,
                                size_t              n,
                                double              rate,
                                double*             values);

#endif // EQUUS_MODELS_CLASSIC_CLASSIC_FEATURES_H
