// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_NEAREST_H
#define EQUUS_TOOLS_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/// True if two names are equal but for case, spaces, hyphens and underscores
bool names_match(const char* a, const char* b);

/**
   The candidate that a mistyped word most probably meant.

   By the number of letters to change, insert, drop or swap with their neighbour
   (optimal string alignment); a word that begins a candidate is always near.
   @return Index into `candidates` [n], or -1 if none is near.
*/
int nearest_name(const char* word, const char* const* candidates, unsigned n);

/**
   Write `unknown KIND "WORD"; did you mean "X"? Choose from: A, B, C` to `text`.
*/
void nearest_explain(const char*        kind,
                     const char*        word,
                     const char* const* candidates,
                     unsigned           n,
                     char*              text,
                     size_t             size);

#endif // EQUUS_TOOLS_NEAREST_H
