// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/sample.h"

#include "tests/ui/sample_experiment.h"
#include "tests/ui/sample_history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static SidecarLabel tag_labels[] = {
  { "rock", ACTIVATION_SIGMOID },
  { "pop", ACTIVATION_SIGMOID },
  { "alternative", ACTIVATION_SIGMOID },
  { "indie", ACTIVATION_SIGMOID },
  { "electronic", ACTIVATION_SIGMOID },
  { "female vocalists", ACTIVATION_SIGMOID },
  { "dance", ACTIVATION_SIGMOID },
  { "00s", ACTIVATION_SIGMOID },
  { "alternative rock", ACTIVATION_SIGMOID },
  { "jazz", ACTIVATION_SIGMOID },
  { "beautiful", ACTIVATION_SIGMOID },
  { "metal", ACTIVATION_SIGMOID },
  { "chillout", ACTIVATION_SIGMOID },
  { "male vocalists", ACTIVATION_SIGMOID },
  { "classic rock", ACTIVATION_SIGMOID },
  { "soul", ACTIVATION_SIGMOID },
  { "indie rock", ACTIVATION_SIGMOID },
  { "Mellow", ACTIVATION_SIGMOID },
  { "electronica", ACTIVATION_SIGMOID },
  { "80s", ACTIVATION_SIGMOID },
  { "folk", ACTIVATION_SIGMOID },
  { "90s", ACTIVATION_SIGMOID },
  { "chill", ACTIVATION_SIGMOID },
  { "instrumental", ACTIVATION_SIGMOID },
  { "punk", ACTIVATION_SIGMOID },
  { "oldies", ACTIVATION_SIGMOID },
  { "blues", ACTIVATION_SIGMOID },
  { "hard rock", ACTIVATION_SIGMOID },
  { "ambient", ACTIVATION_SIGMOID },
  { "acoustic", ACTIVATION_SIGMOID },
  { "experimental", ACTIVATION_SIGMOID },
  { "female vocalist", ACTIVATION_SIGMOID },
  { "guitar", ACTIVATION_SIGMOID },
  { "Hip-Hop", ACTIVATION_SIGMOID },
  { "70s", ACTIVATION_SIGMOID },
  { "party", ACTIVATION_SIGMOID },
  { "country", ACTIVATION_SIGMOID },
  { "easy listening", ACTIVATION_SIGMOID },
  { "sexy", ACTIVATION_SIGMOID },
  { "catchy", ACTIVATION_SIGMOID },
  { "funk", ACTIVATION_SIGMOID },
  { "electro", ACTIVATION_SIGMOID },
  { "heavy metal", ACTIVATION_SIGMOID },
  { "Progressive rock", ACTIVATION_SIGMOID },
  { "60s", ACTIVATION_SIGMOID },
  { "rnb", ACTIVATION_SIGMOID },
  { "indie pop", ACTIVATION_SIGMOID },
  { "sad", ACTIVATION_SIGMOID },
  { "House", ACTIVATION_SIGMOID },
  { "happy", ACTIVATION_SIGMOID },
  { "listeners valence", ACTIVATION_NONE },
  { "listeners arousal", ACTIVATION_NONE },
  { "steady valence", ACTIVATION_NONE },
  { "steady arousal", ACTIVATION_NONE },
};

enum { MOOD_VALUES = 4 };

static SidecarLabel mood_labels[] = {
  { "acousticness", ACTIVATION_SIGMOID }, { "danceability", ACTIVATION_CLIP },
  { "energy", ACTIVATION_CLIP },          { "instrumentalness", ACTIVATION_SIGMOID },
  { "liveness", ACTIVATION_SIGMOID },     { "speechiness", ACTIVATION_CLIP },
  { "valence", ACTIVATION_CLIP },
};

static char no_text[]      = "";
static char msd_training[] = "Million Song Dataset, 50 Last.fm tags: about 200,000 songs";
static char msd_accuracy[] = "ROC-AUC 0.8802, PR-AUC 0.2891 on the test songs of the Million Song Dataset";
static char mood_training[] =
  "Mean ratings of 190 of the 356 clips of MUSIFEAST-17, which 701 listeners in the UK and the US rated; quadrants of "
  "the 900 clips of 4Q; what listeners felt with the 400 songs of Emotify; held still when level, codec or equaliser "
  "change.";
static char mood_accuracy[] =
  "valence r 0.64 (0.56 to 0.71), R\u00B2 0.41 (0.30 to 0.50); arousal r 0.87 (0.84 to 0.90), R\u00B2 0.76 (0.70 to "
  "0.81): means of ten folds over the rated clips, with 95 % intervals";
static char mood_limits[] =
  "What music is heard to express, the mean of many raters; single listeners differ far more. Rated were half-minute "
  "instrumental clips of 17 genres that are heard in the West. Valence is the weaker axis. One reading covers 3 s. "
  "Less accurate than listeners, and moved less by an equaliser.";
static char msd_limits[] =
  "Hears 3 s at 16 kHz, mono. Listeners gave the tags to songs, not to seconds; tags overlap. Values are low for most "
  "music, silence has tags too, and the level matters.";

static Sidecar tag_sidecar = { .name            = "MSD_musicnn",
                               .title           = "MSD musicnn",
                               .kind            = MODEL_TAGS,
                               .n_labels        = N(tag_labels),
                               .frontend        = { .rate = 16000.0 },
                               .labels          = tag_labels,
                               .n_tags          = N(tag_labels) - MOOD_VALUES,
                               .training_data   = msd_training,
                               .accuracy        = msd_accuracy,
                               .limits          = msd_limits,
                               .mmac_per_second = 534.0f,
                               .n_moods         = 2,
                               .moods           = { { .name          = "listeners",
                                                      .title         = "Listeners",
                                                      .training_data = mood_training,
                                                      .accuracy      = mood_accuracy,
                                                      .limits        = mood_limits,
                                                      .valence       = { 50, 2.13f, 3.43f, 4.73f, 0.31f },
                                                      .arousal       = { 51, 1.47f, 3.17f, 4.87f, 0.383f } },
                                                    { .name          = "steady",
                                                      .title         = "Steady",
                                                      .training_data = mood_training,
                                                      .accuracy      = mood_accuracy,
                                                      .limits        = mood_limits,
                                                      .valence       = { 52, 2.13f, 3.43f, 4.73f, 0.317f },
                                                      .arousal       = { 53, 1.47f, 3.17f, 4.87f, 0.409f } } } };

static Sidecar own_sidecar = { .name          = "birds",
                               .title         = "Birds of the garden",
                               .kind          = MODEL_TAGS,
                               .n_labels      = 2,
                               .training_data = no_text,
                               .accuracy      = no_text,
                               .limits        = no_text };

static Sidecar mood_sidecar = { .name            = "vibenet",
                                .title           = "vibenet",
                                .kind            = MODEL_MOOD,
                                .n_labels        = N(mood_labels),
                                .frontend        = { .rate = 16000.0 },
                                .labels          = mood_labels,
                                .training_data   = no_text,
                                .accuracy        = no_text,
                                .limits          = no_text,
                                .mmac_per_second = 886.0f,
                                .n_moods         = 1,
                                .moods           = { { .name          = "vibenet",
                                                       .title         = "vibenet",
                                                       .training_data = no_text,
                                                       .accuracy      = no_text,
                                                       .limits        = no_text,
                                                       .valence       = { 6, 0.0f, 0.5f, 1.0f, 0.0f },
                                                       .arousal       = { 2, 0.0f, 0.5f, 1.0f, 0.0f } } } };

static CatalogueEntry sample_installed[] = {
  { .id = "MSD_musicnn", .origin = ORIGIN_BUNDLED, .sidecar = &tag_sidecar },
  { .id = "vibenet", .origin = ORIGIN_BUNDLED, .sidecar = &mood_sidecar },
  { .id = "birds", .path = "/home/me/models/birds.json", .origin = ORIGIN_USER, .sidecar = &own_sidecar },
  { .id     = "broken",
    .path   = "/home/me/models/broken.onnx",
    .origin = ORIGIN_USER,
    .error  = { EQUUS_ERR_NOT_FOUND, "broken.onnx has no side-car; put broken.json beside it" } },
};

static const Catalogue sample_catalogue = { N(sample_installed), sample_installed };

static Preset sample_presets[] = {
  { .title = "Flat", .about = "The equaliser changes nothing." },
  { .title = "Air",
    .about = "A broad shelf around 11 kHz, nearly all of it above the 8 kHz at which the models stop hearing." },
  { .title = "High-pass 20 Hz", .about = "Sturm's inaudible kind: takes away only what lies below 20 Hz." },
  { .title = "Telephone",
    .about = "Only 300 to 3,400 Hz is left, as on an analogue telephone line, with the bump of a carbon microphone." },
};

const Sidecar*
sample_tag_sidecar(void)
{
  return &tag_sidecar;
}

const char*
sample_name(SampleKind kind)
{
  static const char* const names[SAMPLE_COUNT] = { "empty",     "settling", "playing",   "listeners", "compare",
                                                   "flat",      "extreme",  "off",       "trouble",   "flip",
                                                   "searching", "waiting",  "not-found", "tie",       "no-search",
                                                   "apart",     "proposal", "raise",     "graphic",   "side-chain",
                                                   "no-side",   "scrub",    "over" };
  return names[kind];
}

static void
set_status(Sample* sample)
{
  StatusMessage status = { .host_rate        = 48000.0,
                           .time             = 41.0,
                           .level_match_gain = 2.1f,
                           .load             = 0.031f,
                           .load_peak        = 0.052f,
                           .analysing        = true,
                           .shown            = { PLACE_MSD_MUSICNN, PLACE_VIBENET, 0 } };
  const bool    heads  = sample->snapshot.parameters[PARAM_MOOD_MODEL] == 2.0f;
  status.shown.mood    = heads ? PLACE_MSD_MUSICNN : PLACE_VIBENET;
  snprintf(status.model[PLACE_MSD_MUSICNN], SIDECAR_MAX_TEXT, "MSD_musicnn");
  snprintf(status.model[PLACE_VIBENET], SIDECAR_MAX_TEXT, "vibenet");
  for (unsigned i = 0; i < TAG_SLOTS; ++i) {
    memcpy(status.slots[i], tag_labels[i].name, SIDECAR_MAX_TEXT);
  }
  snapshot_apply_status(&sample->snapshot, &status);
  view_state_follow(&sample->view, &sample->snapshot);
}

static float
logit(double p)
{
  return (float)log(p / (1.0 - p));
}

static double
tag_value(uint32_t label, Tap tap, double time)
{
  static const double dry[] = { 0.61, 0.12, 0.20, 0.22, 0.03, 0.07, 0.02, 0.05, 0.14, 0.02, 0.03, 0.02, 0.03 };
  static const double wet[] = { 0.34, 0.10, 0.24, 0.27, 0.02, 0.11, 0.01, 0.05, 0.13, 0.03, 0.05, 0.01, 0.06 };

  const double* const values = tap == TAP_DRY ? dry : wet;
  const double        base =
    label < N(dry) ? values[label] : 0.01 + 0.14 * (0.5 + 0.5 * sin(1.7 * label + (tap == TAP_WET ? 1.1 : 0.0)));
  return base * (1.0 + 0.05 * sin(0.9 * time + label));
}

/// The mood heads hear alike, the steady one less of the equaliser
static void
fill_heads(ReadingMessage* reading, bool dry)
{
  const double t                  = reading->time;
  const double moved[MOOD_VALUES] = { dry ? 0.0 : -0.62, dry ? 0.0 : -0.3, dry ? 0.0 : -0.3, dry ? 0.0 : -0.12 };
  const double still[MOOD_VALUES] = { 0.22, 0.52, 0.14, 0.34 };
  for (unsigned i = 0; i < MOOD_VALUES; ++i) {
    const SidecarMood* const mood  = &tag_sidecar.moods[i / 2];
    const SidecarAxis* const axis  = i % 2 ? &mood->arousal : &mood->valence;
    const double             plane = still[i] + moved[i] + 0.05 * sin(0.8 * t + 1.3 * i + (dry ? 0.0 : 0.7));
    reading->values[axis->label]   = axis->centre + (float)plane * (axis->maximum - axis->centre);
  }
}

static void
apply_tags(Sample* sample, Place place, unsigned i, bool flat)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    ReadingMessage reading = { .place    = place,
                               .tap      = (Tap)tap,
                               .sequence = i,
                               .time     = 3.0 + 0.496 * i,
                               .age      = 0.4,
                               .n_values = tag_sidecar.n_labels };
    for (uint32_t label = 0; label < tag_sidecar.n_tags; ++label) {
      reading.values[label] = logit(tag_value(label, flat ? TAP_DRY : (Tap)tap, reading.time));
    }
    fill_heads(&reading, flat || tap == TAP_DRY);
    snapshot_apply_reading(&sample->snapshot, &reading);
  }
  view_state_follow(&sample->view, &sample->snapshot);
}

static void
apply_mood(Sample* sample, unsigned i, const double* dry, const double* wet)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const double* const point    = tap == TAP_DRY ? dry : wet;
    const double        t        = i;
    ReadingMessage      reading  = { .place    = PLACE_VIBENET,
                                     .tap      = (Tap)tap,
                                     .sequence = i,
                                     .time     = 10.0 + i,
                                     .age      = 1.0,
                                     .n_values = mood_sidecar.n_labels };
    const float         values[] = { 0.4f,
                                     (float)(0.55 + 0.1 * tap),
                                     (float)(0.5 + 0.5 * (point[1] + 0.06 * sin(0.7 * t + tap))),
                                     -1.2f,
                                     (float)(-2.0 + tap),
                                     0.07f,
                                     (float)(0.5 + 0.5 * (point[0] + 0.09 * cos(0.45 * t + 2.0 * tap))) };
    memcpy(reading.values, values, sizeof(values));
    snapshot_apply_reading(&sample->snapshot, &reading);
  }
}

static SnapshotMood*
shown_mood(Sample* sample)
{
  return &sample->snapshot.places[PLACE_VIBENET].moods[0];
}

/// Axis values beyond the plane, which no activation would clip
static void
push_beyond(Sample* sample)
{
  SnapshotMood* const mood = shown_mood(sample);
  mood->valence[TAP_DRY]   = 1.3f;
  mood->arousal[TAP_DRY]   = 0.96f;
  mood->valence[TAP_WET]   = 0.99f;
  mood->arousal[TAP_WET]   = -1.4f;
}

static void
apply_spectra(Sample* sample, bool flat)
{
  EqSettings settings;
  parameters_to_eq(sample->snapshot.parameters, &settings);
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    SpectrumMessage spectrum = { .tap = (Tap)tap };
    for (unsigned i = 0; i < SPECTRUM_BINS; ++i) {
      const double f     = 20.0 * pow(1000.0, (i + 0.5) / SPECTRUM_BINS);
      const double level = -38.0 - 3.2 * pow(fabs(log2(f / 110.0)), 1.45) + 3.0 * sin(1.3 * i) * cos(0.31 * i);
      const double gain  = tap == TAP_WET && !flat ? eq_settings_response(&settings, 48000.0, f) : 0.0;
      spectrum.levels[i] = (float)fmax(level + gain, -120.0);
    }
    snapshot_apply_spectrum(&sample->snapshot, &spectrum);
  }
}

static void
set_band(Sample* sample, unsigned band, float on, float frequency, float gain, float q)
{
  const float values[] = { on, frequency, gain, q };
  for (unsigned i = 0; i < PARAMS_PER_BAND; ++i) {
    snapshot_set_parameter(&sample->snapshot, parameter_of_band(band, i), values[i]);
  }
}

static void
set_equaliser(Sample* sample)
{
  set_band(sample, 0, 1.0f, 42.0f, 12.0f, 0.707f);
  set_band(sample, 1, 1.0f, 160.0f, -6.5f, 0.707f);
  set_band(sample, 2, 1.0f, 390.0f, -2.0f, 1.0f);
  set_band(sample, 4, 1.0f, 1900.0f, 6.0f, 1.4f);
  set_band(sample, 6, 1.0f, 6500.0f, -5.0f, 0.707f);
  sample->view.band = 4;
}

static void
set_extremes(Sample* sample)
{
  for (unsigned i = 0; i < EQ_BANDS; ++i) {
    set_band(sample, i, 1.0f, i % 2 ? 20000.0f : 10.0f, i % 2 ? 24.0f : -24.0f, 16.0f);
  }
  snapshot_set_parameter(&sample->snapshot, PARAM_OUTPUT_GAIN, -24.0f);
  view_state_toggle_pin(&sample->view, "happy");
  view_state_toggle_pin(&sample->view, "Progressive rock");
}

static void
play(Sample* sample, SampleKind kind)
{
  static const double dry[]  = { 0.41, 0.37 };
  static const double wet[]  = { -0.22, 0.11 };
  const bool          flat   = kind == SAMPLE_FLAT;
  const double* const target = flat ? dry : wet;

  if (kind == SAMPLE_EXTREME) {
    set_extremes(sample);
  } else if (!flat) {
    set_equaliser(sample);
  }
  for (unsigned i = 0; i < 60; ++i) {
    apply_tags(sample, PLACE_MSD_MUSICNN, i, flat);
    if (kind == SAMPLE_COMPARE) {
      apply_tags(sample, PLACE_MTT_MUSICNN, i, false);
      apply_tags(sample, PLACE_MSD_VGG, i, true);
    }
  }
  for (unsigned i = 0; i < 31; ++i) {
    const double t         = i / 30.0;
    const double between[] = { dry[0] + t * (target[0] - dry[0]), dry[1] + t * (target[1] - dry[1]) };
    apply_mood(sample, i, dry, between);
  }
  apply_spectra(sample, flat);
  if (flat) {
    sample->snapshot.status.level_match_gain = 0.0f;
    shown_mood(sample)->valence[TAP_WET]     = shown_mood(sample)->valence[TAP_DRY];
    shown_mood(sample)->arousal[TAP_WET]     = shown_mood(sample)->arousal[TAP_DRY];
  }
  if (kind == SAMPLE_EXTREME) {
    push_beyond(sample);
  }
}

static void
set_trouble(Sample* sample)
{
  StatusMessage* const status = &sample->snapshot.status;
  snprintf(status->trouble,
           sizeof(status->trouble),
           "vibenet.onnx isn't the file that its side-car names (its SHA-256 differs), so the mood model is off. "
           "Install Equus again, or choose another mood model.");
  status->model[PLACE_VIBENET][0] = '\0';
  memset(&sample->snapshot.places[PLACE_VIBENET], 0, sizeof(SnapshotPlace));
}

static void
set_presets(Sample* sample)
{
  for (unsigned i = 0; i < N(sample_presets); ++i) {
    for (unsigned j = 0; j < PARAM_COUNT; ++j) {
      sample_presets[i].values[j] = parameter(j)->initial;
    }
  }
  sample_presets[1].values[parameter_of_band(6, BAND_GAIN)] = 4.0f;
  sample_presets[2].values[parameter_of_band(0, BAND_ON)]   = 1.0f;
  sample_presets[3].values[parameter_of_band(4, BAND_GAIN)] = 4.0f;
  sample->presets                                           = (PresetList){ N(sample_presets), sample_presets };
  sample->view.presets                                      = &sample->presets;
}

/// Of the other tag models two are there, one settles, and one can't run
static void
set_others(Sample* sample)
{
  StatusMessage* const status = &sample->snapshot.status;
  for (unsigned place = PLACE_MTT_MUSICNN; place <= PLACE_MSD_VGG_AS_TRAINED; ++place) {
    snprintf(status->model[place], SIDECAR_MAX_TEXT, "%s", place_model((Place)place));
    snapshot_set_sidecar(&sample->snapshot, (Place)place, &tag_sidecar);
  }
  status->settling[PLACE_MSD_VGG_AS_TRAINED] = 1.7f;
}

static void
set_curve(Sample* sample, unsigned bands)
{
  snapshot_set_parameter(&sample->snapshot, PARAM_CURVE_BANDS, (float)bands);
  for (unsigned i = 0; i < bands; ++i) {
    const double gain = 6.0 * sin(0.9 * i) * cos(0.37 * i);
    snapshot_set_parameter(&sample->snapshot, PARAM_CURVE + i, (float)(0.1 * round(10.0 * gain)));
  }
  sample->view.graphic    = true;
  sample->view.curve_band = 4;
}

static void
set_graphic(Sample* sample)
{
  set_curve(sample, 10);
  snapshot_set_parameter(&sample->snapshot, PARAM_SHADOW, 1.0f);
  sample->snapshot.status.level_match_gain = -12.0f;
}

static void
set_side_chain(Sample* sample, bool connected)
{
  StatusMessage* const status = &sample->snapshot.status;
  snapshot_set_parameter(&sample->snapshot, PARAM_DRY_SOURCE, (float)DRY_SIDE_CHAIN);
  snapshot_set_parameter(&sample->snapshot, PARAM_DRY_DELAY, 128.0f);
  status->side_connected = connected;
  status->delay_known    = connected;
  status->delay_samples  = 462.0f;
  status->delay_ms       = 9.6f;
  if (connected) {
    Actions actions = { .n = 0 };
    set_curve(sample, CURVE_MAX_BANDS);
    slots_copy(&sample->view.slots, sample->snapshot.parameters, 0, 2, &actions);
    sample->view.slots.current = 1;
  }
}

void
sample_make(Sample* sample, SampleKind kind)
{
  snapshot_init(&sample->snapshot);
  snapshot_set_parameter(&sample->snapshot, PARAM_MOOD_MODEL, 1.0f); // vibenet
  view_state_init(&sample->view);
  set_presets(sample);
  sample->view.catalogue = &sample_catalogue;
  if (kind == SAMPLE_EMPTY) {
    return;
  }

  const bool heads = kind == SAMPLE_LISTENERS || kind == SAMPLE_COMPARE;
  snapshot_set_parameter(&sample->snapshot, PARAM_MOOD_MODEL, heads ? 2.0f : 1.0f);
  snapshot_set_parameter(&sample->snapshot, PARAM_COMPARE, kind == SAMPLE_COMPARE ? (float)COMPARE_ALL : 0.0f);
  set_status(sample);
  snapshot_set_sidecar(&sample->snapshot, PLACE_MSD_MUSICNN, &tag_sidecar);
  snapshot_set_sidecar(&sample->snapshot, PLACE_VIBENET, &mood_sidecar);
  if (kind == SAMPLE_COMPARE) {
    set_others(sample);
  }
  if (kind == SAMPLE_SETTLING) {
    sample->snapshot.status.settling[PLACE_MSD_MUSICNN] = 2.4f;
    sample->snapshot.status.settling[PLACE_VIBENET]     = 9.4f;
    apply_spectra(sample, true);
  } else if (kind == SAMPLE_OFF) {
    snapshot_set_parameter(&sample->snapshot, PARAM_TAG_MODEL, 0.0f);
    snapshot_set_parameter(&sample->snapshot, PARAM_MOOD_MODEL, 0.0f);
    apply_spectra(sample, true);
  } else {
    play(sample, kind);
  }
  if (kind == SAMPLE_TROUBLE) {
    set_trouble(sample);
  } else if (kind == SAMPLE_GRAPHIC) {
    set_graphic(sample);
  } else if (kind == SAMPLE_SIDE_CHAIN || kind == SAMPLE_NO_SIDE) {
    set_side_chain(sample, kind == SAMPLE_SIDE_CHAIN);
  }
  sample_experiment(sample, kind);
  sample_history(sample, kind);
}

void
sample_open_blind(Sample* sample, BlindPhase phase)
{
  Blind* const blind = &sample->view.blind;
  Actions      actions;
  actions.n           = 0;
  blind->random.state = 3;
  blind_open(blind);
  if (phase == BLIND_INTRO) {
    return;
  }
  blind_start(blind, &actions);
  const unsigned rounds = phase == BLIND_TRIAL ? 5 : BLIND_TRIALS;
  for (unsigned i = 0; i < rounds; ++i) {
    actions.n = 0;
    blind_play(blind, 1, &actions);
    blind_answer(blind, &sample->snapshot, i % 3 == 0, &actions);
  }
  if (phase == BLIND_TRIAL) {
    blind_play(blind, 1, &actions);
  }
}
