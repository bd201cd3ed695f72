// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/options.h"

#include "tools/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPTIONS = 48 };

static const Option*
find_letter(const Option* const options, const char letter)
{
  for (const Option* option = options; option->name; ++option) {
    if (letter && option->letter == letter) {
      return option;
    }
  }
  return NULL;
}

static const Option*
find_name(const Option* const options, const char* const name, const size_t length)
{
  for (const Option* option = options; option->name; ++option) {
    if (strlen(option->name) == length && !strncmp(option->name, name, length)) {
      return option;
    }
  }
  return NULL;
}

static EquusStatus
unknown_option(const Option* const options, const char* const argument, EquusError* const error)
{
  const char* names[MAX_OPTIONS];
  unsigned    n = 0;
  while (n < MAX_OPTIONS && options[n].name) {
    names[n] = options[n].name;
    ++n;
  }
  char         word[64];
  const size_t length = strcspn(argument + strspn(argument, "-"), "=");
  snprintf(word, sizeof(word), "%.*s", (int)length, argument + strspn(argument, "-"));
  char text[EQUUS_ERROR_TEXT_SIZE];
  nearest_explain("option", word, names, n, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

static EquusStatus
parse_number(const Option* const option, const char* const value, double* const number, EquusError* const error)
{
  char* end = NULL;
  *number   = strtod(value, &end);
  if (end == value || *end || !isfinite(*number) || *number < option->minimum || *number > option->maximum ||
      (option->kind == OPTION_WHOLE && *number != floor(*number))) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "--%s takes a%s number from %g to %g, not \"%s\"",
                           option->name,
                           option->kind == OPTION_WHOLE ? " whole" : "",
                           option->minimum,
                           option->maximum,
                           value);
  }
  return EQUUS_OK;
}

static EquusStatus
parse_choice(const Option* const option, const char* const value, EquusError* const error)
{
  unsigned n = 0;
  for (; option->choices[n]; ++n) {
    if (!strcmp(option->choices[n], value)) {
      *(int*)option->target = (int)n;
      return EQUUS_OK;
    }
  }
  char kind[64];
  char text[EQUUS_ERROR_TEXT_SIZE];
  snprintf(kind, sizeof(kind), "--%s", option->name);
  nearest_explain(kind, value, option->choices, n, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

static EquusStatus
parse_size(const Option* const option, const char* const value, EquusError* const error)
{
  OptionSize* const size = (OptionSize*)option->target;
  char*             end  = NULL;
  const long        w    = strtol(value, &end, 10);
  const long        h    = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
  if (*end || (double)w < option->minimum || (double)h < option->minimum || (double)w > option->maximum ||
      (double)h > option->maximum) {
    return equus_error_set(error,
                           EQUUS_ERR_RANGE,
                           "--%s takes WIDTHxHEIGHT, each from %g to %g, not \"%s\"",
                           option->name,
                           option->minimum,
                           option->maximum,
                           value);
  }
  *size = (OptionSize){ (int)w, (int)h };
  return EQUUS_OK;
}

static EquusStatus
store(const Option* const option, const char* const value, EquusError* const error)
{
  double      number = 0.0;
  EquusStatus status = EQUUS_OK;
  switch (option->kind) {
  case OPTION_FLAG:
    *(bool*)option->target = true;
    break;
  case OPTION_TEXT:
    *(const char**)option->target = value;
    break;
  case OPTION_LIST:
    return text_list_add((TextList*)option->target, value) ? EQUUS_OK : EQUUS_ERR_MEMORY;
  case OPTION_WHOLE:
  case OPTION_NUMBER:
    if (!(status = parse_number(option, value, &number, error))) {
      *(double*)option->target = number;
    }
    break;
  case OPTION_CHOICE:
    return parse_choice(option, value, error);
  case OPTION_SIZE:
    return parse_size(option, value, error);
  }
  return status;
}

/// Split one argument into option and attached value (or NULL)
static const Option*
recognise(const Option* const options, const char* const argument, const char** const value)
{
  if (argument[1] != '-') {
    *value = argument[2] ? argument + 2 : NULL;
    return find_letter(options, argument[1]);
  }
  const size_t length = strcspn(argument + 2, "=");
  *value              = argument[2 + length] ? argument + 3 + length : NULL;
  return find_name(options, argument + 2, length);
}

EquusStatus
options_parse(const Option* const options,
              const int           argc,
              char** const        argv,
              TextList* const     files,
              EquusError* const   error)
{
  bool only_files = false;
  for (int i = 0; i < argc; ++i) {
    const char* const argument = argv[i];
    if (only_files || argument[0] != '-' || !argument[1]) {
      if (!text_list_add(files, argument)) {
        return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
      }
      continue;
    }
    if (!strcmp(argument, "--")) {
      only_files = true;
      continue;
    }
    const char*         value  = NULL;
    const Option* const option = recognise(options, argument, &value);
    if (!option) {
      return unknown_option(options, argument, error);
    }
    if (option->kind == OPTION_FLAG && value) {
      return equus_error_set(error, EQUUS_ERR_RANGE, "--%s takes no value", option->name);
    }
    if (option->kind != OPTION_FLAG && !value && !(value = ++i < argc ? argv[i] : NULL)) {
      return equus_error_set(error, EQUUS_ERR_RANGE, "--%s needs a value: %s", option->name, option->argument);
    }
    const EquusStatus status = store(option, value, error);
    if (status) {
      return status;
    }
  }
  return EQUUS_OK;
}

void
options_print(const Option* const options, FILE* const stream)
{
  for (const Option* option = options; option->name; ++option) {
    char left[64];
    char letter[8] = "    ";
    if (option->letter) {
      snprintf(letter, sizeof(letter), "-%c, ", option->letter);
    }
    snprintf(left,
             sizeof(left),
             "%s--%s%s%s",
             letter,
             option->name,
             option->argument ? " " : "",
             option->argument ? option->argument : "");
    fprintf(stream, "  %-28s %s\n", left, option->help);
  }
}
