// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_flip.h"

#include "plugin/flip.h"
#include "plugin/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double interval      = 2.0;   ///< Least new music between two searches of the meter, seconds
static const double pause         = 0.25;  ///< Between two looks at silence, seconds
static const float  progress_step = 0.02f; ///< That is worth telling

/// What a Flip is made for
typedef struct {
  char         path[SHARED_TEXT_SIZE]; ///< Of the model's side-car
  FlipSettings settings;
} FlipMake;

/// What a search of one kind depends on
typedef struct {
  FlipMake make;
  char     mood[SIDECAR_MAX_TEXT];
  char     asked[SIDECAR_MAX_TEXT]; ///< Rule or target
  double   amount;
  uint32_t request; ///< Of a target, which is searched once for each
} FlipKey;

/// One kind's work
typedef struct {
  FlipKind    kind;
  FlipKey     key;
  bool        possible;  ///< The model is there, and knows what is asked for
  VerdictRule rule;      ///< Of the meter
  Objective   objective; ///< Of the target
  double      amount;    ///< Raise by, or lower where negative
  bool        looked;    ///< At music, with this key
  uint64_t    end;       ///< Of the music that was looked at last
  uint64_t    silent;    ///< Where music ended that was silent, 0 for none
  uint32_t    version;   ///< Of the task that the key was made of
  FlipMessage message;   ///< Told last
} FlipJob;

struct SearchFlip {
  Flip*       flip; ///< NULL for none
  FlipMake    make; ///< What it was made for
  SearchMusic music;
  FlipJob     jobs[FLIP_KINDS];
};

/// A run of search_flip_run()
typedef struct {
  SearchFlip*       own;
  const SearchTask* task;
  FlipJob*          job;
  SearchFlipTell    tell;
  void*             handle;
} FlipRun;

SearchFlip*
search_flip_new(void)
{
  SearchFlip* const own = (SearchFlip*)calloc(1, sizeof(SearchFlip));
  if (own) {
    own->jobs[FLIP_OF_TARGET].kind = FLIP_OF_TARGET;
  }
  return own;
}

/// Give the model up
static void
forget(SearchFlip* own)
{
  flip_free(own->flip);
  search_music_clear(&own->music);
  memset(&own->make, 0, sizeof(own->make));
  own->flip = NULL;
}

void
search_flip_free(SearchFlip* flip)
{
  if (flip) {
    forget(flip);
    free(flip);
  }
}

static const char*
asked(const SearchTask* task, FlipKind kind)
{
  return kind == FLIP_OF_TARGET ? task->wish.target : task->wish.meter ? task->wish.verdict : "";
}

/// Begin what is to be told; what is told meanwhile stays
static FlipMessage
begin_message(const FlipRun* run, FlipPhase phase)
{
  const Wish* const wish    = &run->task->wish;
  FlipMessage       message = { .request = wish->request,
                                .phase   = phase,
                                .target  = run->job->kind == FLIP_OF_TARGET,
                                .bands   = wish->bands,
                                .limit   = (float)wish->limit };
  text_copy(message.rule, asked(run->task, run->job->kind), sizeof(message.rule));
  return message;
}

static void
send(const FlipRun* run, const FlipMessage* message)
{
  run->job->message = *message;
  run->tell(run->handle, message);
}

static void
tell_trouble(const FlipRun* run, const char* trouble)
{
  FlipMessage message = begin_message(run, FLIP_DONE);
  message.outcome     = FLIP_STOPPED;
  text_copy(message.trouble, trouble, sizeof(message.trouble));
  if (run->job->message.phase != FLIP_DONE || strcmp(run->job->message.trouble, message.trouble) != 0) {
    send(run, &message);
  }
}

/// Tell a phase that has begun, once
static void
tell_phase(const FlipRun* run, FlipPhase phase)
{
  const FlipMessage message = begin_message(run, phase);
  if (run->job->message.phase != phase || run->job->message.request != message.request) {
    send(run, &message);
  }
}

/// The kind of model that hears what is asked for
static ModelKind
model_kind(const SearchTask* task, FlipKind kind)
{
  double place[2];
  if (kind == FLIP_OF_METER) {
    return !strncmp(task->wish.verdict, "quadrant", 8) ? MODEL_MOOD : MODEL_TAGS;
  }
  return search_task_kind(task, wish_target(&task->wish, place) == WISH_POINT ? NULL : task->wish.target + 1);
}

static FlipKey
make_key(const SearchTask* task, FlipKind kind)
{
  FlipKey key;
  memset(&key, 0, sizeof(key));
  text_copy(key.make.path, task->model[model_kind(task, kind)], sizeof(key.make.path));
  key.make.settings.bands  = task->wish.bands;
  key.make.settings.limit  = task->wish.limit;
  key.make.settings.seed   = task->wish.seed;
  key.make.settings.starts = flip_settings_usual().starts;
  text_copy(key.mood, task->mood, sizeof(key.mood));
  text_copy(key.asked, asked(task, kind), sizeof(key.asked));
  key.request = task->wish.request;
  if (kind == FLIP_OF_TARGET) {
    key.amount = task->wish.amount;
  }
  return key;
}

static bool
is_same_make(const FlipMake* a, const FlipMake* b)
{
  return !strcmp(a->path, b->path) && a->settings.bands == b->settings.bands &&
         a->settings.limit == b->settings.limit && a->settings.seed == b->settings.seed &&
         a->settings.starts == b->settings.starts;
}

static bool
is_same_key(const FlipKey* a, const FlipKey* b)
{
  return is_same_make(&a->make, &b->make) && !strcmp(a->mood, b->mood) && !strcmp(a->asked, b->asked) &&
         a->amount == b->amount && a->request == b->request;
}

/// Have the Flip that the job needs
static EquusStatus
load(const FlipRun* run, EquusError* error)
{
  SearchFlip* const own  = run->own;
  const FlipMake*   make = &run->job->key.make;
  if (own->flip && is_same_make(&own->make, make)) {
    return EQUUS_OK;
  }
  forget(own);
  const SearchTask* const task    = run->task;
  const char* const       path    = search_task_model(task, model_kind(task, run->job->kind), error);
  const Hearing* const    hearing = path ? search_hearings_get(task->hearings, task->bundled, path, error) : NULL;
  own->flip = hearing ? flip_new_sharing(hearing, &make->settings, task->rate, task->channels, error) : NULL;
  own->make = *make;
  return own->flip ? EQUUS_OK : error->status;
}

static const char*
mood_of(const SearchTask* task)
{
  return task->mood[0] ? task->mood : NULL;
}

/// The plane's quadrant is that of the mood that is shown first, where none is named
static EquusStatus
parse_rule(const FlipRun* run, EquusError* error)
{
  const char* const text = run->task->wish.verdict;
  char              named[EXPERIMENT_RULE_SIZE + SIDECAR_MAX_TEXT];
  const bool        add = !strcmp(text, "quadrant") && mood_of(run->task);
  snprintf(named, sizeof(named), "%s%s%s", text, add ? ":" : "", add ? run->task->mood : "");
  return verdict_parse(flip_sidecar(run->own->flip), named, &run->job->rule, error);
}

static EquusStatus
parse_target(const FlipRun* run, EquusError* error)
{
  const Wish* const wish = &run->task->wish;
  FlipJob* const    job  = run->job;
  double            place[2];
  const WishTarget  target = wish_target(wish, place);
  if (target == WISH_POINT) {
    const EquusStatus status =
      objective_parse(flip_sidecar(run->own->flip), "valence", mood_of(run->task), false, &job->objective, error);
    job->objective.kind    = OBJECTIVE_NEARNESS;
    job->objective.valence = place[0];
    job->objective.arousal = place[1];
    return status;
  }
  job->amount = target == WISH_RAISE ? wish->amount : -wish->amount;
  return objective_parse(
    flip_sidecar(run->own->flip), wish->target + 1, mood_of(run->task), false, &job->objective, error);
}

/// Be ready for what the task asks, or tell why it can't be
static void
prepare(const FlipRun* run)
{
  EquusError    error = { EQUUS_OK, "" };
  const FlipKey key   = make_key(run->task, run->job->kind);
  run->job->version   = run->task->version;
  if (is_same_key(&key, &run->job->key)) {
    return;
  }
  run->job->key      = key;
  run->job->looked   = false;
  EquusStatus status = load(run, &error);
  if (!status) {
    status = run->job->kind == FLIP_OF_METER ? parse_rule(run, &error) : parse_target(run, &error);
  }
  run->job->possible = !status;
  if (status) {
    tell_trouble(run, error.text);
  }
}

/// A value of the reading where what is asked for names one, else NaN
static float
named_value(const FlipRun* run, const float* raw)
{
  const Sidecar* const sidecar = flip_sidecar(run->own->flip);
  const FlipJob* const job     = run->job;
  if (job->kind == FLIP_OF_METER) {
    return job->rule.kind == VERDICT_THRESHOLD ? sidecar_activate(sidecar, job->rule.a, raw[job->rule.a]) : NAN;
  }
  return job->objective.kind == OBJECTIVE_NEARNESS ? NAN : (float)objective_value(&job->objective, sidecar, raw);
}

/// A place on an axis of the mood that is shown first, NaN where the model reads none
static float
place_on(const FlipRun* run, const char* axis, const float* raw)
{
  const Sidecar* const sidecar = flip_sidecar(run->own->flip);
  Objective            objective;
  if (objective_parse(sidecar, axis, mood_of(run->task), false, &objective, NULL)) {
    return NAN;
  }
  return (float)objective_value(&objective, sidecar, raw);
}

static void
fill_message(const FlipRun* run, const FlipResult* result, FlipMessage* message)
{
  const Sidecar* const sidecar = flip_sidecar(run->own->flip);
  message->outcome             = result->outcome;
  message->progress            = 1.0f;
  message->seconds             = result->seconds;
  message->bands               = result->curve.bands;
  message->strength            = (float)result->strength;
  message->match               = (float)result->match;
  message->predicted           = (float)result->predicted;
  message->verified            = (float)result->verified;
  memcpy(message->gains, result->curve.gains, sizeof(message->gains));
  if (run->job->kind == FLIP_OF_METER) {
    text_copy(message->from, verdict_name(&run->job->rule, sidecar, result->dry), sizeof(message->from));
    text_copy(message->to, verdict_name(&run->job->rule, sidecar, result->wet), sizeof(message->to));
  }
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    message->valence[tap] = place_on(run, "valence", result->readings[tap]);
    message->arousal[tap] = place_on(run, "arousal", result->readings[tap]);
    message->value[tap]   = named_value(run, result->readings[tap]);
  }
}

static void
on_progress(void* handle, double share)
{
  const FlipRun* const run     = (const FlipRun*)handle;
  FlipMessage          message = run->job->message;
  if ((float)share >= message.progress + progress_step) {
    message.progress = (float)share;
    send(run, &message);
  }
}

/// Search in the music that was taken
static void
search_music(const FlipRun* run)
{
  EquusError         error   = { EQUUS_OK, "" };
  SearchMusic* const taken   = &run->own->music;
  const FlipMusic    music   = { taken->channel, taken->channels, taken->n, run->task->rate };
  FlipRun            handle  = *run;
  const FlipWatch    watch   = { run->task->stop, on_progress, &handle };
  FlipMessage        message = begin_message(run, FLIP_SEARCHING);
  FlipJob* const     job     = run->job;
  FlipResult         result;
  message.time = (double)taken->end / run->task->rate;
  send(run, &message);

  const EquusStatus status =
    job->kind == FLIP_OF_METER
      ? flip_search(run->own->flip, &job->rule, &music, &watch, &result, &error)
      : flip_toward(run->own->flip, &job->objective, job->amount, &music, &watch, &result, &error);
  if (atomic_load(run->task->stop)) {
    return;
  }
  job->looked = true;
  job->end    = taken->end;
  if (status) {
    tell_trouble(run, error.text);
    return;
  }
  message.phase = FLIP_DONE;
  fill_message(run, &result, &message);
  send(run, &message);
}

/// True if a search is due: never, once, or once more with newer music
static bool
is_due(const FlipRun* run)
{
  const FlipJob* const job  = run->job;
  const RecorderSpan   span = recorder_span(run->task->recorder);
  const bool           hush =
    job->silent && span.end >= job->silent && span.end - job->silent < (uint64_t)(pause * run->task->rate);
  const bool old = span.end < job->end || (double)(span.end - job->end) >= interval * run->task->rate;
  return job->possible && !hush && (!job->looked || (job->kind == FLIP_OF_METER && !run->task->wish.once && old));
}

/// Take the newest window; false, and told, if there isn't one yet or it is silent
static bool
take_music(const FlipRun* run)
{
  SearchFlip* const own    = run->own;
  const size_t      needed = flip_needed(own->flip, 1);
  const MusicState  state  = search_music_take(&own->music, run->task, (uint32_t)needed);
  run->job->silent         = state == MUSIC_SILENT ? own->music.end : 0;
  if (state != MUSIC_HEARD) {
    tell_phase(run, FLIP_WAITING);
    return false;
  }
  return true;
}

static void
look(const FlipRun* run, int delay)
{
  EquusError error = { EQUUS_OK, "" };
  if (delay != SEARCH_UNKNOWN && abs(delay) > 1) {
    char trouble[STATUS_TEXT_SIZE];
    snprintf(trouble,
             sizeof(trouble),
             "dry and wet are %d samples apart: %s, for only then a flip means something",
             abs(delay),
             delay > 0 ? "delay dry by as many" : "delay wet by as many, in the host");
    run->job->looked = false;
    tell_trouble(run, trouble);
  } else if (delay == SEARCH_UNKNOWN) {
    tell_phase(run, FLIP_WAITING);
  } else if (load(run, &error)) {
    tell_trouble(run, error.text);
  } else if (take_music(run)) {
    search_music(run);
  }
}

/// Tell that it isn't wished any more, if that isn't known
static void
end(const FlipRun* run)
{
  if (run->job->message.phase != FLIP_IDLE) {
    const FlipMessage message = begin_message(run, FLIP_IDLE);
    send(run, &message);
  }
  memset(&run->job->key, 0, sizeof(run->job->key));
  run->job->version = run->task->version;
  if (!asked(run->task, FLIP_OF_METER)[0] && !asked(run->task, FLIP_OF_TARGET)[0]) {
    forget(run->own);
  }
}

void
search_flip_run(SearchFlip* flip, const SearchTask* task, FlipKind kind, int delay, SearchFlipTell tell, void* handle)
{
  const FlipRun run = { flip, task, &flip->jobs[kind], tell, handle };
  if (!asked(task, kind)[0]) {
    end(&run);
    return;
  }
  if (run.job->version != task->version) {
    prepare(&run);
  }
  if (is_due(&run)) {
    look(&run, delay);
  }
}
