# build.sh file flags: builds the program. What most programs use of the library is already compiled, with these flags.
[ $# -gt 1 ] || [ -e "$CRYSTAL_CACHE_DIR" ] || cp -r /usr/local/lib/sandrun/crystal/cache "$CRYSTAL_CACHE_DIR"
exec crystal build --no-color -o main /usr/local/lib/sandrun/crystal/live.cr "$@"
