// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/report_curve.h"
#include "tools/report_parts.h"
#include "tools/rows.h"
#include "tools/text.h"

#include <string.h>

static const char* const method =
  "<section>\n<h2>How it was done</h2>\n"
  "<ol>\n"
  "<li>Each song ran through the Equus plug-in, loaded as a DAW loads it, once per setting and twice each time. Both "
  "models listened before the equaliser (dry) and after it (wet), to the very same samples.\n"
  "<li><b>Level.</b> The first run measured how loud the song is before and after the equaliser: integrated loudness, "
  "ITU-R BS.1770. In the second run one constant gain made wet as loud as dry, so that louder can't be mistaken for "
  "happier. The plug-in's live level match was off.\n"
  "<li><b>Readings.</b> A reading of the song is the mean over its windows, of probabilities for tags and of published "
  "values for the mood. Windows of the tag model stand back to back, those of the mood model overlap by half.\n"
  "<li><b>Verdicts</b>, fixed before the run: the <em>quadrant</em> of the plane in which the reading lies, and the "
  "<em>top tag</em>, the most probable of all. A reading is undecided if its dot lies within 0.05 of a border (of a "
  "plane from "
  "&minus;1 to 1), or if its two top tags are within five points of each other. A verdict has flipped only if dry and "
  "wet are "
  "both decided and differ.\n"
  "<li><b>dB RMS</b> of a setting: root mean square over log frequency, 20 Hz to 8 kHz, of the response that was "
  "applied, "
  "level match included.\n"
  "</ol>\n</section>\n";

static const char* const insert_method =
  "<section>\n<h2>The insert</h2>\n<p>Here another plug-in, the insert, made the wet, outside Equus: the whole song "
  "with a "
  "second of silence before it, the insert's latency taken off, then the one gain that made it as loud as dry. Dry and "
  "wet each ran once through the flat Equus plug-in. The response was measured with pink noise; its decibels say how "
  "much equaliser it is only where the insert is linear.\n</section>\n";

static const char* const meaning =
  "<section>\n<h2>What a flip proves, and what not</h2>\n"
  "<p>Clever Hans was a horse that seemed to do sums and in truth watched the man who asked. Bob Sturm asks the same "
  "of "
  "machines that listen to music: does the system use what makes the music happy, or a trace that merely goes along "
  "with it? His test "
  "changes what should not matter, here the balance of frequencies, and looks whether the answer changes.\n"
  "<ul>\n"
  "<li><b>A flip proves</b> that the verdict depends on something which this equaliser changes.\n"
  "<li><b>It is evidence of a horse only if people don't flip too.</b> The settings were chosen so that the music and "
  "its "
  "mood stay the same to a listener, but no listener was asked here. Listen to each flip before you rely on it.\n"
  "<li><b>No flip proves little.</b> These are a few settings and songs; others, or a search for the smallest change, "
  "may "
  "still find one.\n"
  "<li>The models hear mono at 16 kHz, nothing above 8 kHz, in windows of seconds. Single windows are noisy, which is "
  "why "
  "song means and windows are told apart.\n"
  "<li>Strong settings, such as a telephone, take away sound that a model was trained to have. How strong a setting "
  "is, "
  "dB RMS tells.\n"
  "</ul>\n";

static const char* const sources =
  "<ul>\n"
  "<li>B. L. Sturm, “Two systems for automatic music genre recognition: what are they really recognizing?”, "
  "<cite>Proc. 2nd ACM workshop on music information retrieval with user-centered and multimodal strategies "
  "(MIRUM)</cite>, 2012: among other tests, how two systems that score well stand up to equalisation; neither seems to "
  "recognise "
  "genre.</li>\n"
  "<li>B. L. Sturm, “Evaluating music emotion recognition: lessons from music genre recognition?”, <cite>Proc. IEEE "
  "Int. Conf. on Multimedia and Expo Workshops (ICMEW)</cite>, 2013: usual tests can’t tell a system that hears "
  "emotion from one that hears what goes along with it, such as equalisation.</li>\n"
  "<li>B. L. Sturm, “A simple method to determine if a music information retrieval system is a ‘horse’”, <cite>IEEE "
  "Transactions on Multimedia</cite> 16(6), pp. 1636–1644, 2014, doi:10.1109/TMM.2014.2330697: the method, and "
  "the horse.</li>\n"
  "</ul>\n";

void
report_write_sources(FILE* const stream)
{
  fputs(sources, stream);
}

static void
write_item(FILE* const stream, const char* const term, const char* const text)
{
  if (text && *text) {
    fprintf(stream, "<dt>%s<dd>", term);
    text_write_html(stream, text);
    putc('\n', stream);
  }
}

static void
write_model(FILE* const stream, const AnalysisPart* const part, const char* const what)
{
  const Sidecar* const model = part->sidecar;
  fputs("<h3>", stream);
  text_write_html(stream, model->title);
  fprintf(stream, ", %s</h3>\n<dl>\n", what);
  write_item(stream, "name", model->name);
  write_item(stream, "source", model->source);
  write_item(stream, "licence", model->licence);
  write_item(stream, "trained on", model->training_data);
  write_item(stream, "published accuracy", model->accuracy);
  write_item(stream, "limits", model->limits);
  fprintf(stream,
          "<dt>window<dd>%.4g s, a reading every %.4g s\n<dt>SHA-256<dd><code>%s</code>\n</dl>\n",
          rows_time(&model->frontend, 1, 0),
          rows_hop_seconds(&model->frontend, part->hop),
          model->sha256);
}

static bool
is_shown(const BundlePreset* const preset, const unsigned index)
{
  return index != PARAM_LEVEL_MATCH && preset->sets[index] && preset->values[index] != parameter(index)->initial;
}

/// How linear the insert was with the first song that went well
static void
write_insert(FILE* const stream, const Experiment* const experiment)
{
  char         text[256];
  const Trial* any = NULL;
  for (unsigned s = 0; !any && s < experiment->n_songs; ++s) {
    any = experiment_any_trial(experiment, &experiment->songs[s]);
  }
  if (any) {
    insert_response_describe(&any->response, text, sizeof(text));
    fputs("; ", stream);
    text_write_html(stream, text);
  }
}

static void
write_preset(FILE* const stream, const Experiment* const experiment, const BundlePreset* const preset)
{
  char text[48];
  bool first = true;
  fputs("<tr><th scope=row>", stream);
  text_write_html(stream, preset->title);
  fputs("<td>", stream);
  report_write_curve(stream, experiment, preset);
  fputs("<td>", stream);
  text_write_html(stream, preset->about);
  if (experiment->insert) {
    write_insert(stream, experiment);
  }
  fputs("<br><small>", stream);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (is_shown(preset, i)) {
      fputs(first ? "" : "; ", stream);
      text_write_html(stream, parameter(i)->name);
      putc(' ', stream);
      text_write_html(stream, parameter_format(i, preset->values[i], text, sizeof(text)));
      first = false;
    }
  }
  fputs("</small>\n", stream);
}

void
report_write_presets(FILE* const stream, const Experiment* const experiment)
{
  fputs("<section>\n<h2>The settings</h2>\n<div class=scroll><table>\n"
        "<caption>Responses from 20 Hz to 20 kHz, 18 dB up and down, before level match.</caption>\n"
        "<thead><tr><th scope=col>setting<th scope=col>response<th scope=col>what it does</thead>\n<tbody>\n",
        stream);
  for (unsigned p = 0; p < experiment->n_presets; ++p) {
    write_preset(stream, experiment, experiment->presets[p]);
  }
  fputs("</tbody></table></div>\n</section>\n", stream);
}

static void
write_settings(FILE* const stream, const Experiment* const experiment)
{
  fprintf(stream,
          "<h3>Run</h3>\n<dl>\n<dt>command<dd>Equus " EQUUS_VERSION "\n<dt>plug-in<dd>version %s\n"
          "<dt>part of each file<dd>from %g s, ",
          bundle_version(experiment->bundle),
          experiment->start);
  if (experiment->seconds > 0.0) {
    fprintf(stream, "%g s\n", experiment->seconds);
  } else {
    fputs("to its end\n", stream);
  }
  fprintf(stream,
          "<dt>block<dd>%u frames (the readings don't depend on it)\n<dt>chance<dd>none: the same files give the same "
          "numbers again\n</dl>\n",
          experiment->block);
}

void
report_write_method(FILE* const stream, const Experiment* const experiment)
{
  fputs(method, stream);
  fputs(experiment->insert ? insert_method : "", stream);
  fputs(meaning, stream);
  fputs("<p>Read:\n", stream);
  report_write_sources(stream);
  fputs("</section>\n", stream);
  fputs("<section>\n<h2>The models and the run</h2>\n", stream);
  write_model(stream, &experiment->parts[MODEL_TAGS], "tags");
  write_model(stream, &experiment->parts[MODEL_MOOD], "mood");
  write_settings(stream, experiment);
  fputs("</section>\n<footer>Every number of this page, and all tags of all trials, stand in results.csv and "
        "results.json beside "
        "it.</footer>\n",
        stream);
}
