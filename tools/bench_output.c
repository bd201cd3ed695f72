// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/bench.h"
#include "tools/text.h"

static void
write_pace(FILE* const stream, const char* const name, const char* const kind, const BenchPace* const pace)
{
  text_write_padded(stream, name, 20);
  fprintf(stream,
          "%-6s %5u %9.2f %9.2f %9.1f %8.1f %7.0f%%\n",
          kind,
          pace->hop,
          pace->per_window * 1e3,
          pace->per_second * 1e3,
          pace->mmac,
          pace->gmacs,
          pace->share * 100.0);
}

static void
write_models(FILE* const stream, const BenchReport* const report)
{
  fputs("\nmodel               hop    frames ms/window ms/second MMAC/win.   GMAC/s of sgemm\n", stream);
  for (unsigned i = 0; i < report->n_models; ++i) {
    write_pace(stream, report->models[i].name, "direct", &report->models[i].direct);
    write_pace(stream, "", "live", &report->models[i].live);
  }
  fputs("\nmodel               front end ms/second   load ms  gradient ms/window\n", stream);
  for (unsigned i = 0; i < report->n_models; ++i) {
    text_write_padded(stream, report->models[i].name, 20);
    const BenchModel* const model = &report->models[i];
    fprintf(stream, "%19.2f %9.0f %19.2f\n", model->front_end * 1e3, model->load * 1e3, model->gradient * 1e3);
  }
}

static void
write_plugin(FILE* const stream, const BenchPlugin* const plugin)
{
  fprintf(stream,
          "\nPlug-in, %s, dry and wet, %d Hz stereo; their windows alone take %.2f%% of a core\n block   mean us  "
          "99.9%% us  worst us  of deadline  "
          "outlier us  of a core\n",
          plugin->models,
          BENCH_RATE,
          plugin->alone * 100.0);
  for (unsigned i = 0; i < BENCH_SIZES; ++i) {
    const BenchBlock* const b = &plugin->blocks[i];
    fprintf(stream,
            "%6u %9.1f %9.1f %9.1f %11.1f%% %11.1f %9.2f%%\n",
            b->frames,
            b->mean * 1e6,
            b->p999 * 1e6,
            b->worst * 1e6,
            b->worst / b->deadline * 100.0,
            b->outlier * 1e6,
            b->cost * 100.0);
  }
}

void
bench_write_table(FILE* const stream, const BenchReport* const report)
{
  const BenchMachine* const machine = &report->machine;
  fprintf(stream,
          "%s, kernels: %s, sgemm: %.1f GMAC/s (%s)\n",
          machine->cpu[0] ? machine->cpu : "unknown CPU",
          machine->kernels,
          machine->sgemm_gmacs,
          machine->sgemm);
  write_models(stream, report);
  for (unsigned i = 0; i < report->n_plugins; ++i) {
    write_plugin(stream, &report->plugins[i]);
  }
  if (report->memory.known) {
    fprintf(stream,
            "\nPrivate dirty memory: %.1f MB for the first instance, %.1f MB for each of the next nine\n",
            report->memory.first * 1e-6,
            report->memory.others * 1e-6);
  }
}

/// A name and its number, after a comma unless it is an object's first
static void
number(FILE* const stream, const char* const name, const double value, const bool first)
{
  fprintf(stream, "%s\"%s\": ", first ? "" : ", ", name);
  text_write_json_number(stream, value);
}

static void
json_pace(FILE* const stream, const char* const name, const BenchPace* const pace)
{
  fprintf(stream, ",\n      \"%s\": {", name);
  number(stream, "hop_frames", pace->hop, true);
  number(stream, "seconds_per_window", pace->per_window, false);
  number(stream, "seconds_per_audio_second", pace->per_second, false);
  number(stream, "mmac_per_window", pace->mmac, false);
  number(stream, "gmac_per_second", pace->gmacs, false);
  number(stream, "share_of_sgemm", pace->share, false);
  putc('}', stream);
}

static void
json_models(FILE* const stream, const BenchReport* const report)
{
  fputs("  \"models\": [", stream);
  for (unsigned i = 0; i < report->n_models; ++i) {
    const BenchModel* const model = &report->models[i];
    fprintf(stream, "%s\n    {\"name\": ", i ? "," : "");
    text_write_json(stream, model->name);
    number(stream, "load_seconds", model->load, false);
    number(stream, "front_end_seconds_per_audio_second", model->front_end, false);
    number(stream, "gradient_seconds_per_window", model->gradient, false);
    json_pace(stream, "direct", &model->direct);
    json_pace(stream, "live", &model->live);
    putc('}', stream);
  }
  fputs("\n  ]", stream);
}

static void
json_block(FILE* const stream, const BenchBlock* const block)
{
  fputs("\n      {", stream);
  number(stream, "frames", block->frames, true);
  number(stream, "blocks", block->blocks, false);
  number(stream, "deadline_seconds", block->deadline, false);
  number(stream, "mean_seconds", block->mean, false);
  number(stream, "p999_seconds", block->p999, false);
  number(stream, "worst_seconds", block->worst, false);
  number(stream, "worst_share_of_deadline", block->worst / block->deadline, false);
  number(stream, "outlier_seconds", block->outlier, false);
  number(stream, "seconds_per_audio_second", block->cost, false);
  putc('}', stream);
}

static void
json_plugins(FILE* const stream, const BenchReport* const report)
{
  fprintf(stream, ",\n  \"plugin\": [");
  for (unsigned i = 0; i < report->n_plugins; ++i) {
    fprintf(stream, "%s\n    {\"models\": ", i ? "," : "");
    text_write_json(stream, report->plugins[i].models);
    number(stream, "rate", BENCH_RATE, false);
    number(stream, "windows_alone_seconds_per_audio_second", report->plugins[i].alone, false);
    fputs(", \"blocks\": [", stream);
    for (unsigned b = 0; b < BENCH_SIZES; ++b) {
      fputs(b ? "," : "", stream);
      json_block(stream, &report->plugins[i].blocks[b]);
    }
    fputs("\n    ]}", stream);
  }
  fputs("\n  ]", stream);
}

void
bench_write_json(FILE* const stream, const BenchReport* const report)
{
  fputs("{\n  \"format\": \"equus-bench\", \"version\": 1,\n  \"machine\": {\"cpu\": ", stream);
  text_write_json(stream, report->machine.cpu);
  fputs(", \"kernels\": ", stream);
  text_write_json(stream, report->machine.kernels);
  fputs(", \"sgemm\": ", stream);
  text_write_json(stream, report->machine.sgemm);
  number(stream, "sgemm_gmac_per_second", report->machine.sgemm_gmacs, false);
  fputs("},\n", stream);
  json_models(stream, report);
  if (report->n_plugins) {
    json_plugins(stream, report);
  }
  if (report->memory.known) {
    fputs(",\n  \"private_dirty_bytes\": {", stream);
    number(stream, "first_instance", report->memory.first, true);
    number(stream, "mean_of_next_nine", report->memory.others, false);
    putc('}', stream);
  }
  fputs("\n}\n", stream);
}
