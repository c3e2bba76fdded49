# tessera_library(folder [LINKS target...]): one static library for one folder of server/, from all
# of its C files. Includes are written from server/ ("base/str.h").
function(tessera_library folder)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  add_library(tessera_${folder} STATIC ${sources})
  target_include_directories(tessera_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/server)
  target_link_libraries(tessera_${folder} PUBLIC ${ARG_LINKS})
endfunction()

# tessera_embed(target symbol directory [stamp]): the files below `directory` inside the program, as
# the table `struct embed_file symbol[]` of base/embed.h, sorted by name, ended by an entry without
# one. A directory that the build itself fills names the stamp that is touched when it is full.
function(tessera_embed target symbol directory)
  if(ARGN)
    set(files ${ARGN})
  else()
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${directory}/*)
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  # A file that goes makes no other newer: the names are part of the command.
  string(SHA256 names "${files}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -Dsymbol=${symbol} -Ddirectory=${directory} -Doutput=${output}
      -Dnames=${names} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# tessera_unit_tests(folder [LINKS target...]): every test_NAME.c here is a cmocka program of its own,
# unit_FOLDER_NAME, linked with what is named and nothing else.
function(tessera_unit_tests folder)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/test_*.c)
  foreach(source IN LISTS tests)
    cmake_path(GET source STEM name)
    string(REPLACE "test_" "unit_${folder}_" program ${name})
    add_executable(${program} ${source})
    target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/test)
    target_link_libraries(${program} PRIVATE ${ARG_LINKS} PkgConfig::cmocka)
    add_test(NAME ${program} COMMAND ${program})
  endforeach()
endfunction()
