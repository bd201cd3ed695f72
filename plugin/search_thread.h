// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_THREAD_H
#define EQUUS_PLUGIN_SEARCH_THREAD_H

#include "plugin/recorder.h"
#include "plugin/search.h"
#include "plugin/search_board.h"

/// What the search thread has
typedef struct {
  const SearchConfig* config;
  SearchBoard*        board;
  const Recorder*     recorder;
} SearchThread;

/**
   Do what the board asks until its `end` is true; the body of the search thread.

   Looks at the board every 20 ms.  A target comes before maps, maps before the
   meter, and while a flip is being searched maps and delay go on.
   @param thread A SearchThread.
   @return NULL.
*/
void* search_thread_run(void* thread);

#endif // EQUUS_PLUGIN_SEARCH_THREAD_H
