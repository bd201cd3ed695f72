// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves that the command prints exactly the rows that a file has, the same bytes whatever the block size, and the
// numbers that the Python originals give.

#include "tests/npy.h"
#include "tests/tools/command.h"
#include "tests/tools/sounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#define NATIVE EQUUS_REFERENCE_DATA "/native/music.flac"

static CommandResult
run_well(const char* const command)
{
  CommandResult result = command_run(command);
  if (result.code) {
    fail_msg("\"%s\" exits with %d: %s", command, result.code, result.err);
  }
  assert_string_equal(result.err, ""); // Quiet in a pipe
  return result;
}

static CommandTable
table_of(const char* const command)
{
  CommandResult      result = run_well(command);
  const CommandTable table  = command_table(result.out);
  command_clear(&result);
  return table;
}

/// One tag row every `hop` frames as the definition of a row has it
static void
check_tag_rows(const double rate, const uint64_t frames, const unsigned hop)
{
  char command[128];
  sounds_write(sounds_path("rows.wav"), rate, 1, frames);
  snprintf(command, sizeof(command), "equus tag --hop %u rows.wav", hop);
  CommandTable   table   = table_of(command);
  const uint64_t samples = (uint64_t)ceil((double)frames * 16000.0 / rate);
  const uint64_t windows = 1 + (1 + samples / 256 - 187) / hop;
  assert_int_equal(table.rows, windows);
  assert_int_equal(table.columns, 51);
  for (unsigned p = 0; p < table.rows; ++p) {
    assert_true(fabs(table.values[p * 51] - (hop * p + 187.0) * 256.0 / 16000.0) < 1e-7);
    for (unsigned i = 1; i < 51; ++i) {
      assert_true(table.values[p * 51 + i] > 0.0 && table.values[p * 51 + i] < 1.0);
    }
  }
  command_table_clear(&table);
}

static void
test_tag_rows_at_many_rates(void** state)
{
  (void)state;
  check_tag_rows(8000.0, 8000 * 4, 31);
  check_tag_rows(11025.0, 11025 * 3, 7);
  check_tag_rows(16000.0, 186 * 256, 187); // Just one window
  check_tag_rows(44100.0, 44100 * 7 + 1, 187);
  check_tag_rows(44123.0, 44123 * 4 + 311, 10);
  check_tag_rows(96000.0, 96000 * 5, 62);
}

static void
test_mood_rows_and_columns(void** state)
{
  (void)state;
  sounds_write(sounds_path("mood.wav"), 48000.0, 2, 48000 * 12 + 47990);
  CommandTable table = table_of("equus mood --model vibenet --hop 0.5 mood.wav");
  assert_string_equal(table.header,
                      "time,valence,arousal,acousticness,danceability,instrumentalness,liveness,speechiness,"
                      "valence_spread,arousal_spread");
  assert_int_equal(table.rows, 6);
  for (unsigned p = 0; p < table.rows; ++p) {
    assert_true(table.values[p * table.columns] == 10.0 + 0.5 * p);
  }
  command_table_clear(&table);
}

static void
test_mood_rows_say_how_sure_they_are(void** state)
{
  (void)state;
  sounds_write(sounds_path("sure.wav"), 48000.0, 2, 48000 * 16);
  CommandTable table = table_of("equus mood sure.wav");
  assert_string_equal(table.header, "time,valence,arousal,valence_rmse,arousal_rmse,valence_spread,arousal_spread");
  assert_true(table.rows > 21);
  for (unsigned axis = 1; axis <= 2; ++axis) {
    double       sum     = 0.0;
    double       squares = 0.0;
    const double mean    = table.values[(table.rows - 1) * 7 + axis];
    for (unsigned p = table.rows - 21; p < table.rows; ++p) { // 21 rows of 0.496 s are younger than 10 s
      const double value = table.values[p * 7 + axis] - mean;
      sum += value;
      squares += value * value;
    }
    assert_true(table.values[axis + 2] > 0.0);
    assert_true(table.values[(table.rows - 1) * 7 + axis + 2] == table.values[axis + 2]);
    assert_true(isnan(table.values[axis + 4]));
    assert_true(fabs(table.values[(table.rows - 1) * 7 + axis + 4] - sqrt((squares - sum * sum / 21) / 20)) < 1e-6);
  }
  command_table_clear(&table);
}

static void
check_same(const char* const first, const char* const second)
{
  CommandResult a = run_well(first);
  CommandResult b = run_well(second);
  if (strcmp(a.out, b.out)) {
    fail_msg("\"%s\" and \"%s\" print different tables", first, second);
  }
  command_clear(&a);
  command_clear(&b);
}

static void
test_block_size_changes_no_digit(void** state)
{
  (void)state;
  static const unsigned blocks[] = { 16, 64, 1000, 1024, 8192 };
  sounds_write(sounds_path("block.wav"), 44100.0, 2, 44100 * 4 + 123);
  for (unsigned i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    char command[128];
    snprintf(command, sizeof(command), "equus tag --preset telephone --hop 20 --block %u block.wav", blocks[i]);
    check_same("equus tag --preset telephone --hop 20 block.wav", command);
  }
  sounds_write(sounds_path("block10.wav"), 48000.0, 1, 48000 * 10 + 48000);
  check_same("equus mood --preset warm --block 31 block10.wav", "equus mood --preset warm --block 4096 block10.wav");
}

static void
test_flat_means_dry(void** state)
{
  (void)state;
  sounds_write(sounds_path("flat.wav"), 48000.0, 2, 48000 * 4);
  check_same("equus tag --tap dry flat.wav", "equus tag --tap wet flat.wav");
  check_same("equus tag --tap dry --preset warm flat.wav", "equus tag --tap dry flat.wav");

  check_same("equus tag --set level_match=off --set tag_model=mtt-vgg flat.wav", "equus tag --model MTT_vgg flat.wav");

  CommandResult dry = run_well("equus tag --tap dry --preset warm flat.wav");
  CommandResult wet = run_well("equus tag --tap wet --preset warm flat.wav");
  assert_string_not_equal(dry.out, wet.out);
  command_clear(&dry);
  command_clear(&wet);
}

static void
test_json_and_csv_say_the_same(void** state)
{
  (void)state;
  sounds_write(sounds_path("same.wav"), 22050.0, 1, 22050 * 4);
  CommandTable              csv  = table_of("equus tag same.wav");
  CommandResult             json = run_well("equus tag --format json same.wav");
  struct json_object* const root = json_tokener_parse(json.out);
  struct json_object*       list = NULL;
  struct json_object*       rows = NULL;
  assert_non_null(root);
  assert_true(json_object_object_get_ex(root, "files", &list));
  assert_true(json_object_object_get_ex(json_object_array_get_idx(list, 0), "rows", &rows));
  assert_int_equal(json_object_array_length(rows), csv.rows);
  for (unsigned p = 0; p < csv.rows; ++p) {
    struct json_object* const row = json_object_array_get_idx(rows, p);
    assert_int_equal(json_object_array_length(row), csv.columns);
    for (unsigned i = 0; i < csv.columns; ++i) {
      assert_true(json_object_get_double(json_object_array_get_idx(row, i)) == csv.values[p * csv.columns + i]);
    }
  }
  json_object_put(root);
  command_clear(&json);
  command_table_clear(&csv);
}

static void
test_more_channels_are_heard_as_their_mean(void** state)
{
  (void)state;
  const char* const surround = sounds_path("surround.wav");
  sounds_write(surround, 16000.0, 5, 16000 * 4);
  float* const   mean = (float*)calloc(64000, sizeof(float));
  float          frame[5];
  SF_INFO        info = { 0 };
  SNDFILE* const in   = sf_open(surround, SFM_READ, &info);
  SF_INFO        mono = { .samplerate = 16000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const out  = sf_open(sounds_path("mean.wav"), SFM_WRITE, &mono);
  for (unsigned i = 0; sf_readf_float(in, frame, 1) == 1; ++i) {
    mean[i] =
      (float)(((double)frame[0] + (double)frame[1] + (double)frame[2] + (double)frame[3] + (double)frame[4]) / 5.0);
  }
  assert_int_equal(sf_writef_float(out, mean, 64000), 64000);
  sf_close(in);
  sf_close(out);
  free(mean);
  check_same("equus tag surround.wav", "equus tag mean.wav");
}

/// Largest difference of the n columns of a printed table after its time to a reference [rows][n] in the order of
/// `order`
static void
check_parity(const char* const command, const char* const name, const unsigned* const order, const double limit)
{
  CommandTable table = table_of(command);
  Npy* const   npy   = npy_reference(name);
  assert_int_equal(table.rows, npy->shape[0]);
  assert_true(table.columns - 1 >= npy->shape[1]);
  double largest = 0.0;
  for (unsigned p = 0; p < table.rows; ++p) {
    for (unsigned i = 1; i <= npy->shape[1]; ++i) {
      const unsigned column   = order ? order[i - 1] : i - 1;
      const double   expected = (double)npy->values[p * npy->shape[1] + column];
      const double   apart    = fabs(table.values[p * table.columns + i] - expected);
      largest                 = apart <= largest ? largest : apart;
    }
  }
  print_message("%s: largest difference %.2g, allowed %g\n", name, largest, limit);
  assert_true(largest <= limit);
  npy_free(npy);
  command_table_clear(&table);
}

/// Columns of vibenet's own order for valence, arousal and the others as they are printed
static const unsigned mood_order[] = { 6, 2, 0, 1, 3, 4, 5 };

/// The tag networks beside the default one: readings as often as live, and windows back to back
static void
check_networks(const char* const file, const char* const folder, const double limit)
{
  static const struct {
    const char* name;
    unsigned    hop;
  } networks[] = { { "MTT_musicnn", 31 }, { "MSD_vgg", 32 }, { "MSD_vgg_as_trained", 32 }, { "MTT_vgg", 32 } };
  for (unsigned i = 0; i < 2 * sizeof(networks) / sizeof(networks[0]); ++i) {
    const char* const name = networks[i / 2].name;
    const unsigned    hop  = i % 2 ? 187 : networks[i / 2].hop;
    char              command[1024];
    char              reference[128];
    snprintf(command, sizeof(command), "equus tag --model %s --hop %u %s", name, hop, file);
    snprintf(reference, sizeof(reference), "%s/%s_hop%u", folder, name, hop);
    check_parity(command, reference, NULL, limit);
  }
}

/// Write a signal of the references as 16 kHz sound
static void
write_reference(const char* const name, const char* const file)
{
  Npy* const     sound = npy_reference(name);
  SF_INFO        info  = { .samplerate = 16000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE* const out   = sf_open(sounds_path(file), SFM_WRITE, &info);
  assert_int_equal(sf_writef_float(out, sound->values, (sf_count_t)sound->size), sound->size);
  sf_close(out);
  npy_free(sound);
}

static void
test_native_rate_as_the_originals(void** state)
{
  (void)state;
  check_parity("equus tag --hop 31 " NATIVE, "native/tags_hop31", NULL, 0.01);
  check_parity("equus tag --hop 187 " NATIVE, "native/tags_hop187", NULL, 0.01);
  check_parity("equus mood --model vibenet " NATIVE, "native/mood_hop1s", mood_order, 0.01);
  check_networks(NATIVE, "native", 0.01);
}

static void
test_model_rate_as_the_originals(void** state)
{
  (void)state;
  write_reference("16k/music", "16k.wav");
  write_reference("tones/tones", "tones.wav");
  check_parity("equus tag --hop 31 16k.wav", "16k/tags_hop31", NULL, 1e-4);
  check_parity("equus tag --hop 187 16k.wav", "16k/tags_hop187", NULL, 1e-4);
  check_parity("equus mood --model vibenet 16k.wav", "16k/mood_hop1s", mood_order, 1e-4);
  check_networks("16k.wav", "16k", 1e-4);
  check_parity("equus tag --hop 31 tones.wav", "tones/tags_hop31", NULL, 1e-4);
  check_networks("tones.wav", "tones", 1e-4);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_tag_rows_at_many_rates),
    cmocka_unit_test(test_mood_rows_and_columns),
    cmocka_unit_test(test_mood_rows_say_how_sure_they_are),
    cmocka_unit_test(test_block_size_changes_no_digit),
    cmocka_unit_test(test_flat_means_dry),
    cmocka_unit_test(test_json_and_csv_say_the_same),
    cmocka_unit_test(test_more_channels_are_heard_as_their_mean),
    cmocka_unit_test(test_native_rate_as_the_originals),
    cmocka_unit_test(test_model_rate_as_the_originals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
