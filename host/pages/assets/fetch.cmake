# Fetches the packages of package-lock.json with npm, from its cache where they lie there, else from the registry that npm is configured with:
# cmake -DNPM=npm -DFROM=this-folder -DTO=folder -P fetch.cmake
file(COPY ${FROM}/package.json ${FROM}/package-lock.json ${FROM}/.npmrc DESTINATION ${TO})
execute_process(COMMAND ${NPM} ci --prefer-offline WORKING_DIRECTORY ${TO} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(failed)
  message(FATAL_ERROR "npm could not fetch Swagger UI and ReDoc, which /docs and /redoc are made of:\n${said}\n"
    "It takes them from its cache or from its registry; `npm ping` tells whether that is reached. Without a network, run `npm ci` once in "
    "${FROM} where there is one, and copy the folder that `npm config get cache` names.")
endif()
