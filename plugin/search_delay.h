// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_SEARCH_DELAY_H
#define EQUUS_PLUGIN_SEARCH_DELAY_H

#include "plugin/search_task.h"

/// The search thread's work on the delay between dry and wet: estimated each second of music, told when two agree
typedef struct SearchDelay SearchDelay;

/// NULL if out of memory; free with search_delay_free()
SearchDelay* search_delay_new(void);

void search_delay_free(SearchDelay* delay);

/**
   Estimate anew if it is due.
   @param samples Set if there is news: by how much wet comes later.
   @return True if two estimates in a row were sure and agree, and so `samples` was set.
*/
bool search_delay_run(SearchDelay* delay, const SearchTask* task, int* samples);

#endif // EQUUS_PLUGIN_SEARCH_DELAY_H
