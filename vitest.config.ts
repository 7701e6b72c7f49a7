import { defineConfig } from 'vitest/config'

/** They need an emulator, which `npm run test:arm64` names. */
const FOR_ARM64 = 'SANDRUN_AGENT_GUEST' in process.env

/**
 * Four projects. `unit` needs nothing but Node and, for the agent, a C compiler; `agent` needs the built agent; `docker`
 * runs real programs in real sandboxes; `web` does so from the web page, in a real browser. `npm run check` runs the
 * first, `npm test` all of them.
 */
export default defineConfig({
  test: {
    // A failure seen only in CI must tell what came instead.
    chaiConfig: { truncateThreshold: 1000 },
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    projects: [
      {
        test: {
          name: 'unit',
          // One for each of two processors: by itself Vitest leaves one idle.
          maxWorkers: 2,
          globalSetup: ['service/test/support/build-agent.ts'],
          testTimeout: 120_000,
          // To load the same modules anew for each file took most of the time. A test leaves nothing behind in a module.
          isolate: false,
          include: [
            'shared/src/**/*.test.ts',
            'service/src/**/*.test.ts',
            'service/web/src/**/*.test.ts',
            'extension/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'agent',
          include: ['service/agent/test/*.test.ts', ...(FOR_ARM64 ? ['service/agent/test/arm64/*.test.ts'] : [])],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'docker',
          // The tests of a cluster run the agent without containers.
          globalSetup: ['service/test/support/build-agent.ts'],
          include: ['service/test/**/*.test.ts', 'languages/**/*.test.ts'],
          testTimeout: 180_000,
          // A busy machine must not fail a test, but every wait must end.
          expect: { poll: { timeout: 90_000 } },
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'web',
          include: ['service/web/test/**/*.test.ts'],
          globalSetup: ['service/web/test/support/build-page.ts'],
          testTimeout: 180_000,
          // A busy machine must not fail a test, but every wait must end.
          expect: { poll: { timeout: 90_000 } },
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
