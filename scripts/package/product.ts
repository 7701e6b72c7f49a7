/**
 * The package's name. It is not published yet, so no text tells a user to install it by name: they type the path of the
 * clone's command, or the name that an installed package has put on their PATH.
 */
export const PACKAGE_NAME = 'sandrun'

/** The lowest Node with node:sqlite without a flag, and with its disposal. VS Code 1.101 has this one. */
export const PACKAGE_NODE = '22.15.0'
