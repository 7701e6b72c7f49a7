/** A container engine of the guest. */
export interface Engine {
  /** For the table. */
  name: string
  /** A command that starts it; Docker with root runs already. */
  setUp?: string
  /** Assignments in the shell that make Sandrun and `docker` use it. */
  variables: string
}

/** The engines to test. */
export const ENGINES = {
  runc: { name: 'runc', variables: 'SANDRUN_RUNTIME=runc' },
  crun: { name: 'crun', variables: 'SANDRUN_RUNTIME=crun' },
  rootless: {
    name: 'rootless',
    setUp: '/product/guest/rootless.sh',
    variables: 'DOCKER_HOST=unix:///run/user/1000/docker.sock',
  },
} satisfies Readonly<Record<string, Engine>>
