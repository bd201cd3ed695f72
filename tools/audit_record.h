// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_AUDIT_RECORD_H
#define EQUUS_TOOLS_AUDIT_RECORD_H

#include "models/sidecar.h"
#include "plugin/verdict.h"

#include <stdio.h>

/**
   What an audit finds, as it is kept: JSON Lines, one object a line, each with a member "type".

   - "run", the first line: version, machine, models, rules, thresholds and the parts of the protocol, all fixed before
     the first sound is heard;
   - "song": a file, and what each model reads in it untouched; stands before the records of that file;
   - "record": song × model × treatment;
   - "trouble": a file that couldn't be heard.

   Numbers that aren't known or don't apply are NAN here, null there, and an empty field in CSV.  tools/audit_log.h
   reads the lines back; nothing else is needed to report a run.
*/

enum {
  AUDIT_MAX_MODELS = 16,
  AUDIT_MAX_RULES  = 16,
  AUDIT_MAX_PARTS  = 64,
  AUDIT_MAX_GAINS  = 96,
  AUDIT_NAME_SIZE  = 64,
  AUDIT_TEXT_SIZE  = 192,
  AUDIT_HASH_SIZE  = 65 ///< SHA-256 as hexadecimal digits
};

#define AUDIT_TOO_SHORT "too short" ///< Outcome of a search for which there was too little music

/// Where an axis of mood is read and how it is scaled; `label` -1 for none
typedef struct {
  int    label; ///< Index into the model's labels
  double minimum, centre, maximum;
} AuditAxis;

/// A model that listens, with the one of its moods that is read
typedef struct {
  char     name[SIDECAR_MAX_TEXT]; ///< Id
  char     title[SIDECAR_MAX_TEXT];
  char     sha256[AUDIT_HASH_SIZE]; ///< Of the network, "" where not known
  char     mood[SIDECAR_MAX_TEXT];  ///< "" where none is read: then both axes have no label
  double   window, hop;             ///< Seconds: length of a window, and from one to the next
  uint32_t n_labels, n_tags;        ///< The first labels are tags
  char (*labels)[SIDECAR_MAX_TEXT]; ///< [n_labels], owned
  AuditAxis valence, arousal;
} AuditModel;

/// One line of the protocol
typedef struct {
  char     part[AUDIT_NAME_SIZE]; ///< "null", "high-pass", "low-pass", "cloud", "flip", "gain", "noise", ...
  char     text[AUDIT_TEXT_SIZE]; ///< For people, with all parameters
  uint32_t first, n;              ///< Treatments `first` ... `first` + n - 1 belong to it
  bool     matched;               ///< Wet is made as loud as dry
  double   tag_tolerance;         ///< Null tests: largest change of a window's tag, a fraction; else NAN
  double   plane_tolerance;       ///< Null tests: of valence or arousal on the plane; else NAN
} AuditPart;

/// How verdicts are made, and on what
typedef struct {
  char       version[AUDIT_NAME_SIZE]; ///< Of Equus
  char       date[AUDIT_NAME_SIZE];    ///< Start of the run, ISO 8601, UTC
  char       machine[AUDIT_TEXT_SIZE];
  char       plan[AUDIT_NAME_SIZE]; ///< "full", "quick" or "part"
  uint32_t   draws;                 ///< Of each cloud
  uint64_t   seed;
  double     start, seconds; ///< Part of each file that is heard: NAN start for its middle, 0 s for all
  bool       windows;        ///< Whether records hold readings window by window
  double     tie, border;    ///< Below which a verdict is undecided: probability; on the plane
  double     deviations;     ///< A move counts above so many of the song's own window-to-window deviations
  double     match_limit;    ///< dB, most that the level match may do
  uint32_t   n_rules;
  char       rules[AUDIT_MAX_RULES][AUDIT_NAME_SIZE]; ///< "top", "quadrant", "valence", "arousal", "a:b", "tag>0.5"
  uint32_t   n_models;
  AuditModel models[AUDIT_MAX_MODELS];
  uint32_t   n_parts;
  AuditPart  parts[AUDIT_MAX_PARTS];
} AuditRun;

/// One window's reading
typedef struct {
  double   valence, arousal; ///< On the plane
  uint32_t top;              ///< Label
  double   probability;      ///< Of that tag; NAN for models without tags
} AuditWindow;

/// What a model reads in a song, over its windows
typedef struct {
  uint32_t     n_windows;
  float*       values;                               ///< Means [n_labels], published scale; owned
  double       valence, arousal;                     ///< Means on the plane
  double       valence_deviation, arousal_deviation; ///< Between windows (over n - 1), on the plane
  AuditWindow* windows;                              ///< [n_windows], owned; NULL unless the run keeps them
} AuditReading;

/// A file and what is read in it untouched
typedef struct {
  char*        file; ///< Path as it was named, owned
  char         sha256[AUDIT_HASH_SIZE];
  double       rate; ///< Hz
  uint32_t     channels;
  double       length;                ///< Seconds of the file
  double       start, seconds;        ///< Of the part that was heard
  double       loudness;              ///< LUFS integrated, NAN for silence
  AuditReading dry[AUDIT_MAX_MODELS]; ///< [n_models] of the run
} AuditSong;

/// What was done to a song
typedef struct {
  uint32_t index;                 ///< In the protocol, from 0
  char     part[AUDIT_NAME_SIZE]; ///< As in AuditPart
  char     kind[AUDIT_NAME_SIZE]; ///< "bypass", "polarity", "low-pass", "cloud", "curve" ...
  char     text[AUDIT_TEXT_SIZE]; ///< For people, e.g. "low-pass 4 kHz, 24 dB/octave"
  double   hertz;                 ///< Of a filter
  double   decibels;              ///< A gain, the limit of a cloud or a search, the ratio of signal to noise
  double   rate;                  ///< To which it was resampled, Hz
  uint32_t bands;                 ///< 0 for none
  uint32_t draw;                  ///< Of a cloud or noise, from 0
  uint64_t seed;
  uint32_t n_gains;
  float    gains[AUDIT_MAX_GAINS];   ///< dB at the bands
  char     aim[AUDIT_NAME_SIZE];     ///< Directed flips: the rule that the search was for, else ""
  char     outcome[AUDIT_NAME_SIZE]; ///< Directed flips: "found", "not found", "undecided", "too short", else ""
  double   predicted, verified;      ///< Directed flips: margin, before and by the plug-in's own filtering
  double   place, length;         ///< Directed flips: seconds of the file where the window searched begins, and its own
  double   window_match;          ///< Directed flips: dB of the level match in that window
  char     from[AUDIT_NAME_SIZE]; ///< Directed flips: what that window says untouched, else ""
  char     to[AUDIT_NAME_SIZE];   ///< And through the curve found, "" for none
} AuditTreatment;

/// One rule on one record
typedef struct {
  bool     applies;                  ///< The model has what the rule is about
  char     dry[AUDIT_NAME_SIZE];     ///< What the song's mean says untouched, e.g. "rock"
  char     wet[AUDIT_NAME_SIZE];     ///< And treated
  Turn     turn;                     ///< Of the song's mean
  uint32_t held, flipped, undecided; ///< Windows
} AuditVerdict;

/// Song × model × treatment
typedef struct {
  uint32_t       song, model; ///< Indices into the log's songs and the run's models
  AuditTreatment treatment;
  double         strength;      ///< dB of the equaliser after level match: RMS over log frequency, 20 Hz to 8 kHz
  double         loudness;      ///< LUFS before level match
  double         match;         ///< dB of the level match; NAN where there was none
  bool           match_limited; ///< It would have needed more
  bool           heard;         ///< False for a search that found nothing: no reading, no verdicts
  AuditReading   wet;
  AuditVerdict*  verdicts;                 ///< [n_rules] of the run, owned; NULL if not heard
  double         tag_change, plane_change; ///< Null tests: largest of any window; else NAN
  bool           passed;                   ///< Null tests: both within the part's tolerances
} AuditRecord;

/// A line each; the stream's error says whether it could be written

void audit_write_run(FILE* stream, const AuditRun* run);
void audit_write_song(FILE* stream, const AuditRun* run, const AuditSong* song);

/// @param song Of the record
void audit_write_record(FILE* stream, const AuditRun* run, const AuditSong* song, const AuditRecord* record);

/// @param text What is wrong with the file
void audit_write_trouble(FILE* stream, const char* file, const char* text);

/// Free what these own, not the structs
void audit_run_clear(AuditRun* run);
void audit_song_clear(AuditSong* song);
void audit_record_clear(AuditRecord* record);

#endif // EQUUS_TOOLS_AUDIT_RECORD_H
