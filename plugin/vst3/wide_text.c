// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/vst3/wide_text.h"

#include <string.h>

/// Next character of UTF-8; bytes that aren't become question marks
static uint32_t
next_of_text(const char** text)
{
  const unsigned char* p      = (const unsigned char*)*text;
  const uint32_t       lead   = *p++;
  const unsigned       more   = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  uint32_t             result = more ? lead & (0x3Fu >> more) : lead;
  unsigned             got    = 0;
  for (; got < more && (*p & 0xC0u) == 0x80u; ++got) {
    result = result << 6u | (*p++ & 0x3Fu);
  }
  *text = (const char*)p;
  return got == more && (more || lead < 0x80) ? result : '?';
}

void
wide_text_from(int16_t* wide, size_t size, const char* text)
{
  size_t n = 0;
  while (*text) {
    const uint32_t c     = next_of_text(&text);
    const size_t   units = c > 0xFFFF ? 2 : 1;
    if (n + units >= size) {
      break;
    }
    if (units == 2) {
      wide[n++] = (int16_t)(0xD800u | (c - 0x10000u) >> 10u);
      wide[n++] = (int16_t)(0xDC00u | ((c - 0x10000u) & 0x3FFu));
    } else {
      wide[n++] = (int16_t)c;
    }
  }
  wide[n] = 0;
}

/// Next character of UTF-16
static uint32_t
next_of_wide(const int16_t** wide)
{
  const uint32_t first  = (uint16_t) * (*wide)++;
  const uint32_t second = (first & 0xFC00u) == 0xD800u ? (uint16_t) * *wide : 0;
  if ((second & 0xFC00u) == 0xDC00u) {
    ++*wide;
    return 0x10000u + ((first & 0x3FFu) << 10u | (second & 0x3FFu));
  }
  return (first & 0xF800u) == 0xD800u ? '?' : first;
}

/// Write a character as UTF-8; returns its bytes
static size_t
encode(char bytes[4], uint32_t c)
{
  const size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = n - 1; i > 0; --i) {
    bytes[i] = (char)(0x80u | (c & 0x3Fu));
    c >>= 6u;
  }
  static const unsigned leads[] = { 0x00, 0xC0, 0xE0, 0xF0 };
  bytes[0]                      = (char)(leads[n - 1] | c);
  return n;
}

void
wide_text_to(char* text, size_t size, const int16_t* wide)
{
  size_t n = 0;
  while (*wide) {
    char         bytes[4];
    const size_t length = encode(bytes, next_of_wide(&wide));
    if (n + length >= size) {
      break;
    }
    memcpy(text + n, bytes, length);
    n += length;
  }
  text[n] = '\0';
}
