// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_FLIP_OUTCOME_H
#define EQUUS_PLUGIN_FLIP_OUTCOME_H

/// How a search for a curve ended
typedef enum {
  FLIP_FOUND,     ///< And verified
  FLIP_NOT_FOUND, ///< Within the limit; for a target the nearest curve is given all the same
  FLIP_UNDECIDED, ///< Dry is no verdict that could be turned
  FLIP_STOPPED
} FlipOutcome;

#endif // EQUUS_PLUGIN_FLIP_OUTCOME_H
