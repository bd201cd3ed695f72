// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SHARED_TEXT_H
#define EQUUS_PLUGIN_SHARED_TEXT_H

#include "dsp/rt.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { SHARED_TEXT_SIZE = 1024, SHARED_DOCUMENT_SIZE = 8192 };

/**
   A short text that the audio thread writes and another reads while it runs.

   A sequence lock over atomic words: the writer never waits, the reader tries
   again when it was overtaken.  One writer.  All zero is the empty text.
*/
typedef struct {
  atomic_uint       version; ///< Odd while being written
  _Atomic(uint64_t) words[SHARED_TEXT_SIZE / 8];
} SharedText;

/// Set the text, cut to SHARED_TEXT_SIZE - 1 characters
void shared_text_write(SharedText* shared, const char* text) EQUUS_RT;

/// Copy the text as it was at one moment; not for the audio thread
void shared_text_read(const SharedText* shared, char text[SHARED_TEXT_SIZE]);

/// The same for longer texts
typedef struct {
  atomic_uint       version;
  _Atomic(uint64_t) words[SHARED_DOCUMENT_SIZE / 8];
} SharedDocument;

/// Set the text, cut to SHARED_DOCUMENT_SIZE - 1 characters
void shared_document_write(SharedDocument* shared, const char* text) EQUUS_RT;

/// Copy the text as it was at one moment; not for the audio thread
void shared_document_read(const SharedDocument* shared, char text[SHARED_DOCUMENT_SIZE]);

#endif // EQUUS_PLUGIN_SHARED_TEXT_H
