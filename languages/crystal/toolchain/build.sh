# build.sh file flags: builds the program. What most programs use of the library is already compiled, with these flags.
if [ $# = 1 ] && [ ! -e "$CRYSTAL_CACHE_DIR" ]; then
  # On a disk that is too small, it starts without.
  cp -r /usr/local/lib/sandrun/crystal/cache "$CRYSTAL_CACHE_DIR" 2>/dev/null || rm -rf "$CRYSTAL_CACHE_DIR"
fi
exec crystal build --no-color -o main /usr/local/lib/sandrun/crystal/live.cr "$@"
