// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_EQUUS_H
#define EQUUS_PLUGIN_EQUUS_H

#include "dsp/error.h"
#include "dsp/rt.h"
#include "plugin/listen.h"
#include "plugin/parameters.h"
#include "plugin/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   One instance of the plug-in, whatever the format.

   Threads: functions marked EQUUS_RT belong to the audio thread, equus_work()
   to the worker, equus_state_save() and equus_state_restore() to any one thread
   but the audio thread, also while it runs, the rest to the thread that sets up,
   never while another runs.
*/
typedef struct Equus Equus;

typedef struct {
  double      rate;       ///< Host rate, 8,000 to 384,000 Hz
  unsigned    channels;   ///< 1 or 2
  const char* model_path; ///< Folder of the bundled models; copied
} EquusConfig;

/**
   Allocate and load the default models.

   A model that can't be loaded is not fatal: the audio passes, the status says why.
   @return NULL with `error` filled; free with equus_free().
*/
Equus* equus_new(const EquusConfig* config, EquusError* error);

void equus_free(Equus* equus);

/// Position 0, history cleared, filters reset
void equus_activate(Equus* equus);

/// No processing until the next equus_activate(); only tells equus_state_restore() that it may load at once
void equus_deactivate(Equus* equus);

/// Set a parameter from the next sample on; limited to its range
void equus_set_parameter(Equus* equus, unsigned index, float value) EQUUS_RT;

float equus_parameter(const Equus* equus, unsigned index) EQUUS_RT;

/// Add to what a parameter with parameter_is_modulated() says, from the next sample on; not part of the state
void equus_set_modulation(Equus* equus, unsigned index, float amount) EQUUS_RT;

/**
   True if a parameter changed so that equus_work() must run (a model to load or free).

   Call after setting parameters and before equus_process(), and have the worker
   called: where it runs inline, the model is there before the first sample.
*/
bool equus_needs_work(Equus* equus) EQUUS_RT;

/// Load what is asked for, free what was replaced.  Worker thread (or the audio thread's caller when freewheeling).
void equus_work(Equus* equus);

/**
   Process `n` frames of `channels` buffers; any input may be any output.  `n` may be 0.
   @param side [channels] The side-chain, NULL where a channel is not connected; or NULL for none
*/
void equus_process(Equus*              equus,
                   const float* const* in,
                   const float* const* side,
                   float* const*       out,
                   uint32_t            n,
                   bool                freewheel) EQUUS_RT;

/**
   Play something else than the parameters say, for a blind check, with a cross-fade of 10 ms.

   Dry is the side-chain where that is the dry source and connected.  Nothing
   that the models hear changes.  Not kept in the state; closing the window ends it.
*/
void equus_set_listening(Equus* equus, Listen listening) EQUUS_RT;

/**
   Tell of the host's transport as it is at the next sample, as often as the host tells; it is taken to go on by itself.
   @param seconds Where it is on the host's timeline; NaN if unknown.
*/
void equus_set_transport(Equus* equus, bool rolling, double seconds) EQUUS_RT;

/// Mark a time, in seconds since activate; negative for now
void equus_mark(Equus* equus, double time) EQUUS_RT;

/// The oldest mark not taken yet, valid until the next call; NULL for none or while no window is open
const MarkMessage* equus_next_mark(Equus* equus) EQUUS_RT;

/// Value of an output port, index below OUTPUT_COUNT
float equus_output(const Equus* equus, unsigned index) EQUUS_RT;

/// Take the oldest reading not taken yet.  Up to 256 wait; older ones are dropped, which the sequence numbers show.
bool equus_next_reading(Equus* equus, ReadingMessage* reading) EQUUS_RT;

/// Tell whether a window watches: spectra are computed only then; opening replays the readings of the last 30 s,
/// and then bit by bit those of the ten minutes before, thinned, and all marks
void equus_set_window_open(Equus* equus, bool open) EQUUS_RT;

/// Newest spectrum of a tap, or NULL if it was taken already or no window is open
const SpectrumMessage* equus_next_spectrum(Equus* equus, Tap tap) EQUUS_RT;

/// Newest answer to the wish's maps, or to its meter or target, which was not taken yet; NULL for none or while no
/// window is open.  Valid until the next call.
const MapsMessage* equus_next_maps(Equus* equus) EQUUS_RT;
const FlipMessage* equus_next_flip(Equus* equus) EQUUS_RT;

/// Fill the status as it is now
void equus_status(const Equus* equus, StatusMessage* status) EQUUS_RT;

/// Name the tag of an output slot; an unknown name gives 0 at the port until a model has it
void equus_set_slot(Equus* equus, unsigned slot, const char* tag) EQUUS_RT;

enum { EQUUS_VIEW_SIZE = 8192 };

/// The window's own settings as JSON (size, scale, theme, slots of the equaliser ...), kept in the state;
/// NUL-terminated, cut to EQUUS_VIEW_SIZE
void        equus_set_view(Equus* equus, const char* json) EQUUS_RT;
const char* equus_view(const Equus* equus) EQUUS_RT;

/**
   What the window wants found out, as plugin/wish.h reads it; kept in the state, cut to EQUUS_WISH_SIZE; "" for
   nothing.

   Answered in the background while a window is open and not freewheeling, and never while analysis is off.
*/
void        equus_set_wish(Equus* equus, const char* json) EQUUS_RT;
const char* equus_wish(const Equus* equus) EQUUS_RT;

enum { EQUUS_OWN_SIZE = 1024 };

/**
   Name the user's own model of a kind: the path of its side-car, or the name of an installed model; "" for none.

   Kept in the state, cut to EQUUS_OWN_SIZE; loaded if the parameters choose it, also where it was before.
*/
void        equus_set_own_model(Equus* equus, ModelKind kind, const char* name) EQUUS_RT;
const char* equus_own_model(const Equus* equus, ModelKind kind) EQUUS_RT;

/// The state as one JSON document, to be freed with free(); NULL if out of memory
char* equus_state_save(const Equus* equus);

/**
   Restore a document from equus_state_save(), of this or an older or newer version.

   When not active it holds at once, with the models that it names loaded; else
   from the next equus_take_state() on.  Unknown keys are kept and
   saved again; a document that can't be read changes nothing.
   @param own [2], by ModelKind: names of the user's own models in place of the
   document's, for hosts that move files; "" to keep the document's; or NULL.
*/
EquusStatus equus_state_restore(Equus* equus, const char* json, char (*own)[EQUUS_OWN_SIZE], EquusError* error);

/**
   Let states that were restored meanwhile take effect; call at the beginning of a block, before setting parameters.
   @return True if a state was restored since the last call: every parameter and setting may have changed.
*/
bool equus_take_state(Equus* equus) EQUUS_RT;

#endif // EQUUS_PLUGIN_EQUUS_H
