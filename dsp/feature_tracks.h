// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_FEATURE_TRACKS_H
#define EQUUS_DSP_FEATURE_TRACKS_H

#include "dsp/feature.h"
#include "dsp/rt.h"
#include "dsp/running_statistics.h"

/// The newest frame of each frame feature that was asked for, and statistics of those before
typedef struct FeatureTracks FeatureTracks;

/**
   @param features Mask of feature_bit(); summaries in it are left out
   @param lengths [n] Spans in frames, 0 for all since reset; none where n is 0
   @return NULL if out of memory; free with feature_tracks_free()
*/
FeatureTracks* feature_tracks_new(uint64_t features, const uint32_t* lengths, unsigned n);

void feature_tracks_free(FeatureTracks* tracks);

void feature_tracks_reset(FeatureTracks* tracks) EQUUS_RT;

/// A feature's next frame [width], finite; forgotten where the feature wasn't asked for
void feature_tracks_push(FeatureTracks* tracks, FeatureId feature, const float* values) EQUUS_RT;

/// The same of a feature of one value
void feature_tracks_push_one(FeatureTracks* tracks, FeatureId feature, double value) EQUUS_RT;

uint64_t feature_tracks_frames(const FeatureTracks* tracks, FeatureId feature) EQUUS_RT;

/// [width], or NULL where the feature wasn't asked for
const float* feature_tracks_frame(const FeatureTracks* tracks, FeatureId feature) EQUUS_RT;

/// The statistics of a feature, or NULL where it or spans weren't asked for
const RunningStatistics* feature_tracks_running(const FeatureTracks* tracks, FeatureId feature) EQUUS_RT;

#endif // EQUUS_DSP_FEATURE_TRACKS_H
