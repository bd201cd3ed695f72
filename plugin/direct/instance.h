// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_PLUGIN_DIRECT_INSTANCE_H
#define EQUUS_PLUGIN_DIRECT_INSTANCE_H

#include "plugin/equus.h"

/**
   An instance for formats whose window shares the plug-in's memory: VST3 and CLAP.

   It exists before its rate is known and outlives a change of it, has a thread
   of its own for models, and carries commands of the window to the audio thread
   and notices back, neither waiting for the other.

   Threads: functions marked EQUUS_RT belong to the audio thread, the rest to the
   main thread; instance_parameter() and instance_output() to any.
*/
typedef struct Instance Instance;

/// What the window asks for; `type` of InstanceCommand
typedef enum {
  COMMAND_OPEN = 1,
  COMMAND_SLOT,
  COMMAND_VIEW,
  COMMAND_OWN,
  COMMAND_WISH,
  COMMAND_LISTEN,
  COMMAND_MARK
} CommandType;

typedef struct {
  uint32_t type;
  uint32_t index; ///< Whether to open, the slot, the ModelKind, the Listen, or the mark's time, see INSTANCE_NOW
  char     text[EQUUS_VIEW_SIZE];
} InstanceCommand;

/// A mark's time is in milliseconds since activate, or this
#define INSTANCE_NOW UINT32_MAX

_Static_assert((int)EQUUS_OWN_SIZE <= (int)EQUUS_VIEW_SIZE, "a command has room for a path");

/// What the audio thread tells the window
typedef enum {
  NOTICE_READING = 1,
  NOTICE_SPECTRUM,
  NOTICE_STATUS,
  NOTICE_VIEW,
  NOTICE_OWN,
  NOTICE_WISH,
  NOTICE_MAPS,
  NOTICE_FLIP,
  NOTICE_MARK
} NoticeType;

typedef struct {
  uint32_t kind; ///< ModelKind
  char     name[EQUUS_OWN_SIZE];
} OwnNotice;

typedef union {
  ReadingMessage  reading;
  SpectrumMessage spectrum;
  StatusMessage   status;
  OwnNotice       own;
  MapsMessage     maps;
  FlipMessage     flip;
  MarkMessage     mark;
  char            text[EQUUS_VIEW_SIZE]; ///< The view, or the wish
} InstanceNotice;

/// @param resources Folder that holds `models` and `presets`, ending in a slash; copied.  NULL if out of memory
Instance* instance_new(const char* resources);

void instance_free(Instance* instance);

const char* instance_resources(const Instance* instance);

/// Get ready to process at this rate; what was set before holds.  Nothing else may run meanwhile.
EquusStatus instance_activate(Instance* instance, double rate, unsigned channels, EquusError* error);

void instance_deactivate(Instance* instance);

/// Forget what was heard, as if activated anew; audio thread
void instance_reset(Instance* instance) EQUUS_RT;

bool instance_is_active(const Instance* instance) EQUUS_RT;

/// The state document, to be freed with free(); NULL if out of memory
char* instance_save(const Instance* instance);

/// As equus_state_restore(); while processing it holds from the next instance_begin() on
EquusStatus instance_restore(Instance* instance, const char* json, EquusError* error);

/// A parameter's value as it was set last
float instance_parameter(const Instance* instance, unsigned index) EQUUS_RT;

/// A parameter was set by the user or host: shown at once; while processing it holds when the audio thread is told too
void instance_set_shown(Instance* instance, unsigned index, float value);

/// Carry out what the window asks for: at once while nothing is processed, else from the next block on
void instance_command(Instance* instance, const InstanceCommand* command);

/// Take the oldest notice for the window; its NoticeType, 0 for none
uint32_t instance_next_notice(Instance* instance, InstanceNotice* notice);

/// Begin a block: states and commands take effect.  True if every parameter may have changed.
bool instance_begin(Instance* instance) EQUUS_RT;

/// Set a parameter from the next sample on; also the main thread while not active
void instance_set(Instance* instance, unsigned index, float value) EQUUS_RT;

/// Add to a parameter's value from the next sample on, for those with parameter_is_modulated(); not kept in the state
void instance_modulate(Instance* instance, unsigned index, float amount) EQUUS_RT;

/// As equus_set_transport(), before the part of a block that begins there
void instance_set_transport(Instance* instance, bool rolling, double seconds) EQUUS_RT;

/// Process part of a block; the arguments are those of equus_process()
void instance_process(Instance*           instance,
                      const float* const* in,
                      const float* const* side,
                      float* const*       out,
                      uint32_t            n,
                      bool                freewheel) EQUUS_RT;

/// End a block: tell the window what is new
void instance_end(Instance* instance) EQUUS_RT;

/// Value of an output at the end of the last block; any thread
float instance_output(const Instance* instance, unsigned index) EQUUS_RT;

#endif // EQUUS_PLUGIN_DIRECT_INSTANCE_H
