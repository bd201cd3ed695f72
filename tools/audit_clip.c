// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_clip.h"

#include <math.h>
#include <string.h>

static const double lead = 0.5; ///< Seconds before the window, for the filters to settle

bool
audit_clip_curve(const AuditTreatment* const found, Treatment* const curve)
{
  *curve = (Treatment){ .kind = TREATMENT_CURVE, .bands = found->bands };
  if (!found->n_gains || found->n_gains != found->bands || found->n_gains > TREATMENT_MAX_BANDS) {
    return false;
  }
  memcpy(curve->gains, found->gains, found->n_gains * sizeof(float));
  return true;
}

double
audit_clip_match(const AuditRecord* const record)
{
  const double window = record->treatment.window_match;
  return isfinite(window) ? window : isfinite(record->match) ? record->match : 0.0;
}

/// A part of a sound, from a frame to its end
static ClipSound
part_of(const Sound* const sound, const size_t from, const float** const channels)
{
  for (unsigned c = 0; c < sound->channels; ++c) {
    channels[c] = sound->channel[c] + from;
  }
  return (ClipSound){ channels, sound->channels, sound->n - from, sound->rate };
}

static EquusStatus
encode(Sound* const dry, Sound* const wet, const size_t from, Clip* const clips[2], EquusError* const error)
{
  const float* channels[2][CLIP_MAX_CHANNELS];
  ClipSound    parts[2] = { part_of(dry, from, channels[0]), part_of(wet, from, channels[1]) };
  const double down     = 20.0 * log10(clip_headroom(parts, 2));
  sound_amplify(dry, down);
  sound_amplify(wet, down);
  const EquusStatus status = clip_encode(&parts[0], clips[0], error);
  return status ? status : clip_encode(&parts[1], clips[1], error);
}

EquusStatus
audit_clip_make(const AuditSong* const   song,
                const AuditRecord* const record,
                Clip* const              dry,
                Clip* const              wet,
                EquusError* const        error)
{
  const AuditTreatment* const found = &record->treatment;
  Treatment                   curve;
  *dry = *wet = (Clip){ NULL, 0, NULL };
  if (!audit_clip_curve(found, &curve) || !isfinite(found->place) || !(found->length > 0.0)) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "the record names no window to listen to");
  }
  const double start   = fmax(0.0, found->place - lead);
  Sound        before  = { .n = 0 };
  Sound        after   = { .n = 0 };
  EquusStatus  status  = sound_read(song->file, start, found->place + found->length - start, &before, error);
  const size_t skipped = (size_t)llround((found->place - start) * before.rate);
  if (!status && skipped >= before.n) {
    status = equus_error_set(error, EQUUS_ERR_RANGE, "%s: is shorter now than when it was heard", song->file);
  }
  status = status ? status : treatment_apply(&curve, &before, &after, error);
  if (!status) {
    Clip* const clips[] = { dry, wet };
    sound_amplify(&after, audit_clip_match(record));
    status = encode(&before, &after, skipped, clips, error);
  }
  sound_clear(&before);
  sound_clear(&after);
  return status;
}
