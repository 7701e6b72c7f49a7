# build.sh flags file: builds the program. The C files of a run are made in /tmp.
exec nim c --hints:off --colors:off --nimcache:/tmp/nim --define:release --stackTrace:on --lineTrace:on \
  --excessiveStackTrace:on --threads:on \
  --passL:/usr/local/lib/sandrun/live.o --out:main "$@"
