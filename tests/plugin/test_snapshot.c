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
  mood.kind     = MODEL_MOOD;
  mood.n_moods  = 1;
  mood.moods[0] = (SidecarMood){ .name    = "network",
                                 .valence = { .label = 1, .minimum = 1.0f, .centre = 5.0f, .maximum = 9.0f },
                                 .arousal = { .label = 0, .minimum = 0.0f, .centre = 0.5f, .maximum = 1.0f } };
  tags.n_labels = 2;
  tags.n_tags   = 2;
  tags.n_moods  = 0;
  tags.labels   = tag_labels;
  snapshot_init(&snapshot);
  snapshot_set_parameter(&snapshot, PARAM_MOOD_MODEL, 1.0f); // vibenet
  snapshot_set_sidecar(&snapshot, PLACE_VIBENET, &mood);
  snapshot_set_sidecar(&snapshot, PLACE_MSD_MUSICNN, &tags);
  return 0;
}

static const SnapshotMood*
shown(void)
{
  return snapshot_mood(&snapshot);
}

static void
apply(Place place, Tap tap, uint64_t sequence, double time, float first, float second, bool replay)
{
  ReadingMessage message = { place, tap, sequence, time, 0.5, replay, 2, { first, second } };
  snapshot_apply_reading(&snapshot, &message);
}

static void
test_readings_are_shown(void** state)
{
  (void)state;
  apply(PLACE_MSD_MUSICNN, TAP_WET, 3, 4.0, 0.0f, 100.0f, false);
  const SnapshotPlace* const place = &snapshot.places[PLACE_MSD_MUSICNN];
  assert_true(place->valid[TAP_WET] && !place->valid[TAP_DRY]);
  assert_true(fabsf(place->values[TAP_WET][0] - 0.5f) < 1e-6f && place->values[TAP_WET][1] > 0.999f);
  assert_int_equal(place->sequence[TAP_WET], 3);
  assert_true(place->time[TAP_WET] == 4.0 && place->age[TAP_WET] == 0.5);
  assert_int_equal(shown()->n_trail, 0);

  apply(PLACE_VIBENET, TAP_DRY, 0, 10.0, 2.0f, 1.0f, false);
  assert_true(fabsf(shown()->valence[TAP_DRY] + 1.0f) < 1e-6f); // 1 of 1...9
  assert_true(fabsf(shown()->arousal[TAP_DRY] - 1.0f) < 1e-6f); // 2 clipped to 1
  apply(PLACE_VIBENET, TAP_WET, 0, 10.0, 0.5f, 7.0f, false);
  assert_true(fabsf(shown()->valence[TAP_WET] - 0.5f) < 1e-6f && fabsf(shown()->arousal[TAP_WET]) < 1e-6f);
  assert_int_equal(shown()->n_trail, 1);
  assert_true(shown()->trail[0].time == 10.0 && shown()->trail[0].valence[TAP_WET] == shown()->valence[TAP_WET]);
}

static void
test_what_makes_no_sense_is_ignored(void** state)
{
  (void)state;
  const uint64_t revision = snapshot.revision;
  ReadingMessage message  = { PLACE_MSD_MUSICNN, TAP_DRY, 0, 1.0, 0.0, false, 1, { 0.0f } };
  snapshot_apply_reading(&snapshot, &message); // Another number of labels
  message.n_values = 2;
  message.tap      = (Tap)7;
  snapshot_apply_reading(&snapshot, &message);
  snapshot_set_sidecar(&snapshot, PLACE_MSD_MUSICNN, NULL);
  assert_int_not_equal(snapshot.revision, revision);
  message.tap = TAP_DRY;
  snapshot_apply_reading(&snapshot, &message); // No model known
  assert_false(snapshot.places[PLACE_MSD_MUSICNN].valid[TAP_DRY]);
}

static void
test_trail_keeps_half_a_minute(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 2000; ++i) {
    apply(PLACE_VIBENET, TAP_DRY, i, i * 0.25, 0.5f, 5.0f, false);
    apply(PLACE_VIBENET, TAP_WET, i, i * 0.25, 0.5f, 5.0f, false);
  }
  assert_int_equal(shown()->n_trail, 121);
  assert_true(shown()->trail[0].time == 1999 * 0.25 - 30.0);
  assert_true(shown()->trail[120].time == 1999 * 0.25);

  for (unsigned i = 2000; i < 4000; ++i) { // Denser than a trail keeps
    apply(PLACE_VIBENET, TAP_DRY, i, 500.0 + i * 0.02, 0.5f, 5.0f, false);
    apply(PLACE_VIBENET, TAP_WET, i, 500.0 + i * 0.02, 0.5f, 5.0f, false);
  }
  const uint32_t n = shown()->n_trail;
  assert_in_range(n, 30.0 / 0.27, SNAPSHOT_TRAIL);
  assert_true(shown()->trail[n - 1].time == 500.0 + 3999 * 0.02);
  assert_true(shown()->trail[n - 1].time - shown()->trail[0].time > 29.7);
}

static void
test_replays_don_t_double(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 5; ++i) {
    apply(PLACE_VIBENET, TAP_DRY, i, i, 0.5f, 5.0f, false);
    apply(PLACE_VIBENET, TAP_WET, i, i, 0.5f, 5.0f, false);
  }
  const uint64_t revision = snapshot.revision;
  for (unsigned i = 0; i < 5; ++i) {
    apply(PLACE_VIBENET, TAP_DRY, i, i, 0.5f, 5.0f, true);
    apply(PLACE_VIBENET, TAP_WET, i, i, 0.5f, 5.0f, true);
  }
  assert_int_equal(shown()->n_trail, 5);
  assert_int_equal(snapshot.revision, revision);
}

static void
test_another_start_forgets(void** state)
{
  (void)state;
  for (unsigned i = 0; i < 5; ++i) {
    apply(PLACE_VIBENET, TAP_DRY, i, i, 0.5f, 5.0f, false);
    apply(PLACE_VIBENET, TAP_WET, i, i, 0.5f, 5.0f, false);
  }
  apply(PLACE_VIBENET, TAP_DRY, 0, 0.0, 0.5f, 5.0f, false);
  assert_int_equal(shown()->n_trail, 0);
  assert_true(snapshot.places[PLACE_VIBENET].valid[TAP_DRY] && !snapshot.places[PLACE_VIBENET].valid[TAP_WET]);

  apply(PLACE_MSD_MUSICNN, TAP_DRY, 0, 0.0, 0.5f, 5.0f, false);
  snapshot_set_sidecar(&snapshot, PLACE_MSD_MUSICNN, &mood); // Another model
  assert_false(snapshot.places[PLACE_MSD_MUSICNN].valid[TAP_DRY]);
  assert_true(snapshot.places[PLACE_VIBENET].valid[TAP_DRY]);
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

/// Two heads of a tag model and a network of their own, each with its own values, trail and spread
static void
test_every_mood_has_its_values(void** state)
{
  (void)state;
  tags.n_tags   = 0; // Both values are axes
  tags.n_moods  = 2;
  tags.moods[0] = (SidecarMood){ .name    = "calm",
                                 .valence = { .label = 0, .minimum = 0.0f, .centre = 0.5f, .maximum = 1.0f },
                                 .arousal = { .label = 1, .minimum = 0.0f, .centre = 0.5f, .maximum = 1.0f } };
  tags.moods[1] = (SidecarMood){ .name = "wild", .valence = tags.moods[0].arousal, .arousal = tags.moods[0].valence };
  for (unsigned i = 0; i < 40; ++i) {
    const float logit = i % 2 ? 1.0f : -1.0f; // 0.7311 and 0.2689: on the plane 0.4621 and -0.4621
    apply(PLACE_MSD_MUSICNN, TAP_DRY, i, i * 0.5, logit, 0.0f, false);
    apply(PLACE_MSD_MUSICNN, TAP_WET, i, i * 0.5, 0.0f, 0.0f, false);
    apply(PLACE_VIBENET, TAP_DRY, i, i * 0.5, 1.0f, 9.0f, false);
  }
  const SnapshotMood* const calm = &snapshot.places[PLACE_MSD_MUSICNN].moods[0];
  const SnapshotMood* const wild = &snapshot.places[PLACE_MSD_MUSICNN].moods[1];
  assert_true(fabsf(calm->valence[TAP_DRY] - 0.46212f) < 1e-4f && calm->arousal[TAP_DRY] == 0.0f);
  assert_true(wild->valence[TAP_DRY] == 0.0f && wild->arousal[TAP_DRY] == calm->valence[TAP_DRY]);
  assert_true(shown()->valence[TAP_DRY] == 1.0f && shown()->n_trail == 0);
  assert_int_equal(calm->n_trail, 40);

  // 20 readings of the last 10 s, half of them at either end: deviation 0.46212 · sqrt(20 / 19)
  assert_true(fabsf(calm->valence_spread[TAP_DRY] - 0.46212f * sqrtf(20.0f / 19.0f)) < 1e-4f);
  assert_true(calm->arousal_spread[TAP_DRY] == 0.0f && calm->valence_spread[TAP_WET] == 0.0f);
  assert_true(wild->arousal_spread[TAP_DRY] == calm->valence_spread[TAP_DRY]);
}

static void
test_what_is_shown_follows_the_plug_in(void** state)
{
  (void)state;
  assert_ptr_equal(snapshot_mood_sidecar(&snapshot), &mood.moods[0]); // By the parameters
  assert_ptr_equal(snapshot_place(&snapshot, MODEL_TAGS), &snapshot.places[PLACE_MSD_MUSICNN]);
  StatusMessage status = { .shown = { PLACE_OWN_TAGS, PLACE_NONE, -1 } };
  snapshot_apply_status(&snapshot, &status);
  assert_ptr_equal(snapshot_place(&snapshot, MODEL_TAGS), &snapshot.places[PLACE_OWN_TAGS]);
  assert_null(snapshot_place(&snapshot, MODEL_MOOD));
  assert_null(snapshot_mood(&snapshot));
  status.shown = (Shown){ PLACE_NONE, PLACE_VIBENET, 5 }; // A head that its model hasn't
  snapshot_apply_status(&snapshot, &status);
  assert_null(snapshot_mood(&snapshot));
}

/// Meter and target have places of their own; what says nothing is not there
static void
test_experiment_is_shown(void** state)
{
  (void)state;
  const MapsMessage maps   = { .request = 2, .bands = 10, .of = "valence" };
  const MapsMessage lost   = { .trouble = "the network has no gradient" };
  const MapsMessage none   = { .request = 3 };
  const FlipMessage meter  = { .request = 1, .phase = FLIP_SEARCHING, .progress = 0.5f };
  const FlipMessage target = { .request = 9, .phase = FLIP_DONE, .target = true };
  const FlipMessage idle   = { .phase = FLIP_IDLE, .target = true };
  const uint64_t    before = snapshot.revision;

  snapshot_apply_maps(&snapshot, &maps);
  assert_true(snapshot.has_maps && snapshot.maps.bands == 10 && snapshot.revision > before);
  snapshot_apply_maps(&snapshot, &lost);
  assert_true(snapshot.has_maps && snapshot.maps.bands == 0);
  snapshot_apply_maps(&snapshot, &none);
  assert_false(snapshot.has_maps);

  snapshot_apply_flip(&snapshot, &meter);
  snapshot_apply_flip(&snapshot, &target);
  assert_true(snapshot.has_meter && snapshot.meter.request == 1 && snapshot.meter.progress == 0.5f);
  assert_true(snapshot.has_target && snapshot.target.request == 9 && snapshot.target.phase == FLIP_DONE);
  snapshot_apply_flip(&snapshot, &idle);
  assert_true(snapshot.has_meter && !snapshot.has_target);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(test_readings_are_shown, set_up),
    cmocka_unit_test_setup(test_what_makes_no_sense_is_ignored, set_up),
    cmocka_unit_test_setup(test_trail_keeps_half_a_minute, set_up),
    cmocka_unit_test_setup(test_every_mood_has_its_values, set_up),
    cmocka_unit_test_setup(test_what_is_shown_follows_the_plug_in, set_up),
    cmocka_unit_test_setup(test_replays_don_t_double, set_up),
    cmocka_unit_test_setup(test_another_start_forgets, set_up),
    cmocka_unit_test_setup(test_revision_changes_with_looks_alone, set_up),
    cmocka_unit_test_setup(test_experiment_is_shown, set_up),
    cmocka_unit_test_setup(test_quadrants, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
