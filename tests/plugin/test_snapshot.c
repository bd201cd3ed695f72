// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A snapshot shows what messages say, draws a trail of half a minute and changes its revision only when it looks
// different.

#include "plugin/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static SidecarLabel mood_labels[2] = { { "energy", ACTIVATION_CLIP }, { "valence", ACTIVATION_NONE } };
static SidecarLabel tag_labels[2]  = { { "rock", ACTIVATION_SIGMOID }, { "pop", ACTIVATION_SIGMOID } };
static Sidecar      mood;
static Sidecar      tags;
static Snapshot     snapshot;

static int
set_up(void** state)
{
  (void)state;
  mood.n_labels = 2;
  mood.labels   = mood_labels;
  mood.valence  = (SidecarAxis){ 1, 1.0f, 5.0f, 9.0f, 0.0f };
  mood.arousal  = (SidecarAxis){ 0, 0.0f, 0.5f, 1.0f, 0.0f };
  tags.n_labels = 2;
  tags.labels   = tag_labels;
  tags.valence  = (SidecarAxis){ -1, 0.0f, 0.0f, 0.0f, 0.0f };
  tags.arousal  = tags.valence;
  snapshot_init(&snapshot);
  snapshot_set_sidecar(&snapshot, ROLE_MOOD, &mood);
  snapshot_set_sidecar(&snapshot, ROLE_TAGS, &tags);
  return 0;
}

static void
apply(Role role, Tap tap, uint64_t sequence, double time, float first, float second, bool replay)
{
  ReadingMessage message = { role, tap, sequence, time, 0.5, replay, 2, { first, second } };
  snapshot_apply_reading(&snapshot, &message);
}

static void
test_readings_are_shown(void** state)
{
  (void)state;
  apply(ROLE_TAGS, TAP_WET, 3, 4.0, 0.0f, 100.0f, false);
  const SnapshotRole* const role = &snapshot.roles[ROLE_TAGS];
  assert_true(role->valid[TAP_WET] && !role->valid[TAP_DRY]);
  assert_true(fabsf(role->values[TAP_WET][0] - 0.5f) < 1e-6f && role->values[TAP_WET][1] > 0.999f);
  assert_int_equal(role->sequence[TAP_WET], 3);
  assert_true(role->time[TAP_WET] == 4.0 && role->age[TAP_WET] == 0.5);
  assert_int_equal(snapshot.n_trail, 0);

  apply(ROLE_MOOD, TAP_DRY, 0, 10.0, 2.0f, 1.0f, false);
  assert_true(fabsf(snapshot.valence[TAP_DRY] + 1.0f) < 1e-6f); // 1 of 1...9
  assert_true(fabsf(snapshot.arousal[TAP_DRY] - 1.0f) < 1e-6f); // 2 clipped to 1
  apply(ROLE_MOOD, TAP_WET, 0, 10.0, 0.5f, 7.0f, false);
  assert_true(fabsf(snapshot.valence[TAP_WET] - 0.5f) < 1e-6f && fabsf(snapshot.arousal[TAP_WET]) < 1e-6f);
  assert_int_equal(snapshot.n_trail, 1);
  assert_true(snapshot.trail[0].time == 10.0 && snapshot.trail[0].valence[TAP_WET] == snapshot.valence[TAP_WET]);
}

static void
test_what_makes_no_sense_is_ignored(void** state)
{
  (void)state;
  const uint64_t revision = snapshot.revision;
  ReadingMessage message  = { ROLE_TAGS, TAP_DRY, 0, 1.0, 0.0, false, 1, { 0.0f } };
  snapshot_apply_reading(&snapshot, &message); // Another number of labels
  message.n_values = 2;
  message.tap      = (Tap)7;
  snapshot_apply_reading(&snapshot, &message);
  snapshot_set_sidecar(&snapshot, ROLE_TAGS, NULL);
  assert_int_not_equal(snapshot.revision, revision);
  message.tap = TAP_DRY;
  snapshot_apply_reading(&snapshot, &message); // No model known
  assert_false(snapshot.roles[ROLE_TAGS].valid[TAP_DRY]);
}

static void
test_trail_keeps_half_a_minute(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 2000; ++i) {
    apply(ROLE_MOOD, TAP_DRY, i, i * 0.25, 0.5f, 5.0f, false);
    apply(ROLE_MOOD, TAP_WET, i, i * 0.25, 0.5f, 5.0f, false);
  }
  assert_int_equal(snapshot.n_trail, 121);
  assert_true(snapshot.trail[0].time == 1999 * 0.25 - 30.0);
  assert_true(snapshot.trail[120].time == 1999 * 0.25);

  for (unsigned i = 2000; i < 4000; ++i) { // Faster than a trail has room
    apply(ROLE_MOOD, TAP_DRY, i, 500.0 + i * 0.02, 0.5f, 5.0f, false);
    apply(ROLE_MOOD, TAP_WET, i, 500.0 + i * 0.02, 0.5f, 5.0f, false);
  }
  assert_int_equal(snapshot.n_trail, SNAPSHOT_TRAIL);
  assert_true(snapshot.trail[SNAPSHOT_TRAIL - 1].time == 500.0 + 3999 * 0.02);
}

static void
test_replays_don_t_double(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 5; ++i) {
    apply(ROLE_MOOD, TAP_DRY, i, i, 0.5f, 5.0f, false);
    apply(ROLE_MOOD, TAP_WET, i, i, 0.5f, 5.0f, false);
  }
  const uint64_t revision = snapshot.revision;
  for (unsigned i = 0; i < 5; ++i) {
    apply(ROLE_MOOD, TAP_DRY, i, i, 0.5f, 5.0f, true);
    apply(ROLE_MOOD, TAP_WET, i, i, 0.5f, 5.0f, true);
  }
  assert_int_equal(snapshot.n_trail, 5);
  assert_int_equal(snapshot.revision, revision);
}

static void
test_another_start_forgets(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 5; ++i) {
    apply(ROLE_MOOD, TAP_DRY, i, i, 0.5f, 5.0f, false);
    apply(ROLE_MOOD, TAP_WET, i, i, 0.5f, 5.0f, false);
  }
  apply(ROLE_MOOD, TAP_DRY, 0, 0.0, 0.5f, 5.0f, false);
  assert_int_equal(snapshot.n_trail, 0);
  assert_true(snapshot.roles[ROLE_MOOD].valid[TAP_DRY] && !snapshot.roles[ROLE_MOOD].valid[TAP_WET]);

  apply(ROLE_TAGS, TAP_DRY, 0, 0.0, 0.5f, 5.0f, false);
  snapshot_set_sidecar(&snapshot, ROLE_TAGS, &mood); // Another model
  assert_false(snapshot.roles[ROLE_TAGS].valid[TAP_DRY]);
  assert_true(snapshot.roles[ROLE_MOOD].valid[TAP_DRY]);
}

static void
test_revision_changes_with_looks_alone(void** state)
{
  (void)state;
  StatusMessage status = { .host_rate = 48000.0, .load = 0.05f };
  snapshot_apply_status(&snapshot, &status);
  uint64_t revision = snapshot.revision;
  status.time       = 7.0;
  status.load       = 0.05004f;
  snapshot_apply_status(&snapshot, &status);
  assert_int_equal(snapshot.revision, revision);
  assert_true(snapshot.status.time == 7.0);
  strcpy(status.trouble, "no model");
  snapshot_apply_status(&snapshot, &status);
  assert_int_not_equal(snapshot.revision, revision);

  revision = snapshot.revision;
  snapshot_set_parameter(&snapshot, PARAM_OUTPUT_GAIN, 0.0f);
  assert_int_equal(snapshot.revision, revision);
  snapshot_set_parameter(&snapshot, PARAM_OUTPUT_GAIN, 99.0f);
  assert_int_not_equal(snapshot.revision, revision);
  assert_true(snapshot.parameters[PARAM_OUTPUT_GAIN] == 24.0f);

  revision                 = snapshot.revision;
  SpectrumMessage spectrum = { TAP_WET, { 0 } };
  spectrum.levels[3]       = -20.0f;
  snapshot_apply_spectrum(&snapshot, &spectrum);
  assert_int_not_equal(snapshot.revision, revision);
  assert_true(snapshot.has_spectrum[TAP_WET] && !snapshot.has_spectrum[TAP_DRY]);
  assert_true(snapshot.spectrum[TAP_WET][3] == -20.0f);
}

static void
test_quadrants(void** state)
{
  (void)state;
  assert_string_equal(snapshot_quadrant_name(snapshot_quadrant(0.5f, 0.5f)), "excited/happy");
  assert_string_equal(snapshot_quadrant_name(snapshot_quadrant(-0.5f, 0.5f)), "tense/angry");
  assert_string_equal(snapshot_quadrant_name(snapshot_quadrant(-0.5f, -0.5f)), "sad/tired");
  assert_string_equal(snapshot_quadrant_name(snapshot_quadrant(0.5f, -0.5f)), "content/calm");
  assert_int_equal(snapshot_quadrant(0.0f, 0.0f), 1);
  assert_int_equal(snapshot_quadrant(0.0f, -0.1f), 4);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(test_readings_are_shown, set_up),
    cmocka_unit_test_setup(test_what_makes_no_sense_is_ignored, set_up),
    cmocka_unit_test_setup(test_trail_keeps_half_a_minute, set_up),
    cmocka_unit_test_setup(test_replays_don_t_double, set_up),
    cmocka_unit_test_setup(test_another_start_forgets, set_up),
    cmocka_unit_test_setup(test_revision_changes_with_looks_alone, set_up),
    cmocka_unit_test_setup(test_quadrants, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
