import { expect, it } from 'vitest'
import { parseStats } from './redis-stats.ts'

it('reads the commands and the time of the main thread', () => {
  const info = [
    'used_cpu_sys:9.5',
    'used_cpu_sys_main_thread:0.25',
    'used_cpu_user_main_thread:1.5',
    'cmdstat_evalsha:calls=12,usec=300,usec_per_call=25.00,rejected_calls=0,failed_calls=0',
    'cmdstat_config|get:calls=2,usec=3,usec_per_call=1.50,rejected_calls=0,failed_calls=0',
    'cmdstat_info:calls=5,usec=300,usec_per_call=60.00,rejected_calls=0,failed_calls=0',
    'cmdstat_command|docs:calls=1,usec=900,usec_per_call=900.00,rejected_calls=0,failed_calls=0',
  ]
  expect(parseStats(info.join('\r\n'))).toEqual({ commands: 14, ms: 1750 })
})
