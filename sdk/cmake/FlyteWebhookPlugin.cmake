# flyte_webhook_add_plugin(NAME SOURCE...): the plugin NAME.so, which shows its entry symbol and nothing else. NAME is a target like any
# other: link further libraries to it, static ones for preference. `cmake --install` lays it where the host of that prefix looks.
set(FLYTE_WEBHOOK_PLUGIN_DESTINATION lib/flyte-webhook/plugins)

function(flyte_webhook_add_plugin name)
  # Compilers leave the standard library's templates visible even when all else is hidden; the linker's map hides them too.
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE FlyteWebhook::sdk)
  target_link_options(${name} PRIVATE LINKER:--version-script=${map})
  set_target_properties(${name} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON LINK_DEPENDS ${map}
    C_STANDARD 11 CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON)
  if(FLYTE_WEBHOOK_PLUGIN_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${FLYTE_WEBHOOK_PLUGIN_DIR})
  endif()
  install(TARGETS ${name} LIBRARY DESTINATION ${FLYTE_WEBHOOK_PLUGIN_DESTINATION})
endfunction()
