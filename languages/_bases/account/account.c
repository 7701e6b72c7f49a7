/*
 * A name for whoever a program runs as, and addresses for localhost and this machine. Each sandbox has a uid of its own, out of 40,000 that no /etc/passwd should list,
 * and the C library asks this module for what is not in there (nsswitch.conf(5), "Name Service Switch" in the manual of
 * the C library). The uids are those of service/src/worker/pool/uid-allocator.ts; name and home are those of the
 * environment in which programs start. Without a network Docker hides /etc/hosts behind an empty file, so the addresses
 * are here.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <nss.h>
#include <pwd.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { FIRST_ID = 20000, LAST_ID = 59999 };

static char name[] = "sandbox", none[] = "", password[] = "*", home[] = "/tmp", shell[] = "/bin/bash";
static char *no_members[] = {NULL};

static enum nss_status passwd_of(uid_t uid, struct passwd *found, int *error) {
  if (uid < FIRST_ID || uid > LAST_ID) {
    *error = ENOENT;
    return NSS_STATUS_NOTFOUND;
  }
  *found = (struct passwd){name, password, uid, uid, none, home, shell};
  return NSS_STATUS_SUCCESS;
}

static enum nss_status group_of(gid_t gid, struct group *found, int *error) {
  if (gid < FIRST_ID || gid > LAST_ID) {
    *error = ENOENT;
    return NSS_STATUS_NOTFOUND;
  }
  *found = (struct group){name, password, gid, no_members};
  return NSS_STATUS_SUCCESS;
}

/* What is found stands in no buffer of the caller's: it is the same for everybody. */
enum nss_status _nss_sandrun_getpwuid_r(uid_t uid, struct passwd *found, char *buffer, size_t size, int *error) {
  (void)buffer, (void)size;
  return passwd_of(uid, found, error);
}

enum nss_status _nss_sandrun_getgrgid_r(gid_t gid, struct group *found, char *buffer, size_t size, int *error) {
  (void)buffer, (void)size;
  return group_of(gid, found, error);
}

/* By name it is the one of this sandbox. */
enum nss_status _nss_sandrun_getpwnam_r(const char *wanted, struct passwd *found, char *buffer, size_t size, int *error) {
  (void)buffer, (void)size;
  return passwd_of(strcmp(wanted, name) == 0 ? getuid() : 0, found, error);
}

enum nss_status _nss_sandrun_getgrnam_r(const char *wanted, struct group *found, char *buffer, size_t size, int *error) {
  (void)buffer, (void)size;
  return group_of(strcmp(wanted, name) == 0 ? getgid() : 0, found, error);
}

/* Only this machine is known here. */
enum nss_status _nss_sandrun_gethostbyname2_r(const char *wanted, int family, struct hostent *found, char *buffer, size_t size,
                                              int *error, int *host_error) {
  static char *no_aliases[] = {NULL};
  static char ip4[] = {127, 0, 0, 1}, ip6[16] = {[15] = 1};
  static char *ip4_list[] = {ip4, NULL}, *ip6_list[] = {ip6, NULL};
  static char localhost[] = "localhost";
  (void)buffer, (void)size;
  int is_localhost = strcasecmp(wanted, localhost) == 0;
  if ((!is_localhost && strcasecmp(wanted, name) != 0) || (family != AF_INET && family != AF_INET6)) {
    *error = ENOENT;
    *host_error = HOST_NOT_FOUND;
    return NSS_STATUS_NOTFOUND;
  }
  int is_ip4 = family == AF_INET;
  *found = (struct hostent){is_localhost ? localhost : name, no_aliases, family, is_ip4 ? (int)sizeof ip4 : (int)sizeof ip6,
                            is_ip4 ? ip4_list : ip6_list};
  return NSS_STATUS_SUCCESS;
}

enum nss_status _nss_sandrun_gethostbyname_r(const char *wanted, struct hostent *found, char *buffer, size_t size, int *error,
                                             int *host_error) {
  return _nss_sandrun_gethostbyname2_r(wanted, AF_INET, found, buffer, size, error, host_error);
}
