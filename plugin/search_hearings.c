// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_hearings.h"

#include "plugin/text.h"

#include <string.h>

static void
give_up(SearchHearings* hearings, unsigned i)
{
  hearing_free(hearings->hearing[i]);
  hearings->hearing[i] = NULL;
}

void
search_hearings_tidy(SearchHearings* hearings)
{
  for (unsigned i = 0; i < SEARCH_HEARINGS; ++i) {
    if (hearings->hearing[i] && !hearing_is_shared(hearings->hearing[i])) {
      give_up(hearings, i);
    }
  }
}

const Hearing*
search_hearings_get(SearchHearings* hearings, const char* bundled, const char* path, EquusError* error)
{
  for (unsigned i = 0; i < SEARCH_HEARINGS; ++i) {
    if (hearings->hearing[i] && !strcmp(hearings->path[i], path)) {
      return hearings->hearing[i];
    }
  }
  search_hearings_tidy(hearings);
  unsigned place = 0;
  while (place + 1 < SEARCH_HEARINGS && hearings->hearing[place]) {
    ++place;
  }
  give_up(hearings, place);
  text_copy(hearings->path[place], path, SHARED_TEXT_SIZE);
  hearings->hearing[place] = hearing_new(bundled, path, error);
  return hearings->hearing[place];
}
