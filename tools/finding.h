// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_FINDING_H
#define EQUUS_TOOLS_FINDING_H

#include "plugin/recorder.h"
#include "plugin/snapshot.h"
#include "tools/bundle.h"
#include "tools/options.h"

/// What the plug-in's background searches find at one moment of a file, done at once and by their own code

/// What is to be found, as the command line says it
typedef struct {
  const char* map;    ///< "valence", "arousal" or a value of a model; NULL for no maps
  const char* flip;   ///< A verdict's rule, or NULL
  const char* toward; ///< A wish's target, or NULL
  double      amount, limit, seed;
  int         bands; ///< Index into finding_bands
} Finding;

/// "8", "10", "31"
extern const char* const finding_bands[];

/// Amounts where the command line says nothing
#define FINDING_USUAL                                    \
  {                                                      \
    .amount = 0.2, .limit = 6.0, .seed = 1.0, .bands = 1 \
  }

// clang-format off
/// Its options in a verb's table
#define FINDING_OPTIONS(finding)                                                                                       \
  { "map", 0, OPTION_TEXT, "OF", "Show which bands push valence, arousal or a tag", &(finding)->map, 0, 0, NULL },      \
  { "flip", 0, OPTION_TEXT, "RULE", "Find the least equaliser that turns a verdict, as hans does",                      \
    &(finding)->flip, 0, 0, NULL },                                                                                     \
  { "toward", 0, OPTION_TEXT, "V,A|+TAG|-TAG", "Find the least equaliser that moves a reading there",                   \
    &(finding)->toward, 0, 0, NULL },                                                                                   \
  { "amount", 0, OPTION_NUMBER, "P", "How far a tag goes up or down (default 0.2)", &(finding)->amount, 0.01, 2, NULL }, \
  { "limit", 0, OPTION_NUMBER, "DB", "Most that a band gets (default 6)", &(finding)->limit, 0.5, 24, NULL },           \
  { "bands", 0, OPTION_CHOICE, "8|10|31", "Bands of the curve (default 10)", &(finding)->bands, 0, 0, finding_bands },  \
  { "seed", 0, OPTION_WHOLE, "N", "Of random curves (default 1)", &(finding)->seed, 0, UINT32_MAX, NULL }
// clang-format on

/// True if anything is to be found
bool finding_is_wished(const Finding* finding);

/**
   The wish that a window would send.
   @return EQUUS_ERR_RANGE with `error` if the command line asks what can't be asked.
*/
EquusStatus finding_wish(const Finding* finding, Wish* wish, EquusError* error);

/// Keeps what the searches look back on; the caller writes it.  NULL if out of memory; free with recorder_free()
Recorder* finding_recorder(double rate, unsigned channels);

/**
   Search in the newest of what the recorder has, and give the snapshot what comes of it.

   @param snapshot Its wish says what is to be found, its parameters and status which models are shown.
   @param rate, channels Of the recorder.
   @return EQUUS_ERR_NOT_FOUND with `error` where there is no answer: too little music or silence, no such tag.  A
   search that finds no curve within the limit is an answer.
*/
EquusStatus finding_run(const Bundle*   bundle,
                        const Recorder* recorder,
                        double          rate,
                        unsigned        channels,
                        Snapshot*       snapshot,
                        EquusError*     error);

#endif // EQUUS_TOOLS_FINDING_H
