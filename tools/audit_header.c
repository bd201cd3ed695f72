// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_header.h"

#include "tools/crew.h"
#include "tools/nearest.h"
#include "tools/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

static const double deviations = 2.0; ///< Of the untouched song, that a move must exceed

static void
write_date(char* const text, const size_t size)
{
  const char* const fixed = getenv("SOURCE_DATE_EPOCH");
  const time_t      now   = fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
  struct tm         parts;
  gmtime_r(&now, &parts);
  strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

static void
write_machine(char* const text, const size_t size)
{
  char           line[256];
  char           name[128] = "unknown processor";
  struct utsname about;
  FILE* const    file = fopen("/proc/cpuinfo", "r");
  while (file && fgets(line, sizeof(line), file)) {
    const char* const colon = strchr(line, ':');
    if (!strncmp(line, "model name", 10) && colon && colon[1]) {
      snprintf(name, sizeof(name), "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
      break;
    }
  }
  if (file) {
    fclose(file);
  }
  const bool known = !uname(&about);
  snprintf(text,
           size,
           "%.100s, %u processors, %.30s %.30s",
           name,
           crew_processors(),
           known ? about.sysname : "",
           known ? about.machine : "");
}

void
audit_header_constants(AuditRun* const run, const Protocol* const protocol)
{
  snprintf(run->version, sizeof(run->version), "%s", EQUUS_VERSION);
  write_date(run->date, sizeof(run->date));
  write_machine(run->machine, sizeof(run->machine));
  run->tie         = VERDICT_TIE;
  run->border      = VERDICT_BORDER;
  run->deviations  = deviations;
  run->match_limit = (double)parameter(PARAM_OUTPUT_GAIN)->maximum;
  run->n_parts     = protocol->n_parts;
  memcpy(run->parts, protocol->parts, sizeof(run->parts));
}

static AuditAxis
describe_axis(const SidecarAxis* const axis)
{
  return (AuditAxis){ axis->label, (double)axis->minimum, (double)axis->centre, (double)axis->maximum };
}

static EquusStatus
describe_model(const Ear* const ear, AuditModel* const model)
{
  const Sidecar* const          sidecar  = ear->sidecar;
  const FrontendSettings* const frontend = &sidecar->frontend;
  const AuditAxis               none     = { -1, (double)NAN, (double)NAN, (double)NAN };
  *model                                 = (AuditModel){ .window   = rows_time(frontend, ear->hop, 0),
                                                         .hop      = rows_hop_seconds(frontend, ear->hop),
                                                         .n_labels = sidecar->n_labels,
                                                         .n_tags   = sidecar->n_tags,
                                                         .valence  = ear->mood ? describe_axis(&ear->mood->valence) : none,
                                                         .arousal  = ear->mood ? describe_axis(&ear->mood->arousal) : none };
  snprintf(model->name, sizeof(model->name), "%s", sidecar->name);
  snprintf(model->title, sizeof(model->title), "%s", sidecar->title);
  snprintf(model->sha256, sizeof(model->sha256), "%s", sidecar->sha256);
  snprintf(model->mood, sizeof(model->mood), "%s", ear->mood ? ear->mood->name : "");
  model->labels = (char(*)[SIDECAR_MAX_TEXT])calloc(sidecar->n_labels + 1U, SIDECAR_MAX_TEXT);
  for (uint32_t i = 0; model->labels && i < sidecar->n_labels; ++i) {
    snprintf(model->labels[i], SIDECAR_MAX_TEXT, "%s", sidecar->labels[i].name);
  }
  return model->labels ? EQUUS_OK : EQUUS_ERR_MEMORY;
}

/// Say which moods there are
static EquusStatus
no_such_mood(Ear* const* const ears, const uint32_t n, const char* const mood, EquusError* const error)
{
  const char* names[AUDIT_MAX_MODELS * SIDECAR_MAX_MOODS];
  unsigned    count = 0;
  char        text[EQUUS_ERROR_TEXT_SIZE];
  for (uint32_t i = 0; i < n; ++i) {
    for (unsigned m = 0; m < ears[i]->sidecar->n_moods; ++m) {
      names[count++] = ears[i]->sidecar->moods[m].name;
    }
  }
  if (!count) {
    return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s hears no mood", ears[0]->sidecar->title);
  }
  nearest_explain("mood", mood, names, count, text, sizeof(text));
  return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
}

EquusStatus
audit_header_models(AuditRun* const   run,
                    Ear* const* const ears,
                    const uint32_t    n,
                    const char* const mood,
                    EquusError* const error)
{
  bool known = !mood;
  for (uint32_t i = 0; i < n; ++i) {
    known = known || sidecar_mood(ears[i]->sidecar, mood) >= 0;
    if (describe_model(ears[i], &run->models[run->n_models++])) {
      return equus_error_set(error, EQUUS_ERR_MEMORY, "out of memory");
    }
  }
  return known ? EQUUS_OK : no_such_mood(ears, n, mood, error);
}

EquusStatus
audit_header_rules(AuditRun* const run, const TextList* const rules, EquusError* const error)
{
  static const char* const always[] = { "top", "quadrant", "valence", "arousal" };
  for (unsigned i = 0; i < sizeof(always) / sizeof(always[0]); ++i) {
    snprintf(run->rules[run->n_rules++], AUDIT_NAME_SIZE, "%s", always[i]);
  }
  for (unsigned i = 0; i < rules->n; ++i) {
    if (run->n_rules == AUDIT_MAX_RULES || strlen(rules->items[i]) >= AUDIT_NAME_SIZE) {
      return equus_error_set(error,
                             EQUUS_ERR_RANGE,
                             "--verdict \"%.100s\" is too much: at most %d verdicts of %d characters",
                             rules->items[i],
                             AUDIT_MAX_RULES,
                             AUDIT_NAME_SIZE - 1);
    }
    bool twice = false;
    for (uint32_t r = 0; r < run->n_rules; ++r) {
      twice = twice || !strcmp(run->rules[r], rules->items[i]);
    }
    if (!twice) {
      snprintf(run->rules[run->n_rules++], AUDIT_NAME_SIZE, "%s", rules->items[i]);
    }
  }
  return EQUUS_OK;
}
