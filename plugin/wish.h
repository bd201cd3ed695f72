// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_WISH_H
#define EQUUS_PLUGIN_WISH_H

#include "dsp/error.h"
#include "models/sidecar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  EQUUS_WISH_SIZE      = 1024,
  EXPERIMENT_BANDS     = 31, ///< Most bands of a map or of a curve that was found
  EXPERIMENT_RULE_SIZE = 64  ///< Text of a verdict's rule
};

/**
   What the window wants found out in the background, to and from the JSON text of equus_set_wish().

   {"maps": true, "of": "valence", "map_bands": 31, "meter": true, "verdict": "quadrant", "limit": 6, "bands": 10,
    "seed": 1, "target": "0.5,-0.2", "amount": 0.2, "request": 3}: what is absent has its default, other keys are
   passed over.
*/
typedef struct {
  bool     maps;                          ///< Draw which bands push `of`
  char     of[SIDECAR_MAX_TEXT];          ///< "valence" (default), "arousal" or one of the values of a model
  uint32_t map_bands;                     ///< 8, 10 or 31 (default)
  bool     meter;                         ///< Search the smallest curve that changes the verdict
  bool     once;                          ///< ... once for each request, not again and again
  char     verdict[EXPERIMENT_RULE_SIZE]; ///< Rule, as plugin/verdict.h reads it; "top" by default
  double   limit;                         ///< dB a band, 0.5 to 24, default 6
  uint32_t bands;                         ///< Of the curve: 8, 10 (default) or 31
  uint32_t seed;                          ///< Default 1
  char     target[SIDECAR_MAX_TEXT];      ///< Place on the plane, "+" or "-" and a value to raise or lower; "" for none
  double   amount;                        ///< By how much to raise or lower, 0.01 to 2, default 0.2
  uint32_t request;                       ///< Told in the answers; a target is searched once for each number, default 0
} Wish;

/// What a wish's target asks for
typedef enum { WISH_NO_TARGET, WISH_POINT, WISH_RAISE, WISH_LOWER } WishTarget;

/// A wish for nothing, with the defaults
void wish_init(Wish* wish);

/**
   Read a text over `wish`, "" as a wish for nothing; not on the audio thread.
   @return On failure `error` names what is wrong, and `wish` wants nothing.
*/
EquusStatus wish_read(const char* text, Wish* wish, EquusError* error);

/// Write a wish to `text` of `size` bytes as compact JSON; false if it doesn't fit or memory is out
bool wish_write(const Wish* wish, char* text, size_t size);

/// True if there is nothing to find out
bool wish_is_empty(const Wish* wish);

/// What the target is; its place on the plane [2], valence first, is set for WISH_POINT
WishTarget wish_target(const Wish* wish, double place[2]);

#endif // EQUUS_PLUGIN_WISH_H
