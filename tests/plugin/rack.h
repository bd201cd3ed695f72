// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_PLUGIN_RACK_H
#define EQUUS_TESTS_PLUGIN_RACK_H

#include "plugin/equus.h"

#include <stdbool.h>
#include <stdint.h>

/// Runs an instance over a signal and keeps what comes out, for tests

enum { RACK_READINGS = 512 };

typedef struct {
  Equus*         equus;
  double         rate;
  unsigned       channels;
  uint32_t       length;   ///< Frames
  float*         in[2];    ///< The signal
  float*         out[2];   ///< What came out
  uint32_t       position; ///< Frames that were processed
  uint32_t       n_readings;
  ReadingMessage readings[RACK_READINGS]; ///< Unused values are 0
} Rack;

/// A signal of tones and noise whose mood changes, heard by MSD_musicnn and vibenet; false if out of memory or `models`
/// is no place for models
bool rack_open(Rack* rack, const char* models, double rate, unsigned channels, double seconds);

void rack_close(Rack* rack);

/// Back to the beginning
void rack_rewind(Rack* rack);

/// Process the next `n` frames in one block
void rack_run(Rack* rack, uint32_t n, bool freewheel);

/// Process up to frame `end` in blocks of `block` frames, 0 for random ones between 0 and 3,000
void rack_run_to(Rack* rack, uint32_t end, uint32_t block, bool freewheel);

#endif // EQUUS_TESTS_PLUGIN_RACK_H
