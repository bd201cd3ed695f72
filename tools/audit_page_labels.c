// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"
#include "tools/audit_metrics.h"
#include "tools/audit_page.h"
#include "tools/text.h"

#include <math.h>
#include <string.h>

static const char* const introduction =
  "<section id=\"labels\">\n<h2>Against what people say</h2>\n"
  "<p>Readings of song means against the labels given, untouched and treated. Figures of a treatment with many draws "
  "are means over the draws. A model can keep its score while its verdicts flip, and lose it where the labels were "
  "met by a trace that the treatment removes.</p>\n";

static const char* const tags_method =
  "<p>A model says of each song the most probable of the tags that the labels speak of: precision, recall and F "
  "(their harmonic mean) are of that. ROC&#8209;AUC is how often a song with the tag gets a higher probability than "
  "one without; AP is average precision. Means are over tags; a tag that is never said has precision 0 in the "
  "mean.</p>\n";

/// Columns of the table of treatments
typedef struct {
  const char* name;
  AuditFigure figure;
} Column;

static const Column tag_columns[] = { { "accuracy", AUDIT_ACCURACY }, { "precision", AUDIT_PRECISION },
                                      { "recall", AUDIT_RECALL },     { "F", AUDIT_F },
                                      { "ROC&#8209;AUC", AUDIT_AUC }, { "AP", AUDIT_AP } };

static const Column mood_columns[] = { { "r, valence", AUDIT_R_VALENCE },       { "r, arousal", AUDIT_R_AROUSAL },
                                       { "R², valence", AUDIT_R2_VALENCE },     { "R², arousal", AUDIT_R2_AROUSAL },
                                       { "RMSE, valence", AUDIT_RMSE_VALENCE }, { "RMSE, arousal", AUDIT_RMSE_AROUSAL },
                                       { "quadrant right", AUDIT_ACCURACY } };

static const Column quadrant_columns[] = { { "quadrant right", AUDIT_ACCURACY } };

static const Column*
columns_of(const AuditMetrics* const metrics, unsigned* const n)
{
  switch (metrics->kind) {
  case TRUTH_TAGS:
    *n = sizeof(tag_columns) / sizeof(tag_columns[0]);
    return tag_columns;
  case TRUTH_MOOD:
    *n = sizeof(mood_columns) / sizeof(mood_columns[0]);
    return mood_columns;
  default:
    *n = sizeof(quadrant_columns) / sizeof(quadrant_columns[0]);
    return quadrant_columns;
  }
}

static void
write_row(const AuditPage* const page, const AuditMetrics* const metrics, const uint32_t column, const char* const name)
{
  unsigned            n       = 0;
  const Column* const columns = columns_of(metrics, &n);
  fputs("<tr><th scope=\"row\">", page->stream);
  text_write_html(page->stream, name);
  fputs("</th>", page->stream);
  for (unsigned i = 0; i < n; ++i) {
    audit_page_write_number(page->stream, audit_metrics_figure(metrics, column, columns[i].figure), 3);
  }
  fputs("</tr>\n", page->stream);
}

static void
write_treatments(const AuditPage* const page, const AuditMetrics* const metrics)
{
  unsigned            n       = 0;
  const Column* const columns = columns_of(metrics, &n);
  fputs("<div class=\"scroll\"><table class=\"robust\">\n<caption>", page->stream);
  audit_page_write_count(page->stream, metrics->songs, "song has a label.", "songs have labels.");
  fputs("</caption>\n<thead><tr><th scope=\"col\">treatment</th>", page->stream);
  for (unsigned i = 0; i < n; ++i) {
    fprintf(page->stream, "<th scope=\"col\" class=\"n\">%s</th>", columns[i].name);
  }
  fputs("</tr></thead>\n<tbody>\n", page->stream);
  write_row(page, metrics, 0, "untouched");
  for (uint32_t g = 0; g < page->summary.n_groups; ++g) {
    if (metrics->conditions[1 + g] && strcmp(page->summary.groups[g].treatment->part, AUDIT_PART_FLIP) != 0) {
      write_row(page, metrics, 1 + g, page->summary.groups[g].name);
    }
  }
  fputs("</tbody></table></div>\n", page->stream);
}

/// "0.500 → 0.250"
static void
write_change(FILE* const stream, const double dry, const double wet)
{
  fputs("<td class=\"n\">", stream);
  if (isfinite(dry)) {
    fprintf(stream, "%.3f", dry);
  } else {
    fputs("–", stream);
  }
  if (isfinite(wet)) {
    fprintf(stream, " → %.3f", wet);
  } else {
    fputs(" → –", stream);
  }
  fputs("</td>", stream);
}

static void
write_tags(const AuditPage* const    page,
           const AuditModel* const   model,
           const AuditMetrics* const metrics,
           const uint32_t            group)
{
  fputs("<div class=\"scroll\"><table>\n<caption>Each tag, untouched → ", page->stream);
  text_write_html(page->stream, page->summary.groups[group].name);
  fputs("</caption>\n<thead><tr><th scope=\"col\">tag</th><th scope=\"col\" class=\"n\">songs</th>", page->stream);
  for (unsigned f = 0; f < AUDIT_TAG_FIGURES; ++f) {
    fprintf(page->stream, "<th scope=\"col\" class=\"n\">%s</th>", tag_columns[1 + f].name);
  }
  fputs("</tr></thead>\n<tbody>\n", page->stream);
  for (uint32_t t = 0; t < metrics->n_tags; ++t) {
    fputs("<tr><th scope=\"row\">", page->stream);
    text_write_html(page->stream, model->labels[metrics->tags[t]]);
    fprintf(page->stream, "</th><td class=\"n\">%u</td>", metrics->positives[t]);
    for (unsigned f = 0; f < AUDIT_TAG_FIGURES; ++f) {
      write_change(page->stream,
                   audit_metrics_tag(metrics, 0, t, (AuditFigure)f),
                   audit_metrics_tag(metrics, 1 + group, t, (AuditFigure)f));
    }
    fputs("</tr>\n", page->stream);
  }
  fputs("</tbody></table></div>\n", page->stream);
}

static const char*
class_name(const AuditModel* const model, const AuditMetrics* const metrics, const uint32_t class)
{
  return metrics->kind == TRUTH_TAGS ? model->labels[metrics->tags[class]] : snapshot_quadrant_name((int)class + 1);
}

static void
write_matrix(const AuditPage* const    page,
             const AuditModel* const   model,
             const AuditMetrics* const metrics,
             const uint32_t            column,
             const char* const         name)
{
  fputs(
    "<div class=\"scroll\"><table class=\"cells\">\n<caption>Songs by what people (rows) and the model (columns) say: ",
    page->stream);
  text_write_html(page->stream, name);
  fputs("</caption>\n<thead><tr><th scope=\"col\">people</th>", page->stream);
  for (uint32_t c = 0; c < metrics->n_classes; ++c) {
    fputs("<th scope=\"col\">", page->stream);
    text_write_html(page->stream, class_name(model, metrics, c));
    fputs("</th>", page->stream);
  }
  fputs("</tr></thead>\n<tbody>\n", page->stream);
  for (uint32_t people = 0; people < metrics->n_classes; ++people) {
    fputs("<tr><th scope=\"row\">", page->stream);
    text_write_html(page->stream, class_name(model, metrics, people));
    fputs("</th>", page->stream);
    for (uint32_t c = 0; c < metrics->n_classes; ++c) {
      const double songs = audit_metrics_confusion(metrics, column, people, c);
      fprintf(page->stream, people == c ? "<td><b>%.*f</b></td>" : "<td>%.*f</td>", fmod(songs, 1.0) > 0.0, songs);
    }
    fputs("</tr>\n", page->stream);
  }
  fputs("</tbody></table></div>\n", page->stream);
}

static void
write_matrices(const AuditPage* const    page,
               const AuditModel* const   model,
               const AuditMetrics* const metrics,
               const uint32_t            group)
{
  if (!metrics->n_classes) {
    fputs(metrics->kind == TRUTH_TAGS
            ? "<p class=\"muted\">No confusion matrix: the labels speak of too many tags.</p>\n"
            : "<p class=\"muted\">No confusion matrix: the ratings give no quadrants.</p>\n",
          page->stream);
    return;
  }
  fputs("<div class=\"charts\">\n", page->stream);
  write_matrix(page, model, metrics, 0, "untouched");
  if (group < page->summary.n_groups && metrics->conditions[1 + group]) {
    write_matrix(page, model, metrics, 1 + group, page->summary.groups[group].name);
  }
  fputs("</div>\n", page->stream);
}

static void
write_metrics(const AuditPage* const page, const AuditModel* const model, const AuditMetrics* const metrics)
{
  const uint32_t group = audit_page_mild_cloud(page);
  if (metrics->kind == TRUTH_MOOD && !metrics->scale_fits) {
    fprintf(
      page->stream,
      "<p>Some ratings lie beyond the model’s published scale (valence %g to %g, arousal %g to %g), so that R² and "
      "RMSE would say nothing; r does not depend on the scale.</p>\n",
      model->valence.minimum,
      model->valence.maximum,
      model->arousal.minimum,
      model->arousal.maximum);
  }
  write_treatments(page, metrics);
  if (metrics->kind == TRUTH_TAGS && group < page->summary.n_groups && metrics->conditions[1 + group]) {
    write_tags(page, model, metrics, group);
  }
  write_matrices(page, model, metrics, group);
}

static EquusStatus
write_model(const AuditPage* const page, const uint32_t model, const Csv* const truth, EquusError* const error)
{
  const AuditModel* const about = &page->log->run.models[model];
  AuditMetrics            metrics;
  const EquusStatus       status = audit_metrics_make(&page->summary, model, truth, &metrics, error);
  if (status != EQUUS_ERR_MEMORY) {
    fputs("<h3>", page->stream);
    text_write_html(page->stream, about->title);
    fputs("</h3>\n", page->stream);
  }
  if (!status) {
    write_metrics(page, about, &metrics);
  } else if (status != EQUUS_ERR_MEMORY) {
    fputs("<p>", page->stream);
    text_write_html(page->stream, error->text);
    fputs("</p>\n", page->stream);
  }
  audit_metrics_clear(&metrics);
  return status == EQUUS_ERR_MEMORY ? status : EQUUS_OK;
}

EquusStatus
audit_page_write_labels(const AuditPage* const page, EquusError* const error)
{
  const Csv* const truth  = page->report->truth;
  EquusStatus      status = EQUUS_OK;
  if (!truth) {
    fputs("<section id=\"labels\">\n<h2>Against what people say</h2>\n<p>No labels were given, so nothing here says "
          "which answer was right, only whether it changed.</p>\n</section>\n",
          page->stream);
    return EQUUS_OK;
  }
  fputs(introduction, page->stream);
  fputs(truth_kind(truth) == TRUTH_TAGS ? tags_method : "", page->stream);
  for (uint32_t m = 0; !status && m < page->log->run.n_models; ++m) {
    status = write_model(page, m, truth, error);
  }
  fputs("</section>\n", page->stream);
  return status;
}
