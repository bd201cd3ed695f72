// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_INSERT_H
#define EQUUS_TOOLS_INSERT_H

#include "tools/sound.h"
#include "tools/text_list.h"

/**
   Any installed LV2 plug-in as what makes wet out of dry: an equaliser, a compressor, a master chain.

   Hosted offline, in memory: controls stay at their values; a second of silence goes first, so that what glides to
   them has arrived when the music begins; the latency that the plug-in reports is taken off.  Work that it schedules is
   done at once, in the same thread, and so in the same way each time.  A mono plug-in runs once for each channel,
   a stereo one hears a mono recording on both sides and gives the mean of both.  Side-chain inputs hear silence.

   It runs in this process: a plug-in that crashes takes the program with it, which can't be caught.
*/
typedef struct Insert Insert;

/**
   Find a plug-in and set its controls.

   @param uri As lv2ls lists it
   @param preset URI or label of one of its presets, or NULL for its defaults
   @param assignments SYMBOL=VALUE, a number or the name of a scale point; borrowed until this returns
   @return NULL with `error`: EQUUS_ERR_NOT_FOUND for a plug-in, preset or symbol that isn't there, EQUUS_ERR_RANGE for
   a value out of range, EQUUS_ERR_UNSUPPORTED for what this host can't give it.  Free with insert_free().
*/
Insert* insert_open(const char* uri, const char* preset, const TextList* assignments, EquusError* error);

void insert_free(Insert* insert);

const char* insert_uri(const Insert* insert);
const char* insert_name(const Insert* insert);

/// What was asked for, e.g. "preset Warm, gain_3=6", or "as it comes"
const char* insert_settings(const Insert* insert);

/// Whether a recording of two channels runs through two instances that know nothing of each other
bool insert_is_mono(const Insert* insert);

/**
   Make wet out of dry; both are as long.

   Threads may share an insert; one runs at a time.
   @param wet As for sound_init()
   @param latency Samples that were taken off; may be NULL
   @return EQUUS_ERR_HOST where the plug-in refuses to run, puts out what is no number or changes its latency, or
   EQUUS_ERR_MEMORY, with `error`
*/
EquusStatus insert_apply(Insert* insert, const Sound* dry, Sound* wet, uint32_t* latency, EquusError* error);

#endif // EQUUS_TOOLS_INSERT_H
