# cmake -Dfolder=F -P: the packages of F exactly as its lock file names them, without their install
# scripts. Does nothing when they stand already; two builds at once wait for each other.
file(LOCK ${folder}/.install.lock TIMEOUT 600)
set(stamp ${folder}/node_modules/.installed)
if(EXISTS ${stamp})
  file(SHA256 ${folder}/package-lock.json wanted)
  file(SHA256 ${stamp} installed)
  if(wanted STREQUAL installed)
    return()
  endif()
endif()
message(STATUS "Installing npm packages of ${folder}")
execute_process(COMMAND npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  WORKING_DIRECTORY ${folder} COMMAND_ERROR_IS_FATAL ANY)
configure_file(${folder}/package-lock.json ${stamp} COPYONLY)
