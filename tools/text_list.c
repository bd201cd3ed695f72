// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/text_list.h"

#include <stdlib.h>

bool
text_list_add(TextList* const list, const char* const text)
{
  if (list->n == list->room) {
    const unsigned     room  = list->room ? 2 * list->room : 8;
    const char** const items = (const char**)realloc(list->items, room * sizeof(*items));
    if (!items) {
      return false;
    }
    list->items = items;
    list->room  = room;
  }
  list->items[list->n++] = text;
  return true;
}

void
text_list_free(TextList* const list)
{
  free(list->items);
  *list = (TextList){ 0 };
}
