// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_FORMAT_H
#define EQUUS_UI_FORMAT_H

#include "plugin/snapshot.h"

/**
   Numbers and states in the words of the window: a real minus sign, thin spaces, units.

   All write to `text` of `size` bytes and return it.
*/

/// Like parameter_format()
char* format_parameter(unsigned index, float value, char* text, unsigned size);

/// "+0.41", "−0.22"; a value that rounds to 0 has no sign
char* format_signed(double value, int decimals, char* text, unsigned size);

/// A rate in Hz with its thousands apart: "48 000"
char* format_rate(double rate, char* text, unsigned size);

/// Name of the arousal axis of the mood shown, e.g. "energy (arousal)"; "arousal" without a model
char* format_arousal_name(const Snapshot* snapshot, char* text, unsigned size);

/// True while level match would need more than it may give
bool format_level_match_is_limited(const Snapshot* snapshot);

/// Why there are no tags or no mood to show, e.g. "first reading in 2.4 s" or "no mood model"; NULL if there are
char* format_absence(const Snapshot* snapshot, ModelKind kind, char* text, unsigned size);

/// The same of one place among several, in few words; NULL if it has a reading
char* format_place_absence(const Snapshot* snapshot, Place place, char* text, unsigned size);

#endif // EQUUS_UI_FORMAT_H
