// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/conversion.h"

#include <math.h>
#include <soxr.h>

EquusStatus
conversion_apply(const Sound* const in, const double rate, Sound* const out, EquusError* const error)
{
  if (rate == in->rate) {
    return sound_copy(in, out, error);
  }
  const size_t      n      = (size_t)ceil((double)in->n * rate / in->rate);
  const EquusStatus status = sound_init(out, rate, in->channels, n, error);
  if (status) {
    return status;
  }
  const soxr_io_spec_t      io      = soxr_io_spec(SOXR_FLOAT32_S, SOXR_FLOAT32_S);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  size_t                    used    = 0;
  size_t                    made    = 0;
  const soxr_error_t        trouble = soxr_oneshot(
    in->rate, rate, in->channels, in->channel, in->n, &used, out->channel, n, &made, &io, &quality, &runtime);
  if (trouble) {
    sound_clear(out);
    return equus_error_set(error, EQUUS_ERR_UNSUPPORTED, "%g Hz can't be made %g Hz: %s", in->rate, rate, trouble);
  }
  return EQUUS_OK;
}
