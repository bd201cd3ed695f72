// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_RESPONSE_H
#define EQUUS_UI_RESPONSE_H

#include "plugin/snapshot.h"

#include <stdbool.h>

/**
   What the equaliser and the curve do along the plot, computed anew only when a setting changed.

   Point i of n lies i / (n - 1) of the way along the plot's logarithmic axis.
   The same settings give the same numbers, computed anew or not.
*/

enum { RESPONSE_MAX = 1024 };

typedef struct {
  bool     valid;
  unsigned n;                              ///< Points
  double   rate;                           ///< Of the host, Hz
  float    values[PARAM_COUNT];            ///< Parameters for which it was computed
  double   total[RESPONSE_MAX];            ///< dB of all, as if enabled
  double   bands[EQ_BANDS * RESPONSE_MAX]; ///< dB of each band alone: band b begins at b * n
} Response;

/// Bring up to date; `n` is limited to RESPONSE_MAX.  True if something had to be computed.
bool response_update(Response* response, const Snapshot* snapshot, unsigned n);

/// The host's rate, before the plug-in has told one that is likely
double response_rate(const Snapshot* snapshot);

#endif // EQUUS_UI_RESPONSE_H
