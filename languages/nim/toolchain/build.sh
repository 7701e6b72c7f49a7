# build.sh flags file: builds the program. The C files of a run are made in /tmp; those that are the same as hello's are
# already compiled, with these flags. What this Nim writes, as of `spawn`, a newer C compiler takes for a mistake.
cache=/usr/local/lib/sandrun/nim/cache
[ $# -gt 1 ] || [ -e /tmp/nim ] || [ ! -e $cache ] || cp -r $cache /tmp/nim
exec nim c --hints:off --colors:off --nimcache:/tmp/nim --define:release --stackTrace:on --lineTrace:on \
  --excessiveStackTrace:on --threads:on \
  --passC:-Wno-incompatible-pointer-types --passL:/usr/local/lib/sandrun/live.o --out:main "$@"
