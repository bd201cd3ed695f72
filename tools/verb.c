// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/verb.h"

#include <stdarg.h>

void
complain(const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  fputs("equus: ", stderr);
  vfprintf(stderr, format, args);
  putc('\n', stderr);
  va_end(args);
}

int
complain_usage(const Verb* const verb, const EquusStatus status, const EquusError* const error)
{
  complain("%s: %s", verb->name, error->text);
  return status == EQUUS_ERR_NOT_FOUND || status == EQUUS_ERR_RANGE ? EXIT_USAGE : EXIT_TROUBLE;
}

static void
print_help(const Verb* const verb, const Option* const options)
{
  printf("Usage: equus %s %s\n%s\n\nOptions:\n", verb->name, verb->usage, verb->summary);
  options_print(options, stdout);
  if (verb->details) {
    printf("\n%s\n", verb->details);
  }
}

bool
verb_begin(const Verb* const   verb,
           const Option* const options,
           const int           argc,
           char** const        argv,
           const bool* const   help,
           const unsigned      least,
           TextList* const     files,
           int* const          code)
{
  EquusError        error  = { EQUUS_OK, "" };
  const EquusStatus status = options_parse(options, argc, argv, files, &error);
  if (status) {
    *code = complain_usage(verb, status, &error);
    return false;
  }
  if (*help) {
    print_help(verb, options);
    *code = EXIT_DONE;
    return false;
  }
  if (files->n < least) {
    complain("%s: no file named; try: equus %s --help", verb->name, verb->name);
    *code = EXIT_USAGE;
    return false;
  }
  return true;
}
