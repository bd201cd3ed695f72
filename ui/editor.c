// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor.h"

#include "models/catalogue.h"
#include "ui/file_dialog.h"
#include "ui/history.h"
#include "ui/history_file.h"
#include "ui/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KINDS = MODEL_MOOD + 1 };

static const unsigned keep_after_idles = 15; ///< Calls without a further change before the view is sent

struct Editor {
  EditorPort  port;
  char*       models; ///< Folder of the bundled models
  Undo*       undo;
  History*    history;
  Response    response; ///< As drawn last
  TextCache*  texts;    ///< Likewise
  PresetList* presets;
  Catalogue*  catalogue;
  Sidecar*    sidecars[PLACE_COUNT];
  char        names[PLACE_COUNT][SIDECAR_MAX_TEXT]; ///< Models whose side-cars these are, or would be
  char        own[KINDS][EQUUS_OWN_SIZE];           ///< The user's own models
  bool        held[PARAM_COUNT];                    ///< In a gesture of ours: what the host says of it is old
  unsigned    keep_countdown;                       ///< Calls of idle until the view is sent, 0 for none due
  Snapshot    snapshot;
  ViewState   view;
  Window*     window;
  FileDialog* dialog; ///< For the user's own model of `dialog_kind`, NULL while none is open
  ModelKind   dialog_kind;
};

static void
send_view(Editor* editor)
{
  char json[EQUUS_VIEW_SIZE];
  editor->keep_countdown = 0;
  if (view_state_save(&editor->view, json, sizeof(json))) {
    editor->port.view(editor->port.handle, json);
  }
}

static void
send_parameter(Editor* editor, unsigned index, float value)
{
  snapshot_set_parameter(&editor->snapshot, index, value);
  editor->port.set(editor->port.handle, index, value);
}

static void
send_touch(Editor* editor, unsigned index, bool grabbed)
{
  editor->held[index] = grabbed;
  editor->port.touch(editor->port.handle, index, grabbed);
}

static void
open_dialog(Editor* editor, ModelKind kind)
{
  char                   folder[CATALOGUE_MAX_PATH] = "";
  const char* const      own                        = strrchr(editor->own[kind], '/');
  const FileDialogConfig config                     = { .parent = window_native(editor->window),
                                                        .scale  = window_scale(editor->window),
                                                        .title  = kind == MODEL_TAGS ? "Open a tag model" : "Open a mood model",
                                                        .folder = folder };
  if (editor->dialog) {
    return;
  }
  if (own) {
    snprintf(folder, sizeof(folder), "%.*s", (int)(own - editor->own[kind]), editor->own[kind]);
  } else {
    catalogue_user_folder(folder, sizeof(folder));
  }
  editor->dialog      = file_dialog_new(&config);
  editor->dialog_kind = kind;
}

/// Choose the file that was opened as the user's own model
static void
use_file(Editor* editor, ModelKind kind, const char* path)
{
  const unsigned index = places_parameter(kind);
  const float    value = kind == MODEL_TAGS ? (float)TAG_MODEL_OWN : (float)MOOD_MODEL_OWN;
  editor->port.own_model(editor->port.handle, kind, path);
  if (editor->snapshot.parameters[index] != value) {
    send_touch(editor, index, true);
    send_parameter(editor, index, value);
    send_touch(editor, index, false);
  }
}

static void
follow_dialog(Editor* editor)
{
  if (!editor->dialog) {
    return;
  }
  const FileDialogState state = file_dialog_idle(editor->dialog);
  if (state == FILE_DIALOG_CHOSEN) {
    use_file(editor, editor->dialog_kind, file_dialog_path(editor->dialog));
  }
  if (state != FILE_DIALOG_OPEN) {
    file_dialog_free(editor->dialog);
    editor->dialog = NULL;
  }
}

static void
act(Editor* editor, const Action* action)
{
  switch (action->kind) {
  case ACTION_BEGIN:
    send_touch(editor, action->index, true);
    break;
  case ACTION_SET:
    send_parameter(editor, action->index, action->value);
    break;
  case ACTION_END:
    send_touch(editor, action->index, false);
    break;
  case ACTION_SLOT:
    editor->port.slot(editor->port.handle, action->index, action->tag);
    break;
  case ACTION_OWN:
    editor->port.own_model(editor->port.handle, (ModelKind)action->index, action->tag);
    break;
  case ACTION_LISTEN:
    editor->port.listen(editor->port.handle, (Listen)action->index);
    break;
  case ACTION_OPEN_FILE:
    open_dialog(editor, (ModelKind)action->index);
    break;
  case ACTION_MARK:
    editor->port.mark(editor->port.handle, (double)action->value);
    break;
  case ACTION_EXPORT:
    history_file_save(
      editor->history, &editor->snapshot, NULL, editor->view.history_message, sizeof(editor->view.history_message));
    window_invalidate(editor->window);
    break;
  case ACTION_WISH:
    editor_apply_wish(editor, action->tag);
    editor->port.wish(editor->port.handle, action->tag);
    break;
  }
}

static void
resize(Editor* editor)
{
  unsigned width  = 0;
  unsigned height = 0;
  window_resize(editor->window, &width, &height);
  editor->port.resize(editor->port.handle, width, height);
}

/// See what is installed now
static void
look_for_models(Editor* editor)
{
  Catalogue* const found = catalogue_new(editor->models, NULL);
  if (found) {
    catalogue_free(editor->catalogue);
    editor->catalogue      = found;
    editor->view.catalogue = found;
  }
}

static void
on_actions(void* handle, const Actions* actions)
{
  Editor* const editor = (Editor*)handle;
  for (unsigned i = 0; i < actions->n; ++i) {
    act(editor, &actions->items[i]);
  }
  if (actions->resize) {
    resize(editor);
  }
  if (actions->keep) {
    send_view(editor);
  }
  if (actions->look) {
    look_for_models(editor);
  }
}

/// Keep the new size once it has settled; before the plug-in has spoken its own size may be on the way
static void
on_resized(void* handle)
{
  Editor* const editor = (Editor*)handle;
  if (editor->snapshot.has_status) {
    editor->keep_countdown = keep_after_idles;
  }
}

/// The side-car of a model, wherever it is installed; NULL if it can't be read
static Sidecar*
find_sidecar(const Editor* editor, const char* name)
{
  CatalogueModel* const model   = catalogue_open(editor->models, name, NULL);
  Sidecar* const        sidecar = model ? model->sidecar : NULL;
  if (model) {
    model->sidecar = NULL;
  }
  catalogue_close(model);
  return sidecar;
}

/// Load the side-car of the model that the plug-in names, if it's another than before
static void
follow_model(Editor* editor, Place place, const char* name)
{
  Sidecar* const    old = editor->sidecars[place];
  const char* const own = place_model(place) ? "" : editor->own[place_kind(place)];
  if (!strcmp(editor->names[place], name)) {
    return;
  }
  Sidecar* sidecar = *name ? find_sidecar(editor, *own ? own : name) : NULL;
  if (sidecar && strcmp(sidecar->name, name) != 0) { // The one before still runs
    sidecar_free(sidecar);
    sidecar = NULL;
    name    = "";
  }
  snprintf(editor->names[place], sizeof(editor->names[place]), "%s", name);
  editor->sidecars[place] = sidecar;
  snapshot_set_sidecar(&editor->snapshot, place, sidecar);
  sidecar_free(old);
}

static void
follow(Editor* editor)
{
  if (view_state_follow(&editor->view, &editor->snapshot)) {
    window_invalidate(editor->window);
  }
}

void
editor_apply_parameter(Editor* editor, unsigned index, float value)
{
  if (index < PARAM_COUNT && !editor->held[index]) {
    snapshot_set_parameter(&editor->snapshot, index, value);
  }
}

void
editor_apply_reading(Editor* editor, const ReadingMessage* reading)
{
  const bool           known   = (unsigned)reading->place < PLACE_COUNT;
  const Sidecar* const sidecar = known ? editor->sidecars[reading->place] : NULL;
  snapshot_apply_reading(&editor->snapshot, reading);
  if (history_apply_reading(editor->history, sidecar, reading)) {
    window_invalidate(editor->window);
  }
  follow(editor);
}

void
editor_apply_spectrum(Editor* editor, const SpectrumMessage* spectrum)
{
  snapshot_apply_spectrum(&editor->snapshot, spectrum);
}

void
editor_apply_status(Editor* editor, const StatusMessage* status)
{
  snapshot_apply_status(&editor->snapshot, status);
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    follow_model(editor, (Place)place, status->model[place]);
  }
  follow(editor);
}

void
editor_apply_view(Editor* editor, const char* json)
{
  if (view_state_load(&editor->view, json)) {
    undo_clear(editor->undo); // Its steps are of other slots
    resize(editor);
  }
}

void
editor_apply_own_model(Editor* editor, ModelKind kind, const char* name)
{
  if (strcmp(editor->own[kind], name) != 0) { // Its side-car is read when the plug-in says that it runs
    snprintf(editor->own[kind], sizeof(editor->own[kind]), "%s", name);
    follow_model(editor, place_own(kind), "");
  }
}

void
editor_apply_wish(Editor* editor, const char* json)
{
  Wish wish;
  if (!wish_read(json, &wish, NULL)) {
    snapshot_set_wish(&editor->snapshot, &wish);
  }
}

void
editor_apply_maps(Editor* editor, const MapsMessage* maps)
{
  snapshot_apply_maps(&editor->snapshot, maps);
}

void
editor_apply_flip(Editor* editor, const FlipMessage* flip)
{
  snapshot_apply_flip(&editor->snapshot, flip);
}

void
editor_apply_mark(Editor* editor, const MarkMessage* mark)
{
  if (history_apply_mark(editor->history, mark)) {
    window_invalidate(editor->window);
  }
}

bool
editor_idle(Editor* editor)
{
  const bool open = window_idle(editor->window);
  follow_dialog(editor);
  if (editor->keep_countdown && !--editor->keep_countdown) {
    send_view(editor);
  }
  return open;
}

uintptr_t
editor_native(const Editor* editor)
{
  return window_native(editor->window);
}

void
editor_wanted_size(const Editor* editor, unsigned* width, unsigned* height)
{
  window_wanted_size(editor->window, width, height);
}

void
editor_resize(Editor* editor, unsigned width, unsigned height)
{
  window_fill(editor->window, width, height);
}

/// `folder` and `name` joined, to be freed with free(); NULL if out of memory
static char*
join(const char* folder, const char* name)
{
  const size_t size = strlen(folder) + strlen(name) + 1;
  char* const  path = (char*)malloc(size);
  if (path) {
    snprintf(path, size, "%s%s", folder, name);
  }
  return path;
}

/// A number that nobody foresees, to draw lots from
static uint64_t
chance(void)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static bool
open_window(Editor* editor, const EditorConfig* config, EquusError* error)
{
  const WindowConfig window = { .parent     = config->parent,
                                .scale      = config->scale,
                                .title      = "Equus",
                                .snapshot   = &editor->snapshot,
                                .view       = &editor->view,
                                .on_actions = on_actions,
                                .on_resized = on_resized,
                                .handle     = editor };

  snapshot_init(&editor->snapshot);
  view_state_init(&editor->view);
  editor->view.response           = &editor->response;
  editor->view.texts              = editor->texts;
  editor->view.undo               = editor->undo;
  editor->view.history            = editor->history;
  editor->view.blind.random.state = chance();
  editor->view.presets            = editor->presets;
  editor->view.theme              = config->theme;
  for (unsigned kind = 0; kind < KINDS; ++kind) {
    editor->view.own[kind] = editor->own[kind];
  }
  editor->window = window_new(&window, error);
  return editor->window;
}

static bool
load(Editor* editor, const EditorConfig* config, EquusError* error)
{
  editor->models     = join(config->resources, "models");
  char* const folder = join(config->resources, "presets");
  editor->presets    = folder ? preset_list_load(folder) : NULL;
  free(folder);
  editor->undo    = undo_new();
  editor->texts   = text_cache_new();
  editor->history = history_new();
  if (!editor->models || !editor->presets || !editor->undo || !editor->history) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for a window");
    return false;
  }
  return open_window(editor, config, error);
}

Editor*
editor_new(const EditorConfig* config, EquusError* error)
{
  Editor* const editor = (Editor*)calloc(1, sizeof(Editor));
  if (!editor) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for a window");
    return NULL;
  }
  editor->port = config->port;
  if (!load(editor, config, error)) {
    editor_free(editor);
    return NULL;
  }

  unsigned width  = 0;
  unsigned height = 0;
  window_wanted_size(editor->window, &width, &height);
  editor->port.resize(editor->port.handle, width, height);
  editor->port.open(editor->port.handle, true);
  return editor;
}

void
editor_free(Editor* editor)
{
  if (!editor) {
    return;
  }
  file_dialog_free(editor->dialog);
  if (editor->window) {
    if (editor->keep_countdown) {
      send_view(editor);
    }
    if (editor->view.blind.phase == BLIND_TRIAL) {
      editor->port.listen(editor->port.handle, LISTEN_AS_SET);
    }
    editor->port.open(editor->port.handle, false);
    window_free(editor->window);
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    sidecar_free(editor->sidecars[place]);
  }
  catalogue_free(editor->catalogue);
  preset_list_free(editor->presets);
  undo_free(editor->undo);
  text_cache_free(editor->texts);
  history_free(editor->history);
  free(editor->models);
  free(editor);
}
