import { packagesStep } from './packages-step.mjs'

/** Compose 1.29 in Debian 12, version 2 in Debian 13. */
export const compose = packagesStep('Docker Compose', {
  brings: 'Docker Compose, which brings up a cluster',
  purpose: 'Docker Compose',
  packages: { 'docker-compose': ['docker-compose'] },
  usually: 20,
})
