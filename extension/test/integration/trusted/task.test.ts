import assert from 'node:assert/strict'
import { type Task, languages, tasks } from 'vscode'
import { fixture, open, tidy } from '../harness/editing.ts'

/** Runs a task and returns its exit code. */
async function codeOf(task: Task): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const listener = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
    if (execution.task.name === task.name) resolve(exitCode)
  })
  try {
    await tasks.executeTask(task)
    return await promise
  } finally {
    listener.dispose()
  }
}

async function taskFor(name: string): Promise<Task> {
  await open(name)
  const found = (await tasks.fetchTasks({ type: 'sandrun' })).find(({ definition }) => definition.file === name)
  if (found === undefined) throw new Error(`There is no task for ${name}`)
  return found
}

describe('tasks', () => {
  afterEach(tidy)

  it('exist for the active file, and end like the run', async () => {
    const task = await taskFor('hello.py')
    assert.equal(task.name, 'Run hello.py')
    // If a task has no problem matcher, VS Code asks which ones to use.
    assert.deepEqual(task.problemMatchers, [])
    assert.equal(Reflect.get(task, 'hasDefinedMatchers'), true)
    assert.deepEqual(task.definition, { type: 'sandrun', file: 'hello.py' })
    assert.equal(await codeOf(task), 0)
  })

  it('fail if the program does not compile, and leave its problems', async () => {
    assert.equal(await codeOf(await taskFor('broken.c')), 1)
    assert.equal(languages.getDiagnostics(fixture('broken.c')).length, 1)
  })

  it('take a file and arguments from tasks.json', async () => {
    const task = (await tasks.fetchTasks()).find(({ name }) => name === 'exit 3')
    assert(task !== undefined)
    assert.equal(await codeOf(task), 3)
  })
})
