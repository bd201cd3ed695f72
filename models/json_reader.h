// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_MODELS_JSON_READER_H
#define EQUUS_MODELS_JSON_READER_H

#include "dsp/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

/**
   Reads and checks the members of a JSON document.

   The first thing that is wrong fills the error with the file, the member's
   path ("frontend.mel.bands") and what it must be; all later reads then yield
   zeros, so that a caller checks json_reader_ok() once at the end.
*/
typedef struct {
  const char* file; ///< What messages call the document
  EquusError* error;
  EquusStatus status;
} JsonReader;

/// An object inside the document and its path, "" for the top
typedef struct {
  JsonReader*         reader;
  struct json_object* object; ///< NULL once something was wrong, or if it was optional and absent
  char                path[96];
} JsonPart;

/**
   Parse a document whose top is an object.
   @return The document, to be given back by json_object_put(), or NULL with the reader's error filled.
*/
struct json_object* json_reader_parse(JsonReader* reader, const char* text, size_t size);

JsonPart json_reader_top(JsonReader* reader, struct json_object* document);

bool json_reader_ok(const JsonReader* reader);

/// Report that a member is wrong: "FILE: "path.key" `must`"
void json_reader_fail(const JsonPart* part, const char* key, const char* must);

/// True if there is such a member
bool part_has(const JsonPart* part, const char* key);

/// A member that must be an object
JsonPart part_object(const JsonPart* part, const char* key);

/// A member that must be a list of objects, `min` to `max` of them; their number
uint32_t part_list(const JsonPart* part, const char* key, uint32_t min, uint32_t max);

/// Item `index` of a list
JsonPart part_item(const JsonPart* part, const char* key, uint32_t index);

/// A text of 1 to `size` - 1 bytes without control characters, copied to `to`
void part_text(const JsonPart* part, const char* key, char* to, size_t size);

/// As part_text() for item `index` of a list of texts
void part_text_item(const JsonPart* part, const char* key, uint32_t index, char* to, size_t size);

/**
   An optional text, "" where absent or no text: cut to fit between two characters, with spaces for control characters.

   For documents of others, whose texts are for people to read only.
*/
void part_free_text(const JsonPart* part, const char* key, char* to, size_t size);

/// Length of an optional list, 0 where absent or no list
uint32_t part_length(const JsonPart* part, const char* key);

/// Item `index` of a list of numbers if it is a whole one of 1 or more, else 0
uint32_t part_whole_item(const JsonPart* part, const char* key, uint32_t index);

/// A copy of an optional text of at most `max` bytes, "" where absent, to be freed; NULL if something was wrong
char* part_long_text(const JsonPart* part, const char* key, size_t max);

/// A finite number from `min` to `max`
double part_number(const JsonPart* part, const char* key, double min, double max);

/// A whole number from `min` to `max`
uint32_t part_whole(const JsonPart* part, const char* key, uint32_t min, uint32_t max);

/// A list of exactly `n` finite numbers from `min` to `max`, copied to `to`
void part_numbers(const JsonPart* part, const char* key, size_t n, double min, double max, double* to);

bool part_bool(const JsonPart* part, const char* key);

/// Index of a text among `n` choices; others are refused with the list of them
unsigned part_choice(const JsonPart* part, const char* key, const char* const* choices, unsigned n);

#endif // EQUUS_MODELS_JSON_READER_H
