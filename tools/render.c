// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/finding.h"
#include "tools/model_choice.h"
#include "tools/player.h"
#include "tools/progress.h"
#include "tools/settings.h"
#include "tools/verb.h"
#include "ui/ask.h"
#include "ui/scene.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

static const char* const themes[] = { "dark", "light", "contrast", NULL };

/// What the command line says
typedef struct {
  bool        help, apply;
  double      at, scale, block;
  Finding     finding;
  const char *preset, *out, *model_file;
  const char* models[ANALYSIS_PARTS]; ///< Names, by ModelKind
  OptionSize  size;
  int         theme;
  TextList    assignments, files;
} RenderArguments;

/// The window that is being made
typedef struct {
  RenderArguments arguments;
  Bundle*         bundle;
  Sidecar*        sidecars[PLACE_COUNT]; ///< Of the models that run
  PresetList*     presets;
  Recorder*       recorder; ///< Of what is searched, NULL where nothing is
  float           parameters[PARAM_COUNT];
  Snapshot        snapshot;
  ViewState       view;
} Render;

static bool
parse(const Verb* const verb, RenderArguments* const a, const int argc, char** const argv, int* const code)
{
  const Option options[] = {
    VERB_HELP(&a->help),
    { "at", 'a', OPTION_NUMBER, "SECONDS", "The moment to show (default 30)", &a->at, 0, 1e9, NULL },
    { "out", 'o', OPTION_TEXT, "FILE", "PNG to write", &a->out, 0, 0, NULL },
    { "preset", 'p', OPTION_TEXT, "NAME", "Setting of the equaliser (default flat)", &a->preset, 0, 0, NULL },
    { "set",
      's',
      OPTION_LIST,
      "SYMBOL=VALUE",
      "Set any parameter of the plug-in; may be repeated",
      &a->assignments,
      0,
      0,
      NULL },
    { "size", 0, OPTION_SIZE, "WxH", "Size of the window (default 1180x760)", &a->size, 520, 8192, NULL },
    { "scale",
      0,
      OPTION_NUMBER,
      "S",
      "Pixels of the picture for each of the window (default 1)",
      &a->scale,
      0.25,
      8,
      NULL },
    { "theme", 't', OPTION_CHOICE, "dark|light|contrast", "Colours (default dark)", &a->theme, 0, 0, themes },
    { "tag-model", 0, OPTION_TEXT, "NAME", "Tag model (default MSD_musicnn)", &a->models[MODEL_TAGS], 0, 0, NULL },
    { "mood-model", 0, OPTION_TEXT, "NAME", "Mood model (default listeners)", &a->models[MODEL_MOOD], 0, 0, NULL },
    { "model-file", 0, OPTION_TEXT, "FILE", "A model of your own, for tags or mood", &a->model_file, 0, 0, NULL },
    FINDING_OPTIONS(&a->finding),
    { "apply", 0, OPTION_FLAG, NULL, "Put what --flip or --toward found into the equaliser", &a->apply, 0, 0, NULL },
    { "block", 'b', OPTION_WHOLE, "FRAMES", "Frames a block (default 1024)", &a->block, 1, HOST_MAX_BLOCK, NULL },
    { .name = NULL }
  };
  if (!verb_begin(verb, options, argc, argv, &a->help, 1, &a->files, code)) {
    return false;
  }
  if (a->files.n != 1 || !a->out) {
    complain(a->out ? "render: takes one file" : "render: -o FILE says where to write the picture");
    *code = EXIT_USAGE;
    return false;
  }
  if (a->apply && !a->finding.flip && !a->finding.toward) {
    complain("render: --apply goes with --flip or --toward");
    *code = EXIT_USAGE;
    return false;
  }
  return true;
}

static EquusStatus
choose_models(Render* const render, EquusError* const error)
{
  RenderArguments* const a      = &render->arguments;
  EquusStatus            status = model_choice_of_file(render->bundle, a->model_file, a->models, error);
  for (unsigned kind = 0; !status && kind < ANALYSIS_PARTS; ++kind) {
    AnalysisPart part    = { .place = PLACE_NONE };
    Sidecar*     sidecar = NULL;
    status = model_choose(render->bundle, (ModelKind)kind, a->models[kind], render->parameters, &sidecar, &part, error);
    if (part.place == PLACE_NONE || render->sidecars[part.place]) {
      sidecar_free(sidecar);
    } else {
      render->sidecars[part.place] = sidecar;
    }
  }
  return status;
}

/// Side-cars of the models that run beside the chosen ones
static EquusStatus
find_compared(Render* const render, EquusError* const error)
{
  PlaceSet own = 0;
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    own |= *bundle_own_model(render->bundle, (ModelKind)kind) ? place_set(place_own((ModelKind)kind)) : 0u;
  }
  const PlaceSet running = places_running(render->parameters, own);
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    const Place place = (Place)i;
    if ((running & place_set(place)) && !render->sidecars[i]) {
      const char* const name = place_model(place);
      render->sidecars[i] =
        bundle_sidecar(render->bundle, name ? name : bundle_own_model(render->bundle, place_kind(place)), error);
      if (!render->sidecars[i]) {
        return error->status;
      }
    }
  }
  return EQUUS_OK;
}

/// Snapshot and view before anything is heard
static EquusStatus
begin_window(Render* const render, EquusError* const error)
{
  Wish              wish;
  const EquusStatus status = finding_wish(&render->arguments.finding, &wish, error);
  snapshot_init(&render->snapshot);
  snapshot_set_wish(&render->snapshot, &wish);
  view_state_init(&render->view);
  view_state_resize(&render->view, render->arguments.size.width, render->arguments.size.height);
  render->view.theme   = (ThemeName)render->arguments.theme;
  render->view.presets = render->presets;
  render->view.history = history_new();
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    snapshot_set_parameter(&render->snapshot, i, render->parameters[i]);
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    if (render->sidecars[place]) {
      snapshot_set_sidecar(&render->snapshot, (Place)place, render->sidecars[place]);
    }
  }
  return status;
}

static EquusStatus
prepare(Render* const render, EquusError* const error)
{
  const RenderArguments* const a = &render->arguments;
  settings_init(render->parameters);
  render->bundle = bundle_open(error);
  if (!render->bundle) {
    return EQUUS_ERR_IO;
  }
  EquusStatus status = settings_apply_named(render->parameters, render->bundle, a->preset, error);
  status             = status ? status : settings_assign(render->parameters, &a->assignments, error);
  status             = status ? status : choose_models(render, error);
  status             = status ? status : find_compared(render, error);
  if (status) {
    return status;
  }
  char folder[PATH_MAX];
  snprintf(folder, sizeof(folder), "%s/presets", bundle_path(render->bundle));
  render->presets = preset_list_load(folder);
  return begin_window(render, error);
}

static void
take_reading(void* const handle, const ReadingMessage* const reading)
{
  Render* const render = (Render*)handle;
  snapshot_apply_reading(&render->snapshot, reading);
  if (render->view.history) {
    history_apply_reading(render->view.history, render->snapshot.places[reading->place].sidecar, reading);
  }
  view_state_follow(&render->view, &render->snapshot);
}

static void
take_spectrum(void* const handle, const SpectrumMessage* const spectrum)
{
  snapshot_apply_spectrum(&((Render*)handle)->snapshot, spectrum);
}

static void
take_status(void* const handle, const StatusMessage* const status)
{
  snapshot_apply_status(&((Render*)handle)->snapshot, status);
}

/// Keep the last block for a search
static void
record(const Render* const render, const Player* const player)
{
  const uint32_t n = player_block(player);
  if (render->recorder) {
    recorder_write(render->recorder,
                   player_position(player) - n,
                   (const float* const*)player_input(player),
                   (const float* const*)player_output(player),
                   n);
  }
}

/// Play up to the moment asked for
static EquusStatus
play(Render* const render, Player* const player, EquusError* const error)
{
  const HostListener listener = { render, take_reading, take_spectrum, take_status };
  const double       at       = render->arguments.at;
  const uint64_t     end      = (uint64_t)llround(at * player_rate(player));
  Progress           progress = progress_begin();
  EquusStatus        status   = EQUUS_OK;
  host_set_window_open(player_host(player), true);
  while (!status && player_position(player) < end) {
    const uint64_t left = end - player_position(player);
    status = player_step(player, left < HOST_MAX_BLOCK ? (uint32_t)left : HOST_MAX_BLOCK, &listener, error);
    if (!status && player_ended(player) && player_position(player) < end) {
      status = equus_error_set(error,
                               EQUUS_ERR_RANGE,
                               "%s: ends after %.4g s, before --at %g",
                               render->arguments.files.items[0],
                               (double)player_frames(player) / player_rate(player),
                               at);
    }
    record(render, player);
    progress_show(&progress, render->arguments.files.items[0], (double)player_position(player) / (double)end);
  }
  progress_clear(&progress);
  return status;
}

static cairo_status_t
write_bytes(void* const file, const unsigned char* const data, const unsigned length)
{
  return fwrite(data, 1, length, (FILE*)file) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static EquusStatus
write_png(cairo_surface_t* const surface, const char* const path, EquusError* const error)
{
  FILE* const file = fopen(path, "wb");
  if (!file) {
    return equus_error_set(error, EQUUS_ERR_IO, "%s: %s", path, strerror(errno));
  }
  errno                       = 0;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface, write_bytes, file);
  if (fclose(file) || status) {
    return equus_error_set(
      error, EQUUS_ERR_IO, "%s: can't be written: %s", path, errno ? strerror(errno) : cairo_status_to_string(status));
  }
  return EQUUS_OK;
}

static EquusStatus
draw(const Render* const render, EquusError* const error)
{
  const double           scale   = render->arguments.scale;
  cairo_surface_t* const surface = cairo_image_surface_create(
    CAIRO_FORMAT_RGB24, (int)ceil(render->view.width * scale), (int)ceil(render->view.height * scale));
  cairo_t* const cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  scene_draw(cr, &render->snapshot, &render->view);
  const cairo_status_t drawn = cairo_status(cr);
  cairo_destroy(cr);
  const EquusStatus status =
    drawn ? equus_error_set(error, EQUUS_ERR_MEMORY, "can't draw: %s", cairo_status_to_string(drawn))
          : write_png(surface, render->arguments.out, error);
  cairo_surface_destroy(surface);
  return status;
}

static EquusStatus
search(Render* const render, const Player* const player, EquusError* const error)
{
  return finding_run(
    render->bundle, render->recorder, player_rate(player), player_channels(player), &render->snapshot, error);
}

/// Play the file; with a search at its end where `find`
static EquusStatus
listen(Render* const render, const bool find, EquusError* const error)
{
  const RenderArguments* const a        = &render->arguments;
  const PlayerSettings         settings = { a->files.items[0], 0.0, 0.0, (uint32_t)a->block, render->parameters, NULL };
  Player* const                player   = player_open(render->bundle, &settings, error);
  EquusStatus                  status   = player ? EQUUS_OK : error->status;
  if (!status && find) {
    render->recorder = finding_recorder(player_rate(player), player_channels(player));
    status           = render->recorder ? EQUUS_OK : equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory");
  }
  status = status ? status : play(render, player, error);
  if (!status && find && search(render, player, error)) {
    const EquusError found = *error;
    status                 = equus_error_set(error, found.status, "%s: %s", a->files.items[0], found.text);
  }
  recorder_free(render->recorder);
  render->recorder = NULL;
  player_close(player);
  return status;
}

/// Do what a press of "Apply" or "Accept" asks; false if there is nothing to apply
static bool
take_over(Render* const render)
{
  Actions    actions = { .n = 0 };
  EquusError error;
  if (render->arguments.finding.flip) {
    ask_apply(&render->snapshot, &actions);
  } else {
    ask_accept(&render->snapshot, 1.0, &actions);
  }
  for (unsigned i = 0; i < actions.n; ++i) {
    const Action* const action = &actions.items[i];
    if (action->kind == ACTION_SET) {
      render->parameters[action->index] = action->value;
    } else if (action->kind == ACTION_WISH && !wish_read(action->tag, &render->snapshot.wish, &error)) {
      ++render->snapshot.revision;
    }
  }
  return actions.n > 0;
}

/// Hear the file once more through what was found
static EquusStatus
listen_again(Render* const render, EquusError* const error)
{
  const Snapshot found  = render->snapshot;
  EquusStatus    status = begin_window(render, error);
  snapshot_set_wish(&render->snapshot, &found.wish);
  if (found.has_maps) {
    snapshot_apply_maps(&render->snapshot, &found.maps);
  }
  if (found.has_meter) {
    snapshot_apply_flip(&render->snapshot, &found.meter);
  }
  return status ? status : listen(render, false, error);
}

static int
make_picture(Render* const render)
{
  const RenderArguments* const a      = &render->arguments;
  EquusError                   error  = { EQUUS_OK, "" };
  EquusStatus                  status = listen(render, finding_is_wished(&a->finding), &error);
  if (!status && a->apply && take_over(render)) {
    status = listen_again(render, &error);
  } else if (!status && a->apply) {
    complain("%s: nothing was found that could be applied; the picture says so", a->files.items[0]);
  }
  if (a->finding.flip && !a->apply) {
    render->view.hover.kind = ITEM_FLIP_APPLY; // Shows the curve before it is taken over
  }
  status = status ? status : draw(render, &error);
  if (status) {
    complain("%s", error.text);
  }
  return status ? EXIT_TROUBLE : EXIT_DONE;
}

static int
run(const Verb* const verb, const int argc, char** const argv)
{
  Render     render = { .arguments = {
                          .at = 30.0, .scale = 1.0, .block = 1024.0, .finding = FINDING_USUAL, .size = { 1180, 760 } } };
  EquusError error  = { EQUUS_OK, "" };
  int        code   = EXIT_DONE;
  if (parse(verb, &render.arguments, argc, argv, &code)) {
    const EquusStatus status = prepare(&render, &error);
    code                     = status ? complain_usage(verb, status, &error) : make_picture(&render);
  }
  history_free(render.view.history);
  preset_list_free(render.presets);
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    sidecar_free(render.sidecars[place]);
  }
  bundle_close(render.bundle);
  text_list_free(&render.arguments.assignments);
  text_list_free(&render.arguments.files);
  return code;
}

const Verb render_verb = {
  .name    = "render",
  .usage   = "FILE --at SECONDS -o PICTURE.png [OPTION]...",
  .summary = "Draw the plug-in's window as it looks at a moment of a file",
  .details = "The file is played through the plug-in from its start, with the window open, up to that moment.\n"
             "With --map, --flip or --toward the window then searches as it does live, in the music that ends there:\n"
             "the map stands behind the equaliser, the curve that was found before it as a ghost.  With --apply the\n"
             "file is played once more through that curve.",
  .run     = run,
};
