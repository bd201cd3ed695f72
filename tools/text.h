// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_TEXT_H
#define EQUUS_TOOLS_TEXT_H

#include <stdbool.h>
#include <stdio.h>

/// A field of a CSV file: quoted where RFC 4180 asks for it
void text_write_csv(FILE* stream, const char* text);

/// A JSON string with its quotes; `text` is UTF-8
void text_write_json(FILE* stream, const char* text);

/// A JSON number with nine significant digits; null where it isn't finite
void text_write_json_number(FILE* stream, double number);

/// Text for HTML, with the five special characters replaced, and by U+FFFD what isn't UTF-8 or may not stand in a page
void text_write_html(FILE* stream, const char* text);

/// A command line for a shell: `name` and the words, quoted where they must be; NULL if out of memory, to be freed
char* text_command(const char* name, int n, char* const* words);

/// Characters of a UTF-8 text
unsigned text_width(const char* text);

/// UTF-8 text, padded with spaces to `width` characters: to the left for a positive width, else to the right
void text_write_padded(FILE* stream, const char* text, int width);

/**
   A number for people: with a true minus sign, with a plus sign where asked for, no sign where it rounds to zero.
   @return `text`, of TEXT_SIGNED_SIZE bytes.
*/
const char* text_signed(char* text, double number, int digits, bool plus);

enum { TEXT_SIGNED_SIZE = 32 };

#endif // EQUUS_TOOLS_TEXT_H
