// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_delay.h"

#include "dsp/delay_estimate.h"

#include <stdlib.h>

static const double interval = 1.0; ///< Seconds of music between estimates

struct SearchDelay {
  DelayEstimate* estimate; ///< NULL until it is needed
  float*         wet;      ///< [DELAY_ESTIMATE_FRAMES]
  float*         dry;
  float*         channel;
  uint64_t       end; ///< Of the music that was looked at last
  Delay          last;
};

SearchDelay*
search_delay_new(void)
{
  return (SearchDelay*)calloc(1, sizeof(SearchDelay));
}

void
search_delay_free(SearchDelay* delay)
{
  if (delay) {
    delay_estimate_free(delay->estimate);
    free(delay->wet);
    free(delay->dry);
    free(delay->channel);
    free(delay);
  }
}

static bool
prepare(SearchDelay* delay)
{
  if (!delay->estimate) {
    delay->estimate = delay_estimate_new();
    delay->wet      = (float*)calloc(DELAY_ESTIMATE_FRAMES, sizeof(float));
    delay->dry      = (float*)calloc(DELAY_ESTIMATE_FRAMES, sizeof(float));
    delay->channel  = (float*)calloc(DELAY_ESTIMATE_FRAMES, sizeof(float));
  }
  return delay->estimate && delay->wet && delay->dry && delay->channel;
}

/// Copy both taps, mixed to mono
static bool
copy(const SearchDelay* delay, const SearchTask* task, const RecorderSpan* span)
{
  const uint32_t n    = DELAY_ESTIMATE_FRAMES;
  const uint64_t from = span->end - n;
  if (!recorder_copy_wet(task->recorder, span, from, n, delay->wet) ||
      !recorder_copy_dry(task->recorder, span, 0, from, n, delay->dry)) {
    return false;
  }
  if (task->channels == 1) {
    return true;
  }
  const bool copied = recorder_copy_dry(task->recorder, span, 1, from, n, delay->channel);
  for (uint32_t i = 0; i < n; ++i) {
    delay->dry[i] = 0.5f * (delay->dry[i] + delay->channel[i]);
  }
  return copied;
}

bool
search_delay_run(SearchDelay* delay, const SearchTask* task, int* samples)
{
  const RecorderSpan span = recorder_span(task->recorder);
  const bool         due  = span.end < delay->end || (double)(span.end - delay->end) >= interval * task->rate;
  if (!due || span.end - span.first < DELAY_ESTIMATE_FRAMES || !prepare(delay) || !copy(delay, task, &span)) {
    return false;
  }
  const Delay now   = delay_estimate_run(delay->estimate, delay->dry, delay->wet);
  const bool  agree = now.known && delay->last.known && now.samples == delay->last.samples;
  delay->end        = span.end;
  delay->last       = now;
  *samples          = agree ? now.samples : *samples;
  return agree;
}
