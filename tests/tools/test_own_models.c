// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that a model of the user's own is read through the plug-in by file or by name, with the numbers that Essentia
// and ONNX Runtime give, and that one which can't run is refused with the reason.

#include "tests/npy.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAYS(...) ((const char* const[]){ __VA_ARGS__, NULL })

/// Write 12 s of music at 16 kHz, which no resampler touches
static int
write_music(void** state)
{
  (void)state;
  Npy* const     music = npy_reference("16k/music");
  SF_INFO        info  = { .samplerate = 16000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const file  = sf_open(sounds_path("music.wav"), SFM_WRITE, &info);
  const bool     fine = file && sf_write_float(file, music->values, (sf_count_t)music->size) == (sf_count_t)music->size;
  npy_free(music);
  return fine && !sf_close(file) ? 0 : -1;
}

static CommandTable
table_of(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  const CommandTable table = command_table(result.out);
  command_clear(&result);
  return table;
}

/// Compare rows of two values with the reference's, and their times
static void
check_rows(const char* const command, const char* const reference, const double first, const double step)
{
  CommandTable table    = table_of(command);
  Npy* const   expected = npy_reference(reference);
  assert_true(table.columns >= 3);
  assert_true(table.rows >= expected->shape[0]);
  for (size_t p = 0; p < expected->shape[0]; ++p) {
    const double* const row = table.values + p * table.columns;
    assert_true(fabs(row[0] - (first + step * (double)p)) < 1e-6);
    for (size_t i = 0; i < 2; ++i) {
      if (!(fabs(row[1 + i] - (double)expected->values[2 * p + i]) < 1e-5)) {
        fail_msg("%s: row %zu has %g, not %g", command, p, row[1 + i], (double)expected->values[2 * p + i]);
      }
    }
  }
  npy_free(expected);
  command_table_clear(&table);
}

static void
test_chains_read_what_essentia_and_onnx_runtime_do(void** state)
{
  (void)state;
  check_rows("equus tag --model-file \"$EQUUS_ESSENTIA\"/mood_sad-toy-effnet-1.json music.wav",
             "essentia/mood_sad-toy-effnet-1",
             127 * 0.016 + 0.016,
             62 * 0.016);
  check_rows("equus mood --hop 0.48 --model-file \"$EQUUS_ESSENTIA\"/deam-toy-vggish-1.onnx music.wav",
             "essentia/deam-toy-vggish-1",
             95 * 0.01 + 0.016,
             48 * 0.01);
}

static void
test_a_name_in_the_users_folder_is_as_good_as_a_file(void** state)
{
  (void)state;
  CommandResult by_file = command_run("equus tag --model-file \"$EQUUS_ESSENTIA\"/toy-musicnn-1.onnx music.wav");
  CommandResult by_name =
    command_run("mkdir -p data/equus/models; cp \"$EQUUS_ESSENTIA\"/toy-musicnn-1.* data/equus/models;"
                "equus tag --model toy-musicnn-1 music.wav; rm -r data");
  assert_int_equal(by_file.code, 0);
  assert_string_equal(by_name.err, "");
  assert_string_equal(by_name.out, by_file.out);
  assert_ptr_equal(strstr(by_name.out, "time,rock,Mellow,80s\n"), by_name.out);
  command_clear(&by_name);
  command_clear(&by_file);
}

static void
test_blocks_change_no_digit(void** state)
{
  (void)state;
  static const char form[] =
    "equus mood --block %s --model-file \"$EQUUS_ESSENTIA\"/emomusic-toy-musicnn-2.json music.wav";
  char command[256];
  snprintf(command, sizeof(command), form, "8192");
  CommandResult large = command_run(command);
  snprintf(command, sizeof(command), form, "97");
  CommandResult small = command_run(command);
  assert_int_equal(large.code, 0);
  assert_string_equal(small.out, large.out);
  command_clear(&small);
  command_clear(&large);
}

static void
test_hans_takes_a_model_of_either_kind(void** state)
{
  (void)state;
  CommandResult result = command_run("equus hans --preset telephone --format csv --seconds 6 music.wav "
                                     "--model-file \"$EQUUS_ESSENTIA\"/mood_happy-toy-musicnn-1.json "
                                     "--mood-model \"$EQUUS_ESSENTIA\"/deam-toy-vggish-2.json");
  assert_string_equal(result.err, "");
  assert_int_equal(result.code, 0);
  assert_non_null(strstr(result.out, "non_happy"));
  command_clear(&result);
}

static void
test_hans_prints_models_of_few_tags(void** state)
{
  (void)state;
  CommandResult result = command_run("equus hans --preset telephone --seconds 6 --out report music.wav "
                                     "--model-file \"$EQUUS_ESSENTIA\"/mood_happy-toy-musicnn-1.json; rm -r report");
  assert_string_equal(result.err, "");
  assert_int_equal(result.code, 0);
  const char* const end  = strstr(result.out, "\n\n"); // Of the dry reading
  unsigned          tags = 0;
  assert_non_null(end);
  for (const char* at = strchr(result.out, '%'); at && at < end; at = strchr(at + 1, '%')) {
    ++tags;
  }
  assert_int_equal(tags, 2);
  command_clear(&result);
}

static void
test_what_cannot_run_is_refused(void** state)
{
  (void)state;
  command_expect("equus tag --model-file \"$EQUUS_ESSENTIA\"/toy-effnet-bs64-1.json music.wav",
                 1,
                 SAYS("takes 64 windows at once", "toy-effnet-bsdynamic-1.onnx"));
  command_expect("equus tag --model-file \"$EQUUS_ESSENTIA\"/frozen.json music.wav", 1, SAYS("tf2onnx"));
  command_expect("equus bench --model \"$EQUUS_ESSENTIA\"/frozen.json", 1, SAYS("tf2onnx"));
  command_expect(
    "equus tag --model absent music.wav", 2, SAYS("unknown tag model", "no absent.json in", "data/equus/models"));
  command_expect("equus mood --model-file \"$EQUUS_ESSENTIA\"/toy-musicnn-1.json music.wav",
                 2,
                 SAYS("for tags, not for mood; equus tag"));
  command_expect("equus tag --model-file nowhere.json music.wav", 1, SAYS("nowhere.json can't be read"));
  command_expect("equus tag --model own music.wav", 2, SAYS("--model-file FILE"));
  command_expect("equus tag --model MSD_vgg --model-file x.json music.wav", 2, SAYS("--model-file name two models"));
  command_expect("equus hans --mood-model vibenet --model-file \"$EQUUS_ESSENTIA\"/deam-toy-vggish-1.json music.wav",
                 2,
                 SAYS("--mood-model name two models"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_chains_read_what_essentia_and_onnx_runtime_do),
    cmocka_unit_test(test_a_name_in_the_users_folder_is_as_good_as_a_file),
    cmocka_unit_test(test_blocks_change_no_digit),
    cmocka_unit_test(test_hans_takes_a_model_of_either_kind),
    cmocka_unit_test(test_hans_prints_models_of_few_tags),
    cmocka_unit_test(test_what_cannot_run_is_refused),
  };
  return cmocka_run_group_tests(tests, write_music, NULL);
}
