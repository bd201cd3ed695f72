// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/nearest.h"
#include "tools/verb.h"

#include <string.h>

static const Verb* const verbs[] = { &tag_verb,         &mood_verb,   &classic_verb, &hans_verb,       &audit_verb,
                                     &sensitivity_verb, &render_verb, &eval_verb,    &steadiness_verb, &learn_mood_verb,
                                     &features_verb,    &models_verb, &bench_verb };

enum { N_VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const Verb*
find_verb(const char* const name)
{
  for (unsigned i = 0; i < N_VERBS; ++i) {
    if (!strcmp(verbs[i]->name, name)) {
      return verbs[i];
    }
  }
  return NULL;
}

static void
print_usage(FILE* const stream)
{
  fputs("Usage: equus VERB [OPTION]... FILE...\n"
        "Hear what music classifiers hear, before and after an equaliser.\n\nVerbs:\n",
        stream);
  for (unsigned i = 0; i < N_VERBS; ++i) {
    fprintf(stream, "  %-11s %s\n", verbs[i]->name, verbs[i]->summary);
  }
  fputs("\nequus help VERB tells more; equus --version prints the version.\n"
        "The plug-in's bundle is looked for in $EQUUS_BUNDLE, beside this program, then where LV2 plug-ins are.\n"
        "Exit codes: 0 done, 1 something couldn't be read, run or written, 2 wrong command line.\n",
        stream);
}

static int
unknown_verb(const char* const name)
{
  const char* names[N_VERBS];
  char        text[EQUUS_ERROR_TEXT_SIZE];
  for (unsigned i = 0; i < N_VERBS; ++i) {
    names[i] = verbs[i]->name;
  }
  nearest_explain("verb", name, names, N_VERBS, text, sizeof(text));
  complain("%s", text);
  return EXIT_USAGE;
}

static int
run_verb(const int argc, char** const argv)
{
  const Verb* const verb = find_verb(argv[0]);
  return verb ? verb->run(verb, argc - 1, argv + 1) : unknown_verb(argv[0]);
}

static int
help(const int argc, char** const argv)
{
  if (argc < 1) {
    print_usage(stdout);
    return EXIT_DONE;
  }
  char  option[] = "--help";
  char* words[]  = { argv[0], option };
  return run_verb(2, words);
}

static int
run(const int argc, char** const argv)
{
  if (argc < 2) {
    print_usage(stderr);
    return EXIT_USAGE;
  }
  if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
    return help(argc - 2, argv + 2);
  }
  if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
    puts("equus " EQUUS_VERSION);
    return EXIT_DONE;
  }
  return run_verb(argc - 1, argv + 1);
}

int
main(const int argc, char** const argv)
{
  int code = run(argc, argv);
  if (fflush(stdout) && !code) {
    complain("can't write the output");
    code = EXIT_TROUBLE;
  }
  return code;
}
