// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SNAPSHOT_H
#define EQUUS_PLUGIN_SNAPSHOT_H

#include "dsp/spectrum.h"
#include "models/sidecar.h"
#include "plugin/parameters.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Everything the window shows, in one plain struct.

   Built from messages by the functions below: in the window from LV2 atoms, in
   the command-line tool from the same atoms, elsewhere directly.  One owner, no locks.
*/

typedef enum { TAP_DRY, TAP_WET, TAP_COUNT } Tap;

/// What a loaded model is used for
typedef enum { ROLE_TAGS, ROLE_MOOD, ROLE_COUNT } Role;

/// A published reading, as it leaves the audio thread
typedef struct {
  Role     role;
  Tap      tap;
  uint64_t sequence; ///< From 0 since the model was started; a gap means a lost message
  double   time;     ///< Seconds since activate at which the window of this reading ended
  double   age;      ///< Seconds from the window's end to the publication
  bool     replay;   ///< Sent again for a window that has just opened
  uint32_t n_values;
  float    values[SIDECAR_MAX_LABELS]; ///< Raw outputs of the network, before activation
} ReadingMessage;

typedef struct {
  Tap   tap;
  float levels[SPECTRUM_BINS]; ///< dB
} SpectrumMessage;

enum { STATUS_TEXT_SIZE = 256 };

typedef struct {
  double host_rate, model_rate; ///< Hz
  double time;                  ///< Seconds since activate
  float  settling[ROLE_COUNT];  ///< Seconds until the first reading; 0 once settled
  float  level_match_gain;      ///< dB
  float  load;                  ///< Mean share of the block's time, 0 to 1
  float  load_peak;             ///< Worst of the last second
  bool   analysing;
  char   model[ROLE_COUNT][SIDECAR_MAX_TEXT]; ///< Name of the running model, empty for none
  bool   loading[ROLE_COUNT];
  char   slots[TAG_SLOTS][SIDECAR_MAX_TEXT]; ///< Tags of the output ports
  char   trouble[STATUS_TEXT_SIZE];          ///< What is wrong and what to do, else empty
} StatusMessage;

typedef struct {
  double time;                                   ///< Seconds since activate
  float  valence[TAP_COUNT], arousal[TAP_COUNT]; ///< On the plane, -1 to 1, not clipped
} TrailPoint;

enum { SNAPSHOT_TRAIL = 320 };

/// The newest readings of one role
typedef struct {
  const Sidecar* sidecar; ///< Borrowed; NULL until known
  bool           valid[TAP_COUNT];
  uint64_t       sequence[TAP_COUNT];
  double         time[TAP_COUNT], age[TAP_COUNT];
  float          values[TAP_COUNT][SIDECAR_MAX_LABELS]; ///< Published scale
} SnapshotRole;

typedef struct {
  StatusMessage status;
  bool          has_status;
  SnapshotRole  roles[ROLE_COUNT];
  float         valence[TAP_COUNT], arousal[TAP_COUNT]; ///< On the plane, not clipped; valid with roles[ROLE_MOOD]
  TrailPoint    trail[SNAPSHOT_TRAIL];                  ///< Oldest first
  uint32_t      n_trail;
  float         spectrum[TAP_COUNT][SPECTRUM_BINS];
  bool          has_spectrum[TAP_COUNT];
  float         parameters[PARAM_COUNT];
  uint64_t      revision; ///< Changes with every change: equal means nothing to redraw
} Snapshot;

/// Parameters at their defaults, nothing heard yet
void snapshot_init(Snapshot* snapshot);

/// Name the model of a role; forgets its readings when it differs.  `sidecar` is borrowed.
void snapshot_set_sidecar(Snapshot* snapshot, Role role, const Sidecar* sidecar);

void snapshot_apply_reading(Snapshot* snapshot, const ReadingMessage* reading);
void snapshot_apply_spectrum(Snapshot* snapshot, const SpectrumMessage* spectrum);
void snapshot_apply_status(Snapshot* snapshot, const StatusMessage* status);
void snapshot_set_parameter(Snapshot* snapshot, unsigned index, float value);

/// Quadrant of a point: 1 excited, 2 tense, 3 sad, 4 calm; on a border the one above or right
int snapshot_quadrant(float valence, float arousal);

/// Name of a quadrant as a verdict: "excited/happy", "tense/angry", "sad/tired", "content/calm"
const char* snapshot_quadrant_name(int quadrant);

#endif // EQUUS_PLUGIN_SNAPSHOT_H
