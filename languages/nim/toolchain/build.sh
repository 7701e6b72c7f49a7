# build.sh flags file: builds the program. The C files of a run are made in /tmp; those that are the same as hello's are
# already compiled, with these flags. What this Nim writes, as of `spawn`, a newer C compiler takes for a mistake.
cache=/usr/local/lib/sandrun/nim/cache
if [ $# = 1 ] && [ ! -e /tmp/nim ] && [ -e $cache ]; then
  # Nim wants objects that are newer than their C files. On a disk that is too small, it starts without.
  cp -r $cache /tmp/nim 2>/dev/null && touch -d @0 /tmp/nim/*.c || rm -rf /tmp/nim
fi
exec nim c --hints:off --colors:off --nimcache:/tmp/nim --define:release --stackTrace:on --lineTrace:on \
  --excessiveStackTrace:on --threads:on \
  --passC:-Wno-incompatible-pointer-types --passL:/usr/local/lib/sandrun/live.o --out:main "$@"
