// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SESSION_H
#define EQUUS_PLUGIN_SESSION_H

#include "dsp/error.h"
#include "dsp/rt.h"
#include "plugin/equus.h"
#include "plugin/state.h"

/**
   What a host keeps of an instance, in a form that can be saved and restored while audio runs.

   The audio thread writes every change here; session_save() reads it from
   another thread without either waiting for the other.  A state that is restored
   meanwhile is posted to the audio thread, and saved from then on, also before it is taken.
*/
typedef struct Session Session;

/// A restored state on its way to the audio thread
typedef struct {
  State state;
  char  trouble[STATUS_TEXT_SIZE];
} SessionPost;

/// Parameters at their defaults, no slots named, no view.  NULL if out of memory; free with session_free()
Session* session_new(void);

void session_free(Session* session);

void session_set_parameter(Session* session, unsigned index, float value) EQUUS_RT;
void session_set_slot(Session* session, unsigned slot, const char* tag) EQUUS_RT;
void session_set_view(Session* session, const char* json) EQUUS_RT;
void session_set_wish(Session* session, const char* json) EQUUS_RT;
void session_set_own_model(Session* session, ModelKind kind, const char* name) EQUUS_RT;

/// The document, to be freed with free(); NULL if out of memory.  Any one thread but the audio thread.
char* session_save(const Session* session);

/**
   Read a document; the values that it leaves open are those of now.

   The session remembers its unknown keys and models, and that is all: applying
   `state` to the instance, which writes it back here, is left to the caller.
   @param trouble [STATUS_TEXT_SIZE] What a person should know about it, else empty.
   @return On failure, also while QUEUE_SIZE posts are untaken, `error` is filled and nothing else has changed.
*/
EquusStatus session_restore(Session* session, const char* json, State* state, char* trouble, EquusError* error);

/**
   Send what session_restore() gave to the audio thread; the thread that restores, right after it.
   @return EQUUS_ERR_MEMORY
*/
EquusStatus session_post(Session* session, const State* state, const char* trouble, EquusError* error);

/// Audio thread: the oldest state that was posted, or NULL; to be given back by session_spend() before the next
SessionPost* session_take(Session* session) EQUUS_RT;
void         session_spend(Session* session, SessionPost* post) EQUUS_RT;

#endif // EQUUS_PLUGIN_SESSION_H
