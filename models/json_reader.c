// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/json_reader.h"

#include <json-c/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 16 };

#define TEXT_RULE "must be a text of 1 to %zu bytes without control characters"

/// Line, from 1, in which byte `at` lies
static unsigned
line_of(const char* const text, const size_t at)
{
  unsigned line = 1;
  for (size_t i = 0; i < at; ++i) {
    line += text[i] == '\n';
  }
  return line;
}

struct json_object*
json_reader_parse(JsonReader* const reader, const char* const text, const size_t size)
{
  struct json_tokener* const tokener = json_tokener_new_ex(MAX_DEPTH);
  if (!tokener) {
    reader->status = equus_error_set(reader->error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }

  // The zero byte after the text tells the tokener that a number has ended
  json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  struct json_object* const     document = json_tokener_parse_ex(tokener, text, (int)size + 1);
  const enum json_tokener_error why      = json_tokener_get_error(tokener);
  const size_t                  end      = json_tokener_get_parse_end(tokener);
  json_tokener_free(tokener);
  if (why != json_tokener_success || json_object_get_type(document) != json_type_object) {
    json_object_put(document);
    reader->status = equus_error_set(reader->error,
                                     EQUUS_ERR_FORMAT,
                                     "%s isn't a JSON object: line %u: %s",
                                     reader->file,
                                     line_of(text, end < size ? end : size),
                                     why == json_tokener_continue  ? "it ends too early"
                                     : why != json_tokener_success ? json_tokener_error_desc(why)
                                                                   : "it is another kind of value");
    return NULL;
  }
  return document;
}

JsonPart
json_reader_top(JsonReader* const reader, struct json_object* const document)
{
  const JsonPart top = { reader, document, "" };
  return top;
}

bool
json_reader_ok(const JsonReader* const reader)
{
  return !reader->status;
}

void
json_reader_fail(const JsonPart* const part, const char* const key, const char* const must)
{
  JsonReader* const reader = part->reader;
  if (!reader->status) {
    reader->status = equus_error_set(reader->error,
                                     EQUUS_ERR_FORMAT,
                                     "%s: \"%s%s%s\" %s",
                                     reader->file,
                                     part->path,
                                     *part->path ? "." : "",
                                     key,
                                     must);
  }
}

/// The member of this type, or NULL with a failure
static struct json_object*
member(const JsonPart* const part, const char* const key, const enum json_type type, const char* const must)
{
  struct json_object* value = NULL;
  if (part->reader->status) {
    return NULL;
  }
  if (!json_object_object_get_ex(part->object, key, &value)) {
    json_reader_fail(part, key, "is missing");
    return NULL;
  }
  const bool whole_for_real = type == json_type_double && json_object_is_type(value, json_type_int);
  if (!json_object_is_type(value, type) && !whole_for_real) {
    json_reader_fail(part, key, must);
    return NULL;
  }
  return value;
}

bool
part_has(const JsonPart* const part, const char* const key)
{
  return !part->reader->status && json_object_object_get_ex(part->object, key, NULL);
}

JsonPart
part_object(const JsonPart* const part, const char* const key)
{
  JsonPart inner = { part->reader, member(part, key, json_type_object, "must be an object"), "" };
  snprintf(inner.path, sizeof(inner.path), "%.60s%s%.30s", part->path, *part->path ? "." : "", key);
  return inner;
}

uint32_t
part_list(const JsonPart* const part, const char* const key, const uint32_t min, const uint32_t max)
{
  char must[64] = "";
  snprintf(must, sizeof(must), "must be a list of %" PRIu32 " to %" PRIu32 " objects", min, max);

  struct json_object* const list   = member(part, key, json_type_array, must);
  const size_t              length = list ? json_object_array_length(list) : min;
  if (length < min || length > max) {
    json_reader_fail(part, key, must);
  }
  for (size_t i = 0; list && i < length; ++i) {
    if (!json_object_is_type(json_object_array_get_idx(list, i), json_type_object)) {
      json_reader_fail(part, key, must);
    }
  }
  return part->reader->status ? 0 : (uint32_t)length;
}

JsonPart
part_item(const JsonPart* const part, const char* const key, const uint32_t index)
{
  struct json_object* const list = member(part, key, json_type_array, "must be a list");
  JsonPart                  item = { part->reader, list ? json_object_array_get_idx(list, index) : NULL, "" };
  snprintf(item.path, sizeof(item.path), "%.40s%s%.30s[%" PRIu32 "]", part->path, *part->path ? "." : "", key, index);
  return item;
}

/// True if a text may stand in a message, a menu or a CSV header
static bool
is_printable(const char* const text, const size_t length)
{
  for (size_t i = 0; i < length; ++i) {
    if ((unsigned char)text[i] < 32 || text[i] == 127) {
      return false;
    }
  }
  return true;
}

/// Copy a text of 1 to `size` - 1 printable bytes; `value` is NULL after a failure
static void
take_text(const JsonPart* const     part,
          const char* const         key,
          struct json_object* const value,
          char* const               to,
          const size_t              size)
{
  const size_t length = value ? (size_t)json_object_get_string_len(value) : 0;
  to[0]               = '\0';
  if (!value) {
    return;
  }
  if (length < 1 || length >= size || !is_printable(json_object_get_string(value), length)) {
    char must[80] = "";
    snprintf(must, sizeof(must), TEXT_RULE, size - 1);
    json_reader_fail(part, key, must);
    return;
  }
  memcpy(to, json_object_get_string(value), length + 1);
}

void
part_text(const JsonPart* const part, const char* const key, char* const to, const size_t size)
{
  char must[80] = "";
  snprintf(must, sizeof(must), TEXT_RULE, size - 1);
  take_text(part, key, member(part, key, json_type_string, must), to, size);
}

void
part_text_item(const JsonPart* const part,
               const char* const     key,
               const uint32_t        index,
               char* const           to,
               const size_t          size)
{
  struct json_object* const list = member(part, key, json_type_array, "must be a list of texts");
  struct json_object* const item = list ? json_object_array_get_idx(list, index) : NULL;
  if (list && !json_object_is_type(item, json_type_string)) {
    json_reader_fail(part, key, "must be a list of texts");
  }
  take_text(part, key, part->reader->status ? NULL : item, to, size);
}

void
part_free_text(const JsonPart* const part, const char* const key, char* const to, const size_t size)
{
  struct json_object* value = NULL;
  to[0]                     = '\0';
  if (part->reader->status || !json_object_object_get_ex(part->object, key, &value) ||
      !json_object_is_type(value, json_type_string)) {
    return;
  }
  const char* const text   = json_object_get_string(value);
  size_t            length = strnlen(text, size);
  if (length == size) {
    --length;
    while (length && ((unsigned char)text[length] & 0xC0U) == 0x80U) {
      --length;
    }
  }
  for (size_t i = 0; i < length; ++i) {
    to[i] = text[i];
    if (!is_printable(text + i, 1)) {
      to[i] = ' ';
    }
  }
  to[length] = '\0';
}

/// The list of this name, or NULL
static struct json_object*
optional_list(const JsonPart* const part, const char* const key)
{
  struct json_object* list = NULL;
  return !part->reader->status && json_object_object_get_ex(part->object, key, &list) &&
             json_object_is_type(list, json_type_array)
           ? list
           : NULL;
}

uint32_t
part_length(const JsonPart* const part, const char* const key)
{
  struct json_object* const list   = optional_list(part, key);
  const size_t              length = list ? json_object_array_length(list) : 0;
  return length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
}

uint32_t
part_whole_item(const JsonPart* const part, const char* const key, const uint32_t index)
{
  struct json_object* const list   = optional_list(part, key);
  struct json_object* const item   = list ? json_object_array_get_idx(list, index) : NULL;
  const int64_t             number = item && json_object_is_type(item, json_type_int) ? json_object_get_int64(item) : 0;
  return number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

char*
part_long_text(const JsonPart* const part, const char* const key, const size_t max)
{
  char must[80] = "";
  snprintf(must, sizeof(must), "must be a text of at most %zu bytes", max);

  struct json_object* const value  = part_has(part, key) ? member(part, key, json_type_string, must) : NULL;
  const char* const         text   = value ? json_object_get_string(value) : "";
  const size_t              length = value ? (size_t)json_object_get_string_len(value) : 0;
  if (length > max || strlen(text) != length) {
    json_reader_fail(part, key, must);
  }
  if (part->reader->status) {
    return NULL;
  }

  char* const copy = malloc(length + 1);
  if (!copy) {
    part->reader->status = equus_error_set(part->reader->error, EQUUS_ERR_MEMORY, "out of memory");
    return NULL;
  }
  memcpy(copy, text, length + 1);
  return copy;
}

double
part_number(const JsonPart* const part, const char* const key, const double min, const double max)
{
  char must[80] = "";
  snprintf(must, sizeof(must), "must be a number from %.10g to %.10g", min, max);

  struct json_object* const value  = member(part, key, json_type_double, must);
  const double              number = value ? json_object_get_double(value) : min;
  if (!(number >= min && number <= max)) {
    json_reader_fail(part, key, must);
  }
  return part->reader->status ? min : number;
}

uint32_t
part_whole(const JsonPart* const part, const char* const key, const uint32_t min, const uint32_t max)
{
  char must[80] = "";
  snprintf(must, sizeof(must), "must be a whole number from %" PRIu32 " to %" PRIu32, min, max);

  struct json_object* const value  = member(part, key, json_type_int, must);
  const int64_t             number = value ? json_object_get_int64(value) : min;
  if (number < min || number > max) {
    json_reader_fail(part, key, must);
  }
  return part->reader->status ? min : (uint32_t)number;
}

void
part_numbers(const JsonPart* const part,
             const char* const     key,
             const size_t          n,
             const double          min,
             const double          max,
             double* const         to)
{
  char must[128] = "";
  snprintf(must, sizeof(must), "must be a list of %zu numbers from %.10g to %.10g", n, min, max);

  struct json_object* const list = member(part, key, json_type_array, must);
  if (list && json_object_array_length(list) != n) {
    json_reader_fail(part, key, must);
  }
  for (size_t i = 0; i < n && !part->reader->status; ++i) {
    struct json_object* const item = json_object_array_get_idx(list, i);
    to[i]                          = json_object_get_double(item);
    if (!(json_object_is_type(item, json_type_double) || json_object_is_type(item, json_type_int)) ||
        !(to[i] >= min && to[i] <= max)) {
      json_reader_fail(part, key, must);
    }
  }
}

bool
part_bool(const JsonPart* const part, const char* const key)
{
  struct json_object* const value = member(part, key, json_type_boolean, "must be true or false");
  return value && json_object_get_boolean(value);
}

unsigned
part_choice(const JsonPart* const part, const char* const key, const char* const* const choices, const unsigned n)
{
  char must[256] = "must be ";
  for (unsigned i = 0; i < n; ++i) {
    const size_t length = strlen(must);
    snprintf(must + length, sizeof(must) - length, "%s\"%s\"", i == 0 ? "" : i + 1 < n ? ", " : " or ", choices[i]);
  }

  struct json_object* const value = member(part, key, json_type_string, must);
  if (value) {
    for (unsigned i = 0; i < n; ++i) {
      if (!strcmp(json_object_get_string(value), choices[i])) {
        return i;
      }
    }
    json_reader_fail(part, key, must);
  }
  return 0;
}
