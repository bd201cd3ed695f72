// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_ANALYSIS_H
#define EQUUS_PLUGIN_ANALYSIS_H

#include "dsp/rt.h"
#include "plugin/outputs.h"
#include "plugin/readings.h"
#include "plugin/rig.h"
#include "plugin/taps.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Everything that listens: the taps, the rigs that run, and where their readings go.

   Once made it belongs to the audio thread.  Readings are timed by the count of
   samples, so that neither their values nor their times depend on the block size.
*/
typedef struct Analysis Analysis;

/// @param most Frames of the largest round.  NULL if out of memory or range; free with analysis_free()
Analysis* analysis_new(double rate, unsigned channels, uint32_t most);

/// Frees the rigs that run, too
void analysis_free(Analysis* analysis);

/// Start anew at a frame position since activate; readings and outputs stay until `forget`
void analysis_restart(Analysis* analysis, uint64_t position, bool forget) EQUUS_RT;

/// Let a rig with a model take its place at a frame position; returns the one that it replaced, or NULL
Rig* analysis_install(Analysis* analysis, Rig* rig, uint64_t position) EQUUS_RT;

/// Take the rig of a place out, now the caller's; NULL if there is none
Rig* analysis_remove(Analysis* analysis, Place place) EQUUS_RT;

/// Start models anew if the parameters ask for another hop
void analysis_update_hops(Analysis* analysis, const float* parameters, bool freewheel) EQUUS_RT;

/// The taps, to be mixed before analysis_run()
Taps* analysis_taps(Analysis* analysis) EQUUS_RT;

/// Let the models hear the `n` frames that were mixed into both taps
void analysis_run(Analysis* analysis, uint32_t n) EQUUS_RT;

/// The rig that runs, or NULL
const Rig* analysis_rig(const Analysis* analysis, Place place) EQUUS_RT;

/// Seconds of sound until the first reading of a place since it started; 0 when it has spoken or there is no model
double analysis_settling(const Analysis* analysis, Place place) EQUUS_RT;

Readings* analysis_readings(Analysis* analysis) EQUUS_RT;

Outputs* analysis_outputs(Analysis* analysis) EQUUS_RT;

#endif // EQUUS_PLUGIN_ANALYSIS_H
