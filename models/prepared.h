// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_PREPARED_H
#define EQUUS_MODELS_PREPARED_H

#include "models/plan.h"

/**
   Compiled plans in the user's cache folder, shared by all processes.

   A plan's block is written once, to a file in $XDG_CACHE_HOME/equus (~/.cache/equus
   if that isn't set), and mapped for reading wherever the same network is loaded
   again: one copy in memory, whatever the format, the host or the number of
   processes.  Its bytes are those that were compiled, so readings are the same bits
   with and without it.

   A file is made whole under another name and then renamed, never changed in place
   or cut: what a process has mapped stays as it is though the file be replaced or
   removed, so the audio thread needs no care.  Who cuts one by hand takes memory from
   running processes, as with any program or library.

   Whatever is wrong with folder or file, nothing is reported: the caller has, or
   compiles, a plan in memory of its own.  Never on the audio thread.
*/

/// All that decides a plan's bytes, beside the sources and the instruction set that is selected
typedef struct {
  const char* network; ///< SHA-256 of the ONNX file, 64 hexadecimal digits
  const char* options; ///< What else it is compiled from, of any length
} PreparedKey;

/**
   Map the plan of this key.

   All its pages are read, so that a run waits for none; where the user may lock
   any amount of memory they are locked as well.
   @return NULL if there is none, others may write it, or it isn't whole.  Free with plan_free().
*/
Plan* prepared_load(const PreparedKey* key);

/**
   Write a plan for all processes, unless another was faster, and map what is there then.

   Removes files that other versions of these sources made of the same network, and
   those of any network that no process has loaded for a month.  Any number of
   processes may do this at once.
   @return As prepared_load(); `plan` stays the caller's.
*/
Plan* prepared_store(const PreparedKey* key, const Plan* plan);

#endif // EQUUS_MODELS_PREPARED_H
