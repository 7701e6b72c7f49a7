import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../bootstrap/cache-folder.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { findProgram } from '../bootstrap/find-program.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { makeIfChanged } from '../start/stamped.ts'

const SCRIPTS = import.meta.dirname
const AGENT = join(ROOT, 'service/agent')
const BUILD = join(AGENT, 'build/emulated')

/**
 * Orphans become the agent's children: PR_SET_CHILD_SUBREAPER (prctl(2)), which QEMU does not let a program ask for. The
 * numbers are those of x86-64.
 */
const ADOPT = 'syscall(157, 36, 1, 0, 0, 0) == 0 or die; exec @ARGV'

/** The agent for arm64 and the commands that run it here, as variables for the agent's tests. */
export async function buildEmulated(): Promise<Record<string, string>> {
  await runCommand('make', ['-C', AGENT, '-f', 'test/arm64/Makefile', 'arm64', 'emulated'])
  const qemu = pathOf('qemu-aarch64-static')
  const files = await makeFiles()
  await runCommand(join(SCRIPTS, 'guest.sh'), [files, join(AGENT, 'build/arm64'), pathOf('qemu-system-aarch64')])
  const commands = join(BUILD, 'bin')
  await mkdir(commands, { recursive: true })
  await writeScript(join(BUILD, 'agent'), `exec perl -e '${ADOPT}' ${qemu} ${join(BUILD, 'init')} "$@"`)
  await writeScript(join(commands, 'perl'), `exec ${qemu} -L ${files} ${join(files, 'usr/bin/perl')} "$@"`)
  return {
    SANDRUN_AGENT_BINARY: join(BUILD, 'agent'),
    SANDRUN_AGENT_GUEST: join(AGENT, 'build/arm64/guest'),
    SANDRUN_AGENT_FILTER: `${qemu} ${join(BUILD, 'filter')}`,
    // A runtime that waits loads the agent's library, so it must be for arm64 too.
    SANDRUN_AGENT_RUNTIMES: commands,
  }
}

async function writeScript(file: string, command: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${command}\n`, { mode: 0o755 })
}

function pathOf(program: string): string {
  const path = findProgram([program], process.env)
  if (path === null) throw new Error(`${program} is missing`)
  return path
}

/** A folder with perl and a kernel for arm64, made once. */
async function makeFiles(): Promise<string> {
  const folder = join(cacheFolder(process.env), 'arm64/files')
  const make = async (): Promise<void> => {
    await mkdir(join(folder, '..'), { recursive: true })
    await rm(folder, { recursive: true, force: true })
    await runCommand(join(SCRIPTS, 'files.sh'), [folder])
  }
  await makeIfChanged({ output: folder, inputs: ['scripts/arm64/files.sh'], make })
  return folder
}
