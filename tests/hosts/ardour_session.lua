-- SPDX-FileCopyrightText: 2026 The Equus developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Makes the session "sess" with a track of Equus, as the environment says; prints what it does.
-- EQUUS_PLUGIN and EQUUS_TYPE: which; EQUUS_MODE: make, automate; EQUUS_GAINS: output gain of each instance

local kind = os.getenv("EQUUS_TYPE") == "VST3" and ARDOUR.PluginType.VST3 or ARDOUR.PluginType.LV2
local mode = os.getenv("EQUUS_MODE")

local backend = AudioEngine:set_backend("None (Dummy)", "", "")
backend:set_device_name("Silence")
backend:set_sample_rate(48000)
backend:set_buffer_size(1024)

-- Number of a parameter among the controls, and among all
function control(plugin, label)
  local n = 0
  for i = 0, plugin:parameter_count() - 1 do
    if plugin:parameter_is_control(i) then
      if plugin:parameter_label(i) == label then return n, i end
      n = n + 1
    end
  end
  print("no control", label)
end

function insert(session, track, gain)
  local processor = ARDOUR.LuaAPI.new_plugin(session, os.getenv("EQUUS_PLUGIN"), kind, "")
  if processor:isnil() then
    print("no plug-in")
    return
  end
  track:add_processor_by_index(processor, -1, nil, true)
  local plugin = processor:to_insert():plugin(0)
  if gain ~= 0 then
    ARDOUR.LuaAPI.set_processor_param(processor, control(plugin, "Level match"), 0)
    ARDOUR.LuaAPI.set_processor_param(processor, control(plugin, "Output gain"), gain)
  end
  print("inserted", plugin:name())
  return processor
end

function automate(processor)
  local insert = processor:to_insert()
  local plugin = insert:plugin(0)
  ARDOUR.LuaAPI.set_processor_param(processor, control(plugin, "Level match"), 0)
  local number, port = control(plugin, "Output gain")
  local _, list, _ = ARDOUR.LuaAPI.plugin_automation(processor, number)
  list:clear_list()
  for i = 0, 4 do list:add(Temporal.timepos_t(i * 12000), i * 3.0, false, true) end
  local parameter = Evoral.Parameter(ARDOUR.AutomationType.PluginAutomation, 0, port)
  insert:to_automatable():automation_control(parameter, false):set_automation_state(ARDOUR.AutoState.Play)
  print("automated")
end

local session = create_session("sess", "sess", 48000)
local tracks = session:new_audio_track(2, 2, nil, 1, "tr", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true, false)
local processor
for gain in os.getenv("EQUUS_GAINS"):gmatch("%S+") do
  processor = insert(session, tracks:front(), tonumber(gain))
end
if mode == "automate" then automate(processor) end
ARDOUR.LuaAPI.usleep(500000) -- Until the plug-in has heard of it
session:save_state("")
close_session()
print("done")
quit()
