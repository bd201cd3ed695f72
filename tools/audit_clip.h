// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_CLIP_H
#define EQUUS_TOOLS_AUDIT_CLIP_H

#include "tools/audit_record.h"
#include "tools/clip.h"
#include "tools/treatment.h"

/// The curve that a record says was found, as a treatment; false where it holds none
bool audit_clip_curve(const AuditTreatment* found, Treatment* curve);

/// The level match of a record's window in dB, else that of its song, else 0
double audit_clip_match(const AuditRecord* record);

/**
   Cut the window in which a flip was found out of its song and encode it untouched and through the curve, as loud.

   Where full scale would clip, both are turned down by the same gain.
   @return EQUUS_ERR_NOT_FOUND where the record names no window or curve, else as sound_read(), treatment_apply() and
   clip_encode(), with `error`.  Clear both clips in any case.
*/
EquusStatus audit_clip_make(const AuditSong* song, const AuditRecord* record, Clip* dry, Clip* wet, EquusError* error);

#endif // EQUUS_TOOLS_AUDIT_CLIP_H
