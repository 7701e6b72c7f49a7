/** Labels of all Sandrun's containers, images and volumes. */
export const LABELS = {
  /** `host:pid:start` of the service process that owns a container. */
  owner: 'sandrun.owner',
  /** The node that owns it: the process's successor has the same. */
  node: 'sandrun.node',
  /** The installation that owns it: the same across restarts and for all its nodes. */
  instance: 'sandrun.instance',
  /** RFC 3339: when anyone may remove it, whoever owns it. */
  deadline: 'sandrun.deadline',
  /** The language pack of an image or a sandbox. */
  pack: 'sandrun.pack',
  /** Hash of everything that an image was built from. */
  hash: 'sandrun.hash',
  /** The toolchain's version, read from the image itself. */
  version: 'sandrun.version',
} as const
