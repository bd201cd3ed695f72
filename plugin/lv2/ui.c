// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The LV2 adapter of the window: ports and atoms to snapshot, actions to ports and atoms

#include "models/catalogue.h"
#include "plugin/lv2/messages.h"
#include "plugin/lv2/ports.h"
#include "plugin/lv2/properties.h"
#include "ui/file_dialog.h"
#include "ui/window.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VIEW_TEXT_SIZE = 1024, MESSAGE_SIZE = 2048 };

static const unsigned keep_after_idles = 15; ///< Calls without a further change before the view is sent

typedef struct {
  LV2UI_Write_Function write;
  LV2UI_Controller     controller;
  const LV2UI_Resize*  resize;
  const LV2UI_Touch*   touch;
  LV2_Atom_Forge       forge;
  EquusUris            uris;
  unsigned             channels;
  char*                bundle;
  PresetList*          presets;
  Catalogue*           catalogue;
  Sidecar*             sidecars[PLACE_COUNT];
  char                 models[PLACE_COUNT][SIDECAR_MAX_TEXT]; ///< Whose side-cars these are, or would be
  char                 own[PROPERTIES][EQUUS_OWN_SIZE];       ///< The user's own models
  bool                 held[PARAM_COUNT];                     ///< In a gesture of ours: what the host says of it is old
  unsigned             keep_countdown; ///< Calls of idle until the view is sent to the plug-in, 0 for none due
  Snapshot             snapshot;
  ViewState            view;
  Window*              window;
  FileDialog*          dialog; ///< For the user's own model of `dialog_kind`, NULL while none is open
  ModelKind            dialog_kind;
} Ui;

typedef struct {
  uint8_t bytes[MESSAGE_SIZE];
} Message;

/// Begin a message in `message`
static LV2_Atom_Forge*
begin_message(Ui* ui, Message* message)
{
  lv2_atom_forge_set_buffer(&ui->forge, message->bytes, sizeof(message->bytes));
  return &ui->forge;
}

static void
send_message(Ui* ui, const Message* message, bool written)
{
  const LV2_Atom* const atom = (const LV2_Atom*)(const void*)message->bytes;
  if (written) {
    ui->write(ui->controller,
              port_control(ui->channels),
              lv2_atom_total_size(atom),
              ui->uris.atom_event_transfer,
              message->bytes);
  }
}

static void
send_window(Ui* ui, bool open)
{
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_window(begin_message(ui, &message), &ui->uris, open));
}

static void
send_slot(Ui* ui, unsigned slot, const char* tag)
{
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_slot(begin_message(ui, &message), &ui->uris, slot, tag));
}

static void
send_own_model(Ui* ui, ModelKind kind, const char* name)
{
  _Alignas(8) Message message;
  send_message(ui, &message, properties_write_set(begin_message(ui, &message), &ui->uris, kind, name));
}

static void
send_view(Ui* ui)
{
  _Alignas(8) Message message;
  char                json[VIEW_TEXT_SIZE];
  ui->keep_countdown = 0;
  if (view_state_save(&ui->view, json, sizeof(json))) {
    send_message(ui, &message, messages_write_view(begin_message(ui, &message), &ui->uris, json));
  }
}

static void
send_parameter(Ui* ui, unsigned index, float value)
{
  snapshot_set_parameter(&ui->snapshot, index, value);
  ui->write(ui->controller, port_parameter(ui->channels, index), sizeof(float), 0, &value);
}

static void
send_touch(Ui* ui, unsigned index, bool grabbed)
{
  ui->held[index] = grabbed;
  if (ui->touch) {
    ui->touch->touch(ui->touch->handle, port_parameter(ui->channels, index), grabbed);
  }
}

static void
open_dialog(Ui* ui, ModelKind kind)
{
  char                   folder[CATALOGUE_MAX_PATH] = "";
  const char* const      own                        = strrchr(ui->own[kind], '/');
  const FileDialogConfig config                     = { .parent = window_native(ui->window),
                                                        .scale  = window_scale(ui->window),
                                                        .title  = kind == MODEL_TAGS ? "Open a tag model" : "Open a mood model",
                                                        .folder = folder };
  if (ui->dialog) {
    return;
  }
  if (own) {
    snprintf(folder, sizeof(folder), "%.*s", (int)(own - ui->own[kind]), ui->own[kind]);
  } else {
    catalogue_user_folder(folder, sizeof(folder));
  }
  ui->dialog      = file_dialog_new(&config);
  ui->dialog_kind = kind;
}

/// Choose the file that was opened as the user's own model
static void
use_file(Ui* ui, ModelKind kind, const char* path)
{
  const unsigned index = places_parameter(kind);
  const float    value = kind == MODEL_TAGS ? (float)TAG_MODEL_OWN : (float)MOOD_MODEL_OWN;
  send_own_model(ui, kind, path);
  if (ui->snapshot.parameters[index] != value) {
    send_touch(ui, index, true);
    send_parameter(ui, index, value);
    send_touch(ui, index, false);
  }
}

static void
follow_dialog(Ui* ui)
{
  if (!ui->dialog) {
    return;
  }
  const FileDialogState state = file_dialog_idle(ui->dialog);
  if (state == FILE_DIALOG_CHOSEN) {
    use_file(ui, ui->dialog_kind, file_dialog_path(ui->dialog));
  }
  if (state != FILE_DIALOG_OPEN) {
    file_dialog_free(ui->dialog);
    ui->dialog = NULL;
  }
}

static void
act(Ui* ui, const Action* action)
{
  switch (action->kind) {
  case ACTION_BEGIN:
    send_touch(ui, action->index, true);
    break;
  case ACTION_SET:
    send_parameter(ui, action->index, action->value);
    break;
  case ACTION_END:
    send_touch(ui, action->index, false);
    break;
  case ACTION_SLOT:
    send_slot(ui, action->index, action->tag);
    break;
  case ACTION_OWN:
    send_own_model(ui, (ModelKind)action->index, action->tag);
    break;
  case ACTION_OPEN_FILE:
    open_dialog(ui, (ModelKind)action->index);
    break;
  }
}

static void
resize(Ui* ui)
{
  unsigned width  = 0;
  unsigned height = 0;
  window_resize(ui->window, &width, &height);
  if (ui->resize) {
    ui->resize->ui_resize(ui->resize->handle, (int)width, (int)height);
  }
}

/// See what is installed now
static void
look_for_models(Ui* ui)
{
  char       folder[CATALOGUE_MAX_PATH];
  Catalogue* found = NULL;
  if (snprintf(folder, sizeof(folder), "%smodels", ui->bundle) < (int)sizeof(folder)) {
    found = catalogue_new(folder, NULL);
  }
  if (found) {
    catalogue_free(ui->catalogue);
    ui->catalogue      = found;
    ui->view.catalogue = found;
  }
}

static void
on_actions(void* handle, const Actions* actions)
{
  Ui* const ui = (Ui*)handle;
  for (unsigned i = 0; i < actions->n; ++i) {
    act(ui, &actions->items[i]);
  }
  if (actions->resize) {
    resize(ui);
  }
  if (actions->keep) {
    send_view(ui);
  }
  if (actions->look) {
    look_for_models(ui);
  }
}

/// Keep the new size once it has settled; before the plug-in has spoken its own size may be on the way
static void
on_resized(void* handle)
{
  Ui* const ui = (Ui*)handle;
  if (ui->snapshot.has_status) {
    ui->keep_countdown = keep_after_idles;
  }
}

/// The side-car of a model, wherever it is installed; NULL if it can't be read
static Sidecar*
find_sidecar(const Ui* ui, const char* name)
{
  char folder[CATALOGUE_MAX_PATH];
  if (snprintf(folder, sizeof(folder), "%smodels", ui->bundle) >= (int)sizeof(folder)) {
    return NULL;
  }
  CatalogueModel* const model   = catalogue_open(folder, name, NULL);
  Sidecar* const        sidecar = model ? model->sidecar : NULL;
  if (model) {
    model->sidecar = NULL;
  }
  catalogue_close(model);
  return sidecar;
}

/// Load the side-car of the model that the plug-in names, if it's another than before
static void
follow_model(Ui* ui, Place place, const char* name)
{
  Sidecar* const    old = ui->sidecars[place];
  const char* const own = place_model(place) ? "" : ui->own[place_kind(place)];
  if (!strcmp(ui->models[place], name)) {
    return;
  }
  Sidecar* sidecar = *name ? find_sidecar(ui, *own ? own : name) : NULL;
  if (sidecar && strcmp(sidecar->name, name) != 0) { // The one before still runs
    sidecar_free(sidecar);
    sidecar = NULL;
    name    = "";
  }
  snprintf(ui->models[place], sizeof(ui->models[place]), "%s", name);
  ui->sidecars[place] = sidecar;
  snapshot_set_sidecar(&ui->snapshot, place, sidecar);
  sidecar_free(old);
}

/// Another model of the user's own: its side-car is read when the plug-in says that it runs
static void
apply_own_model(Ui* ui, ModelKind kind, const char* name)
{
  if (strcmp(ui->own[kind], name) != 0) {
    snprintf(ui->own[kind], sizeof(ui->own[kind]), "%s", name);
    follow_model(ui, place_own(kind), "");
  }
}

static void
apply_status(Ui* ui, const StatusMessage* status)
{
  snapshot_apply_status(&ui->snapshot, status);
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    follow_model(ui, (Place)place, status->model[place]);
  }
}

static void
apply_view(Ui* ui, const char* json)
{
  if (view_state_load(&ui->view, json)) {
    resize(ui);
  }
}

static void
follow(Ui* ui)
{
  if (view_state_follow(&ui->view, &ui->snapshot)) {
    window_invalidate(ui->window);
  }
}

static void
receive(Ui* ui, const LV2_Atom_Object* object)
{
  union {
    ReadingMessage  reading;
    SpectrumMessage spectrum;
    StatusMessage   status;
  } message;
  const char* json = NULL;
  const char* name = NULL;
  ModelKind   kind = MODEL_TAGS;

  if (messages_read_reading(object, &ui->uris, &message.reading)) {
    snapshot_apply_reading(&ui->snapshot, &message.reading);
    follow(ui);
  } else if (messages_read_spectrum(object, &ui->uris, &message.spectrum)) {
    snapshot_apply_spectrum(&ui->snapshot, &message.spectrum);
  } else if (messages_read_status(object, &ui->uris, &message.status)) {
    apply_status(ui, &message.status);
    follow(ui);
  } else if (messages_read_view(object, &ui->uris, &json)) {
    apply_view(ui, json);
  } else if (properties_read_set(object, &ui->uris, &kind, &name)) {
    apply_own_model(ui, kind, name);
  }
}

static void
port_event(LV2UI_Handle handle, uint32_t port, uint32_t size, uint32_t protocol, const void* buffer)
{
  Ui* const ui = (Ui*)handle;
  if (protocol == 0 && size == sizeof(float) && port >= port_parameter(ui->channels, 0)) {
    const unsigned index = port - port_parameter(ui->channels, 0);
    if (index < PARAM_COUNT && !ui->held[index]) {
      snapshot_set_parameter(&ui->snapshot, index, *(const float*)buffer);
    }
  } else if (protocol == ui->uris.atom_event_transfer && size >= sizeof(LV2_Atom_Object)) {
    const LV2_Atom* const atom = (const LV2_Atom*)buffer;
    if (atom->type == ui->uris.atom_object && lv2_atom_total_size(atom) <= size) {
      receive(ui, (const LV2_Atom_Object*)buffer);
    }
  }
}

static int
idle(LV2UI_Handle handle)
{
  Ui* const  ui   = (Ui*)handle;
  const bool open = window_idle(ui->window);
  follow_dialog(ui);
  if (ui->keep_countdown && !--ui->keep_countdown) {
    send_view(ui);
  }
  return !open;
}

/// What the host offers, as far as it matters here
typedef struct {
  LV2_URID_Map*             map;
  void*                     parent;
  const LV2UI_Resize*       resize;
  const LV2UI_Touch*        touch;
  const LV2_Options_Option* options;
} Features;

static const char*
query_features(const LV2_Feature* const* list, Features* features)
{
  // clang-format off
  return lv2_features_query(list,
                            LV2_URID__map,        &features->map,     true,
                            LV2_UI__parent,       &features->parent,  false,
                            LV2_UI__resize,       &features->resize,  false,
                            LV2_UI__touch,        &features->touch,   false,
                            LV2_OPTIONS__options, &features->options, false,
                            NULL);
  // clang-format on
}

static const LV2_Options_Option*
find_option(const Features* features, const char* uri)
{
  const LV2_URID key = features->map->map(features->map->handle, uri);
  for (const LV2_Options_Option* o = features->options; o && (o->key || o->value); ++o) {
    if (o->key == key) {
      return o;
    }
  }
  return NULL;
}

/// Scale of the screen by the host's word, 0 if it says nothing
static double
host_scale(const Ui* ui, const Features* features)
{
  const LV2_Options_Option* const option = find_option(features, LV2_UI__scaleFactor);
  const bool usable = option && option->type == ui->uris.atom_float && option->size == sizeof(float);
  return usable ? (double)*(const float*)option->value : 0.0;
}

/// Begin with the theme that suits the host's background; the state may say otherwise later
static ThemeName
host_theme(const Ui* ui, const Features* features)
{
  const LV2_Options_Option* const option = find_option(features, LV2_UI__backgroundColor);
  if (!option || option->type != ui->uris.atom_int || option->size != sizeof(int32_t)) {
    return THEME_DARK;
  }
  const uint32_t rgba = (uint32_t) * (const int32_t*)option->value;
  const uint32_t sum  = (rgba >> 24u & 0xFFu) + (rgba >> 16u & 0xFFu) + (rgba >> 8u & 0xFFu);
  return sum > 3 * 128 ? THEME_LIGHT : THEME_DARK;
}

static void
cleanup(LV2UI_Handle handle)
{
  Ui* const ui = (Ui*)handle;
  file_dialog_free(ui->dialog);
  if (ui->window) {
    if (ui->keep_countdown) {
      send_view(ui);
    }
    send_window(ui, false);
    window_free(ui->window);
  }
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    sidecar_free(ui->sidecars[place]);
  }
  catalogue_free(ui->catalogue);
  preset_list_free(ui->presets);
  free(ui->bundle);
  free(ui);
}

static PresetList*
load_presets(const char* bundle)
{
  char path[4096];
  return snprintf(path, sizeof(path), "%spresets", bundle) < (int)sizeof(path) ? preset_list_load(path) : NULL;
}

static bool
open_window(Ui* ui, const Features* features)
{
  const WindowConfig config = { .parent     = (uintptr_t)features->parent,
                                .scale      = host_scale(ui, features),
                                .title      = "Equus",
                                .snapshot   = &ui->snapshot,
                                .view       = &ui->view,
                                .on_actions = on_actions,
                                .on_resized = on_resized,
                                .handle     = ui };

  snapshot_init(&ui->snapshot);
  view_state_init(&ui->view);
  ui->view.presets = ui->presets;
  for (unsigned kind = 0; kind < PROPERTIES; ++kind) {
    ui->view.own[kind] = ui->own[kind];
  }
  ui->view.theme = host_theme(ui, features);
  ui->window     = window_new(&config, NULL);
  return ui->window;
}

static void
tell_size(const Ui* ui)
{
  unsigned width  = 0;
  unsigned height = 0;
  window_wanted_size(ui->window, &width, &height);
  if (ui->resize) {
    ui->resize->ui_resize(ui->resize->handle, (int)width, (int)height);
  }
}

static LV2UI_Handle
instantiate(const LV2UI_Descriptor*   descriptor,
            const char*               plugin_uri,
            const char*               bundle_path,
            LV2UI_Write_Function      write_function,
            LV2UI_Controller          controller,
            LV2UI_Widget*             widget,
            const LV2_Feature* const* feature_list)
{
  (void)descriptor;
  Features  features = { 0 };
  Ui* const ui       = (Ui*)calloc(1, sizeof(Ui));
  if (!ui || query_features(feature_list, &features)) {
    free(ui);
    return NULL;
  }

  ui->write      = write_function;
  ui->controller = controller;
  ui->resize     = features.resize;
  ui->touch      = features.touch;
  ui->channels   = strcmp(plugin_uri, EQUUS_URN_MONO) ? 2 : 1;
  equus_uris_map(&ui->uris, features.map);
  lv2_atom_forge_init(&ui->forge, features.map);
  ui->bundle  = strdup(bundle_path);
  ui->presets = ui->bundle ? load_presets(ui->bundle) : NULL;
  if (!ui->presets || !open_window(ui, &features)) {
    cleanup(ui);
    return NULL;
  }
  tell_size(ui);
  send_window(ui, true);
  *widget = (LV2UI_Widget)window_native(ui->window); // NOLINT(performance-no-int-to-ptr)
  return ui;
}

static const void*
extension_data(const char* uri)
{
  static const LV2UI_Idle_Interface idle_interface = { idle };
  return strcmp(uri, LV2_UI__idleInterface) ? NULL : &idle_interface;
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor*
lv2ui_descriptor(uint32_t index)
{
  static const LV2UI_Descriptor descriptor = { EQUUS_URN_UI, instantiate, cleanup, port_event, extension_data };
  return index ? NULL : &descriptor;
}
