// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_INSERT_RESPONSE_H
#define EQUUS_TOOLS_INSERT_RESPONSE_H

#include "tools/insert.h"

enum { INSERT_RESPONSE_POINTS = 240 };

/**
   What an insert does to the frequencies, measured.

   Three equal periods of pink noise that repeats, all its sines known, go through the insert; the ratio of what comes
   out to what goes in, in the second and in the third period, is the response, exact for any linear filter that rings
   shorter than a period (2.5 s and more).  At 14 and at 44 dB below full scale (RMS), so that what depends on the
   level shows.
*/
typedef struct {
  unsigned n; ///< Points, equal ratios from 20 Hz to 20 kHz or 0.45 of the rate
  double   hertz[INSERT_RESPONSE_POINTS];
  double   decibels[INSERT_RESPONSE_POINTS]; ///< At the higher level, of the mean of the channels; -200 at least
  double   by_level;                         ///< Largest difference between both levels, dB
  double   by_time;                          ///< Largest difference between two periods, dB
  bool     linear;  ///< Both are below INSERT_LINEAR_DB, but for what lies 60 dB below the peak
  uint32_t latency; ///< Samples, taken off
} InsertResponse;

/// dB
#define INSERT_LINEAR_DB 0.1

/**
   Measure at a rate in Hz; takes twice 10 to 20 s of sound through the insert.
   @return As insert_apply()
*/
EquusStatus insert_response_measure(Insert* insert, double rate, InsertResponse* response, EquusError* error);

/// dB at a frequency, between the points, level beyond them
double insert_response_at(const InsertResponse* response, double hertz);

/// A sentence for a person on whether it is linear and steady, and how late
void insert_response_describe(const InsertResponse* response, char* text, size_t size);

#endif // EQUUS_TOOLS_INSERT_RESPONSE_H
