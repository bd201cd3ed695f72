// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/direct/panel.h"

#include "plugin/text.h"

#include <stdlib.h>
#include <string.h>

struct Panel {
  Instance*      instance;
  PanelPort      port;
  Editor*        editor;
  float          shown[PARAM_COUNT]; ///< Values that the window knows
  InstanceNotice notice;
};

static void
send_text(Panel* panel, CommandType type, unsigned index, const char* text)
{
  InstanceCommand command = { .type = type, .index = index };
  text_copy(command.text, text, sizeof(command.text));
  instance_command(panel->instance, &command);
}

static void
send_open(void* handle, bool open)
{
  send_text((Panel*)handle, COMMAND_OPEN, open, "");
}

static void
send_slot(void* handle, unsigned slot, const char* tag)
{
  send_text((Panel*)handle, COMMAND_SLOT, slot, tag);
}

static void
send_view(void* handle, const char* json)
{
  send_text((Panel*)handle, COMMAND_VIEW, 0, json);
}

static void
send_wish(void* handle, const char* json)
{
  send_text((Panel*)handle, COMMAND_WISH, 0, json);
}

static void
send_listen(void* handle, Listen listen)
{
  send_text((Panel*)handle, COMMAND_LISTEN, listen, "");
}

static void
send_mark(void* handle, double time)
{
  send_text((Panel*)handle, COMMAND_MARK, time < 0.0 ? INSTANCE_NOW : (unsigned)(1000.0 * time + 0.5), "");
}

static void
send_own_model(void* handle, ModelKind kind, const char* name)
{
  send_text((Panel*)handle, COMMAND_OWN, kind, name);
}

static void
send_touch(void* handle, unsigned index, bool grabbed)
{
  const Panel* const panel = (const Panel*)handle;
  panel->port.touch(panel->port.handle, index, grabbed);
}

static void
send_parameter(void* handle, unsigned index, float value)
{
  const Panel* const panel = (const Panel*)handle;
  panel->port.set(panel->port.handle, index, value);
}

static void
send_size(void* handle, unsigned width, unsigned height)
{
  const Panel* const panel = (const Panel*)handle;
  panel->port.resize(panel->port.handle, width, height);
}

static void
show_parameters(Panel* panel)
{
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    const float value = instance_parameter(panel->instance, i);
    if (value != panel->shown[i]) {
      panel->shown[i] = value;
      editor_apply_parameter(panel->editor, i, value);
    }
  }
}

static void
show(Panel* panel, NoticeType type)
{
  const InstanceNotice* const notice = &panel->notice;
  switch (type) {
  case NOTICE_READING:
    editor_apply_reading(panel->editor, &notice->reading);
    break;
  case NOTICE_SPECTRUM:
    editor_apply_spectrum(panel->editor, &notice->spectrum);
    break;
  case NOTICE_STATUS:
    editor_apply_status(panel->editor, &notice->status);
    break;
  case NOTICE_VIEW:
    editor_apply_view(panel->editor, notice->text);
    break;
  case NOTICE_OWN:
    editor_apply_own_model(panel->editor, (ModelKind)notice->own.kind, notice->own.name);
    break;
  case NOTICE_WISH:
    editor_apply_wish(panel->editor, notice->text);
    break;
  case NOTICE_MAPS:
    editor_apply_maps(panel->editor, &notice->maps);
    break;
  case NOTICE_FLIP:
    editor_apply_flip(panel->editor, &notice->flip);
    break;
  case NOTICE_MARK:
    editor_apply_mark(panel->editor, &notice->mark);
    break;
  }
}

Panel*
panel_new(Instance* instance, uintptr_t parent, double scale, const PanelPort* port, EquusError* error)
{
  Panel* const panel = (Panel*)calloc(1, sizeof(Panel));
  if (!panel) {
    equus_error_set(error, EQUUS_ERR_MEMORY, "Not enough memory for a window");
    return NULL;
  }
  const EditorConfig config = { .resources = instance_resources(instance),
                                .parent    = parent,
                                .scale     = scale,
                                .theme     = THEME_DARK,
                                .port      = { .handle    = panel,
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
  panel->instance           = instance;
  panel->port               = *port;
  while (instance_next_notice(instance, &panel->notice)) { // Of a window before
  }
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    panel->shown[i] = parameter(i)->initial;
  }
  panel->editor = editor_new(&config, error);
  if (!panel->editor) {
    free(panel);
    return NULL;
  }
  show_parameters(panel);
  return panel;
}

void
panel_free(Panel* panel)
{
  if (panel) {
    editor_free(panel->editor);
    free(panel);
  }
}

Editor*
panel_editor(Panel* panel)
{
  return panel->editor;
}

bool
panel_idle(Panel* panel)
{
  show_parameters(panel);
  for (uint32_t type = 0; (type = instance_next_notice(panel->instance, &panel->notice));) {
    show(panel, (NoticeType)type);
  }
  return editor_idle(panel->editor);
}
