# find_package(FlyteWebhook): FlyteWebhook::sdk (the headers), FlyteWebhook::testing (a fake host for unit tests) and
# flyte_webhook_add_plugin. A plugin in C needs nothing else; one in C++ needs RapidJSON too.
include(${CMAKE_CURRENT_LIST_DIR}/FlyteWebhookTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/FlyteWebhookPlugin.cmake)

get_property(_flyte_webhook_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
if(CXX IN_LIST _flyte_webhook_languages)
  find_path(FLYTE_WEBHOOK_RAPIDJSON rapidjson/writer.h)
  if(FLYTE_WEBHOOK_RAPIDJSON)
    target_include_directories(FlyteWebhook::sdk INTERFACE ${FLYTE_WEBHOOK_RAPIDJSON})
  else()
    set(FlyteWebhook_FOUND FALSE)
    set(FlyteWebhook_NOT_FOUND_MESSAGE "flyte_webhook/plugin.h includes RapidJSON, which is not there; on Debian install rapidjson-dev")
  endif()
endif()
