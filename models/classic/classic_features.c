// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/classic/classic_features.h"

#include <math.h>

enum { BLOCK = 4096, MAX_CHANNELS = 2 };

uint64_t
classic_features_mask(const ClassicModel* const model)
{
  uint64_t mask = 0;
  for (uint32_t i = 0; i < model->n_features; ++i) {
    mask |= feature_bit(model->features[i].feature);
  }
  return mask;
}

static double
read_statistic(const ClassicFeature* const feature, const FeatureExtractor* const extractor, const FeatureSpan span)
{
  const Statistics found = feature->element
                             ? feature_extractor_statistics(extractor, feature->feature, span, feature->element - 1)
                             : feature_extractor_pooled(extractor, feature->feature, span);
  if (!found.frames) {
    return (double)NAN;
  }
  return feature->statistic == CLASSIC_MEAN       ? found.mean
         : feature->statistic == CLASSIC_VARIANCE ? found.variance
                                                  : found.deviation;
}

static double
read_value(const ClassicFeature* const feature, const FeatureExtractor* const extractor, const FeatureSpan span)
{
  const uint32_t element = feature->element ? feature->element - 1 : 0;
  double         value   = 0.0;
  return feature_extractor_summary(extractor, feature->feature, span, element, &value) ? value : (double)NAN;
}

bool
classic_features_read(const ClassicModel* const     model,
                      const FeatureExtractor* const extractor,
                      const FeatureSpan             span,
                      double* const                 values)
{
  bool known = true;
  for (uint32_t i = 0; i < model->n_features; ++i) {
    const ClassicFeature* const feature = &model->features[i];
    values[i]                           = feature->statistic == CLASSIC_VALUE ? read_value(feature, extractor, span)
                                                                              : read_statistic(feature, extractor, span);
    known                               = known && !isnan(values[i]);
  }
  return known;
}

static void
hear(FeatureExtractor* const extractor, const float* const* const channels, const unsigned n_channels, const size_t n)
{
  for (size_t at = 0; at < n; at += BLOCK) {
    const float* block[MAX_CHANNELS] = { NULL, NULL };
    for (unsigned c = 0; c < n_channels; ++c) {
      block[c] = channels[c] + at;
    }
    feature_extractor_process(extractor, block, n - at < BLOCK ? (uint32_t)(n - at) : BLOCK);
  }
  while (feature_extractor_finish(extractor)) {
  }
}

EquusStatus
classic_features_of(const ClassicModel* const model,
                    const float* const* const channels,
                    const unsigned            n_channels,
                    const size_t              n,
                    const double              rate,
                    double* const             values)
{
  FeatureExtractorSettings settings = {
    .rate     = rate,
    .channels = n_channels,
    .features = classic_features_mask(model),
    .spans    = 1U << FEATURE_SPAN_ALL,
    .whole    = feature_whole_unknown(),
  };
  for (unsigned pass = 0; pass < 2; ++pass) {
    FeatureExtractor* const extractor =
      n_channels <= MAX_CHANNELS ? feature_extractor_new_at(&settings, model->rate) : NULL;
    if (!extractor) {
      return n_channels > MAX_CHANNELS ? EQUUS_ERR_RANGE : EQUUS_ERR_MEMORY;
    }
    hear(extractor, channels, n_channels, n);
    settings.whole = feature_extractor_whole(extractor);
    classic_features_read(model, extractor, FEATURE_SPAN_ALL, values);
    feature_extractor_free(extractor);
  }
  return EQUUS_OK;
}
