// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The LV2 adapter of the window: ports and atoms to the editor, its calls to ports and atoms

#include "plugin/lv2/messages.h"
#include "plugin/lv2/ports.h"
#include "plugin/lv2/properties.h"
#include "ui/editor.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>

#include <stdlib.h>
#include <string.h>

enum { MESSAGE_SIZE = EQUUS_VIEW_SIZE + EQUUS_OWN_SIZE };

typedef struct {
  LV2UI_Write_Function write;
  LV2UI_Controller     controller;
  const LV2UI_Resize*  resize;
  const LV2UI_Touch*   touch;
  LV2_Atom_Forge       forge;
  EquusUris            uris;
  unsigned             channels;
  Editor*              editor;
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
send_open(void* handle, bool open)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_window(begin_message(ui, &message), &ui->uris, open));
}

static void
send_listen(void* handle, Listen listen)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_listen(begin_message(ui, &message), &ui->uris, listen));
}

static void
send_mark(void* handle, double time)
{
  Ui* const           ui   = (Ui*)handle;
  const MarkMessage   mark = { .kind = MARK_USER, .time = time };
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_mark(begin_message(ui, &message), &ui->uris, &mark));
}

static void
send_slot(void* handle, unsigned slot, const char* tag)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_slot(begin_message(ui, &message), &ui->uris, slot, tag));
}

static void
send_own_model(void* handle, ModelKind kind, const char* name)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, properties_write_set(begin_message(ui, &message), &ui->uris, kind, name));
}

static void
send_view(void* handle, const char* json)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_view(begin_message(ui, &message), &ui->uris, json));
}

static void
send_wish(void* handle, const char* json)
{
  Ui* const           ui = (Ui*)handle;
  _Alignas(8) Message message;
  send_message(ui, &message, messages_write_wish(begin_message(ui, &message), &ui->uris, json));
}

static void
send_parameter(void* handle, unsigned index, float value)
{
  Ui* const ui = (Ui*)handle;
  ui->write(ui->controller, port_parameter(ui->channels, index), sizeof(float), 0, &value);
}

static void
send_touch(void* handle, unsigned index, bool grabbed)
{
  Ui* const ui = (Ui*)handle;
  if (ui->touch) {
    ui->touch->touch(ui->touch->handle, port_parameter(ui->channels, index), grabbed);
  }
}

static void
send_size(void* handle, unsigned width, unsigned height)
{
  Ui* const ui = (Ui*)handle;
  if (ui->resize) {
    ui->resize->ui_resize(ui->resize->handle, (int)width, (int)height);
  }
}

/// Take over what the experiment tells
static void
receive_experiment(Ui* ui, const LV2_Atom_Object* object)
{
  union {
    MapsMessage maps;
    FlipMessage flip;
    MarkMessage mark;
  } message;
  const char* json = NULL;

  if (messages_read_maps(object, &ui->uris, &message.maps)) {
    editor_apply_maps(ui->editor, &message.maps);
  } else if (messages_read_flip(object, &ui->uris, &message.flip)) {
    editor_apply_flip(ui->editor, &message.flip);
  } else if (messages_read_mark(object, &ui->uris, &message.mark)) {
    editor_apply_mark(ui->editor, &message.mark);
  } else if (messages_read_wish(object, &ui->uris, &json)) {
    editor_apply_wish(ui->editor, json);
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
    editor_apply_reading(ui->editor, &message.reading);
  } else if (messages_read_spectrum(object, &ui->uris, &message.spectrum)) {
    editor_apply_spectrum(ui->editor, &message.spectrum);
  } else if (messages_read_status(object, &ui->uris, &message.status)) {
    editor_apply_status(ui->editor, &message.status);
  } else if (messages_read_view(object, &ui->uris, &json)) {
    editor_apply_view(ui->editor, json);
  } else if (properties_read_set(object, &ui->uris, &kind, &name)) {
    editor_apply_own_model(ui->editor, kind, name);
  } else {
    receive_experiment(ui, object);
  }
}

static void
port_event(LV2UI_Handle handle, uint32_t port, uint32_t size, uint32_t protocol, const void* buffer)
{
  Ui* const ui = (Ui*)handle;
  if (protocol == 0 && size == sizeof(float) && port >= port_parameter(ui->channels, 0)) {
    editor_apply_parameter(ui->editor, port - port_parameter(ui->channels, 0), *(const float*)buffer);
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
  return !editor_idle(((Ui*)handle)->editor);
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
  editor_free(ui->editor);
  free(ui);
}

static Editor*
open_editor(Ui* ui, const Features* features, const char* bundle)
{
  const EditorConfig config = { .resources = bundle, // A bundle's path ends in a slash
                                .parent    = (uintptr_t)features->parent,
                                .scale     = host_scale(ui, features),
                                .theme     = host_theme(ui, features),
                                .port      = { .handle    = ui,
                                               .open      = send_open,
                                               .touch     = send_touch,
                                               .set       = send_parameter,
                                               .slot      = send_slot,
                                               .view      = send_view,
                                               .wish      = send_wish,
                                               .own_model = send_own_model,
                                               .listen    = send_listen,
                                               .mark      = send_mark,
                                               .resize    = send_size } };
  return editor_new(&config, NULL);
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
  ui->channels   = equus_uri_channels(plugin_uri);
  equus_uris_map(&ui->uris, features.map);
  lv2_atom_forge_init(&ui->forge, features.map);
  ui->editor = open_editor(ui, &features, bundle_path);
  if (!ui->editor) {
    cleanup(ui);
    return NULL;
  }
  *widget = (LV2UI_Widget)editor_native(ui->editor); // NOLINT(performance-no-int-to-ptr)
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
