// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_DSP_SVF_STAGE_H
#define EQUUS_DSP_SVF_STAGE_H

#include "dsp/rt.h"
#include "dsp/svf.h"

#include <stdbool.h>
#include <stdint.h>

/**
   State-variable filters in a row, one or two channels at once, in double precision.

   Coefficients move linearly through a sub-block of SVF_SUB_BLOCK samples; who
   owns the stages sets `from`, `to` and the flags before each.  What is asked of
   part of a sub-block needs no more than where in it the part begins, so that
   the bits don't depend on how a host cuts its blocks.
*/
enum { SVF_SUB_BLOCK = 16, SVF_CHANNELS = 2 };

/// One sample of both channels; mono leaves the second at 0
typedef double SvfFrame __attribute__((vector_size(16)));

typedef struct {
  SvfFrame s1; ///< The integrators' states
  SvfFrame s2;
  Svf      from;        ///< At the sub-block's beginning
  Svf      to;          ///< At its end
  bool     is_gliding;  ///< from != to
  bool     is_identity; ///< Passes its input where it doesn't glide; skipped then
} SvfStage;

/// Some of the samples of a sub-block, of as many channels as there are
typedef struct {
  unsigned            channels; ///< 1 or 2
  const float* const* in;
  float* const*       out;
  uint32_t            offset; ///< Of the part within the buffers
  uint32_t            phase;  ///< ... and within its sub-block
  uint32_t            n;      ///< At most SVF_SUB_BLOCK - phase
} SvfPart;

/// Forget the past of all stages
void svf_stages_clear(SvfStage* stages, unsigned n_stages) EQUUS_RT;

/// Zero what has nearly died away, so that silence costs no more than sound; once per sub-block
void svf_stages_flush(SvfStage* stages, unsigned n_stages) EQUUS_RT;

/**
   Filter a part into `wet` [SVF_SUB_BLOCK], its input going to `dry` [SVF_SUB_BLOCK].

   Samples that are not finite count as 0, in `dry` too, and clear the stages of their channel.
*/
void svf_stages_filter(SvfStage* stages, unsigned n_stages, const SvfPart* part, SvfFrame* dry, SvfFrame* wet) EQUUS_RT;

/// Write `x` [SVF_SUB_BLOCK] to the part's output; what is too large for a float is kept finite
void svf_part_write(const SvfPart* part, const SvfFrame* x) EQUUS_RT;

/// Write the part's input to its output, bit for bit
void svf_part_copy(const SvfPart* part) EQUUS_RT;

#endif // EQUUS_DSP_SVF_STAGE_H
