// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_TOOLS_MARKUP_H
#define EQUUS_TESTS_TOOLS_MARKUP_H

#include <stdio.h>

/// A stream to write to, one at a time
FILE* markup_open(void);

/// Close it and return what was written, to be freed
char* markup_close(FILE* stream);

/**
   Fail the test unless a page or a piece of one is well-formed as XML and stands alone.

   Tags are balanced, attributes quoted, text is UTF-8 with the special characters escaped; each id is there once; what
   refers to an id finds it; there are no scripts, and nothing is fetched from anywhere.
*/
void markup_check(const char* text);

/// How often an element of this name occurs in what markup_check() accepts
unsigned markup_count(const char* text, const char* element);

#endif // EQUUS_TESTS_TOOLS_MARKUP_H
