// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_run.h"

#include "tools/audit_flip.h"
#include "tools/audit_song.h"
#include "tools/campaign.h"
#include "tools/loudness.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { PAIR = 2 };

/// A file and how far it is
typedef struct {
  const char*      file;
  const AuditSong* known; ///< As an earlier run recorded it, or NULL
  bool*            done;  ///< [treatments][models]; NULL where everything is
  unsigned         left;  ///< Jobs
  bool             begun, fine;
  LoadedSong       loaded;
  EquusError       error;
  pthread_mutex_t  lock;
} SongWork;

/// One or two treatments of a song
typedef struct {
  uint32_t item;
  uint32_t n;
  uint32_t treatments[PAIR];
} Job;

/// A run under way
typedef struct {
  AuditWork*  work;
  SongWork*   songs; ///< [n_files]
  Job*        jobs;  ///< [n]
  uint32_t    n, room;
  atomic_bool failed; ///< Records can't be written
  EquusError  error;
} Runner;

/// A treated song on its way to its records
typedef struct {
  uint32_t       index;
  Treatment      treatment;
  AuditTreatment described;
  Sound          sound;
  double         loudness, match, strength;
  bool           limited;
} Wet;

static bool
ended(const Runner* const runner)
{
  return runner->work->stop() || atomic_load(&runner->failed);
}

static bool
is_done(const Runner* const runner, const SongWork* const item, const uint32_t treatment)
{
  const uint32_t models = runner->work->run->n_models;
  const double   rate   = item->known ? item->known->rate : HUGE_VAL;
  bool           done   = item->done != NULL;
  for (uint32_t m = 0; done && m < models; ++m) {
    done = item->done[(size_t)treatment * models + m];
  }
  return done || !protocol_applies(&runner->work->protocol->treatments[treatment], rate);
}

/// Index of a rule that the run has
static uint32_t
rule_of(const Runner* const runner, const char* const rule)
{
  uint32_t r = 0;
  while (strcmp(runner->work->run->rules[r], rule)) {
    ++r;
  }
  return r;
}

/// Tick off searches for verdicts that a model hasn't got
static void
leave_out_searches(const Runner* const runner, SongWork* const item)
{
  const AuditWork* const work   = runner->work;
  const uint32_t         models = work->run->n_models;
  for (uint32_t t = 0; t < work->protocol->n; ++t) {
    const Treatment* const treatment = &work->protocol->treatments[t];
    for (uint32_t m = 0; protocol_is_directed(treatment) && m < models; ++m) {
      item->done[(size_t)t * models + m] = !work->judges[m].applies[rule_of(runner, treatment->name)];
    }
  }
}

/// Tick off what an earlier run has recorded of a item
static EquusStatus
look_back(const Runner* const runner, SongWork* const item)
{
  const AuditLog* const before    = runner->work->before;
  const int64_t         song      = audit_log_find(before, item->file);
  const uint32_t        models    = runner->work->run->n_models;
  const uint32_t        treatment = runner->work->protocol->n;
  item->done                      = (bool*)calloc((size_t)treatment * models + 1U, sizeof(bool));
  if (!item->done) {
    return EQUUS_ERR_MEMORY;
  }
  leave_out_searches(runner, item);
  item->known = song < 0 ? NULL : &before->songs[song];
  for (uint32_t i = 0; song >= 0 && i < before->n_records; ++i) {
    const AuditRecord* const record = &before->records[i];
    if (record->song == (uint32_t)song && record->treatment.index < treatment) {
      item->done[(size_t)record->treatment.index * models + record->model] = true;
    }
  }
  return EQUUS_OK;
}

static bool
add_job(Runner* const runner, const Job* const job)
{
  if (runner->n == runner->room) {
    const uint32_t room  = runner->room ? 2 * runner->room : 256;
    Job* const     grown = (Job*)realloc(runner->jobs, room * sizeof(Job));
    if (!grown) {
      return false;
    }
    runner->jobs = grown;
    runner->room = room;
  }
  runner->jobs[runner->n++] = *job;
  ++runner->songs[job->item].left;
  return true;
}

/// Pair what is left to do: sounds of one pass have one rate
static bool
plan_song(Runner* const runner, const uint32_t index)
{
  const Protocol* const protocol = runner->work->protocol;
  const SongWork* const item     = &runner->songs[index];
  Job                   job      = { .item = index };
  bool                  fine     = true;
  for (uint32_t t = 0; fine && t < protocol->n; ++t) {
    if (is_done(runner, item, t)) {
      continue;
    }
    if (protocol->treatments[t].kind == TREATMENT_RESAMPLE || protocol_is_directed(&protocol->treatments[t])) {
      fine = add_job(runner, &(Job){ index, 1, { t, 0 } });
      continue;
    }
    job.treatments[job.n++] = t;
    if (job.n == PAIR) {
      fine  = add_job(runner, &job);
      job.n = 0;
    }
  }
  return fine && (!job.n || add_job(runner, &job));
}

static EquusStatus
plan(Runner* const runner, EquusError* const error)
{
  AuditWork* const work = runner->work;
  runner->songs         = (SongWork*)calloc(work->n_files + 1U, sizeof(SongWork));
  bool fine             = runner->songs != NULL;
  for (uint32_t i = 0; fine && i < work->n_files; ++i) {
    SongWork* const item = &runner->songs[i];
    item->file           = work->files[i];
    pthread_mutex_init(&item->lock, NULL);
  }
  for (uint32_t i = 0; fine && i < work->n_files; ++i) {
    SongWork* const item = &runner->songs[i];
    fine                 = !look_back(runner, item) && plan_song(runner, i);
    work->n_old += fine && !item->left;
  }
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

static void
fail(Runner* const runner, const EquusError* const error)
{
  if (!atomic_exchange(&runner->failed, true)) {
    runner->error = *error;
  }
}

/// Write a song's own line, unless an earlier run has
static void
record_song(Runner* const runner, const SongWork* const item)
{
  char*       text   = NULL;
  size_t      size   = 0;
  EquusError  error  = { EQUUS_OK, "" };
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    equus_error_set(&error, EQUUS_ERR_MEMORY, "out of memory");
  } else {
    audit_write_song(stream, runner->work->run, &item->loaded.song);
    fclose(stream);
    audit_store_append(runner->work->store, text, size, &error);
  }
  free(text);
  if (error.status) {
    fail(runner, &error);
  }
}

/// Load a song where no other job has; true if it can be treated
static bool
begin_song(Runner* const runner, SongWork* const item)
{
  const AuditWork* const work = runner->work;
  pthread_mutex_lock(&item->lock);
  if (!item->begun && !ended(runner)) {
    item->begun = true;
    item->fine  = !loaded_song_read(work->run, work->judges, item->file, work->stop, &item->loaded, &item->error);
    if (item->fine && item->known && strcmp(item->known->sha256, item->loaded.song.sha256)) {
      item->fine = false;
      equus_error_set(&item->error,
                      EQUUS_ERR_FORMAT,
                      "%s: has changed since it was audited; audit it into another folder, or begin anew with --again",
                      item->file);
    } else if (item->fine && !item->known) {
      record_song(runner, item);
    }
  }
  const bool fine = item->fine;
  pthread_mutex_unlock(&item->lock);
  return fine;
}

/// One job less; the last one frees the song and lets it reach the disk
static void
end_job(Runner* const runner, SongWork* const item)
{
  EquusError error = { EQUUS_OK, "" };
  pthread_mutex_lock(&item->lock);
  const bool last = !--item->left;
  if (last) {
    loaded_song_clear(&item->loaded);
  }
  pthread_mutex_unlock(&item->lock);
  if (last && item->fine && audit_store_sync(runner->work->store, &error)) {
    fail(runner, &error);
  }
}

/// Treat a song and make it as loud as before
static EquusStatus
make_wet(const Runner* const runner, const SongWork* const item, Wet* const wet, EquusError* const error)
{
  const Treatment* const treatment = &wet->treatment;
  const double           limit     = runner->work->run->match_limit;
  EquusStatus            status    = treatment_apply(treatment, &item->loaded.sound, &wet->sound, error);
  status                           = status ? status : loudness_of_sound(&wet->sound, &wet->loudness, error);
  if (status) {
    return status;
  }
  wet->match = (double)NAN;
  if (treatment_is_matched(treatment)) {
    const double dry    = item->loaded.song.loudness;
    const double wanted = isfinite(dry) && isfinite(wet->loudness) ? dry - wet->loudness : 0.0;
    wet->match          = fmax(-limit, fmin(limit, wanted));
    wet->limited        = fabs(wanted) > limit;
    sound_amplify(&wet->sound, wet->match);
  }
  wet->strength = treatment_strength(treatment, item->loaded.sound.rate, isfinite(wet->match) ? wet->match : 0.0);
  return EQUUS_OK;
}

/// Judge what one model heard and write the record
static EquusStatus
write_record(const Runner* const   runner,
             const SongWork* const item,
             const Wet* const      wet,
             const uint32_t        model,
             const Heard* const    heard,
             FILE* const           stream,
             EquusError* const     error)
{
  const AuditWork* const  work   = runner->work;
  const AuditJudge* const judge  = &work->judges[model];
  const AuditPart* const  part   = protocol_part(work->protocol, wet->index);
  AuditRecord             record = { .model         = model,
                                     .strength      = wet->strength,
                                     .loudness      = wet->loudness,
                                     .match         = wet->match,
                                     .match_limited = wet->limited,
                                     .heard         = true,
                                     .tag_change    = (double)NAN,
                                     .plane_change  = (double)NAN };
  EquusStatus             status = audit_judge_read(judge, heard, &record.wet, error);
  record.verdicts                = (AuditVerdict*)calloc(work->run->n_rules + 1U, sizeof(AuditVerdict));
  if (!status && record.verdicts) {
    const AuditHearing before = { &item->loaded.dry[model], &item->loaded.song.dry[model] };
    const AuditHearing after  = { heard, &record.wet };
    record.treatment          = wet->described;
    audit_judge_turns(judge, &before, &after, record.verdicts);
    if (isfinite(part->tag_tolerance)) {
      audit_judge_change(judge, before.heard, heard, &record.tag_change, &record.plane_change);
      record.passed = record.tag_change <= part->tag_tolerance && record.plane_change <= part->plane_tolerance;
    }
    audit_write_record(stream, work->run, &item->loaded.song, &record);
  }
  const bool memory = record.verdicts != NULL;
  audit_record_clear(&record);
  return memory ? status : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

/// Let all models that haven't yet hear the treated songs
static EquusStatus
hear(const Runner* const   runner,
     const SongWork* const item,
     const Wet* const      wets,
     const uint32_t        n,
     FILE* const           stream,
     EquusError* const     error)
{
  const AuditWork* const work   = runner->work;
  const uint32_t         models = work->run->n_models;
  EquusStatus            status = EQUUS_OK;
  for (uint32_t m = 0; !status && m < models; ++m) {
    const Sound* const sounds[PAIR] = { &wets[0].sound, n > 1 ? &wets[1].sound : NULL };
    Heard              heard[PAIR];
    status = ear_hear(work->judges[m].ear, sounds, heard, work->stop, error);
    for (uint32_t i = 0; !status && i < n; ++i) {
      if (!item->done[(size_t)wets[i].index * models + m]) {
        status = write_record(runner, item, &wets[i], m, &heard[i], stream, error);
      }
    }
    heard_clear(&heard[0]);
    heard_clear(&heard[1]);
  }
  return status;
}

static void
choose(const Runner* const runner, Wet* const wet, const uint32_t index)
{
  wet->index     = index;
  wet->treatment = runner->work->protocol->treatments[index];
  protocol_describe(runner->work->protocol, index, &wet->described);
}

/// Let one model hear the song through what was found for it
static EquusStatus
hear_found(const Runner* const   runner,
           const SongWork* const item,
           Wet* const            wet,
           const uint32_t        model,
           FILE* const           stream,
           EquusError* const     error)
{
  const Sound* const sounds[PAIR] = { &wet->sound, NULL };
  Heard              heard[PAIR]  = { { 0, NULL }, { 0, NULL } };
  EquusStatus        status       = make_wet(runner, item, wet, error);
  status = status ? status : ear_hear(runner->work->judges[model].ear, sounds, heard, runner->work->stop, error);
  status = status ? status : write_record(runner, item, wet, model, &heard[0], stream, error);
  heard_clear(&heard[0]);
  sound_clear(&wet->sound);
  return status;
}

/// Search for one model, and hear what was found
static EquusStatus
direct(const Runner* const   runner,
       const SongWork* const item,
       const uint32_t        index,
       const uint32_t        model,
       FILE* const           stream,
       EquusError* const     error)
{
  const AuditWork* const work = runner->work;
  Wet                    wet  = { .index = 0 };
  choose(runner, &wet, index);
  const Treatment about = wet.treatment;
  const uint32_t  rule  = rule_of(runner, about.name);
  EquusStatus     status =
    audit_flip_search(&work->judges[model], &item->loaded, model, rule, &about, &wet.treatment, &wet.described, error);
  if (status) {
    return status;
  }
  if (wet.described.n_gains) {
    return hear_found(runner, item, &wet, model, stream, error);
  }
  const AuditRecord record = { .model        = model,
                               .treatment    = wet.described,
                               .strength     = (double)NAN,
                               .loudness     = (double)NAN,
                               .match        = (double)NAN,
                               .tag_change   = (double)NAN,
                               .plane_change = (double)NAN };
  audit_write_record(stream, work->run, &item->loaded.song, &record);
  return EQUUS_OK;
}

/// The search of one verdict for all models that have it and weren't searched for yet
static EquusStatus
direct_all(const Runner* const   runner,
           const SongWork* const item,
           const uint32_t        index,
           FILE* const           stream,
           EquusError* const     error)
{
  const uint32_t models = runner->work->run->n_models;
  EquusStatus    status = EQUUS_OK;
  for (uint32_t m = 0; !status && m < models; ++m) {
    if (!item->done[(size_t)index * models + m]) {
      status = direct(runner, item, index, m, stream, error);
    }
  }
  return status;
}

static EquusStatus
treat(const Runner* const   runner,
      const SongWork* const item,
      const Job* const      job,
      FILE* const           stream,
      EquusError*           error)
{
  Wet         wets[PAIR] = { { .index = 0 }, { .index = 0 } };
  uint32_t    n          = 0;
  EquusStatus status     = EQUUS_OK;
  for (uint32_t i = 0; !status && i < job->n; ++i) {
    const Treatment* const treatment = &runner->work->protocol->treatments[job->treatments[i]];
    if (protocol_applies(treatment, item->loaded.sound.rate)) {
      choose(runner, &wets[n], job->treatments[i]);
      status = make_wet(runner, item, &wets[n++], error);
    }
  }
  if (!status && n) {
    status = hear(runner, item, wets, n, stream, error);
  }
  sound_clear(&wets[0].sound);
  sound_clear(&wets[1].sound);
  return status;
}

/// Remember the first trouble of a song; what else there is to do with it is left
static void
note_trouble(SongWork* const item, const EquusError* const error)
{
  pthread_mutex_lock(&item->lock);
  if (item->fine) {
    item->fine = false;
    equus_error_set(&item->error, error->status, "%.200s: %.200s", item->file, error->text);
  }
  pthread_mutex_unlock(&item->lock);
}

static void
do_job(void* const handle, const unsigned index, const CampaignReport* const report)
{
  Runner* const    runner = (Runner*)handle;
  const Job* const job    = &runner->jobs[index];
  SongWork* const  item   = &runner->songs[job->item];
  campaign_show(report, item->file, 0.0);
  if (begin_song(runner, item) && !ended(runner)) {
    char*       text   = NULL;
    size_t      size   = 0;
    EquusError  error  = { EQUUS_OK, "" };
    FILE* const stream = open_memstream(&text, &size);
    if (!stream) {
      equus_error_set(&error, EQUUS_ERR_MEMORY, "out of memory");
      note_trouble(item, &error);
    } else {
      const uint32_t    first  = job->treatments[0];
      const EquusStatus status = protocol_is_directed(&runner->work->protocol->treatments[first])
                                   ? direct_all(runner, item, first, stream, &error)
                                   : treat(runner, item, job, stream, &error);
      fclose(stream);
      if (status && !runner->work->stop()) {
        note_trouble(item, &error);
      } else if (!status && audit_store_append(runner->work->store, text, size, &error)) {
        fail(runner, &error);
      }
    }
    free(text);
  }
  end_job(runner, item);
  campaign_show(report, item->file, 1.0);
}

/// Keep the troubles of files, once each
static EquusStatus
collect_troubles(const Runner* const runner, EquusError* const error)
{
  AuditWork* const work = runner->work;
  work->troubles        = (AuditTrouble*)calloc(work->n_files + 1U, sizeof(AuditTrouble));
  bool fine             = work->troubles != NULL;
  for (uint32_t i = 0; fine && i < work->n_files; ++i) {
    const SongWork* const item = &runner->songs[i];
    if (item->error.status && !work->stop()) {
      AuditTrouble* const trouble = &work->troubles[work->n_troubles++];
      *trouble                    = (AuditTrouble){ strdup(item->file), strdup(item->error.text) };
      fine                        = trouble->file && trouble->text;
    }
  }
  return fine ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
}

EquusStatus
audit_run(AuditWork* const work, EquusError* const error)
{
  Runner      runner = { .work = work };
  EquusStatus status = plan(&runner, error);
  atomic_init(&runner.failed, false);
  if (!status && runner.n) {
    status = campaign_run(work->workers, runner.n, do_job, &runner, error);
  }
  if (!status && atomic_load(&runner.failed)) {
    *error = runner.error;
    status = runner.error.status;
  }
  status = status ? status : collect_troubles(&runner, error);
  for (uint32_t i = 0; runner.songs && i < work->n_files; ++i) {
    free(runner.songs[i].done);
    pthread_mutex_destroy(&runner.songs[i].lock);
  }
  free(runner.songs);
  free(runner.jobs);
  return status;
}

void
audit_work_clear(AuditWork* const work)
{
  for (uint32_t i = 0; i < work->n_troubles; ++i) {
    free(work->troubles[i].file);
    free(work->troubles[i].text);
  }
  free(work->troubles);
  work->troubles   = NULL;
  work->n_troubles = 0;
}
