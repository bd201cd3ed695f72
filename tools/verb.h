// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TOOLS_VERB_H
#define EQUUS_TOOLS_VERB_H

#include "tools/options.h"

/// Exit codes of the command
enum {
  EXIT_DONE    = 0,
  EXIT_TROUBLE = 1, ///< Something couldn't be read, run or written
  EXIT_USAGE   = 2  ///< The command line is wrong
};

/// One thing that the command does
typedef struct Verb Verb;

struct Verb {
  const char* name;
  const char* usage;   ///< What follows the name, e.g. "[OPTION]... FILE..."
  const char* summary; ///< One line
  const char* details; ///< Paragraphs for the help
  /// Run with what follows the name on the command line; returns an exit code
  int (*run)(const Verb* verb, int argc, char** argv);
};

extern const Verb tag_verb;
extern const Verb mood_verb;
extern const Verb classic_verb;
extern const Verb hans_verb;
extern const Verb audit_verb;
extern const Verb sensitivity_verb;
extern const Verb eval_verb;
extern const Verb learn_mood_verb;
extern const Verb render_verb;
extern const Verb steadiness_verb;
extern const Verb bench_verb;
extern const Verb features_verb;
extern const Verb models_verb;

/// Put in front of a verb's own options: --help
#define VERB_HELP(flag)                                                                       \
  {                                                                                           \
    .name = "help", .letter = 'h', .kind = OPTION_FLAG, .help = "Show this", .target = (flag) \
  }

/**
   Read a verb's command line.

   Prints the help where it is asked for, or what is wrong.
   @param help What the option of VERB_HELP sets.
   @param least How many files there must be.
   @return True to go on; otherwise `code` is the exit code.
*/
bool verb_begin(const Verb*   verb,
                const Option* options,
                int           argc,
                char**        argv,
                const bool*   help,
                unsigned      least,
                TextList*     files,
                int*          code);

/// Print "equus: " and a line to standard error
__attribute__((format(printf, 1, 2))) void complain(const char* format, ...);

/// Print an error; returns EXIT_USAGE where `status` tells of something that the user named wrongly, else EXIT_TROUBLE
int complain_usage(const Verb* verb, EquusStatus status, const EquusError* error);

#endif // EQUUS_TOOLS_VERB_H
