/**
 * What the package is called. No name is published yet, so no text tells a user to have it fetched by one: they type the
 * path of the clone's command, or what an installed package has put on their PATH.
 */
export const PACKAGE_NAME = 'sandrun'

/** The least Node that has all the package uses: node:sqlite without a flag, and what disposes of it. VS Code 1.101 brings this one. */
export const PACKAGE_NODE = '22.15.0'
