/*
 * Linked into every program, in place of a function of libxml2 of that name. Debian numbers its libxml2 as newer than the
 * library says of itself, so this check would warn on standard error whenever a program starts.
 */
void xmlCheckVersion(int version) {
  (void)version;
}
