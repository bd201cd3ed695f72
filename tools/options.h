// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_OPTIONS_H
#define EQUUS_TOOLS_OPTIONS_H

#include "dsp/error.h"
#include "tools/text_list.h"

#include <stdbool.h>
#include <stdio.h>

/**
   Command-line options from a table: parsed, checked and explained in one way by all verbs.

   Takes `--name value`, `--name=value`, `-n value` and `-nvalue`; options and
   files may be mixed; `--` ends the options; `-` alone is a file.
*/

typedef enum {
  OPTION_FLAG,   ///< target bool
  OPTION_TEXT,   ///< target const char*
  OPTION_LIST,   ///< target TextList; may be given several times
  OPTION_WHOLE,  ///< target double that is a whole number
  OPTION_NUMBER, ///< target double
  OPTION_CHOICE, ///< target int, index into `choices`
  OPTION_SIZE    ///< target OptionSize, as WIDTHxHEIGHT
} OptionKind;

typedef struct {
  int width, height;
} OptionSize;

typedef struct {
  const char*        name;   ///< Without dashes; NULL ends a table
  char               letter; ///< Or 0
  OptionKind         kind;
  const char*        argument; ///< In the help, e.g. "NAME"; NULL for a flag
  const char*        help;
  void*              target;           ///< Holds the default beforehand
  double             minimum, maximum; ///< Numbers and each side of a size
  const char* const* choices;          ///< Ended by NULL
} Option;

/**
   Read arguments 0 ... argc - 1 into the options' targets and `files`.
   @return EQUUS_ERR_NOT_FOUND or EQUUS_ERR_RANGE with a sentence that names the nearest option.
*/
EquusStatus options_parse(const Option* options, int argc, char** argv, TextList* files, EquusError* error);

/// One line an option, aligned
void options_print(const Option* options, FILE* stream);

#endif // EQUUS_TOOLS_OPTIONS_H
