// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/text.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void
text_write_csv(FILE* const stream, const char* const text)
{
  if (!text[strcspn(text, ",\"\r\n")]) {
    fputs(text, stream);
    return;
  }
  putc('"', stream);
  for (const char* c = text; *c; ++c) {
    if (*c == '"') {
      putc('"', stream);
    }
    putc(*c, stream);
  }
  putc('"', stream);
}

void
text_write_json(FILE* const stream, const char* const text)
{
  putc('"', stream);
  for (const char* c = text; *c; ++c) {
    if (*c == '"' || *c == '\\') {
      fprintf(stream, "\\%c", *c);
    } else if ((unsigned char)*c < 0x20) {
      fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*c);
    } else {
      putc(*c, stream);
    }
  }
  putc('"', stream);
}

void
text_write_json_number(FILE* const stream, const double number)
{
  if (isfinite(number)) {
    fprintf(stream, "%.9g", number);
  } else {
    fputs("null", stream);
  }
}

static const char*
html_entity(const char c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

/// Bytes of the character at `text` if that is UTF-8 (RFC 3629) and one that pages may hold, else 0
static unsigned
character_bytes(const char* const text)
{
  static const uint32_t first[] = { 0, 0, 0x80, 0x800, 0x10000 };
  const unsigned char   lead    = (unsigned char)*text;
  const unsigned        n = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  uint32_t              code = n > 1 ? lead & (0xffu >> (n + 1)) : lead;
  for (unsigned i = 1; i < n; ++i) {
    if ((text[i] & 0xc0) != 0x80) {
      return 0;
    }
    code = code << 6u | (text[i] & 0x3fu);
  }
  const bool control   = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  const bool surrogate = (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff || code > 0x10ffff;
  return n && code >= first[n] && !control && !surrogate ? n : 0;
}

void
text_write_html(FILE* const stream, const char* const text)
{
  for (const char* c = text; *c;) {
    const char* const entity = html_entity(*c);
    const unsigned    n      = character_bytes(c);
    if (entity) {
      fputs(entity, stream);
    } else if (n) {
      fwrite(c, 1, n, stream);
    } else {
      fputs("\xef\xbf\xbd", stream);
    }
    c += n ? n : 1;
  }
}

static void
write_word(FILE* const stream, const char* const word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
  if (*word && !word[strspn(word, plain)]) {
    fputs(word, stream);
    return;
  }
  putc('\'', stream);
  for (const char* c = word; *c; ++c) {
    if (*c == '\'') {
      fputs("'\\'", stream); // Ends the quotes, and the quote itself begins them again
    }
    putc(*c, stream);
  }
  putc('\'', stream);
}

char*
text_command(const char* const name, const int n, char* const* const words)
{
  char*       text   = NULL;
  size_t      size   = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  fputs(name, stream);
  for (int i = 0; i < n; ++i) {
    putc(' ', stream);
    write_word(stream, words[i]);
  }
  if (fclose(stream)) {
    free(text);
    return NULL;
  }
  return text;
}

unsigned
text_width(const char* const text)
{
  unsigned width = 0;
  for (const char* c = text; *c; ++c) {
    width += (*c & 0xc0) != 0x80;
  }
  return width;
}

void
text_write_padded(FILE* const stream, const char* const text, const int width)
{
  const int gap = (width < 0 ? -width : width) - (int)text_width(text);
  fprintf(stream, "%*s%s%*s", width < 0 && gap > 0 ? gap : 0, "", text, width > 0 && gap > 0 ? gap : 0, "");
}

const char*
text_signed(char* const text, const double number, const int digits, const bool plus)
{
  const double least = 0.5 * pow(10.0, -digits);
  const char*  sign  = fabs(number) < least ? "" : number < 0.0 ? "\u2212" : plus ? "+" : "";
  snprintf(text, TEXT_SIGNED_SIZE, "%s%.*f", sign, digits, fabs(number));
  return text;
}
