// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SNAPSHOT_H
#define EQUUS_PLUGIN_SNAPSHOT_H

#include "dsp/spectrum.h"
#include "models/sidecar.h"
#include "plugin/listen.h"
#include "plugin/parameters.h"
#include "plugin/places.h"
#include "plugin/wish.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Everything the window shows, in one plain struct.

   Built from messages by the functions below: in the window from LV2 atoms, in
   the command-line tool from the same atoms, elsewhere directly.  One owner, no locks.
*/

typedef enum { TAP_DRY, TAP_WET, TAP_COUNT } Tap;

/// Which of the running models are shown first: at the output ports, as the tags and as the dot on the plane
typedef struct {
  Place   tags; ///< PLACE_NONE for none
  Place   mood; ///< PLACE_NONE for none
  int32_t head; ///< Index into the moods of the model in that place, -1 for none
} Shown;

/// A published reading, as it leaves the audio thread
typedef struct {
  Place    place;
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
  double host_rate;             ///< Hz
  double time;                  ///< Seconds since activate
  float  settling[PLACE_COUNT]; ///< Seconds until the first reading; 0 once settled
  float  level_match_gain;      ///< dB
  float  load;                  ///< Mean share of the block's time, 0 to 1
  float  load_peak;             ///< Worst of the last second
  bool   analysing;
  bool   side_connected; ///< To anything, in the block processed last
  bool   side_silent;    ///< Below -90 dBFS for a second or longer
  bool   delay_known;    ///< Whether the two numbers below say anything
  float  delay_ms;       ///< By which wet comes later than dry
  float  delay_samples;  ///< The same in samples of the host's rate
  Listen listening;      ///< What is played
  bool   loading[PLACE_COUNT];
  Shown  shown;
  char   model[PLACE_COUNT][SIDECAR_MAX_TEXT]; ///< Name of the running model, empty for none
  char   slots[TAG_SLOTS][SIDECAR_MAX_TEXT];   ///< Tags of the output ports
  char   trouble[STATUS_TEXT_SIZE];            ///< What is wrong and what to do, else empty
} StatusMessage;

/// What happened beside the readings
typedef enum {
  MARK_BEGIN,     ///< The first block: with which settings
  MARK_JUMP,      ///< The host's transport goes on elsewhere
  MARK_START,     ///< It begins to roll
  MARK_STOP,      ///< It stops
  MARK_MODEL,     ///< Another model is shown: `text`
  MARK_EQUALISER, ///< The equaliser was changed last then, and rested for a second
  MARK_USER,      ///< Set by hand
  MARK_KIND_COUNT
} MarkKind;

enum { MARK_TEXT_SIZE = 64 };

/// Something to mark in the course of readings
typedef struct {
  MarkKind kind;
  uint64_t number;    ///< From 0 since activate
  double   time;      ///< Seconds since activate
  double   transport; ///< Seconds on the host's timeline; NaN if unknown
  char     text[MARK_TEXT_SIZE];
  float    parameters[PARAM_COUNT]; ///< As they were when the mark was made
} MarkMessage;

/// Which bands push a reading, as the search thread found on recent music; plugin/sensitivity.h says what the maps are
typedef struct {
  uint32_t request;                     ///< Of the wish that this answers
  double   time;                        ///< Seconds since activate at which the music ended
  char     of[SIDECAR_MAX_TEXT];        ///< What was asked for: "valence", "arousal" or a tag
  uint32_t bands;                       ///< 0 where there are no maps: none wished, or `trouble` says why
  float    centre[EXPERIMENT_BANDS];    ///< Hz, rising
  float    slope[EXPERIMENT_BANDS];     ///< What a decibel more adds to `value`
  float    occlusion[EXPERIMENT_BANDS]; ///< `value` minus that with the band replaced by its mean
  double   occlusion_time;              ///< As `time`, of the music that occlusion was found in; 0 where it isn't yet
  float    energy[EXPERIMENT_BANDS];    ///< dB of all of the music's energy; -200 for none
  float    value;                       ///< What the maps are of, for that music
  bool     published_is_probability;    ///< `value` is a probability, else a place on an axis of the plane
  char     trouble[STATUS_TEXT_SIZE];   ///< What is wrong and what to do, else empty
} MapsMessage;

typedef enum {
  FLIP_IDLE,      ///< Not wished
  FLIP_WAITING,   ///< Not enough music heard yet, or silence, or paused
  FLIP_SEARCHING, ///< `progress` says how far
  FLIP_DONE       ///< `outcome` says how it ended, or `trouble` why it did not begin
} FlipPhase;

/// How far the search for a curve is, or what came of it; what is behind `rule` counts only for FLIP_DONE
typedef struct {
  uint32_t  request; ///< Of the wish that this answers
  FlipPhase phase;
  float     progress;                                     ///< 0 to 1
  bool      target;                                       ///< Answers the wish's target, not its meter
  double    time;                                         ///< Seconds since activate at which the music ended
  double    seconds;                                      ///< That the search took
  uint32_t  outcome;                                      ///< A FlipOutcome, plugin/flip.h
  char      rule[EXPERIMENT_RULE_SIZE];                   ///< What counts as a flip, or the target
  char      from[SIDECAR_MAX_TEXT], to[SIDECAR_MAX_TEXT]; ///< Verdicts before and after
  uint32_t  bands;
  float     gains[EXPERIMENT_BANDS]; ///< dB at the bands of dsp/curve
  float     limit;                   ///< dB a band
  float     strength;                ///< dB of the curve, RMS over log frequency after level match
  float     match;                   ///< dB that level match adds
  float     predicted, verified;     ///< Margin or distance: by the search, and as the plug-in itself does it
  float     valence[TAP_COUNT], arousal[TAP_COUNT]; ///< As verified; NaN where the model has none
  float     value[TAP_COUNT];                       ///< Of the pinned tag or threshold, as published; else NaN
  char      trouble[STATUS_TEXT_SIZE];              ///< Why there is no result and what to do, else empty
} FlipMessage;

typedef struct {
  double time;                                   ///< Seconds since activate
  float  valence[TAP_COUNT], arousal[TAP_COUNT]; ///< On the plane, -1 to 1, not clipped
} TrailPoint;

enum { SNAPSHOT_TRAIL = 128 };

/// One mood of a model on the plane, -1 to 1, not clipped; valid where its place is
typedef struct {
  float      valence[TAP_COUNT], arousal[TAP_COUNT];
  float      valence_spread[TAP_COUNT]; ///< Standard deviation over the trail's last 10 s; 0 for fewer than two points
  float      arousal_spread[TAP_COUNT];
  TrailPoint trail[SNAPSHOT_TRAIL]; ///< Of 30 s where both taps were read, at most four a second, oldest first
  uint32_t   n_trail;
} SnapshotMood;

/// The newest readings of one place
typedef struct {
  const Sidecar* sidecar; ///< Borrowed; NULL until known
  bool           valid[TAP_COUNT];
  uint64_t       sequence[TAP_COUNT];
  double         time[TAP_COUNT], age[TAP_COUNT];
  float          values[TAP_COUNT][SIDECAR_MAX_LABELS]; ///< Published scale
  SnapshotMood   moods[SIDECAR_MAX_MOODS];              ///< In the side-car's order
} SnapshotPlace;

typedef struct {
  StatusMessage status;
  bool          has_status;
  SnapshotPlace places[PLACE_COUNT];
  float         spectrum[TAP_COUNT][SPECTRUM_BINS];
  bool          has_spectrum[TAP_COUNT];
  float         parameters[PARAM_COUNT];
  MapsMessage   maps;
  FlipMessage   meter, target;
  bool          has_maps, has_meter, has_target; ///< Whether they say anything, be it what is wrong
  Wish          wish;                            ///< What the plug-in was asked to find out
  FlipMessage   found;                           ///< What the meter found last, while it searches anew
  bool          has_found;
  uint64_t      revision; ///< Changes with every change: equal means nothing to redraw
} Snapshot;

/// Parameters at their defaults, nothing heard yet
void snapshot_init(Snapshot* snapshot);

/// Name the model of a place; forgets its readings when it differs.  `sidecar` is borrowed.
void snapshot_set_sidecar(Snapshot* snapshot, Place place, const Sidecar* sidecar);

void snapshot_apply_reading(Snapshot* snapshot, const ReadingMessage* reading);
void snapshot_apply_spectrum(Snapshot* snapshot, const SpectrumMessage* spectrum);
void snapshot_apply_status(Snapshot* snapshot, const StatusMessage* status);
void snapshot_apply_maps(Snapshot* snapshot, const MapsMessage* maps);

/// Takes its place as meter or target
void snapshot_apply_flip(Snapshot* snapshot, const FlipMessage* flip);

/// Another wish; what was found under another verdict is forgotten
void snapshot_set_wish(Snapshot* snapshot, const Wish* wish);

void snapshot_set_parameter(Snapshot* snapshot, unsigned index, float value);

/// What is shown first: as the plug-in says, before it has spoken as the parameters say
Shown snapshot_shown(const Snapshot* snapshot);

/// The place whose tags (MODEL_TAGS) or mood (MODEL_MOOD) are shown first; NULL for none
const SnapshotPlace* snapshot_place(const Snapshot* snapshot, ModelKind kind);

/// The mood that is shown first, what the side-car says of it and what it reads now; NULL for none
const SidecarMood*  snapshot_mood_sidecar(const Snapshot* snapshot);
const SnapshotMood* snapshot_mood(const Snapshot* snapshot);

/// Highest rate at which any of the models hears, Hz; 0 for none
double snapshot_model_rate(const Snapshot* snapshot);

/// Quadrant of a point: 1 excited, 2 tense, 3 sad, 4 calm; on a border the one above or right
int snapshot_quadrant(float valence, float arousal);

/// Name of a quadrant as a verdict: "excited/happy", "tense/angry", "sad/tired", "content/calm"
const char* snapshot_quadrant_name(int quadrant);

#endif // EQUUS_PLUGIN_SNAPSHOT_H
