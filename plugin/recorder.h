// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_RECORDER_H
#define EQUUS_PLUGIN_RECORDER_H

#include "dsp/rt.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The last seconds of both taps at the host's rate: dry as it came in, wet mixed to mono.

   The audio thread writes, one other thread copies from it, and neither waits:
   whoever copies checks afterwards that nothing was overwritten meanwhile.
   Frames are counted since activate.
*/
typedef struct Recorder Recorder;

/// Frames that can be copied, as it was when asked
typedef struct {
  uint32_t run; ///< Changes where the count jumped, as at activate
  uint64_t first, end;
} RecorderSpan;

/**
   @param dry_seconds, wet_seconds What is kept, at least.
   @return NULL if out of memory or range; free with recorder_free() once nobody writes.
*/
Recorder* recorder_new(double rate, unsigned channels, double dry_seconds, double wet_seconds);

void recorder_free(Recorder* recorder);

/// Bytes that it takes
uint64_t recorder_size(const Recorder* recorder);

/// Write `n` frames from `position` on; where that isn't the end of the last ones, what was before is forgotten
void recorder_write(Recorder*           recorder,
                    uint64_t            position,
                    const float* const* dry,
                    const float* const* wet,
                    uint32_t            n) EQUUS_RT;

/// What is there, or a span of no frames
RecorderSpan recorder_span(const Recorder* recorder);

/**
   Copy `n` frames of a channel of dry from `from` on, which must lie in a span that recorder_span() gave.

   Samples that aren't finite, or beyond any sense, are copied as 0.
   @return False if they were overwritten meanwhile, or the count has jumped; then `to` means nothing.
*/
bool recorder_copy_dry(const Recorder*     recorder,
                       const RecorderSpan* span,
                       unsigned            channel,
                       uint64_t            from,
                       uint32_t            n,
                       float*              to);

/// The same of wet
bool recorder_copy_wet(const Recorder* recorder, const RecorderSpan* span, uint64_t from, uint32_t n, float* to);

#endif // EQUUS_PLUGIN_RECORDER_H
