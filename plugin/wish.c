// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/wish.h"

#include "models/json_reader.h"
#include "plugin/json_number.h"

#include <json-c/json.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const Wish
  nothing = { .of = "valence", .map_bands = 31, .verdict = "top", .limit = 6.0, .bands = 10, .seed = 1, .amount = 0.2 };

void
wish_init(Wish* wish)
{
  *wish = nothing;
}

static void
read_flag(const JsonPart* part, const char* key, bool* flag)
{
  if (part_has(part, key)) {
    *flag = part_bool(part, key);
  }
}

static void
read_text(const JsonPart* part, const char* key, char* text, size_t size)
{
  if (part_has(part, key)) {
    part_text(part, key, text, size);
  }
}

static void
read_number(const JsonPart* part, const char* key, double min, double max, double* number)
{
  if (part_has(part, key)) {
    *number = part_number(part, key, min, max);
  }
}

static void
read_whole(const JsonPart* part, const char* key, uint32_t* number)
{
  if (part_has(part, key)) {
    *number = part_whole(part, key, 0, UINT32_MAX);
  }
}

static void
read_bands(const JsonPart* part, const char* key, uint32_t* bands)
{
  if (!part_has(part, key)) {
    return;
  }
  *bands = part_whole(part, key, 0, UINT32_MAX);
  if (*bands != 8 && *bands != 10 && *bands != 31) {
    json_reader_fail(part, key, "must be 8, 10 or 31");
  }
}

static void
read_target(const JsonPart* part, Wish* wish)
{
  double place[2];
  read_text(part, "target", wish->target, sizeof(wish->target));
  if (wish->target[0] && wish_target(wish, place) == WISH_NO_TARGET) {
    json_reader_fail(
      part,
      "target",
      "must be a place on the plane such as \"0.5,-0.2\", or \"+\" or \"-\" and a tag, such as \"+sad\"");
  }
}

EquusStatus
wish_read(const char* text, Wish* wish, EquusError* error)
{
  JsonReader reader = { "The wish", error, EQUUS_OK };
  *wish             = nothing;
  if (!*text) {
    return EQUUS_OK;
  }

  json_object* const document = json_reader_parse(&reader, text, strlen(text));
  if (document) {
    const JsonPart top = json_reader_top(&reader, document);
    read_flag(&top, "maps", &wish->maps);
    read_text(&top, "of", wish->of, sizeof(wish->of));
    read_bands(&top, "map_bands", &wish->map_bands);
    read_flag(&top, "meter", &wish->meter);
    read_flag(&top, "once", &wish->once);
    read_text(&top, "verdict", wish->verdict, sizeof(wish->verdict));
    read_number(&top, "limit", 0.5, 24.0, &wish->limit);
    read_bands(&top, "bands", &wish->bands);
    read_whole(&top, "seed", &wish->seed);
    read_target(&top, wish);
    read_number(&top, "amount", 0.01, 2.0, &wish->amount);
    read_whole(&top, "request", &wish->request);
    json_object_put(document);
  }
  if (!json_reader_ok(&reader)) {
    *wish = nothing;
  }
  return reader.status;
}

/// Add a member; takes `value`, NULL of which means out of memory
static bool
add(json_object* root, const char* key, json_object* value)
{
  if (!value || json_object_object_add(root, key, value)) {
    json_object_put(value);
    return false;
  }
  return true;
}

static bool
fill(json_object* root, const Wish* wish)
{
  return add(root, "maps", json_object_new_boolean(wish->maps)) && add(root, "of", json_object_new_string(wish->of)) &&
         add(root, "map_bands", json_object_new_int64(wish->map_bands)) &&
         add(root, "meter", json_object_new_boolean(wish->meter)) &&
         (!wish->once || add(root, "once", json_object_new_boolean(true))) &&
         add(root, "verdict", json_object_new_string(wish->verdict)) && add(root, "limit", json_number(wish->limit)) &&
         add(root, "bands", json_object_new_int64(wish->bands)) &&
         add(root, "seed", json_object_new_int64(wish->seed)) &&
         (!wish->target[0] || add(root, "target", json_object_new_string(wish->target))) &&
         add(root, "amount", json_number(wish->amount)) && add(root, "request", json_object_new_int64(wish->request));
}

bool
wish_write(const Wish* wish, char* text, size_t size)
{
  json_object* const root = json_object_new_object();
  const bool         good = root && fill(root, wish);
  const char* const  json =
    good ? json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;
  const bool fits = json && strlen(json) < size;
  if (fits) {
    memcpy(text, json, strlen(json) + 1);
  }
  json_object_put(root);
  return fits;
}

bool
wish_is_empty(const Wish* wish)
{
  return !wish->maps && !wish->meter && !wish->target[0];
}

/// A finite number and what follows it, or NULL; whatever the locale's decimal point
static const char*
parse_number(const char* text, double* number)
{
  char   plain[SIDECAR_MAX_TEXT];
  size_t n = strspn(text, "+-.0123456789eE");
  if (!n || n >= sizeof(plain)) {
    return NULL;
  }
  memcpy(plain, text, n);
  plain[n]                  = '\0';
  json_object* const parsed = json_tokener_parse(plain[0] == '+' ? plain + 1 : plain);
  const bool         good = json_object_is_type(parsed, json_type_double) || json_object_is_type(parsed, json_type_int);
  *number                 = json_object_get_double(parsed);
  json_object_put(parsed);
  return good && isfinite(*number) ? text + n : NULL;
}

WishTarget
wish_target(const Wish* wish, double place[2])
{
  const char* const comma = parse_number(wish->target, &place[0]);
  const char* const end   = comma && *comma == ',' ? parse_number(comma + 1, &place[1]) : NULL;
  if (end && !*end) {
    return WISH_POINT;
  }
  if (!wish->target[0] || !wish->target[1]) {
    return WISH_NO_TARGET;
  }
  return wish->target[0] == '+' ? WISH_RAISE : wish->target[0] == '-' ? WISH_LOWER : WISH_NO_TARGET;
}
