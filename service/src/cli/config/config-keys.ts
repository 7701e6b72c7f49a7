import type { UserConfig } from './user-config.ts'

export const CONFIG_KEYS = ['url', 'token', 'color'] as const satisfies readonly (keyof UserConfig)[]
