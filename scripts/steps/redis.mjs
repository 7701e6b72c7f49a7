import { packagesStep } from './packages-step.mjs'

/** The tests of a cluster start their own Redis, and end it. */
export const redis = packagesStep('Redis', {
  brings: 'Redis, which the tests of a cluster start',
  purpose: 'Redis, which the tests of a cluster need,',
  packages: { 'redis-server': ['redis-server'] },
})
