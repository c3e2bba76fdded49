# The hosted pages, built by Node.js from webapp/ into the build directory and embedded as the table
# `webapp_files` (base/embed.h) of the library tessera_webapp: auth/PAGE.LANG.html, dev/PAGE.en.html
# (templates, base/template.h) and assets/* with their .br and .gz.
find_program(NODE node REQUIRED)
execute_process(COMMAND ${NODE} --version OUTPUT_VARIABLE node_version OUTPUT_STRIP_TRAILING_WHITESPACE)
if(node_version VERSION_LESS v18)
  message(FATAL_ERROR "Node.js 18 or later is needed to build the pages, found ${node_version}")
endif()

set(webapp ${PROJECT_SOURCE_DIR}/webapp)
set(webapp_out ${PROJECT_BINARY_DIR}/webapp)
file(GLOB_RECURSE webapp_sources CONFIGURE_DEPENDS ${webapp}/src/* ${webapp}/build/*)

add_custom_command(OUTPUT ${webapp_out}/installed
  COMMAND ${CMAKE_COMMAND} -Dfolder=${webapp} -P ${PROJECT_SOURCE_DIR}/cmake/npm_install.cmake
  COMMAND ${CMAKE_COMMAND} -E touch ${webapp_out}/installed
  DEPENDS ${webapp}/package-lock.json ${PROJECT_SOURCE_DIR}/cmake/npm_install.cmake VERBATIM)
add_custom_command(OUTPUT ${webapp_out}/built
  COMMAND ${NODE} build/build.mjs ${webapp_out}/files
  COMMAND ${CMAKE_COMMAND} -E touch ${webapp_out}/built
  WORKING_DIRECTORY ${webapp} COMMENT "Building the hosted pages"
  DEPENDS ${webapp_out}/installed ${webapp_sources} VERBATIM)

add_library(tessera_webapp STATIC)
tessera_embed(tessera_webapp webapp_files ${webapp_out}/files ${webapp_out}/built)
