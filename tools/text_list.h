// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TEXT_LIST_H
#define EQUUS_TOOLS_TEXT_LIST_H

#include <stdbool.h>

/// A growing list of borrowed strings
typedef struct {
  const char** items;
  unsigned     n, room;
} TextList;

/// False if out of memory
bool text_list_add(TextList* list, const char* text);

/// Free the list, not the strings
void text_list_free(TextList* list);

#endif // EQUUS_TOOLS_TEXT_LIST_H
