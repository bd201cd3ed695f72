// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_WORD = 64 };

static int
next_letter(const char** const text)
{
  while (**text == ' ' || **text == '-' || **text == '_') {
    ++*text;
  }
  return **text ? tolower((unsigned char)*(*text)++) : 0;
}

bool
names_match(const char* a, const char* b)
{
  for (;;) {
    const int letter = next_letter(&a);
    if (letter != next_letter(&b)) {
      return false;
    }
    if (!letter) {
      return true;
    }
  }
}

static unsigned
least(const unsigned a, const unsigned b)
{
  return a < b ? a : b;
}

static bool
same_letter(const char a, const char b)
{
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/// Optimal string alignment distance of two words of at most MAX_WORD letters
static unsigned
distance(const char* const a, const size_t a_length, const char* const b, const size_t b_length)
{
  unsigned rows[3][MAX_WORD + 1];
  for (unsigned j = 0; j <= b_length; ++j) {
    rows[0][j] = j;
  }
  for (unsigned i = 1; i <= a_length; ++i) {
    unsigned* const       row      = rows[i % 3];
    const unsigned* const previous = rows[(i + 2) % 3];
    const unsigned* const before   = rows[(i + 1) % 3];
    row[0]                         = i;
    for (unsigned j = 1; j <= b_length; ++j) {
      const unsigned changed = previous[j - 1] + !same_letter(a[i - 1], b[j - 1]);
      row[j]                 = least(changed, least(previous[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1])) {
        row[j] = least(row[j], before[j - 2] + 1);
      }
    }
  }
  return rows[a_length % 3][b_length];
}

static bool
begins(const char* const word, const size_t length, const char* const candidate)
{
  for (size_t i = 0; i < length; ++i) {
    if (!candidate[i] || !same_letter(word[i], candidate[i])) {
      return false;
    }
  }
  return length > 1;
}

int
nearest_name(const char* const word, const char* const* const candidates, const unsigned n)
{
  const size_t length = strlen(word);
  unsigned     best   = (unsigned)length / 3 + 2;
  int          found  = -1;
  for (unsigned i = 0; length <= MAX_WORD && i < n; ++i) {
    const size_t   other = strlen(candidates[i]);
    const unsigned far   = other > MAX_WORD                      ? MAX_WORD
                           : begins(word, length, candidates[i]) ? 1
                                                                 : distance(word, length, candidates[i], other);
    if (far < best && far < other) {
      best  = far;
      found = (int)i;
    }
  }
  return found;
}

void
nearest_explain(const char* const        kind,
                const char* const        word,
                const char* const* const candidates,
                const unsigned           n,
                char* const              text,
                const size_t             size)
{
  const int near   = nearest_name(word, candidates, n);
  size_t    length = (size_t)snprintf(text, size, "unknown %s \"%s\"", kind, word);
  if (near >= 0 && length < size) {
    length += (size_t)snprintf(text + length, size - length, "; did you mean \"%s\"?", candidates[near]);
  }
  for (unsigned i = 0; i < n && length < size; ++i) {
    const char* const lead = i ? ", " : near >= 0 ? " Choose from: " : "; choose from: ";
    length += (size_t)snprintf(text + length, size - length, "%s%s", lead, candidates[i]);
  }
}
