// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_LV2_NOTIFY_H
#define EQUUS_PLUGIN_LV2_NOTIFY_H

#include "dsp/rt.h"
#include "plugin/equus.h"
#include "plugin/lv2/messages.h"
#include "plugin/lv2/properties.h"
#include "plugin/lv2/uris.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What a plug-in tells through its notify port, as far as the host gave room.

   Readings always go out, and wait for the next block where there is no room;
   status (ten times a second), spectra and view only while a window is open.
*/
typedef struct {
  EquusUris      uris;
  LV2_Atom_Forge forge;
  ReadingMessage reading; ///< Taken from the instance, not written yet
  StatusMessage  status;

  const MapsMessage* maps; ///< Taken from the instance, not written yet, as the next
  const FlipMessage* flip;
  const MarkMessage* mark;

  bool   has_reading, window_open, view_due, wish_due, status_due;
  bool   own_due[PROPERTIES]; ///< What was asked for or has changed
  double status_step;         ///< Tenth of a second in which the last status was written
} Notify;

void notify_init(Notify* notify, LV2_URID_Map* map);

/// A window opened or closed; what it must know first is written next
void notify_set_window_open(Notify* notify, bool open) EQUUS_RT;

/// Tell the user's own model of a kind with the next writing
void notify_own_model(Notify* notify, ModelKind kind) EQUUS_RT;

/// Everything that a window keeps may have changed: tell it anew
void notify_all(Notify* notify) EQUUS_RT;

/// Write what there is to `sequence`, whose atom.size says how much room it has
void notify_write(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence) EQUUS_RT;

#endif // EQUUS_PLUGIN_LV2_NOTIFY_H
