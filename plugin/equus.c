// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/equus.h"

#include "dsp/spectrum.h"
#include "models/float_state.h"
#include "plugin/analysis.h"
#include "plugin/audio_path.h"
#include "plugin/casting.h"
#include "plugin/load_meter.h"
#include "plugin/loader.h"
#include "plugin/marks.h"
#include "plugin/parameter_scale.h"
#include "plugin/search.h"
#include "plugin/session.h"
#include "plugin/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUND = AUDIO_PATH_ROUND }; ///< Most frames in one go; counted since activate

static const double replayed_seconds = 30.0;

struct Equus {
  double   rate;
  unsigned channels;
  bool     active;

  AudioPath* path;
  Analysis*  analysis;
  Spectrum*  spectra[TAP_COUNT];
  Loader*    loader;
  Session*   session;
  Search*    search;

  // Audio thread
  bool            restored; ///< A state, which equus_take_state() has not told yet
  float           parameters[PARAM_COUNT];
  float           modulation[PARAM_COUNT]; ///< Added to them, not kept in the state
  uint64_t        position;                ///< Frames since activate
  bool            path_changed, analysing, window_open, spectra_due[TAP_COUNT];
  uint64_t        spectrum_frames[TAP_COUNT];
  LoadMeter       meter;
  SpectrumMessage spectrum;
  char            view[EQUUS_VIEW_SIZE];
  char            wish[EQUUS_WISH_SIZE];
  Casting         casting;
  char            own[STATE_KINDS][EQUUS_OWN_SIZE];
  char            state_trouble[STATUS_TEXT_SIZE]; ///< Of the state restored last
  Listen          listening;
  Marks           marks;
};

static bool
allocate(Equus* equus, const char* model_path)
{
  const RigConfig rigs    = { model_path, equus->rate, ROUND };
  equus->path             = audio_path_new(equus->rate, equus->channels);
  equus->analysis         = analysis_new(equus->rate, equus->channels, ROUND);
  equus->spectra[TAP_DRY] = spectrum_new(equus->rate);
  equus->spectra[TAP_WET] = spectrum_new(equus->rate);
  equus->loader           = loader_new(&rigs);
  equus->session          = session_new();
  equus->search           = search_new(&(SearchConfig){ model_path, equus->rate, equus->channels });
  return equus->path && equus->analysis && equus->spectra[TAP_DRY] && equus->spectra[TAP_WET] && equus->loader &&
         equus->session && equus->search;
}

/// Load what is wanted here and now: the audio thread doesn't run
static void
load_now(Equus* equus)
{
  casting_update(&equus->casting, equus->loader, equus->analysis, equus->parameters);
  loader_work(equus->loader);
  casting_take(&equus->casting, equus->loader, equus->analysis, equus->position);
  loader_work(equus->loader);
  loader_needs_work(equus->loader); // All done
}

static EquusStatus
check_config(const EquusConfig* config, EquusError* error)
{
  if (!(config->rate >= 8000.0 && config->rate <= 384000.0)) {
    return equus_error_set(
      error, EQUUS_ERR_RANGE, "A sample rate of %g Hz is outside 8,000 to 384,000 Hz", config->rate);
  }
  if (config->channels < 1 || config->channels > EQ_MAX_CHANNELS) {
    return equus_error_set(error, EQUUS_ERR_RANGE, "%u channels are neither mono nor stereo", config->channels);
  }
  return EQUUS_OK;
}

Equus*
equus_new(const EquusConfig* config, EquusError* error)
{
  if (check_config(config, error)) {
    return NULL;
  }

  Equus* const equus = (Equus*)calloc(1, sizeof(Equus));
  if (!equus) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for an instance");
    return NULL;
  }
  equus->rate     = config->rate;
  equus->channels = config->channels;
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    equus->parameters[i] = parameter(i)->initial;
    marks_set_parameter(&equus->marks, i, equus->parameters[i], false, 0);
  }
  if (!allocate(equus, config->model_path)) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for an instance");
    equus_free(equus);
    return NULL;
  }
  load_now(equus);
  equus_activate(equus);
  equus_deactivate(equus);
  return equus;
}

void
equus_free(Equus* equus)
{
  if (equus) {
    search_free(equus->search);
    loader_free(equus->loader);
    analysis_free(equus->analysis);
    spectrum_free(equus->spectra[TAP_DRY]);
    spectrum_free(equus->spectra[TAP_WET]);
    audio_path_free(equus->path);
    session_free(equus->session);
    free(equus);
  }
}

static void
reset_spectra(Equus* equus)
{
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    spectrum_reset(equus->spectra[tap]);
    equus->spectrum_frames[tap] = 0;
    equus->spectra_due[tap]     = false;
  }
}

void
equus_activate(Equus* equus)
{
  equus->active       = true;
  equus->position     = 0;
  equus->path_changed = true;
  equus->analysing    = false;
  audio_path_reset(equus->path);
  analysis_restart(equus->analysis, 0, true);
  reset_spectra(equus);
  load_meter_reset(&equus->meter, equus->rate);
  marks_reset(&equus->marks, equus->rate);
}

void
equus_deactivate(Equus* equus)
{
  equus->active = false;
}

static void
models_changed(Equus* equus)
{
  equus->state_trouble[0] = '\0';
  casting_update(&equus->casting, equus->loader, equus->analysis, equus->parameters);
}

void
equus_set_parameter(Equus* equus, unsigned index, float value)
{
  const float limited = index < PARAM_COUNT ? parameter_limit(index, value) : 0.0f;
  if (index >= PARAM_COUNT || limited == equus->parameters[index]) {
    return;
  }

  equus->parameters[index] = limited;
  session_set_parameter(equus->session, index, limited);
  marks_set_parameter(&equus->marks, index, limited, audio_path_follows(index), equus->position);
  if (index == PARAM_TAG_MODEL || index == PARAM_MOOD_MODEL || index == PARAM_COMPARE) {
    models_changed(equus);
  } else {
    equus->path_changed = equus->path_changed || audio_path_follows(index);
  }
}

void
equus_set_modulation(Equus* equus, unsigned index, float amount)
{
  if (index < PARAM_COUNT && parameter_is_modulated(index)) {
    equus->modulation[index] = isfinite(amount) ? amount : 0.0f;
    equus->path_changed      = true;
  }
}

float
equus_parameter(const Equus* equus, unsigned index)
{
  return equus->parameters[index];
}

bool
equus_needs_work(Equus* equus)
{
  casting_take(&equus->casting, equus->loader, equus->analysis, equus->position);
  const bool loading = loader_needs_work(equus->loader);
  return search_needs_work(equus->search) || loading;
}

void
equus_work(Equus* equus)
{
  loader_work(equus->loader);
  search_work(equus->search);
}

/// Tell the way of the audio what the parameters and their modulation say
static void
update_path(Equus* equus)
{
  float values[PARAM_COUNT];
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float offset = equus->modulation[i];
    values[i]          = offset != 0.0f ? parameter_limit(i, equus->parameters[i] + offset) : equus->parameters[i];
  }
  audio_path_set(equus->path, values);
}

/// Tell the search and the marks what is shown first, and whether to search
static EQUUS_RT void
update_search(Equus* equus, bool freewheel)
{
  const Shown          shown = analysis_outputs(equus->analysis)->shown;
  const Rig* const     tags  = shown.tags == PLACE_NONE ? NULL : analysis_rig(equus->analysis, shown.tags);
  const Rig* const     mood  = shown.mood == PLACE_NONE ? NULL : analysis_rig(equus->analysis, shown.mood);
  const Sidecar* const moods = mood && shown.head >= 0 ? rig_sidecar(mood) : NULL;
  search_set_model(equus->search, MODEL_TAGS, tags ? model_path(tags->model) : "", "");
  search_set_model(
    equus->search, MODEL_MOOD, mood ? model_path(mood->model) : "", moods ? moods->moods[shown.head].name : "");

  marks_set_model(&equus->marks, MODEL_TAGS, tags ? rig_sidecar(tags)->name : "", equus->position);
  marks_set_model(&equus->marks, MODEL_MOOD, mood ? rig_sidecar(mood)->name : "", equus->position);

  const bool        side  = audio_path_dry_is_side(equus->path);
  const SearchState state = { equus->window_open, freewheel || !equus->analysing, side };
  search_update(equus->search, state);
}

/// What changes between blocks: models, hops, whether to listen, what the audio goes through
static void
begin_block(Equus* equus, bool freewheel)
{
  casting_take(&equus->casting, equus->loader, equus->analysis, equus->position);
  analysis_update_hops(equus->analysis, equus->parameters, freewheel);

  const bool always = equus->parameters[PARAM_ANALYSIS] == (float)ANALYSIS_ALWAYS;
  const bool listen = always || equus->window_open || freewheel;
  if (listen && !equus->analysing) {
    analysis_restart(equus->analysis, equus->position, false);
  }
  equus->analysing = listen;

  if (equus->path_changed) {
    update_path(equus);
    equus->path_changed = false;
  }
  update_search(equus, freewheel);
}

static void
push_spectrum(Equus* equus, Tap tap, uint32_t n)
{
  const uint64_t frames = spectrum_push(equus->spectra[tap], taps_mono(analysis_taps(equus->analysis), tap), n);
  if (frames != equus->spectrum_frames[tap]) {
    equus->spectrum_frames[tap] = frames;
    equus->spectra_due[tap]     = true;
  }
}

/// Let models and window hear a round
static void
listen_to_round(Equus* equus, uint32_t n)
{
  const float* const* const dry  = audio_path_heard(equus->path, TAP_DRY);
  const float* const* const wet  = audio_path_heard(equus->path, TAP_WET);
  Taps* const               taps = analysis_taps(equus->analysis);
  taps_mix(taps, TAP_DRY, dry, n);
  taps_mix(taps, TAP_WET, wet, n);
  if (equus->analysing) {
    analysis_run(equus->analysis, n);
    search_hear(equus->search, equus->position, dry, wet, n);
  }
  if (equus->window_open) {
    push_spectrum(equus, TAP_DRY, n);
    push_spectrum(equus, TAP_WET, n);
  }
}

static void
process_rounds(Equus* equus, const float* const* in, const float* const* side, float* const* out, uint32_t n)
{
  for (uint32_t done = 0; done < n;) {
    const uint32_t left  = (uint32_t)(ROUND - equus->position % ROUND);
    const uint32_t round = n - done < left ? n - done : left;

    const float* from[EQ_MAX_CHANNELS]   = { NULL };
    const float* beside[EQ_MAX_CHANNELS] = { NULL };
    float*       to[EQ_MAX_CHANNELS]     = { NULL };
    for (unsigned c = 0; c < equus->channels; ++c) {
      from[c]   = in[c] + done;
      beside[c] = side && side[c] ? side[c] + done : NULL;
      to[c]     = out[c] + done;
    }
    audio_path_process(equus->path, from, beside, to, round);
    if (equus->analysing || equus->window_open) {
      listen_to_round(equus, round);
    }
    equus->position += round;
    done += round;
  }
}

void
equus_process(Equus*              equus,
              const float* const* in,
              const float* const* side,
              float* const*       out,
              uint32_t            n,
              bool                freewheel)
{
  const FloatState mode  = float_state_enter();
  const bool       meter = equus->window_open && !freewheel; // Offline there is no deadline
  if (meter) {
    load_meter_begin(&equus->meter);
  }

  begin_block(equus, freewheel);
  marks_advance(&equus->marks, equus->position, n);
  readings_allow(analysis_readings(equus->analysis), n / equus->rate);
  process_rounds(equus, in, side, out, n);

  if (meter) {
    load_meter_end(&equus->meter, n);
  }
  float_state_leave(mode);
}

float
equus_output(const Equus* equus, unsigned index)
{
  return analysis_outputs(equus->analysis)->ports[index];
}

bool
equus_next_reading(Equus* equus, ReadingMessage* reading)
{
  return readings_next(analysis_readings(equus->analysis), reading);
}

void
equus_set_window_open(Equus* equus, bool open)
{
  if (open) {
    const double now = (double)equus->position / equus->rate;
    readings_replay(analysis_readings(equus->analysis), now - replayed_seconds);
    search_replay(equus->search);
    marks_replay(&equus->marks);
  }
  if (open && !equus->window_open) {
    reset_spectra(equus);
    load_meter_reset(&equus->meter, equus->rate);
  }
  equus->window_open = open;
  if (!open) {
    equus_set_listening(equus, LISTEN_AS_SET); // Who would end the check?
  }
}

void
equus_set_listening(Equus* equus, Listen listening)
{
  equus->listening = listening;
  audio_path_listen(equus->path, listening);
}

void
equus_set_transport(Equus* equus, bool rolling, double seconds)
{
  marks_set_transport(&equus->marks, rolling, seconds, equus->position);
}

void
equus_mark(Equus* equus, double time)
{
  marks_add(&equus->marks, time, equus->position);
}

const MarkMessage*
equus_next_mark(Equus* equus)
{
  return equus->window_open ? marks_next(&equus->marks) : NULL;
}

const SpectrumMessage*
equus_next_spectrum(Equus* equus, Tap tap)
{
  if (!equus->window_open || !equus->spectra_due[tap]) {
    return NULL;
  }
  equus->spectra_due[tap] = false;
  equus->spectrum.tap     = tap;
  memcpy(equus->spectrum.levels, spectrum_levels(equus->spectra[tap]), sizeof(equus->spectrum.levels));
  return &equus->spectrum;
}

const MapsMessage*
equus_next_maps(Equus* equus)
{
  return equus->window_open ? search_next_maps(equus->search) : NULL;
}

const FlipMessage*
equus_next_flip(Equus* equus)
{
  return equus->window_open ? search_next_flip(equus->search) : NULL;
}

/// The gravest of what is wrong
static const char*
trouble_of(const Equus* equus)
{
  static const char lacks_side[] = "Dry source is the side-chain, but nothing is connected to one: dry is the input. "
                                   "Connect it (only the plug-ins named \"side-chain\" have it) or set the dry source "
                                   "to input";
  const char* const trouble      = casting_trouble(&equus->casting);
  if (*trouble) {
    return trouble;
  }
  return audio_path_lacks_side(equus->path) ? lacks_side : equus->state_trouble;
}

void
equus_status(const Equus* equus, StatusMessage* status)
{
  memset(status, 0, sizeof(*status));
  status->host_rate        = equus->rate;
  status->time             = (double)equus->position / equus->rate;
  status->level_match_gain = audio_path_match(equus->path);
  status->load             = load_meter_mean(&equus->meter);
  status->load_peak        = load_meter_peak(&equus->meter);
  status->analysing        = equus->analysing;
  status->shown            = analysis_outputs(equus->analysis)->shown;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Rig* const rig    = analysis_rig(equus->analysis, (Place)place);
    status->settling[place] = (float)analysis_settling(equus->analysis, (Place)place);
    status->loading[place]  = loader_is_loading(equus->loader, (Place)place);
    text_copy(status->model[place], rig ? rig_sidecar(rig)->name : "", SIDECAR_MAX_TEXT);
  }
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    text_copy(status->slots[slot], outputs_slot(analysis_outputs(equus->analysis), slot), SIDECAR_MAX_TEXT);
  }
  status->side_connected = audio_path_side_connected(equus->path);
  status->side_silent    = audio_path_side_silent(equus->path);
  status->listening      = equus->listening;
  int delay              = 0;
  status->delay_known    = search_delay(equus->search, &delay);
  status->delay_samples  = (float)delay;
  status->delay_ms       = (float)(delay * 1000.0 / equus->rate);
  text_copy(status->trouble, trouble_of(equus), STATUS_TEXT_SIZE);
}

void
equus_set_slot(Equus* equus, unsigned slot, const char* tag)
{
  if (slot < TAG_SLOTS) {
    Outputs* const outputs = analysis_outputs(equus->analysis);
    outputs_set_slot(outputs, slot, tag);
    session_set_slot(equus->session, slot, outputs->slots[slot]);
  }
}

void
equus_set_view(Equus* equus, const char* json)
{
  text_copy(equus->view, json, EQUUS_VIEW_SIZE);
  session_set_view(equus->session, equus->view);
}

const char*
equus_view(const Equus* equus)
{
  return equus->view;
}

void
equus_set_wish(Equus* equus, const char* json)
{
  text_copy(equus->wish, json, EQUUS_WISH_SIZE);
  search_set_wish(equus->search, equus->wish);
  session_set_wish(equus->session, equus->wish);
}

const char*
equus_wish(const Equus* equus)
{
  return equus->wish;
}

void
equus_set_own_model(Equus* equus, ModelKind kind, const char* name)
{
  text_copy(equus->own[kind], name, EQUUS_OWN_SIZE);
  session_set_own_model(equus->session, kind, equus->own[kind]);
  casting_set_own(&equus->casting, equus->loader, place_own(kind), equus->own[kind]);
  models_changed(equus);
}

const char*
equus_own_model(const Equus* equus, ModelKind kind)
{
  return equus->own[kind];
}

char*
equus_state_save(const Equus* equus)
{
  return session_save(equus->session);
}

static EQUUS_RT void
apply_state(Equus* equus, const State* state, const char* trouble)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    equus_set_parameter(equus, i, state->parameters[i]);
  }
  for (unsigned slot = 0; slot < TAG_SLOTS; ++slot) {
    equus_set_slot(equus, slot, state->slots[slot]);
  }
  equus_set_view(equus, state->view);
  equus_set_wish(equus, state->experiment);
  for (unsigned kind = 0; kind < STATE_KINDS; ++kind) {
    if (strcmp(equus->own[kind], state->own[kind]) != 0) {
      equus_set_own_model(equus, (ModelKind)kind, state->own[kind]);
    }
  }
  text_copy(equus->state_trouble, trouble, STATUS_TEXT_SIZE);
}

static EQUUS_RT void
take_posts(Equus* equus)
{
  for (SessionPost* post = NULL; (post = session_take(equus->session));) {
    apply_state(equus, &post->state, post->trouble);
    session_spend(equus->session, post);
    equus->restored = true;
  }
}

EquusStatus
equus_state_restore(Equus* equus, const char* json, char (*own)[EQUUS_OWN_SIZE], EquusError* error)
{
  State             state;
  char              trouble[STATUS_TEXT_SIZE];
  const EquusStatus status = session_restore(equus->session, json, &state, trouble, error);
  if (status) {
    return status;
  }

  for (unsigned kind = 0; own && kind < STATE_KINDS; ++kind) {
    if (own[kind][0]) {
      memcpy(state.own[kind], own[kind], EQUUS_OWN_SIZE);
    }
  }
  const EquusStatus posted = session_post(equus->session, &state, trouble, error);
  if (!posted && !equus->active) {
    take_posts(equus);
    load_now(equus);
  }
  return posted;
}

bool
equus_take_state(Equus* equus)
{
  take_posts(equus);
  const bool restored = equus->restored;
  equus->restored     = false;
  return restored;
}
