/** Labels every container, image and volume of ours carries. */
export const LABELS = {
  /** `host:pid:start` of the service process a container belongs to. */
  owner: 'sandrun.owner',
  /** The node it belongs to: the same for the process that comes after. */
  node: 'sandrun.node',
  /** The installation it belongs to, the same across restarts and for all its nodes. */
  instance: 'sandrun.instance',
  /** RFC 3339: when it may be removed by anyone, whoever owns it. */
  deadline: 'sandrun.deadline',
  /** The language pack of an image or a sandbox. */
  pack: 'sandrun.pack',
  /** Hash of everything an image was built from. */
  hash: 'sandrun.hash',
  /** The toolchain's version, read from the image itself. */
  version: 'sandrun.version',
} as const
