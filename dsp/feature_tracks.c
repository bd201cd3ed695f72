// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dsp/feature_tracks.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  float*             values; // [width] NULL where it wasn't asked for
  uint64_t           frames;
  RunningStatistics* running; // NULL without spans
} Track;

struct FeatureTracks {
  Track tracks[N_FEATURES];
};

static bool
make_track(Track* const track, const uint32_t width, const uint32_t* const lengths, const unsigned n)
{
  track->values = (float*)calloc(width, sizeof(float));
  if (n) {
    track->running = running_statistics_new(width, lengths, n);
  }
  return track->values && (track->running || !n);
}

FeatureTracks*
feature_tracks_new(const uint64_t features, const uint32_t* const lengths, const unsigned n)
{
  FeatureTracks* const tracks = (FeatureTracks*)calloc(1, sizeof(FeatureTracks));
  if (!tracks) {
    return NULL;
  }
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    const FeatureInfo* const info   = feature_info((FeatureId)f);
    const bool               wanted = (features & feature_bit((FeatureId)f)) && !info->is_summary;
    if (wanted && !make_track(&tracks->tracks[f], info->width, lengths, n)) {
      feature_tracks_free(tracks);
      return NULL;
    }
  }
  return tracks;
}

void
feature_tracks_free(FeatureTracks* const tracks)
{
  if (!tracks) {
    return;
  }
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    running_statistics_free(tracks->tracks[f].running);
    free(tracks->tracks[f].values);
  }
  free(tracks);
}

void
feature_tracks_reset(FeatureTracks* const tracks)
{
  for (unsigned f = 0; f < N_FEATURES; ++f) {
    Track* const track = &tracks->tracks[f];
    track->frames      = 0U;
    if (track->values) {
      memset(track->values, 0, feature_info((FeatureId)f)->width * sizeof(float));
    }
    if (track->running) {
      running_statistics_reset(track->running);
    }
  }
}

void
feature_tracks_push(FeatureTracks* const tracks, const FeatureId feature, const float* const values)
{
  Track* const track = &tracks->tracks[feature];
  if (!track->values) {
    return;
  }
  memcpy(track->values, values, feature_info(feature)->width * sizeof(float));
  ++track->frames;
  if (track->running) {
    running_statistics_push(track->running, track->values);
  }
}

void
feature_tracks_push_one(FeatureTracks* const tracks, const FeatureId feature, const double value)
{
  const float single = (float)value;
  feature_tracks_push(tracks, feature, &single);
}

uint64_t
feature_tracks_frames(const FeatureTracks* const tracks, const FeatureId feature)
{
  return tracks->tracks[feature].frames;
}

const float*
feature_tracks_frame(const FeatureTracks* const tracks, const FeatureId feature)
{
  return tracks->tracks[feature].values;
}

const RunningStatistics*
feature_tracks_running(const FeatureTracks* const tracks, const FeatureId feature)
{
  return tracks->tracks[feature].running;
}
