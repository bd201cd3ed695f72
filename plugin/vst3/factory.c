// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the module exports: its factory, which makes instances

#include "plugin/vst3/vst3.h"
#include "plugin/vst3/wide_text.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

enum { MANY_INSTANCES = 0x7FFFFFFF, UNICODE = 0x10, PATH_SIZE = 4096 };

static const v3_tuid class_id = V3_ID(0x45717575, 0x73486F72, 0x73655369, 0x6E673031);

static const char category[]       = "Audio Module Class";
static const char name[]           = "Equus";
static const char sub_categories[] = "Fx|Analyzer|EQ";
static const char vendor[]         = "The Equus developers";
static const char version[]        = EQUUS_VERSION;
static const char sdk_version[]    = "VST 3.7.4";

EXPORT const void* GetPluginFactory(void);
EXPORT bool        ModuleEntry(void* handle);
EXPORT bool        ModuleExit(void);

static v3_result V3_API
query_interface(void* self, const v3_tuid iid, void** object)
{
  const bool known = v3_tuid_match(iid, v3_funknown_iid) || v3_tuid_match(iid, v3_plugin_factory_iid) ||
                     v3_tuid_match(iid, v3_plugin_factory_2_iid) || v3_tuid_match(iid, v3_plugin_factory_3_iid);
  *object = known ? self : NULL;
  return known ? V3_OK : V3_NO_INTERFACE;
}

static uint32_t V3_API
count_reference(void* self)
{
  (void)self;
  return 1; // There is one for as long as the module is loaded
}

static v3_result V3_API
get_factory_info(void* self, struct v3_factory_info* info)
{
  (void)self;
  memset(info, 0, sizeof(*info));
  info->flags = UNICODE;
  snprintf(info->vendor, sizeof(info->vendor), "%s", vendor);
  return V3_OK;
}

static int32_t V3_API
num_classes(void* self)
{
  (void)self;
  return 1;
}

static v3_result V3_API
get_class_info(void* self, int32_t index, struct v3_class_info* info)
{
  (void)self;
  if (index != 0) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  memcpy(info->class_id, class_id, sizeof(v3_tuid));
  info->cardinality = MANY_INSTANCES;
  snprintf(info->category, sizeof(info->category), "%s", category);
  snprintf(info->name, sizeof(info->name), "%s", name);
  return V3_OK;
}

static v3_result V3_API
get_class_info_2(void* self, int32_t index, struct v3_class_info_2* info)
{
  (void)self;
  if (index != 0) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  memcpy(info->class_id, class_id, sizeof(v3_tuid));
  info->cardinality = MANY_INSTANCES;
  snprintf(info->category, sizeof(info->category), "%s", category);
  snprintf(info->name, sizeof(info->name), "%s", name);
  snprintf(info->sub_categories, sizeof(info->sub_categories), "%s", sub_categories);
  snprintf(info->vendor, sizeof(info->vendor), "%s", vendor);
  snprintf(info->version, sizeof(info->version), "%s", version);
  snprintf(info->sdk_version, sizeof(info->sdk_version), "%s", sdk_version);
  return V3_OK;
}

static v3_result V3_API
get_class_info_utf16(void* self, int32_t index, struct v3_class_info_3* info)
{
  enum { WIDE_SIZE = 64 };
  (void)self;
  if (index != 0) {
    return V3_INVALID_ARG;
  }
  memset(info, 0, sizeof(*info));
  memcpy(info->class_id, class_id, sizeof(v3_tuid));
  info->cardinality = MANY_INSTANCES;
  snprintf(info->category, sizeof(info->category), "%s", category);
  snprintf(info->sub_categories, sizeof(info->sub_categories), "%s", sub_categories);
  wide_text_from(info->name, WIDE_SIZE, name);
  wide_text_from(info->vendor, WIDE_SIZE, vendor);
  wide_text_from(info->version, WIDE_SIZE, version);
  wide_text_from(info->sdk_version, WIDE_SIZE, sdk_version);
  return V3_OK;
}

/// Write the bundle's folder of resources, ending in a slash: beside the folder of this module
static bool
find_resources(char path[PATH_SIZE])
{
  Dl_info info;
  if (!dladdr(class_id, &info) || snprintf(path, PATH_SIZE, "%s", info.dli_fname) >= PATH_SIZE) {
    return false;
  }
  for (unsigned level = 0; level < 2; ++level) { // The module's name and its folder's
    char* const slash = strrchr(path, '/');
    if (!slash) {
      return false;
    }
    *slash = '\0';
  }
  const size_t length = strlen(path);
  return snprintf(path + length, PATH_SIZE - length, "/Resources/") < (int)(PATH_SIZE - length);
}

static v3_result V3_API
create_instance(void* self, const v3_tuid wanted, const v3_tuid iid, void** object)
{
  char resources[PATH_SIZE];
  (void)self;
  *object = NULL;
  if (!v3_tuid_match(wanted, class_id)) {
    return V3_NO_INTERFACE;
  }
  Vst3* const vst3 = find_resources(resources) ? vst3_new(resources) : NULL;
  if (!vst3) {
    return V3_NOMEM;
  }
  const v3_result result = vst3_query(vst3, iid, object);
  vst3_unref(vst3);
  return result;
}

static v3_result V3_API
set_host_context(void* self, struct v3_funknown** host)
{
  (void)self;
  (void)host;
  return V3_OK;
}

const void*
GetPluginFactory(void)
{
  static const struct v3_plugin_factory_3 table = {
    .query_interface      = query_interface,
    .ref                  = count_reference,
    .unref                = count_reference,
    .get_factory_info     = get_factory_info,
    .num_classes          = num_classes,
    .get_class_info       = get_class_info,
    .create_instance      = create_instance,
    .get_class_info_2     = get_class_info_2,
    .get_class_info_utf16 = get_class_info_utf16,
    .set_host_context     = set_host_context,
  };
  static const struct v3_plugin_factory_3* const factory = &table;
  return &factory;
}

bool
ModuleEntry(void* handle)
{
  (void)handle;
  return true;
}

bool
ModuleExit(void)
{
  return true;
}
