// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/tools/audit_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS = 4, TAGS = 2, ROOM = 4096 };

static const double nothing = (double)NAN;

static void*
allocate(const size_t n, const size_t size)
{
  void* const memory = calloc(n, size);
  assert_non_null(memory);
  return memory;
}

static void
set_model(AuditModel* const model, const uint32_t index)
{
  *model                                  = (AuditModel){ .sha256   = "0123456789abcdef",
                                                          .window   = 3.0,
                                                          .hop      = 3.0,
                                                          .n_labels = index ? TAGS : LABELS,
                                                          .n_tags   = TAGS,
                                                          .labels   = (char(*)[SIDECAR_MAX_TEXT])allocate(LABELS, SIDECAR_MAX_TEXT),
                                                          .valence  = { index ? -1 : TAGS, 1.0, 5.0, 9.0 },
                                                          .arousal  = { index ? -1 : TAGS + 1, 1.0, 5.0, 9.0 } };
  static const char* const labels[LABELS] = { "rock", "pop <&> \"soul\"", "valence", "arousal" };
  for (unsigned i = 0; i < LABELS; ++i) {
    snprintf(model->labels[i], SIDECAR_MAX_TEXT, "%s", labels[i]);
  }
  snprintf(model->name, sizeof(model->name), "model_%c", 'a' + (int)index);
  snprintf(model->title, sizeof(model->title), "Model %c", 'A' + (int)index);
  snprintf(model->mood, sizeof(model->mood), "%s", index ? "" : "listeners");
}

static AuditReading
make_reading(const double valence, const double arousal)
{
  return (AuditReading){ .n_windows         = 10,
                         .values            = (float*)allocate(LABELS, sizeof(float)),
                         .valence           = valence,
                         .arousal           = arousal,
                         .valence_deviation = 0.1,
                         .arousal_deviation = 0.1 };
}

AuditLog*
fixture_new(const uint32_t models, const char* const* const files, const uint32_t songs)
{
  AuditLog* const log = (AuditLog*)allocate(1, sizeof(AuditLog));
  log->run            = (AuditRun){ .version     = "0.0",
                                    .date        = "2026-01-02T03:04:05Z",
                                    .machine     = "a machine",
                                    .plan        = "part",
                                    .draws       = 200,
                                    .seed        = 7,
                                    .start       = nothing,
                                    .seconds     = 30.0,
                                    .tie         = 0.05,
                                    .border      = 0.05,
                                    .deviations  = 2.0,
                                    .match_limit = 12.0,
                                    .n_rules     = 2,
                                    .rules       = { "top", "quadrant" },
                                    .n_models    = models };
  log->songs          = (AuditSong*)allocate(songs + 1, sizeof(AuditSong));
  log->records        = (AuditRecord*)allocate(ROOM, sizeof(AuditRecord));
  log->n_songs        = songs;
  for (uint32_t m = 0; m < models; ++m) {
    set_model(&log->run.models[m], m);
  }
  for (uint32_t s = 0; s < songs; ++s) {
    AuditSong* const song = &log->songs[s];
    *song                 = (AuditSong){ .file     = strdup(files[s]),
                                         .sha256   = "00ff",
                                         .rate     = 44100.0,
                                         .channels = 2,
                                         .length   = 100.0,
                                         .seconds  = 30.0,
                                         .loudness = -14.0 };
    for (uint32_t m = 0; m < models; ++m) {
      song->dry[m] = make_reading(m ? nothing : 0.25, m ? nothing : -0.25);
    }
  }
  return log;
}

void
fixture_free(AuditLog* const log)
{
  audit_log_clear(log);
  free(log);
}

void
fixture_part(AuditLog* const log, const char* const part, const uint32_t treatments)
{
  const uint32_t   n     = log->run.n_parts;
  const uint32_t   first = n ? log->run.parts[n - 1].first + log->run.parts[n - 1].n : 0;
  AuditPart* const to    = &log->run.parts[log->run.n_parts++];
  *to =
    (AuditPart){ .first = first, .n = treatments, .matched = n > 0, .tag_tolerance = 0.02, .plane_tolerance = 0.03 };
  snprintf(to->part, sizeof(to->part), "%s", part);
  snprintf(to->text, sizeof(to->text), "what %s is", part);
}

AuditRecord*
fixture_record(AuditLog* const   log,
               const uint32_t    song,
               const uint32_t    model,
               const uint32_t    index,
               const char* const part,
               const char* const kind,
               const char* const text)
{
  assert_true(log->n_records < ROOM);
  AuditRecord* const    record = &log->records[log->n_records++];
  AuditTreatment* const t      = &record->treatment;
  *record                      = (AuditRecord){
                         .song         = song,
                         .model        = model,
                         .treatment    = { .index        = index,
                                           .hertz        = nothing,
                                           .decibels     = nothing,
                                           .rate         = nothing,
                                           .predicted    = nothing,
                                           .verified     = nothing,
                                           .place        = nothing,
                                           .length       = nothing,
                                           .window_match = nothing },
                         .strength     = nothing,
                         .match        = nothing,
                         .heard        = true,
                         .wet          = make_reading(model ? nothing : 0.25, model ? nothing : -0.25),
                         .verdicts     = (AuditVerdict*)allocate(log->run.n_rules, sizeof(AuditVerdict)),
                         .tag_change   = nothing,
                         .plane_change = nothing,
  };
  snprintf(t->part, sizeof(t->part), "%s", part);
  snprintf(t->kind, sizeof(t->kind), "%s", kind);
  snprintf(t->text, sizeof(t->text), "%s", text);
  return record;
}

void
fixture_verdict(AuditRecord* const record,
                const unsigned     rule,
                const Turn         turn,
                const uint32_t     held,
                const uint32_t     flipped,
                const uint32_t     undecided)
{
  record->verdicts[rule] = (AuditVerdict){ true, "rock", "pop", turn, held, flipped, undecided };
}

AuditRecord*
fixture_draw(AuditLog* const log,
             const uint32_t  song,
             const uint32_t  model,
             const uint32_t  first,
             const uint32_t  draw,
             const double    decibels)
{
  char text[64];
  snprintf(text, sizeof(text), "10 random bands, draw %u", draw);
  AuditRecord* const record  = fixture_record(log, song, model, first + draw, "cloud", "cloud", text);
  record->treatment.decibels = decibels;
  record->treatment.bands    = 10;
  record->treatment.draw     = draw;
  record->strength           = 0.5 * decibels;
  return record;
}

AuditRecord*
fixture_flip(AuditLog* const log,
             const uint32_t  song,
             const uint32_t  model,
             const uint32_t  index,
             const double    strength)
{
  AuditRecord* const    record = fixture_record(log, song, model, index, "flip", "curve", "directed");
  AuditTreatment* const t      = &record->treatment;
  t->decibels                  = 6.0;
  t->bands = t->n_gains = 10;
  t->gains[3]           = 3.0F;
  t->place              = 1.0;
  t->length             = 2.0;
  t->window_match       = -6.0;
  record->strength      = strength;
  snprintf(t->aim, sizeof(t->aim), "top");
  snprintf(t->outcome, sizeof(t->outcome), "found");
  snprintf(t->from, sizeof(t->from), "rock");
  snprintf(t->to, sizeof(t->to), "pop <&> \"soul\"");
  return record;
}
