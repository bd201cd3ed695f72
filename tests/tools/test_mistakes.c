// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that whatever is wrong, with the command line, a file, the bundle or a model, is named, and the exit code
// says so.

#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAYS(...)       \
  (const char* const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

static int
make_files(void** state)
{
  (void)state;
  sounds_write(sounds_path("fine.wav"), 16000.0, 1, 16000 * 4);
  sounds_write(sounds_path("brief.wav"), 16000.0, 1, 16000 * 2);
  sounds_write_bad(sounds_path("notanumber.wav"), 16000.0, 16000 * 4, 40000, NAN);
  sounds_write_bad(sounds_path("infinite.wav"), 16000.0, 16000 * 4, 8000, -INFINITY);
  sounds_write_text(sounds_path("nothing.wav"), "");
  sounds_write_text(sounds_path("words.wav"), "These are words, not samples.\n");
  return 0;
}

static void
test_command_lines(void** state)
{
  (void)state;
  command_expect("equus", 2, SAYS("Usage: equus VERB"));
  command_expect("equus tga fine.wav",
                 2,
                 SAYS("unknown verb \"tga\"; did you mean \"tag\"?", "classic, hans, audit, sensitivity, render"));
  command_expect("equus help tga", 2, SAYS("did you mean \"tag\"?"));
  command_expect("equus tag", 2, SAYS("no file named"));
  command_expect("equus tag --hopp 3 fine.wav", 2, SAYS("unknown option \"hopp\"; did you mean \"hop\"?"));
  command_expect("equus tag --hop 626 fine.wav", 2, SAYS("--hop takes a whole number from 1 to 625"));
  command_expect("equus tag --preset telefone fine.wav", 2, SAYS("did you mean \"telephone\"?", "warm"));
  command_expect("equus tag --model MSD_resnet fine.wav", 2, SAYS("unknown tag model \"MSD_resnet\"", "MSD_musicnn"));
  command_expect("equus mood --model MSD_musicnn fine.wav", 2, SAYS("unknown mood model", "vibenet"));
  command_expect("equus tag --set p1_gian=3 fine.wav", 2, SAYS("did you mean \"p1_gain\"?"));
  command_expect("equus tag --set p1_gain=99 fine.wav", 2, SAYS("from -24 to 24, not \"99\""));
  command_expect("equus tag --set p1_gain fine.wav", 2, SAYS("--set p1_gain takes a number"));
  command_expect("equus tag --set tag_model=resnet fine.wav", 2, SAYS("from 0 to 6 or one of off", "MTT vgg"));
  command_expect("equus tag --format xml fine.wav", 2, SAYS("choose from: csv, json, table"));
  command_expect("equus hans --preset none fine.wav", 2, SAYS("unknown preset \"none\""));
  command_expect("equus render fine.wav", 2, SAYS("-o FILE"));
  command_expect("equus render fine.wav nothing.wav -o x.png", 2, SAYS("takes one file"));
}

static void
test_help_and_version_are_no_mistakes(void** state)
{
  (void)state;
  static const char* const asks[] = { "equus --help",  "equus help",        "equus help tag", "equus mood --help",
                                      "equus hans -h", "equus help render", "equus --version" };
  for (unsigned i = 0; i < sizeof(asks) / sizeof(asks[0]); ++i) {
    CommandResult result = command_run(asks[i]);
    assert_int_equal(result.code, 0);
    assert_string_equal(result.err, "");
    assert_true(strstr(result.out, "Usage: equus") || !strncmp(result.out, "equus 0", 7));
    command_clear(&result);
  }
}

/// True if the manual's source has this option, not only a longer one
static bool
is_in_manual(const char* const manual, const char* const name, const int length)
{
  char option[64];
  snprintf(option, sizeof(option), " -%.*s", length, name);
  for (const char* at = strstr(manual, option); at; at = strstr(at + 1, option)) {
    if (strchr(" \n", at[strlen(option)])) {
      return true;
    }
  }
  return false;
}

static void
test_the_manual_has_every_option(void** state)
{
  (void)state;
  static const char* const verbs[] = { "tag",  "mood",       "hans",       "audit",    "sensitivity", "render",
                                       "eval", "steadiness", "learn-mood", "features", "models",      "bench" };
  char* const              manual  = command_read_file(EQUUS_MANUAL);
  unsigned                 options = 0;
  assert_non_null(manual);
  for (unsigned i = 0; i < sizeof(verbs) / sizeof(verbs[0]); ++i) {
    char command[32];
    snprintf(command, sizeof(command), "equus help %s", verbs[i]);
    CommandResult help = command_run(command);
    for (const char* at = strstr(help.out, "\n  "); at; at = strstr(at + 1, "\n  ")) {
      const char* const name   = strstr(at, "--") + 2;
      const int         length = (int)strcspn(name, " \n");
      if (!is_in_manual(manual, name, length)) {
        fail_msg("the manual lacks --%.*s of %s", length, name, verbs[i]);
      }
      ++options;
    }
    command_clear(&help);
  }
  assert_true(options > 40);
  free(manual);
}

static void
test_files(void** state)
{
  (void)state;
  command_expect("equus tag missing.wav", 1, SAYS("missing.wav: no such file"));
  command_expect("equus tag nothing.wav", 1, SAYS("nothing.wav: is empty"));
  command_expect("equus tag words.wav", 1, SAYS("words.wav: can't be read as sound"));
  command_expect("equus tag .", 1, SAYS(".: is a folder"));
  command_expect("equus tag notanumber.wav", 1, SAYS("notanumber.wav: has a sample", "not a number at 2.5000 s"));
  command_expect("equus hans --preset warm infinite.wav", 1, SAYS("infinite.wav: has a sample", "at 0.5000 s"));
  command_expect("equus tag brief.wav", 1, SAYS("brief.wav: is 2 s long; MSD musicnn needs at least 2.976 s"));
  command_expect("equus mood --model vibenet fine.wav",
                 1,
                 SAYS("fine.wav: is 4 s long; vibenet EfficientNet-B0 needs at least 10 s"));
  command_expect("equus tag --start 4 fine.wav", 1, SAYS("can't be started at 4 s"));
  command_expect("equus hans brief.wav", 1, SAYS("brief.wav: is 2 s long"));
  command_expect("equus render fine.wav --at 5 -o x.png", 1, SAYS("fine.wav: ends after 4 s, before --at 5"));
  command_expect("equus render fine.wav --at 1 -o no/such/folder.png", 1, SAYS("no/such/folder.png: No such file"));
}

static void
test_the_good_files_are_printed_all_the_same(void** state)
{
  (void)state;
  CommandResult alone = command_run("equus tag fine.wav");
  CommandResult among = command_run("equus tag words.wav fine.wav missing.wav");
  assert_int_equal(among.code, 1);
  assert_non_null(strstr(among.err, "words.wav"));
  assert_non_null(strstr(among.err, "missing.wav"));
  assert_int_equal(strncmp(among.out, "file,time,", 10), 0);
  assert_null(strstr(among.out, "words.wav"));
  const char* const row = strchr(alone.out, '\n') + 1;
  const char* const its = strstr(among.out, "\nfine.wav,") + strlen("\nfine.wav,");
  assert_int_equal(strncmp(row, its, strcspn(row, "\n")), 0);
  command_clear(&alone);
  command_clear(&among);
}

static void
test_a_full_disk_is_noticed(void** state)
{
  (void)state;
  command_expect("equus tag fine.wav >/dev/full", 1, SAYS("can't write the output: No space left on device"));
  command_expect("equus tag --format json fine.wav >/dev/full", 1, SAYS("No space left on device"));
  command_expect("equus --help >/dev/full", 1, SAYS("can't write the output"));
  command_expect("equus render fine.wav --at 1 -o /dev/full", 1, SAYS("/dev/full: can't be written"));
}

static void
test_a_reader_that_goes_away_is_no_trouble(void** state)
{
  (void)state;
  CommandResult result = command_run("equus tag --hop 1 fine.wav | head -n 1");
  assert_int_equal(strncmp(result.out, "time,rock,", 10), 0);
  assert_string_equal(result.err, "");
  command_clear(&result);
}

static void
test_a_missing_bundle_is_explained(void** state)
{
  (void)state;
  command_expect("EQUUS_BUNDLE=/nowhere equus tag fine.wav", 1, SAYS("EQUUS_BUNDLE is set to /nowhere"));
  command_expect("rm -rf alone && mkdir alone && cp \"$EQUUS_COMMAND\" alone/equus && HOME=/nowhere LV2_PATH=/nowhere "
                 "alone/equus tag fine.wav",
                 1,
                 SAYS("equus.lv2 is neither beside this program nor in /nowhere", "./bootstrap build"));
}

static void
test_damaged_models_are_named(void** state)
{
  (void)state;
  static const char copy[] = "rm -rf damaged && cp -r \"$(dirname \"$EQUUS_COMMAND\")/equus.lv2\" damaged && ";
  char              command[1024];
  snprintf(command,
           sizeof(command),
           "%s{ head -c 100000 damaged/models/MSD_musicnn.onnx >cut; mv -f cut damaged/models/MSD_musicnn.onnx; "
           "EQUUS_BUNDLE=damaged equus tag fine.wav; }",
           copy);
  command_expect(command, 1, SAYS("MSD_musicnn.onnx"));
  snprintf(command,
           sizeof(command),
           "%s{ echo words >cut; mv -f cut damaged/models/MSD_musicnn.json; EQUUS_BUNDLE=damaged equus tag fine.wav; }",
           copy);
  command_expect(command, 1, SAYS("MSD_musicnn.json"));
  snprintf(command,
           sizeof(command),
           "%s{ rm damaged/models/vibenet.onnx; EQUUS_BUNDLE=damaged equus hans --mood-model vibenet fine.wav; }",
           copy);
  command_expect(command, 1, SAYS("vibenet.onnx"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_command_lines),
    cmocka_unit_test(test_help_and_version_are_no_mistakes),
    cmocka_unit_test(test_the_manual_has_every_option),
    cmocka_unit_test(test_files),
    cmocka_unit_test(test_the_good_files_are_printed_all_the_same),
    cmocka_unit_test(test_a_full_disk_is_noticed),
    cmocka_unit_test(test_a_reader_that_goes_away_is_no_trouble),
    cmocka_unit_test(test_a_missing_bundle_is_explained),
    cmocka_unit_test(test_damaged_models_are_named),
  };
  return cmocka_run_group_tests(tests, make_files, NULL);
}
